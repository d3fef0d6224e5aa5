// A recall on paper: all that somebody without a node has to know, in their language, and a sheet to answer on.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall, type RecallOrder } from '../../src/app/recalls/recall-issue.ts';
import { type RecallLetterRequest, writeRecallLetter } from '../../src/app/recalls/recall-letter.ts';
import { showRecall } from '../../src/app/recalls/recall-show.ts';
import { extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { columns, makeStyle } from '../../src/ui/style.ts';
import { showText } from '../../src/ui/text/recall.ts';
import { TABLES } from '../../src/words/de/index.ts';
import { speak } from '../../src/words/say.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { ACME, HILL } from './network.ts';

describe('the letter of a recall', () => {
  let world: World;
  let scans: readonly string[];
  let files = 0;
  const order = (some: Partial<RecallOrder>): RecallOrder => ({
    ...{ gtin: GTIN, lots: ['L1', 'L2'], allLots: false, class: 1, reason: 'glass <script>alert(1)</script>' },
    ...{ number: 'R-1', depth: 'retail', instructions: 'send all to Acme', contact: '+44 20 7946 0001' },
    ...{ respondBy: '2030-01-31', unknownLot: false, sync: false },
    confirm: some.lots ?? ['L1', 'L2'],
    ...some,
  });
  const letter = async (id: string, request: Partial<RecallLetterRequest> = {}) => {
    const file = request.file ?? world.path(`letter-${++files}.txt`);
    const { data } = await writeRecallLetter(world.env('acme'), id, { file, ...request });
    expect(data.bytes).toBe(readFileSync(file).length);
    return readFileSync(file, 'utf8');
  };

  beforeAll(async () => {
    world = await makeWorld();
    for (const lot of ['L1', 'L2', 'L3']) scans = (await world.mint({ count: 3, lot })).scans;
    await world.as('acme', (home) =>
      setProduct(home, { gtin: GTIN, name: 'Amoxil', strength: '500 mg', form: 'capsules' }),
    );
    await issueRecall(world.env('acme'), order({}));
  });
  afterAll(() => {
    speak('en', {});
    world?.remove();
  });

  test('says what is recalled and why, what to do, whom to ask and by when to answer', async () => {
    const text = await letter('R-1');
    for (const said of [
      ...['URGENT', 'CLASS 1', 'R-1', 'Amoxil 500 mg capsules', GTIN, 'lots L1, L2', 'danger to life', 'glass'],
      ...['send all to Acme', '+44 20 7946 0001', '2030-01-31 23:59', `GLN ${ACME.gln}`, 'desk of Acme'],
      ...['pharmacies and other retailers', 'pedigree recall respond R-1'],
    ])
      expect(text.replace(/\n {3}/g, ' ')).toContain(said);
    const [, sheet = ''] = text.split('\nANSWER\n');
    for (const asked of ['Packs that came to us', 'Supplied to patients', 'To whom', 'signature', 'We never had any'])
      expect(sheet).toContain(asked);
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(80);
  });

  test('is a page that loads and runs nothing where its file is one, or where that is asked for', async () => {
    for (const html of [
      await letter('R-1', { file: world.path('letter.HTML') }),
      await letter('R-1', { as: 'html' }),
    ]) {
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).toContain("default-src 'none'");
      expect(html).toContain('glass &lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html).not.toMatch(/<script|<img|<link|https?:|url\(/);
      expect(html).toContain('break-before:page');
      expect(html).toContain('Amoxil 500 mg capsules');
    }
    expect(await letter('R-1', { file: world.path('letter2.html'), as: 'text' })).not.toContain('<html');
  });

  test('is to one party where that is named, and to nobody that is not known', async () => {
    const text = await letter('R-1', { to: HILL.name });
    expect(text).toContain(`To: ${HILL.name}, GLN ${HILL.gln}, desk of ${HILL.name}`);
    expect(text).toContain(`Answer of (name, address): ${HILL.name}`);
    const file = world.path('nobody.txt');
    await expect(letter('R-1', { to: 'Nobody', file })).rejects.toMatchObject({ exit: 77 });
    expect(existsSync(file)).toBe(false);
  });

  test('names single packs by their serials', async () => {
    const two = scans.slice(0, 2);
    await issueRecall(world.env('acme'), order({ lots: [], serials: two, number: 'R-2', confirm: ['2'] }));
    const text = await letter('R-2');
    expect(text).toContain('2 single packs');
    const [, listed = ''] = /Serial numbers: (.*?)\n\n/s.exec(text) ?? [];
    const serials = two.map((scan) => /21([0-9A-Z]{16})/.exec(scan)?.[1]).sort();
    expect(listed.split(/\s+/)).toEqual(serials);
  });

  test('names the single packs beside the lots, whichever were named first, and no pack twice', async () => {
    const style = await makeStyle(false, false);
    const more = { gtin: GTIN, lots: [], allLots: false, reason: 'there too', unknownLot: false, sync: false };
    const two = scans.slice(0, 2);
    // One of another lot, which is recalled as a whole too.
    const { scans: others } = await world.mint({ count: 3, lot: 'L4' });
    const serials = [...two, ...others.slice(0, 1)];
    const orders = [
      { lots: ['L4'], confirm: ['L4'] },
      { serials, confirm: ['3'] },
    ];
    for (const [number, [first, then]] of [['R-4', orders] as const, ['R-5', orders.toReversed()] as const]) {
      await issueRecall(world.env('acme'), order({ lots: [], number, ...first }));
      await extendRecall(world.env('acme'), number, { ...more, confirm: [], ...then });
      const { recall } = (await showRecall(world.env('acme'), number)).data;
      expect(recall).toMatchObject({ scope: 'lots', lots: ['L4'], singles: 2, packs: 5 });
      expect(showText({ recall, events: [] }, style)).toContain('lot L4 and 2 single packs');
      const text = await letter(number);
      expect(text).toContain('lot L4 and 2 single packs');
      const [, listed = ''] = /Serial numbers: (.*?)\n\n/s.exec(text) ?? [];
      expect(listed.split(/\s+/)).toEqual(two.map((scan) => /21([0-9A-Z]{16})/.exec(scan)?.[1]).sort());
    }
    // A pack said once more is no more packs.
    await extendRecall(world.env('acme'), 'R-5', { ...more, serials: scans.slice(1, 3), confirm: ['2'] });
    expect((await showRecall(world.env('acme'), 'R-5')).data.recall).toMatchObject({ singles: 3, packs: 6 });
  });

  test('says how many single packs it does not list', async () => {
    const { scans: many } = await world.mint({ count: 1002, lot: 'L5' });
    await issueRecall(world.env('acme'), order({ lots: [], serials: many, number: 'R-6', confirm: ['1002'] }));
    expect(await letter('R-6')).toContain('and 2 more, which are not listed here');
    expect(await letter('R-6', { as: 'html' })).toContain('<p>and 2 more, which are not listed here</p>');
  });

  test('speaks German where that is spoken', async () => {
    speak('de', TABLES);
    const text = await letter('R-1');
    const html = await letter('R-1', { as: 'html' });
    speak('en', {});
    expect(text).toContain('EILT: ARZNEIMITTELRÜCKRUF, KLASSE 1');
    expect(text).toContain('Packungen, die zu uns kamen');
    expect(html).toContain('<html lang="de">');
  });

  test('is not written of a recall that was taken back', async () => {
    await issueRecall(world.env('acme'), order({ lots: ['L3'], class: 3, number: 'R-3' }));
    await endRecall(world.env('acme'), 'R-3', { outcome: 'rescinded', confirm: 'R-3', reason: 'typo' });
    await expect(letter('R-3')).rejects.toMatchObject({ exit: 14 });
  });
});
