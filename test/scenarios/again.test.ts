// What a script relies on when it runs a line again, scans with a scanner set up wrongly, or is told no.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPIRY, GTIN_A, Party, type World, world } from './world.ts';

describe('lines run again and scans gone wrong', () => {
  let w: World;
  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('the same key of --once is told the moment of the first answer', async () => {
    const line = ['mint', '--gtin', GTIN_A, '--lot', 'ONCE', '--expiry', EXPIRY, '--count', '3', '--once', 'j1'];
    const first = await w.A.expect(0, ...line);
    const again = await w.A.expect(0, ...line);
    expect(again.json).toMatchObject({ already: true, event: first.json.event, at: first.json.at });
  });

  test('a shipment is verified by its despatch advice number, before and after it is received', async () => {
    const [pack] = await w.mint(1);
    const shipped = await w.A.expect(0, 'ship', '--to', w.M.gln, String(pack), '--despatch', 'DESADV-77');
    await w.sync();
    const byNumber = await w.M.expect(0, 'verify', 'DESADV-77');
    expect(byNumber.json).toMatchObject({ status: 'caution', item: { packs: 1 } });
    const byEvent = await w.M.expect(0, 'verify', shipped.json.shipment);
    expect(byEvent.json.reasons).toEqual(byNumber.json.reasons);
    const sender = await w.A.expect(14, 'verify', String(pack));
    expect(sender.json.reasons[0].advice).toContain('pedigree void');
    const junk = await w.M.expect(65, 'verify', 'DESADV-78');
    expect(junk.json.code).toBe('not-gs1');
  });

  test('a pack scanned through a keyboard that swaps Y and Z is the same pack for every command', async () => {
    const out = w.path('yz.txt');
    const serials = w.path('yz-serials.txt');
    writeFileSync(serials, 'K7YQ2ZM4X9WVTR3B\nQ8ZD3YN5W2HKMT7C\n');
    const lot = ['--gtin', GTIN_A, '--lot', 'LAY1', '--expiry', EXPIRY];
    await w.A.expect(0, 'mint', ...lot, '--serials', serials, '--out', out);
    const [pack = '', other = ''] = readFileSync(out, 'latin1').trim().split(/\r?\n/);
    await w.A.expect(0, 'ship', '--to', w.C.gln, pack, other);
    await w.sync();
    await w.C.expect(0, 'receive', '--all');
    const swapped = swapYZ(pack);
    const verdict = await w.C.expect(0, 'verify', swapped);
    expect(verdict.json.item.serial).toBe('K7YQ2ZM4X9WVTR3B');
    await w.C.expect(0, 'quarantine', '--reason', 'suspect', swapped);
    await w.C.expect(16, 'dispense', swapped);
    await w.C.expect(0, 'release', swapped);
    const supplied = await w.C.expect(0, 'dispense', swapped);
    expect(supplied.json.item.serial).toBe('K7YQ2ZM4X9WVTR3B');
    await w.C.expect(14, 'dispense', pack);
  });

  test('a serial that was never made is a stop, whatever letters it has', async () => {
    const made = await w.mint(1, { lot: 'MADE' });
    await w.sync();
    const fake = String(made[0]).replace(/21[0-9A-Z]+$/, '21YZ7QK2M4X9WVTR3Z');
    for (const scan of [fake, fake.replace(/^\]d2/, '')]) {
      const reply = await w.C.expect(11, 'verify', scan);
      expect(reply.json).toMatchObject({ status: 'stop', cause: 'suspect', retry: false });
    }
  });

  test('a clean scan of a lot that has not arrived is no fault of the scanner', async () => {
    const [pack] = await w.mint(1, { lot: 'ZY9' });
    const reply = await w.C.expect(19, 'verify', String(pack));
    expect(reply.json).toMatchObject({ status: 'unknown', cause: 'data', retry: true });
    expect(reply.json.reasons[0].advice).toContain('pedigree sync');
  });

  test('a case destroyed with its number confirmed is destroyed once, the line may run again', async () => {
    const out = w.path('cased.txt');
    const lot = ['--gtin', GTIN_A, '--lot', 'CASED', '--expiry', EXPIRY, '--count', '4'];
    const minted = await w.A.expect(0, 'mint', ...lot, '--case', '4', '--sscc-prefix', '9506000', '--out', out);
    const line = ['decommission', '--reason', 'destroyed', minted.json.ssccs[0], '--confirm', '4'];
    const first = await w.A.expect(0, ...line);
    const again = await w.A.expect(0, ...line);
    expect(again.json).toMatchObject({ already: true, event: first.json.event });
  });

  test('a hold of the regulator is not released by the holder of the pack', async () => {
    const [pack = ''] = await w.mint(1);
    await w.sync();
    await w.R.expect(0, 'quarantine', '--reason', 'authority', pack);
    await w.sync();
    const refused = await w.A.expect(77, 'release', pack);
    expect(refused.json.items).toMatchObject([{ n: 1, code: 'not-allowed' }]);
    await w.R.expect(0, 'release', pack);
    await w.sync();
    await w.A.expect(0, 'verify', pack);
  });

  test('a shipment is taken back once, the line may run again; one that was received is not', async () => {
    const [pack = '', other = ''] = await w.mint(2);
    await w.A.expect(0, 'ship', '--to', w.M.gln, pack, '--despatch', 'BACK-1');
    const first = await w.A.expect(0, 'void', 'BACK-1', '--reason', 'wrong party');
    const again = await w.A.expect(0, 'void', 'BACK-1', '--reason', 'wrong party');
    expect(again.json).toMatchObject({ already: true, event: first.json.event, at: first.json.at, packs: 1 });
    await w.A.expect(0, 'ship', '--to', w.M.gln, other, '--despatch', 'BACK-2');
    await w.sync();
    await w.M.expect(0, 'receive', 'BACK-2');
    await w.sync();
    await w.A.expect(14, 'void', 'BACK-2', '--reason', 'too late');
  });

  test('what waits in the outbox goes on waiting while a new chain is not accredited', async () => {
    const [pack = '', later = ''] = await w.mint(2);
    await w.A.expect(0, 'ship', '--to', w.H.gln, pack, later);
    await w.sync();
    await w.H.expect(0, 'receive', '--all');
    await w.H.expect(0, 'backup', w.path('H.bak'));
    const restored = new Party(w.H.name, w.H.gln, w.path('H2'));
    await restored.expect(0, 'restore', w.path('H.bak'));
    await restored.expect(75, 'recover');
    await restored.expect(17, 'dispense', '--later', pack, '--dry-run');
    expect((await restored.expect(0, 'outbox')).json.pending).toEqual([]);
    await restored.expect(17, 'dispense', '--later', pack);
    await restored.expect(0, 'recover', '--new-chain');
    const early = await restored.expect(17, 'dispense', '--later', later, '--dry-run');
    expect(early.json).toMatchObject({ dryRun: true, result: 'queued' });
    await restored.expect(17, 'dispense', '--later', later);
    const before = await restored.expect(17, 'outbox', 'retry');
    expect(before.json).toMatchObject({ recorded: 0, pending: [{ tries: 0 }, { tries: 0 }] });
    await restored.expect(0, 'card', '-o', w.path('H2.card'));
    await w.R.expect(0, 'accredit', w.path('H2.card'), '--role', 'dispenser', '--same-party');
    const heard = await w.tell(w.R, restored);
    expect(heard.json).toMatchObject({ exit: 0, outbox: { recorded: 2, waiting: 0 } });
    await restored.expect(14, 'dispense', pack);
  });

  test('one answer lists every item that cannot be taken, of whatever kind', async () => {
    const [held = '', good = '', gone = ''] = await w.mint(3);
    await w.A.expect(0, 'quarantine', '--reason', 'suspect', held);
    await w.A.expect(0, 'ship', '--to', w.M.gln, gone);
    const never = good.replace(/21[0-9A-Z]+$/, '21NEVERMADE1234567');
    const refused = await w.A.expect(11, 'ship', '--to', w.M.gln, held, 'no code', good, gone, never);
    const bad = refused.json.items.map(({ n, code }: { n: number; code: string }) => [n, code]);
    expect(bad).toEqual([
      [1, 'quarantined'],
      [2, 'not-gs1'],
      [4, 'in-transit-elsewhere'],
      [5, 'unknown-item'],
    ]);
    const quarantined = await w.A.run('quarantine', '--reason', 'damaged', 'no code', good, gone, never);
    expect(quarantined.json.items).toMatchObject([{ n: 1 }, { n: 3 }, { n: 4 }]);
    await w.A.expect(0, 'verify', good);
  });

  test('a report is an open alert until the maker has cleared the pack', async () => {
    const [pack = ''] = await w.mint(1);
    await w.sync();
    const reported = await w.C.expect(0, 'report', pack, '--as', 'suspect', '--note', 'odd print');
    await w.sync();
    const open = async () => {
      const { json } = await w.R.expect(0, 'alerts', '--open');
      return json.alerts.map(({ id }: { id: string }) => id);
    };
    expect(await open()).toContain(reported.json.event);
    await w.A.expect(0, 'report', pack, '--as', 'cleared', '--note', 'a second press, also ours');
    await w.sync();
    expect(await open()).not.toContain(reported.json.event);
  });

  test('a recall that no configured peer has taken is kept here, not finished', async () => {
    await w.mint(1, { lot: 'RC17' });
    await w.A.expect(0, 'peer', 'add', 'nobody', 'http://127.0.0.1:1');
    const lot = ['--gtin', GTIN_A, '--lot', 'RC17', '--confirm', 'RC17'];
    const issued = await w.A.expect(17, 'recall', 'issue', ...lot, '--class', '2', '--reason', 'test');
    expect(issued.json.sent).toMatchObject([{ peer: 'nobody' }]);
    await w.A.expect(0, 'peer', 'remove', 'nobody');
  });
});

describe('a network where hand-overs may be left out', () => {
  let w: World;
  beforeAll(async () => {
    w = await world('bundle', (parties) => parties, 'endpoints');
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('a clone supplied at two pharmacies before they hear of each other is flagged at both and at its maker', async () => {
    const [pack = '', next = ''] = await w.mint(2);
    await w.sync();
    const first = await w.C.expect(0, 'verify', next);
    expect(first.json.reasons[0].advice).not.toContain('Do not supply');
    await w.C.expect(0, 'dispense', pack);
    expect((await w.C.expect(0, 'alerts')).json.alerts).toEqual([]);
    await w.H.expect(0, 'dispense', pack);
    await w.sync();
    for (const party of [w.A, w.C, w.H, w.R]) await party.expect(14, 'verify', pack);
    // The maker never shipped it and knows its code all the same.
    const told = [
      [w.C, 'contested'],
      [w.H, 'contested'],
      // Nobody's line is the main one for who has none of them.
      [w.A, 'disputed'],
    ] as const;
    for (const [party, code] of told) {
      const { json } = await party.expect(0, 'alerts', '--open');
      expect(json.alerts, party.name).toContainEqual(expect.objectContaining({ code, severity: 'high' }));
    }
  });
});

function swapYZ(scan: string): string {
  return scan.replace(/[YZ]/g, (letter) => (letter === 'Y' ? 'Z' : 'Y'));
}
