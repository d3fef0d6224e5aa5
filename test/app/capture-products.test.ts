// What the file of an own line says of products is named on the chain where that is asked for.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaptureData, captureFile } from '../../src/app/capture/capture.ts';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/capture.ts';
import { GTIN, makeWorld, OTHER_GTIN, type Who, type World } from './goods-world.ts';
import { Line, sgtin } from './line-files.ts';
import { ACME } from './network.ts';

let world: World;
let files = 0;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

type Values = Readonly<Record<string, string>>;

/** A file with master data of products by the URN of their class. */
function fileOf(products: Readonly<Record<string, Values>>, line: Line = new Line(ACME.gln), sender?: string): string {
  const text = JSON.parse(line.text());
  text.epcisHeader = {
    epcisMasterData: {
      vocabularyList: [
        {
          type: 'urn:epcglobal:epcis:vtype:EPCClass',
          vocabularyElementList: Object.entries(products).map(([id, values]) => ({
            id,
            attributes: Object.entries(values).map(([name, attribute]) => ({
              id: `urn:epcglobal:cbv:mda#${name}`,
              attribute,
            })),
          })),
        },
      ],
    },
  };
  if (sender !== undefined) text.sender = sender;
  const path = world.path(`products-${++files}.json`);
  writeFileSync(path, JSON.stringify(text));
  return path;
}
const AMOXIL = 'urn:epc:idpat:sgtin:9506000.013435.*';
const capture = (who: Who, path: string, products = true): Promise<CaptureData> =>
  world.at(who, (home) => captureFile(home, path, { products }));
const named = (gtin: string) =>
  world.as('acme', (home) => listProducts(home).products.find((one) => one.gtin === gtin));

describe('names of products in the file of an own line', () => {
  const words = {
    regulatedProductName: 'Amoxil',
    strengthDescription: '500 mg',
    dosageFormType: 'CAPSULE',
    netContentDescription: '21 capsules',
  };

  it('are not taken where nobody asked for them', async () => {
    const line = new Line(ACME.gln).make([sgtin('NAMELESS1')]);
    const data = await capture('acme', fileOf({ [AMOXIL]: words }, line), false);
    expect([data.products, data.exit, await named(GTIN)]).toEqual([undefined, 0, undefined]);
  });

  it('are recorded once, with what their events come to', async () => {
    const path = fileOf({ [AMOXIL]: words }, new Line(ACME.gln).make([sgtin('NAMED1')]));
    const data = await capture('acme', path);
    expect(data.events.map(({ type }) => type)).toEqual(['product', 'commission']);
    expect(data).toMatchObject({ packs: 1, exit: 0, products: [{ gtin: GTIN, name: 'Amoxil' }] });
    expect(await named(GTIN)).toMatchObject({
      name: 'Amoxil',
      strength: '500 mg',
      form: 'CAPSULE',
      size: '21 capsules',
      event: data.products?.[0]?.event,
    });
    const again = await capture('acme', path);
    expect(again).toMatchObject({ already: true, events: [], products: [{ gtin: GTIN, name: 'Amoxil' }] });
    expect(again.products?.[0]).not.toHaveProperty('event');
    expect(text(again, plainStyle())).toContain('1 product has a name');
  });

  it('leave what was said before and the file does not say', async () => {
    await world.as('acme', (home) =>
      setProduct(home, { gtin: GTIN, name: 'Amoxil', strength: '500 mg', codes: { ndc: '0904-1234-56', pzn: '1' } }),
    );
    const ndc = {
      additionalTradeItemIdentificationTypeCode: 'FDA_NDC_11',
      additionalTradeItemIdentification: '00904123456',
    };
    const data = await capture('acme', fileOf({ [AMOXIL]: { regulatedProductName: 'Amoxil Forte', ...ndc } }));
    expect(data.exit).toBe(0);
    expect(await named(GTIN)).toMatchObject({
      name: 'Amoxil Forte',
      strength: '500 mg',
      codes: { ndc: '00904-1234-56', pzn: '1' },
    });
  });

  it('of other makers, and in files of others, are left out and told', async () => {
    const other = 'urn:epc:idpat:sgtin:9521321.000001.*';
    const mixed = await capture(
      'acme',
      fileOf({ [other]: words, [AMOXIL]: { ...words, regulatedProductName: 'Amox' } }),
    );
    expect(mixed).toMatchObject({
      exit: 20,
      products: [
        { gtin: '09521321000018', reason: 'not accredited as a maker of 09521321000018' },
        { gtin: GTIN, name: 'Amox' },
      ],
    });
    expect(text(mixed, plainStyle())).toContain('09521321000018 Amoxil is not named: not accredited as a maker');
    const foreign = await capture('acme', fileOf({ [AMOXIL]: words }, new Line(ACME.gln), '9521321000117'));
    expect(foreign).toMatchObject({ exit: 20, products: [{ gtin: GTIN, reason: 'this was done by another party' }] });
    expect((await named(GTIN))?.name).toBe('Amox');
    // A wholesaler names nothing, whatever its file says.
    const wholesaler = await capture('midway', fileOf({ [AMOXIL]: words }));
    expect(wholesaler.events).toEqual([]);
  });

  it('cannot be without a name, nor with one that nobody can read', async () => {
    const second = 'urn:epc:idpat:sgtin:9506000.011784.*';
    const nameless = await capture('acme', fileOf({ [second]: { strengthDescription: '5 mg' } }));
    expect(nameless).toMatchObject({ exit: 20, products: [{ gtin: OTHER_GTIN, reason: 'it has no name' }] });
    const long = await capture('acme', fileOf({ [second]: { regulatedProductName: 'x'.repeat(200) } }));
    expect(long.products?.[0]?.reason).toContain('200');
    const lines = await capture('acme', fileOf({ [second]: { regulatedProductName: 'Para\n\t cet\u202e' } }));
    expect(lines.products).toMatchObject([{ gtin: OTHER_GTIN, name: 'Para cet' }]);
  });
});
