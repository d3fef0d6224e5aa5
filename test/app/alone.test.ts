// A party that works alone: a network of one, in which it judges as itself and regulates nobody.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { endorse } from '../../src/app/parties/endorse.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { readLog } from '../../src/app/record/log.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { elementString } from '../../src/gs1/index.ts';
import { HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

const GTIN = '09506000134352';
const LOT = { gtin: GTIN, lot: 'ABC123', expiry: '2039-06-30' };

let net: Network;
beforeAll(() => {
  net = makeNetwork();
});
afterAll(() => net.remove());

const alone = (name: string, roles: readonly string[], prefixes: readonly string[] = []) =>
  net.init(name, { ...HILL, found: { custody: 'required', alone: { roles, prefixes, gtins: [] } } });

const noInput = () => (async function* () {})();

async function verdict(name: string, scan: string) {
  for await (const line of verifyScans(net.env(name), scansOf([scan], noInput), { strict: false })) return line;
  throw new Error('no verdict');
}

describe('a pharmacy alone', () => {
  beforeAll(() => alone('hill', ['dispenser']));

  it('has accredited itself in its second commit, and is told the roles it works in', async () => {
    expect((await status(net.env('hill'))).roles).toEqual(['dispenser']);
    expect(await net.at('hill', (home) => readLog(home, {}).events.map(({ type }) => type))).toEqual([
      'open',
      'accredit',
    ]);
  });

  it('is in order without a peer, in the eyes of doctor', async () => {
    const { checks } = doctor(net.env('hill'));
    const told = checks.filter(({ code }) => code === 'peers' || code === 'accredited');
    expect(told.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'ok: roles: dispenser',
      'ok: works alone, no peer is asked',
    ]);
  });

  it('does not know what others made, and accuses nobody', async () => {
    const scan = elementString([
      { ai: '01', value: '09521321000018' },
      { ai: '21', value: 'A1' },
    ]);
    expect(await verdict('hill', scan)).toMatchObject({ exit: 19, data: { status: 'unknown' } });
  });

  it('is told what it can do about it, and not to sync: it has nobody to sync with', async () => {
    const line = await verdict('hill', '(01)09521321000018(21)101(10)LOT7(17)390630');
    expect(line).toMatchObject({ exit: 19, data: { reasons: [{ next: ['scan-again', 'call'] }] } });
    expect(JSON.stringify(line)).toContain('pedigree epcis import FILE');
    expect(JSON.stringify(line)).not.toContain('pedigree sync');
  });

  it('admits nobody and recalls nothing of others', async () => {
    await net.init('midway', { ...MIDWAY, found: { custody: 'required' } });
    await net.at('midway', (home) => writeCard(home, net.path('midway.card')));
    const admit = net.at('hill', (home) =>
      accredit(home, { who: net.path('midway.card'), roles: ['distributor'], prefixes: [], gtins: [] }),
    );
    await expect(admit).rejects.toMatchObject({ code: 'not-allowed', exit: 77 });
    await expect(recall('hill')).rejects.toMatchObject({ code: 'not-allowed', exit: 77 });
  });
});

const recall = (name: string) =>
  issueRecall(net.env(name), {
    gtin: GTIN,
    lots: [LOT.lot],
    allLots: false,
    class: 2,
    reason: 'glass',
    confirm: [LOT.lot],
    unknownLot: false,
    sync: false,
  });

describe('a maker alone that supplies as well', () => {
  let packs: readonly string[];
  beforeAll(async () => {
    await alone('maker', ['manufacturer', 'dispenser'], ['9506000']);
    const out = net.path('scans.txt');
    await net.at('maker', (home) => mint(home, { ...LOT, count: 3, out }));
    packs = readFileSync(out, 'utf8').trimEnd().split('\n');
  });

  it('finds its packs genuine, and with itself', async () => {
    expect(await verdict('maker', packs[0] ?? '')).toMatchObject({
      exit: 0,
      data: { status: 'genuine', custody: { holder: { gln: HILL.gln } } },
    });
  });

  it('is stopped by a pack that it has supplied', async () => {
    await net.at('maker', (home) => dispense(home, [packs[1] ?? ''], {}));
    expect(await verdict('maker', packs[1] ?? '')).toMatchObject({ exit: 14, data: { own: { did: 'supplied' } } });
  });

  it('recalls its own lots', async () => {
    expect((await recall('maker')).data.packs).toBe(3);
  });

  it('goes on with another till of its own', async () => {
    await net.at('maker', (home) => writeCard(home, net.path('maker.card')));
    await net.init('till', { joinParty: net.path('maker.card') });
    await net.at('till', (home) => writeCard(home, net.path('till.card')));
    await net.at('maker', (home) => endorse(home, { who: net.path('till.card'), roles: [] }));
    await net.carry('maker', 'till');
    expect(await verdict('till', packs[2] ?? '')).toMatchObject({ data: { custody: { holder: { gln: HILL.gln } } } });
  });
});

test.each([
  ['in a role that looks on', ['regulator'], []],
  ['as an observer', ['observer'], []],
  ['in no role', [], []],
  ['as a maker of nothing', ['manufacturer'], []],
  ['in a role that there is not', ['chemist'], []],
])('nobody works alone %s', async (_, roles, prefixes) => {
  await expect(alone('nobody', roles, prefixes)).rejects.toMatchObject({ code: 'usage', exit: 2 });
});
