// Who is told of what: disputes about goods that others have, answers to recalls, what waits, and what a dry run foresees.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPIRY, GTIN_A, Party, run, START, type World, withCheckDigit, world } from './world.ts';

describe('in a network that hears of things', () => {
  let w: World;
  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('what still waits in the outbox does not make a sync that brought news fail', async () => {
    const [pack = '', news = ''] = await w.mint(2);
    await w.A.expect(0, 'ship', '--to', w.M.gln, pack);
    await w.sync();
    await w.M.expect(0, 'receive', '--all');
    await w.sync();
    const late = new Date(START + 40 * 3_600_000).toISOString();
    await w.H.expect(17, 'dispense', '--later', pack, '--now', late);
    await w.A.expect(0, 'ship', '--to', w.C.gln, news);
    const heard = await w.tell(w.A, w.H);
    expect(heard.json).toMatchObject({ exit: 0, outbox: { recorded: 0, failed: 0, waiting: 1 } });
    const [waiting] = (await w.H.expect(17, 'outbox')).json.pending;
    await w.H.expect(0, 'outbox', 'cancel', waiting.id, '--reason', 'was another pack');
  });

  test('a void and a receipt that crossed are told to the maker and the regulator, whose goods they were not', async () => {
    const [pack = ''] = await w.mint(1);
    await w.A.expect(0, 'ship', '--to', w.M.gln, pack);
    await w.sync();
    await w.M.expect(0, 'receive', '--all');
    const sent = await w.M.expect(0, 'ship', '--to', w.C.gln, pack);
    await w.sync();
    await w.C.expect(0, 'receive', '--all');
    await w.M.expect(0, 'void', sent.json.shipment, '--reason', 'came back');
    await w.sync();
    for (const party of [w.R, w.A, w.M, w.C]) {
      const { json } = await party.expect(0, 'alerts', '--open');
      const told = json.alerts.filter(({ code }: { code: string }) => code === 'contested');
      expect([party.name, told]).toMatchObject([party.name, [{ parties: [w.C.name, w.M.name] }]]);
    }
    expect(
      (await w.H.expect(0, 'alerts', '--open')).json.alerts.map(({ code }: { code: string }) => code),
    ).not.toContain('contested');
  });

  test('a recall is not over before as many have answered as its effectiveness level asks for', async () => {
    const packs = await w.mint(10, { lot: 'LEVEL' });
    await w.A.expect(0, 'ship', '--to', w.M.gln, ...packs.slice(0, 4));
    await w.A.expect(0, 'ship', '--to', w.C.gln, ...packs.slice(4, 7));
    await w.sync();
    for (const party of [w.M, w.C]) await party.expect(0, 'receive', '--all');
    await w.C.expect(0, 'dispense', packs[4] ?? '');
    const issue = ['--gtin', GTIN_A, '--lot', 'LEVEL', '--confirm', 'LEVEL', '--class', '2', '--reason', 'test'];
    const { recall } = (await w.A.expect(0, 'recall', 'issue', ...issue, '--effectiveness', 'A')).json;
    await w.sync();
    await w.C.expect(0, 'recall', 'respond', recall);
    await w.sync();
    const end = ['recall', 'end', recall, '--confirm', recall];
    await w.A.expect(14, ...end, '--dry-run');
    const early = await w.A.expect(14, ...end);
    expect(early.json).toMatchObject({ code: 'wrong-state', message: expect.stringContaining(w.M.name) });
    for (const party of [w.M, w.A]) await party.expect(0, 'recall', 'respond', recall);
    await w.sync();
    const status = await w.A.expect(0, 'recall', 'status', recall);
    expect(status.json).toMatchObject({ held: 0, quarantined: 9, dispensed: 1, effectiveness: 1 });
    await w.A.expect(0, ...end);
    await w.sync();
    await w.C.expect(12, 'verify', packs[5] ?? '');
  });

  test('what came back is told to wait for inspection', async () => {
    const [pack = ''] = await w.mint(1);
    await w.A.expect(0, 'ship', '--to', w.C.gln, pack);
    await w.sync();
    await w.C.expect(0, 'receive', '--all');
    await w.C.expect(0, 'return', '--to', w.A.gln, '--reason', 'unsold', pack);
    await w.sync();
    const dry = await run(['--home', w.A.home, 'receive', '--all', '--dry-run']);
    expect(dry.stdout).toContain('1 returned pack in quarantine until inspected: pedigree release');
    expect((await w.A.expect(0, 'receive', '--all')).json).toMatchObject({ packs: 1, returned: 1 });
  });

  test('a dry run of an accreditation takes nothing in, not even the card', async () => {
    const joiner = new Party('Joiner', '9506000199990', w.path('joiner'));
    const network = ['--network', w.path('R.card'), '--test'];
    await joiner.expect(0, 'init', '--name', joiner.name, '--gln', withCheckDigit('950600019999'), ...network);
    await joiner.expect(0, 'card', '-o', w.path('joiner.card'));
    const before = readFileSync(join(w.R.home, 'ledger.db'));
    const accredit = ['accredit', w.path('joiner.card'), '--role', 'dispenser', '-o', w.path('joiner.welcome')];
    expect((await w.R.expect(0, ...accredit, '--dry-run')).json).toMatchObject({
      dryRun: true,
      party: { name: 'Joiner' },
    });
    expect(readFileSync(join(w.R.home, 'ledger.db')).equals(before)).toBe(true);
    expect(existsSync(w.path('joiner.welcome'))).toBe(false);
    await w.R.expect(0, ...accredit);
  });

  test('what all parties say they have adds up to what was made, also where all of it was supplied', async () => {
    const packs = await w.mint(6, { lot: 'ADDS' });
    await w.A.expect(0, 'ship', '--to', w.C.gln, ...packs.slice(0, 3));
    await w.A.expect(0, 'ship', '--to', w.M.gln, packs[3] ?? '');
    await w.sync();
    await w.C.expect(0, 'receive', '--all');
    await w.C.expect(0, 'dispense', ...packs.slice(0, 3));
    await w.sync();
    let sum = 0;
    for (const party of [w.A, w.M, w.C, w.H]) {
      const { json } = await party.expect(0, 'stock');
      for (const { lot, byState } of json.lots as { lot: string; byState: Record<string, number> }[])
        if (lot === 'ADDS') sum += Object.values(byState).reduce((a, b) => a + b, 0);
    }
    expect(sum).toBe(6);
    const shown = await run(['--home', w.C.home, 'stock']);
    expect(shown.stdout).not.toContain('ADDS');
    expect(shown.stdout).toContain('used up or gone: pedigree stock --all');
  });

  test('the life of a pack tells the case it went into, and then the pallet', async () => {
    const packs = await w.mint(2);
    const box = (await w.A.expect(0, 'pack', '--into', 'new', ...packs)).json.container;
    const pallet = (await w.A.expect(0, 'pack', '--into', 'new', box)).json.container;
    await w.A.expect(0, 'ship', '--to', w.M.gln, pallet);
    const { steps } = (await w.A.expect(0, 'trace', packs[0] ?? '')).json;
    expect(steps.slice(0, 3).map(({ type, within }: { type: string; within?: string }) => [type, within])).toEqual([
      ['commission', undefined],
      ['pack', box],
      ['pack', pallet],
    ]);
  });

  test('a dry run of what waits writes nothing, not even what it looked up', async () => {
    const before = readFileSync(join(w.H.home, 'ledger.db'));
    await w.H.expect(0, 'outbox', 'retry', '--dry-run');
    expect(readFileSync(join(w.H.home, 'ledger.db')).equals(before)).toBe(true);
  });

  test('whoever has lost its accreditation takes and gives nothing any more', async () => {
    const [sent = '', kept = '', third = ''] = await w.mint(3);
    const gone = new Party('Gone Wholesale', withCheckDigit('950600019988'), w.path('gone'));
    await gone.expect(0, 'init', '--name', gone.name, '--gln', gone.gln, '--network', w.path('R.card'), '--test');
    await gone.expect(0, 'card', '-o', w.path('gone.card'));
    await w.R.expect(0, 'accredit', w.path('gone.card'), '--role', 'distributor', '-o', w.path('gone.welcome'));
    await gone.expect(0, 'import', w.path('gone.welcome'));
    await w.sync();
    await w.A.expect(0, 'ship', '--to', gone.gln, sent, kept);
    await w.tell(w.A, gone);
    await gone.expect(0, 'receive', '--all');
    await w.tell(gone, w.R);
    await w.R.expect(0, 'revoke', gone.gln, '--reason', 'licence lost', '--confirm', gone.gln);
    await w.sync();
    await w.tell(w.R, gone);
    const refused = await gone.expect(77, 'ship', '--to', w.C.gln, sent);
    expect(refused.json).toMatchObject({ code: 'not-allowed', message: expect.stringContaining('has ended') });
    await gone.expect(77, 'quarantine', '--reason', 'suspect', kept);
    await w.A.expect(77, 'ship', '--to', gone.gln, third);
    const held = await w.C.expect(14, 'verify', sent);
    expect(held.json.reasons).toMatchObject([{ code: 'not-in-your-custody' }]);
  });

  test('a maker whose key is locked still judges a pack, and says what it could not look at', async () => {
    const [pack = ''] = await w.mint(1);
    const never = pack.replace(/21[0-9A-Z]+$/, '21NEVERMADE1234567');
    writeFileSync(w.path('secret'), 'a long sentence', { mode: 0o600 });
    await w.A.expect(0, 'key', 'passphrase', '--new-passphrase-file', w.path('secret'));
    const judged = await w.A.expect(11, 'verify', never);
    expect(judged.stderr).toContain('the key is locked');
    await w.A.expect(77, 'mint', '--gtin', GTIN_A, '--lot', 'LOCKED', '--expiry', EXPIRY, '--count', '1');
  });
});
