// A party that works alone is told nothing that only a network could answer: no news can come to it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { hintOf } from '../../src/answer/hints.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import { ALONE, englishTables, sayAlone } from '../../src/words/say.ts';
import { delivery, GTIN, LAKESIDE } from './epcis-files.ts';
import { GTIN as NETWORK_GTIN } from './goods-world.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.init('hill', {
    ...HILL,
    found: { custody: 'required', alone: { roles: ['dispenser'], prefixes: [], gtins: [] } },
  });
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
  writeFileSync(net.path('a.xml'), delivery({ to: HILL.gln, serials: ['A1'] }));
  await net.at('hill', (home) => importDocument(home, net.path('a.xml')));
});
afterAll(() => {
  net.remove();
  sayAlone(false);
});

const scan = (serial: string, gtin = GTIN) => `(01)${gtin}(21)${serial}(17)310630(10)LOT7`;

describe('a pack that only a file names', () => {
  it('is not supplied in the records, and whoever tries is told what the file says and what to do', async () => {
    for await (const { data, exit } of verifyScans(net.env('hill'), [scan('A1')], { strict: false }))
      expect([exit, 'status' in data && data.status]).toEqual([0, 'caution']);
    const { lines } = await net.at('hill', (home) => dispense(home, [scan('A1'), scan('Z9')]));
    expect(lines[0]).toMatchObject({
      ...{ exit: 19, result: 'refused' },
      verdict: { status: 'unknown', exit: 19, reasons: [{ code: 'outside-claim', status: 'unknown' }] },
    });
    const told = lines.map((line) => ('verdict' in line ? line.verdict?.reasons[0] : undefined));
    expect(told[0]?.text).toContain('Lakeside');
    expect(told[0]?.advice).toContain('Compare pack and delivery');
    expect(told[1]).toMatchObject({
      code: 'unknown-product',
      advice: expect.stringContaining('pedigree epcis import'),
    });
  });

  it('is refused by every other deed in the same words', async () => {
    for (const deed of [
      () => net.at('hill', (home) => quarantine(home, { reason: 'suspect', items: [scan('A1')] })),
      () => net.at('hill', (home) => dispense(home, [scan('A1')], { later: true })),
    ]) {
      const answer = await deed().catch((error: unknown) => error);
      expect(JSON.stringify(answer instanceof PedigreeError ? [answer.detail, answer.hint] : answer)).toMatch(
        /outside-claim.*Compare pack and delivery|Compare pack and delivery.*outside-claim/,
      );
    }
  });

  it('with another lot is no unknown product either', async () => {
    const other = scan('A1').replace('LOT7', 'LOT8');
    const { lines } = await net.at('hill', (home) => dispense(home, [other]));
    expect(lines[0]).toMatchObject({ exit: 19, verdict: { reasons: [{ code: 'outside-claim-differs' }] } });
  });
});

test('no hint of a failure sends anybody to a network that there is not', async () => {
  const failures: readonly (() => Promise<unknown>)[] = [
    () => net.at('hill', (home) => receive(home, { items: ['(00)095060001343520017'] })),
    () => net.at('hill', (home) => receive(home, { items: ['DA-404'] })),
    () => net.at('hill', (home) => ship(home, { to: 'Nobody', items: [scan('A1')] })),
    () => net.at('hill', (home) => ship(home, { to: HILL.gln, items: [scan('Z9')] })),
    () => net.at('hill', (home) => quarantine(home, { reason: 'suspect', items: [scan('Z9')] })),
    () => net.at('hill', (home) => mint(home, { gtin: NETWORK_GTIN, lot: 'L', expiry: '2039-06-30', count: 1 })),
  ];
  for (const fail of failures) {
    const error = await fail().then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (!(error instanceof PedigreeError)) throw new TypeError(`no failure: ${fail}`);
    const hints = JSON.stringify([hintOf(error), error.detail]);
    expect(hints).not.toContain('pedigree sync');
    expect(hints).not.toContain('accredit');
  }
});

/** What is said only where there is somebody to sync with, or where the words for a party alone stand in a table of their own. */
const ELSEWHERE: readonly string[] = [
  ...['advice/unknown-lot', 'advice/unknown-product', 'advice/incomplete-knowledge'],
  // Of somebody else's chain, goods or right.
  ...['advice/not-in-your-custody', 'advice/custody-gap', 'advice/unaccredited', 'advice/stale-knowledge'],
  ...['goods-text/send-on', 'goods-text/next-sync', 'export/sync-for-accreditation', 'parties-text/accredited-next'],
  // Of a second till, and of whoever joins a network.
  ...['maintenance-text/accredit-there', 'maintenance/nothing-counts-before-regulator', 'parties-text/regulator-next'],
  'parties/regulator-accredits-first-card',
  // Of a peer.
  ...['maintenance/sync-address-peer-list', 'maintenance/sync-all'],
];

test('every sentence that sends people to sync or to a regulator has words for who works alone', async () => {
  const folder = join(import.meta.dirname, '../../src/words/en');
  for (const name of readdirSync(folder)) await import(join(folder, name));
  const missing: string[] = [];
  for (const [area, table] of Object.entries(englishTables())) {
    const sentences = table();
    for (const [name, entry] of Object.entries(sentences)) {
      const text = typeof entry === 'string' ? entry : entry.toString();
      if (!/pedigree (?:sync|accredit)\b/.test(text) || ELSEWHERE.includes(`${area}/${name}`)) continue;
      if (!Object.hasOwn(sentences, name + ALONE)) missing.push(`${area}/${name}`);
    }
    for (const name of Object.keys(sentences).filter((one) => one.endsWith(ALONE)))
      expect(sentences, `${area}/${name}`).toHaveProperty([name.slice(0, -ALONE.length)]);
  }
  expect(missing).toEqual([]);
  expect(readFileSync(join(folder, 'hints.ts'), 'utf8')).toContain('pedigree sync');
});
