// The same line a second time: where the result is a state nothing is written, and what is said is what is so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GTIN_A, type Party, run, type World, withCheckDigit, world } from './world.ts';

describe('a line that runs twice', () => {
  let w: World;
  let packs: readonly string[];
  const pack = (at: number) => packs[at] ?? '';
  const CASE = withCheckDigit('09506000134352001');
  const OTHER = withCheckDigit('09506000134352002');

  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    packs = await w.mint(14, { lot: 'TWICE' });
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  const size = async (party: Party) => (await party.expect(0, 'status')).json.events;

  /** Does it, and does it again: forecast, and for good. */
  async function twice(party: Party, ...line: readonly string[]) {
    const first = await party.expect(0, ...line);
    expect(first.json.already, line.join(' ')).toBe(false);
    await again(party, first.json, ...line);
    return first;
  }

  async function again(party: Party, first: { event?: string; at?: string }, ...line: readonly string[]) {
    const before = await size(party);
    const forecast = await party.expect(0, ...line, '--dry-run');
    expect(forecast.json, line.join(' ')).toMatchObject({ already: true, dryRun: true });
    const second = await party.expect(0, ...line);
    expect(second.json, line.join(' ')).toMatchObject({ already: true, event: first.event, at: first.at });
    const { stdout } = await run(['--home', party.home, ...line]);
    expect(stdout, line.join(' ')).toMatch(/^already /);
    expect(await size(party), line.join(' ')).toBe(before);
  }

  test('sets apart, releases, misses, finds and takes out of use once', async () => {
    await twice(w.A, 'quarantine', '--reason', 'suspect', pack(0));
    await twice(w.A, 'release', pack(0));
    await twice(w.A, 'missing', pack(1));
    await twice(w.A, 'found', pack(1));
    await twice(w.A, 'decommission', '--reason', 'sample', pack(2));
    await twice(w.R, 'quarantine', '--reason', 'authority', pack(3));
    // Another reason is not recorded, and is not said to be.
    const held = await w.A.expect(0, 'quarantine', '--reason', 'suspect', pack(10));
    const other = await w.A.expect(0, 'quarantine', '--reason', 'damaged', pack(10));
    expect(other.json).toMatchObject({ already: true, event: held.json.event });
    expect(other.json.warnings).toMatchObject([expect.stringContaining('suspect')]);
    const kept = await w.R.expect(0, 'quarantine', '--reason', 'documents', pack(3));
    expect(kept.json.warnings).toMatchObject([expect.stringContaining('authority')]);
    await w.sync();
  });

  test('makes a lot once, and tells a script why', async () => {
    const line = ['mint', '--gtin', GTIN_A, '--lot', 'ONE', '--count', '2', '--expiry'];
    const past = ['2020-06-30', '--lot', 'PAST'];
    for (const dry of [['--dry-run'], []]) {
      expect((await w.A.expect(13, ...line, ...past, ...dry)).json).toMatchObject({ code: 'expired' });
    }
    await w.A.expect(0, ...line, '2099-06-30');
    for (const dry of [['--dry-run'], []]) {
      const refused = await w.A.expect(14, ...line, '2099-06-30', ...dry);
      expect(refused.json).toMatchObject({ code: 'lot-exists', packs: 2, hint: expect.stringContaining('--more-of') });
    }
    await w.A.expect(14, ...line, '2099-07-31', '--more-of-this-lot');
    await w.A.expect(0, ...line, '2099-06-30', '--more-of-this-lot', '--once', 'more');
    const again = await w.A.expect(0, ...line, '2099-06-30', '--once', 'more');
    expect(again.json).toMatchObject({ already: true, count: 2 });
  });

  test('says of packs that it was never wanted for that there is nothing to do, and names no event', async () => {
    for (const [command, words] of [
      ['release', /^nothing to release/],
      ['found', /^nothing to find/],
    ] as const) {
      const before = await size(w.A);
      const { json } = await w.A.expect(0, command, pack(4));
      expect(json).toMatchObject({ already: true });
      expect(json.event).toBeUndefined();
      expect((await run(['--home', w.A.home, command, pack(4)])).stdout).toMatch(words);
      expect(await size(w.A)).toBe(before);
    }
  });

  test('packs and unpacks once, and takes out of one case what was in that one', async () => {
    const filled = await twice(w.A, 'pack', '--into', CASE, pack(4), pack(5));
    await w.A.expect(0, 'pack', '--into', OTHER, pack(6));
    await twice(w.A, 'unpack', '--from', CASE, pack(4));
    await w.A.expect(14, 'unpack', '--from', OTHER, pack(4));
    await twice(w.A, 'unpack', CASE);
    expect(filled.json.children).toBe(2);
  });

  test('of a set-apart case is told by the case', async () => {
    const held = await w.A.expect(0, 'quarantine', '--reason', 'suspect', OTHER);
    await again(w.A, held.json, 'quarantine', '--reason', 'suspect', pack(6));
  });

  test('receives, refuses and voids once', async () => {
    const sent = await w.A.expect(0, 'ship', '--to', w.C.gln, pack(7), pack(8));
    const other = await w.A.expect(0, 'ship', '--to', w.C.gln, pack(9));
    await w.sync();
    await twice(w.C, 'receive', sent.json.shipment);
    await twice(w.C, 'refuse', other.json.shipment, '--reason', 'wet');
    await w.sync();
    const { stdout } = await run(['--home', w.A.home, 'outgoing']);
    expect(stdout).toContain('wet');
    await twice(w.A, 'void', other.json.shipment, '--reason', 'refused');
    expect((await run(['--home', w.A.home, 'alerts', '--open'])).stdout).toBe('no open alerts; 1 closed\n');
  });

  test('puts back what was not supplied once', async () => {
    await w.C.expect(0, 'dispense', pack(7));
    await twice(w.C, 'reinstate', '--not-supplied', '--reason', 'wrong pack', pack(7));
  });

  test('names a product, admits and ends a party once', async () => {
    await twice(w.A, 'product', 'set', '--gtin', GTIN_A, '--name', 'Amoxil');
    await twice(w.R, 'accredit', w.path('X.card'), '--role', 'dispenser');
    await twice(w.R, 'revoke', w.X.gln, '--reason', 'closed', '--confirm', w.X.gln);
  });

  test('says of a recall that nobody heard of that nobody is known to have it', async () => {
    await w.mint(1, { lot: 'ALONE' });
    const lot = ['--gtin', GTIN_A, '--lot', 'ALONE', '--class', '3', '--reason', 'ink', '--confirm', 'ALONE'];
    await w.A.expect(0, 'recall', 'issue', ...lot, '--number', 'N-0');
    expect((await run(['--home', w.A.home, 'recall', 'status', 'N-0'])).stdout).not.toContain('%');
  });

  test('recalls, answers, ends and rescinds once', async () => {
    const lot = ['--gtin', GTIN_A, '--lot', 'TWICE', '--class', '2', '--reason', 'glass', '--confirm', 'TWICE'];
    await twice(w.A, 'recall', 'issue', ...lot, '--number', 'N-1');
    await w.sync();
    await twice(w.C, 'recall', 'respond', 'N-1');
    await twice(w.A, 'recall', 'end', 'N-1', '--confirm', 'N-1');
    await twice(w.A, 'recall', 'rescind', 'N-1', '--reason', 'wrong lot', '--confirm', 'N-1');
    await w.A.expect(2, 'recall', 'issue', ...lot, '--number', 'N-1');
  });

  test('takes a bundle in once, and has nothing waiting', async () => {
    await w.A.expect(0, 'export', w.path('twice.pedigree'));
    await w.M.expect(0, 'import', w.path('twice.pedigree'));
    expect((await w.M.expect(0, 'import', w.path('twice.pedigree'))).json).toMatchObject({ already: true, events: 0 });
    expect((await w.M.expect(0, 'outbox', 'retry')).json).toMatchObject({ recorded: 0, failed: 0, pending: [] });
    expect((await run(['--home', w.M.home, 'outbox', 'retry'])).stdout).toBe('nothing waits\n');
    expect((await run(['--home', w.M.home, 'outgoing'])).stdout).toBe('nothing that was sent is on its way\n');
    const none = await w.M.expect(0, 'receive', '--all', '--from', w.A.gln);
    expect(none.json).toMatchObject({ already: false, received: 0, items: [] });
  });
});
