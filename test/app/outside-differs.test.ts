// Files that say other things of packs than their maker, who is here: whoever sent one is told, the packs stay what the chain says.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { afterNews, startNews } from '../../src/app/exchange/after-sync.ts';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { compareDocuments } from '../../src/app/outside/compare-made.ts';
import { complain } from '../../src/app/outside/complain.ts';
import { catchUpDocuments } from '../../src/app/outside/document-index.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { type Verified, verifyScans } from '../../src/app/verdict/verify.ts';
import { delivery, LAKESIDE, sgtin } from './epcis-files.ts';
import { EXPIRY, GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

let world: World;
let files = 0;
let serials: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  await world.as('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
});
afterAll(() => world.remove());

const serialOf = (scan: string): string => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '';
const minted = async (count: number, lot = LOT, expiry = EXPIRY) =>
  (await world.mint({ count, lot, expiry })).scans.map(serialOf);

const take = (about: readonly string[], file: { readonly lot?: string; readonly expiry?: string }, also = '') => {
  const path = world.path(`differs-${++files}.xml`);
  const text = delivery({ to: HILL.gln, serials: about, despatch: `DA-${files}`, lot: LOT, expiry: EXPIRY, ...file });
  writeFileSync(
    path,
    text.replaceAll(sgtin(''), 'urn:epc:id:sgtin:9506000.013435.').replace('</EventList>', `${also}</EventList>`),
  );
  return world.as('hill', (home) => importDocument(home, path));
};
const differing = async () =>
  (await listAlerts(world.env('hill'), { open: true })).data.alerts.filter(
    ({ code }) => code === 'outside-data-differs',
  );

it('is told when the file comes, of its sender, with what the maker says', async () => {
  serials = await minted(4);
  await world.share();
  const right = await take(serials.slice(0, 2), {});
  expect(right).toMatchObject({ exit: 0, warnings: [] });
  expect(await differing()).toEqual([]);
  const wrong = await take(serials.slice(0, 3), { lot: 'OTHER' });
  expect(wrong).toMatchObject({ exit: 20, warnings: [expect.stringContaining('3 packs')] });
  const [alert, ...others] = await differing();
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    ...{ id: `outside-data-differs:${wrong.document}`, parties: ['Lakeside'], severity: 'medium', till: true },
    command: `pedigree epcis complain ${wrong.document.slice(0, 12)}`,
  });
  expect(alert?.text).toContain(`lot OTHER, expiry ${EXPIRY}; by the maker lot ${LOT}, expiry ${EXPIRY}`);
});

it('changes nothing about the packs', async () => {
  const verdicts = [];
  for (const serial of [serials[0], serials[3]]) {
    const scan = `(01)${GTIN}(21)${serial}(10)${LOT}(17)280630`;
    for await (const { data } of verifyScans(world.env('hill'), [scan], { strict: false }))
      verdicts.push(data as Verified);
  }
  const [claimed, other] = verdicts.map(({ status, cause, reasons, ...rest }) => ({
    status,
    cause,
    codes: reasons.map(({ code }) => code),
    claims: 'claims' in rest,
  }));
  expect(claimed).toEqual(other);
  expect(claimed?.claims).toBe(false);
});

it('is in the letter to the sender, pack by pack', async () => {
  const [alert] = await differing();
  const letter = await world.as('hill', (home) => complain(home, alert?.id.split(':')[1] ?? ''));
  expect(letter.findings).toEqual([]);
  expect(letter.differing).toHaveLength(3);
  expect(letter.differing?.[0]).toEqual({
    gtin: GTIN,
    serial: expect.any(String),
    lot: 'OTHER',
    expiry: EXPIRY,
    made: { lot: LOT, expiry: EXPIRY },
  });
  expect(letter.letter?.join(' ').replaceAll(/\s+/g, ' ')).toContain(
    `: lot OTHER, expiry ${EXPIRY} in your file; lot ${LOT}, expiry ${EXPIRY} by the maker`,
  );
  expect(letter.letter?.join(' ')).toContain('One thing in it');
});

it('is the same after everything is made anew', async () => {
  const before = await differing();
  await world.as('hill', async (home) => {
    rebuild(home);
    await catchUpDocuments(home);
  });
  expect(await differing()).toEqual(before);
});

it('is found again when the commissioning comes after the file', async () => {
  const late = await minted(3, 'LATE');
  const { exit, document } = await take(late, { lot: 'EARLY' });
  expect(exit).toBe(0);
  const before = await differing();
  await world.carry('acme', 'agency');
  await world.carry('agency', 'hill');
  const alerts = await world.as(
    'hill',
    async (home) => (await afterNews(home, { ...startNews(home), marks: {} })).new.alerts,
  );
  expect(alerts.map(({ id }) => id)).toContain(`outside-data-differs:${document}`);
  expect(await differing()).toHaveLength(before.length + 1);
});

it('looks at each pack: two lots that are both right do not make a file right that mixes them', async () => {
  const [one = '', two = ''] = [(await minted(1, 'MIX-A'))[0], (await minted(1, 'MIX-B'))[0]];
  await world.share();
  const before = await differing();
  const path = await take([one], { lot: 'MIX-A' });
  expect(path.exit).toBe(0);
  expect(await take([two], { lot: 'MIX-A' })).toMatchObject({ exit: 20 });
  expect(await differing()).toHaveLength(before.length + 1);
});

it('compares an expiry by its last day, and takes what the maker has corrected', async () => {
  const packs = await minted(2, 'FIXED', '2029-02-00');
  await world.share();
  expect(await take(packs, { lot: 'FIXED', expiry: '2029-02-28' })).toMatchObject({ exit: 0 });
  const { document, exit } = await take(packs.slice(0, 1), { lot: 'FIXED', expiry: '2029-03-31' });
  expect(exit).toBe(20);
  const id = `outside-data-differs:${document}`;
  expect((await differing()).map((alert) => alert.id)).toContain(id);
  const notice = { gtin: GTIN, lots: ['FIXED'], kind: 'expiry', expiry: '2029-03-31', reason: 'longer' };
  await world.as('acme', (home) => {
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'lot-notice', public: notice }));
  });
  await world.share();
  expect((await differing()).map((alert) => alert.id)).not.toContain(id);
});

it('compares nothing twice', async () => {
  await world.as('hill', async (home) => {
    const before = home.ledger.local.documents.list('made:');
    expect(before.length).toBeGreaterThan(4);
    let reads = 0;
    const counting = {
      ...home,
      get dir() {
        reads++;
        return home.dir;
      },
    };
    await compareDocuments(counting as typeof home);
    expect(reads).toBe(0);
    expect(home.ledger.local.documents.list('made:')).toEqual(before);
  });
});
