// A working day of a regulator, a maker, a distributor and two pharmacies, played on the built program,
// over HTTP and with bundle files, with the news delivered in different orders.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EXPIRY,
  GTIN_A,
  GTIN_B,
  inDays,
  onLabel,
  type Party,
  PREFIX,
  type Reply,
  START,
  type Transport,
  type World,
  withCheckDigit,
  world,
} from './world.ts';

type Order = (parties: readonly Party[]) => readonly Party[];
const inTurn: Order = (parties) => parties;
const backwards: Order = (parties) => [...parties].reverse();
const interleaved: Order = (parties) =>
  [...parties].sort((a, b) => a.gln.localeCompare(b.gln.split('').reverse().join('')));

const WORLDS: readonly (readonly [string, Transport, Order])[] = [
  ['over HTTP', 'http', inTurn],
  ['with bundle files, backwards', 'bundle', backwards],
  ['with bundle files, interleaved', 'bundle', interleaved],
];

/** The codes of all reasons of a verdict. */
const codes = (reply: Reply): readonly string[] => reply.json.reasons.map((reason: { code: string }) => reason.code);

async function expectVerdict(
  party: Party,
  exit: number,
  code: string | undefined,
  ...args: readonly string[]
): Promise<Reply> {
  const reply = await party.expect(exit, 'verify', ...args);
  if (code !== undefined) expect(codes(reply)).toContain(code);
  return reply;
}

describe.each(WORLDS)('a working day %s', (_name, transport, order) => {
  let w: World;
  beforeAll(async () => {
    w = await world(transport, order);
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  /** Ships items from one party to another, tells everybody, and receives them. */
  async function handOver(from: Party, to: Party, items: readonly string[]): Promise<string> {
    const shipped = await from.expect(0, 'ship', '--to', to.gln, ...items);
    await w.sync();
    await to.expect(0, 'receive', shipped.json.shipment);
    return shipped.json.shipment;
  }

  const product = (gtin: string, name: string) => w.A.expect(0, 'product', 'set', '--gtin', gtin, '--name', name);

  test('a pack goes from the maker to the patient, and its copy is stopped', async () => {
    await product(GTIN_A, 'Amoxil 500 mg');
    const [pack = '', spare = ''] = await w.mint(5, { lot: 'ROAD1' });
    await handOver(w.A, w.M, [pack, spare]);
    await handOver(w.M, w.C, [pack]);
    const before = await expectVerdict(w.C, 0, undefined, pack);
    expect(before.json.status).toBe('genuine');
    expect(before.json.product).toMatchObject({ name: 'Amoxil 500 mg' });
    await w.C.expect(0, 'dispense', pack, '--ref', 'RX-4711');
    const again = await w.C.expect(14, 'dispense', pack);
    expect(JSON.stringify(again.json)).toContain('already-dispensed');
    await w.sync();
    await expectVerdict(w.H, 14, 'already-dispensed', pack);
    await expectVerdict(w.H, 14, 'not-in-your-custody', spare);
    const trace = await w.C.expect(0, 'trace', pack);
    expect(trace.json.steps.map((step: { type: string }) => step.type)).toEqual([
      'commission',
      'ship',
      'receive',
      'ship',
      'receive',
      'dispense',
    ]);
  }, 240_000);

  test('a made-up serial, a wrong lot and a wrong expiry are named', async () => {
    const [pack = ''] = await w.mint(3, { lot: 'NAMED1', expiry: EXPIRY });
    await w.sync();
    const item = (await w.A.expect(0, 'decode', pack)).json.elements as { ai: string; value: string }[];
    const serial = item.find((element) => element.ai === '21')?.value ?? '';
    const label = (parts: { serial?: string; lot?: string; expiry?: string }) =>
      `(01)${GTIN_A}(21)${parts.serial ?? serial}(17)${parts.expiry ?? onLabel(EXPIRY)}(10)${parts.lot ?? 'NAMED1'}`;
    await expectVerdict(w.C, 11, 'unknown-item', label({ serial: 'FAKEFAKEFAKE' }));
    const slip = `${serial.slice(0, -1)}${serial.endsWith('7') ? '8' : '7'}`;
    const near = await expectVerdict(w.C, 11, 'unknown-item', label({ serial: slip }));
    expect(near.json).toMatchObject({ status: 'stop', retry: true });
    expect(near.json.reasons[0].advice).toMatch(/^Scan it once more/);
    expect(near.stdout).not.toContain(serial);
    await expectVerdict(w.C, 10, 'lot-mismatch', label({ lot: 'OTHER' }));
    await expectVerdict(w.C, 10, 'expiry-mismatch', label({ expiry: onLabel(inDays(945)) }));
  }, 240_000);

  test('a pallet is announced with its contents and nothing is written by looking', async () => {
    await product(GTIN_A, 'Amoxil 500 mg');
    await product(GTIN_B, 'Bisol 10 mg');
    const sscc: string[] = [];
    for (const [gtin, lot] of [
      [GTIN_A, 'PAL1'],
      [GTIN_A, 'PAL2'],
      [GTIN_B, 'PAL3'],
    ] as const) {
      const packs = await w.mint(8, { gtin, lot });
      for (let i = 0; i < 8; i += 2) {
        const packed = await w.A.expect(0, 'pack', '--into', 'new', packs[i] ?? '', packs[i + 1] ?? '');
        sscc.push(packed.json.container);
      }
    }
    const pallet = (await w.A.expect(0, 'pack', '--into', 'new', ...sscc)).json.container as string;
    await w.A.expect(0, 'ship', '--to', w.M.gln, pallet);
    await w.sync();
    const incoming = await w.M.expect(0, 'incoming');
    expect(incoming.json.shipments).toHaveLength(1);
    expect(incoming.json.shipments[0]).toMatchObject({ packs: 24 });
    expect(incoming.json.shipments[0].lots).toHaveLength(3);
    const events = (await w.M.expect(0, 'log')).json.events?.length;
    const contents = await w.M.expect(0, 'contents', pallet);
    expect(contents.json.packs).toBe(24);
    expect((await w.M.expect(0, 'log')).json.events?.length).toBe(events);
    await w.M.expect(0, 'receive', '--all');
  }, 240_000);

  test('what is missing stays in the shipper’s charge, what is damaged is quarantined', async () => {
    const packs = await w.mint(4, { lot: 'MISS1' });
    const k = (await w.A.expect(0, 'pack', '--into', 'new', packs[0] ?? '', packs[1] ?? '')).json.container as string;
    const other = (await w.A.expect(0, 'pack', '--into', 'new', packs[2] ?? '', packs[3] ?? '')).json
      .container as string;
    const s = (await w.A.expect(0, 'pack', '--into', 'new', k, other)).json.container as string;
    await w.A.expect(0, 'ship', '--to', w.M.gln, s);
    await w.sync();
    const received = await w.M.expect(20, 'receive', s, '--missing', k, '--damaged', packs[2] ?? '');
    expect(received.json.missing).toHaveLength(1);
    expect(received.json.damaged).toHaveLength(1);
    await w.sync();
    await expectVerdict(w.M, 16, 'quarantined', packs[2] ?? '');
    await expectVerdict(w.M, 0, undefined, packs[3] ?? '');
    await expectVerdict(w.M, 0, 'in-transit-to-you', packs[0] ?? '');
    await expectVerdict(w.C, 14, 'in-transit-elsewhere', packs[0] ?? '');
  }, 240_000);

  test('a pack found short later is unaccounted until it is found', async () => {
    const [pack = '', other = ''] = await w.mint(2, { lot: 'SHORT1' });
    const s2 = (await w.A.expect(0, 'pack', '--into', 'new', pack, other)).json.container as string;
    await handOver(w.A, w.M, [s2]);
    await w.M.expect(0, 'missing', pack);
    await w.sync();
    await expectVerdict(w.C, 14, 'unaccounted', pack);
    await w.M.expect(0, 'found', pack);
    await expectVerdict(w.M, 0, undefined, pack);
  }, 240_000);

  test('goods that went to the wrong pharmacy are void and shipped again', async () => {
    const [pack = ''] = await w.mint(1, { lot: 'WRONG1' });
    const shipped = await w.A.expect(0, 'ship', '--to', w.C.gln, pack);
    await w.sync();
    await w.H.expect(14, 'receive', pack);
    await expectVerdict(w.H, 14, 'in-transit-elsewhere', pack);
    await w.A.expect(0, 'void', shipped.json.shipment, '--reason', 'sent to another pharmacy');
    await handOver(w.A, w.H, [pack]);
    await expectVerdict(w.H, 0, undefined, pack);
    await w.sync();
    const incoming = await w.C.expect(0, 'incoming');
    expect(incoming.json.shipments).toHaveLength(0);
  }, 240_000);

  test('a refused delivery goes back without a dispute', async () => {
    const [pack = ''] = await w.mint(1, { lot: 'REFUSE1' });
    const shipped = await w.A.expect(0, 'ship', '--to', w.C.gln, pack);
    await w.sync();
    await w.C.expect(0, 'refuse', shipped.json.shipment, '--reason', 'damaged');
    await w.sync();
    const voided = await w.A.run('void', shipped.json.shipment, '--reason', 'refused');
    expect(voided.exit).toBe(0);
    await w.sync();
    const verdict = await w.A.expect(0, 'verify', pack);
    expect(codes(verdict)).not.toContain('disputed');
    expect(verdict.json.custody).toMatchObject({ state: 'active' });
  }, 240_000);

  test('a case comes off its pallet full, and is emptied by itself', async () => {
    const packs = await w.mint(2, { lot: 'UNPACK1' });
    const kase = (await w.A.expect(0, 'pack', '--into', 'new', ...packs)).json.container as string;
    const pallet = (await w.A.expect(0, 'pack', '--into', 'new', kase)).json.container as string;
    await handOver(w.A, w.M, [pallet]);
    await w.M.expect(2, 'unpack', pallet, kase);
    await w.M.expect(0, 'unpack', '--from', pallet, kase);
    expect((await w.M.expect(0, 'contents', kase)).json.packs).toBe(2);
    await w.M.expect(0, 'unpack', kase);
    expect((await w.M.expect(0, 'contents', kase)).json.packs).toBe(0);
    await w.M.expect(14, 'pack', '--into', kase, packs[0] ?? '');
    const fresh = await w.M.expect(0, 'pack', '--into', 'new', packs[0] ?? '');
    expect(fresh.json.container).not.toBe(kase);
  }, 240_000);

  test('returned goods wait for inspection; expired ones never ship', async () => {
    const good = await w.mint(2, { lot: 'RET1' });
    const [old = ''] = await w.mint(1, { lot: 'RETOLD', expiry: inDays(430) });
    await handOver(w.A, w.M, [...good, old]);
    await handOver(w.M, w.C, [...good, old]);
    const later = `${inDays(440)}T09:00:00Z`;
    const returned = await w.C.expect(
      0,
      'return',
      '--to',
      w.M.gln,
      '--reason',
      'return-inspection',
      ...good,
      old,
      '--now',
      later,
      '--clock-is-right',
    );
    await w.sync();
    await w.M.run('receive', returned.json.shipment ?? '--all', '--now', later, '--clock-is-right');
    await expectVerdict(w.M, 16, 'quarantined', good[0] ?? '');
    await w.M.expect(16, 'ship', '--to', w.H.gln, ...good, '--now', later, '--clock-is-right');
    await w.M.expect(0, 'release', ...good, '--now', later, '--clock-is-right');
    await w.M.expect(0, 'release', old, '--now', later, '--clock-is-right');
    await w.M.expect(0, 'ship', '--to', w.H.gln, ...good, '--now', later, '--clock-is-right');
    await w.M.expect(13, 'ship', '--to', w.H.gln, old, '--now', later, '--clock-is-right');
  }, 240_000);
});

describe.each(WORLDS)('a hard day %s', (_name, transport, order) => {
  let w: World;
  beforeAll(async () => {
    w = await world(transport, order);
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  async function handOver(from: Party, to: Party, items: readonly string[]): Promise<void> {
    const shipped = await from.expect(0, 'ship', '--to', to.gln, ...items);
    await w.sync();
    await to.expect(0, 'receive', shipped.json.shipment);
  }

  test('the same dispense asked twice is one, with another key it may be a copy', async () => {
    const [pack = ''] = await w.mint(1, { lot: 'ONCE1' });
    await handOver(w.A, w.C, [pack]);
    const first = await w.C.expect(0, 'dispense', pack, '--once', 'till-1-17');
    const again = await w.C.expect(0, 'dispense', pack, '--once', 'till-1-17');
    expect(again.json).toMatchObject({ already: true, event: first.json.event });
    await w.C.expect(14, 'dispense', pack, '--once', 'till-1-18');
    await w.C.expect(14, 'dispense', pack);
  }, 240_000);

  test('a job that is killed after its commit mints nothing twice', async () => {
    const job = ['mint', '--gtin', GTIN_A, '--lot', 'JOB7', '--expiry', EXPIRY, '--once', 'job7'];
    const first = await w.A.expect(0, ...job, '--count', '500');
    const again = await w.A.expect(0, ...job, '--count', '500');
    expect(again.json).toMatchObject({ already: true, event: first.json.event });
    const reused = await w.A.expect(2, ...job, '--count', '501');
    expect(reused.json).toMatchObject({ ok: false, code: 'once-key-reused' });
    const stock = await w.A.expect(0, 'stock', '--lot', 'JOB7');
    expect(stock.json.lots[0]).toMatchObject({ packs: 500 });
  }, 240_000);

  test('a pharmacy dispenses goods whose shipment has not arrived, and nothing is lost', async () => {
    const [pack = ''] = await w.mint(1, { lot: 'LATER1' });
    await handOver(w.A, w.M, [pack]);
    await w.sync();
    await w.M.expect(0, 'ship', '--to', w.H.gln, pack);
    await w.H.expect(14, 'dispense', pack);
    const late = new Date(START + 30 * 3_600_000).toISOString();
    const queued = await w.H.expect(17, 'dispense', '--later', pack, '--now', late, '--clock-is-right');
    expect(JSON.stringify(queued.json)).toContain('queued');
    expect((await w.H.run('outbox')).json.pending).toHaveLength(1);
    await w.sync();
    expect((await w.H.run('outbox')).json.pending).toHaveLength(0);
    await w.sync();
    const trace = await w.M.expect(0, 'trace', pack);
    expect(trace.json.steps.map((step: { type: string }) => step.type).slice(-3)).toEqual([
      'ship',
      'receive',
      'dispense',
    ]);
    expect(codes(await expectVerdict(w.M, 14, 'already-dispensed', pack))).not.toContain('disputed');
  }, 240_000);

  test('a lot that has not arrived here is not a fake', async () => {
    await w.mint(1, { lot: 'SEEN1' });
    await w.sync();
    const [pack = ''] = await w.mint(1, { lot: 'UNSEEN1' });
    const unknown = await expectVerdict(w.C, 19, 'unknown-lot', pack);
    expect(unknown.json).toMatchObject({ status: 'unknown', retry: true });
    await handOver(w.A, w.C, [pack]);
    await expectVerdict(w.C, 0, undefined, pack);
    await expectVerdict(w.C, 11, 'unknown-item', `(01)${GTIN_A}(21)QQQQQQQQQQQQQQQQ(17)${onLabel(EXPIRY)}(10)UNSEEN1`);
  }, 240_000);

  test('a pack is good to the end of its last day', async () => {
    // The end of the next month: that of this one may be today.
    const today = new Date(START);
    const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 2, 0));
    const [expiry = '', next = ''] = [last, new Date(+last + 86_400_000)].map((day) => day.toISOString().slice(0, 10));
    const [pack = ''] = await w.mint(1, { lot: 'LAST1', expiry });
    await handOver(w.A, w.C, [pack]);
    await expectVerdict(w.C, 0, 'expires-soon', pack, '--now', `${expiry}T23:59:59+01:00`);
    await expectVerdict(w.C, 13, 'expired', pack, '--now', `${next}T00:00:00+01:00`);
    const yymmdd = onLabel(expiry);
    const monthEnd = pack.replace(`17${yymmdd}`, `17${yymmdd.slice(0, 4)}00`);
    expect(monthEnd).not.toBe(pack);
    await expectVerdict(w.C, 0, 'expires-soon', monthEnd, '--now', `${expiry}T23:59:59+01:00`);
    await expectVerdict(w.C, 13, 'expired', monthEnd, '--now', `${next}T00:00:00+01:00`);
  }, 240_000);

  test('a dispense by mistake is undone at the same site within ten days', async () => {
    const [pack = '', late = ''] = await w.mint(2, { lot: 'UNDO1' });
    await handOver(w.A, w.C, [pack, late]);
    await w.C.expect(0, 'dispense', pack);
    await w.C.expect(0, 'dispense', late);
    await w.C.expect(2, 'reinstate', '--reason', 'not taken', pack);
    await w.sync();
    await w.H.expect(14, 'reinstate', '--not-supplied', '--reason', 'not taken', pack);
    await w.C.expect(0, 'reinstate', '--not-supplied', '--reason', 'not taken', pack);
    await expectVerdict(w.C, 0, undefined, pack);
    const eleven = new Date(START + 11 * 86_400_000).toISOString();
    await w.C.expect(
      14,
      'reinstate',
      '--not-supplied',
      '--reason',
      'not taken',
      late,
      '--now',
      eleven,
      '--clock-is-right',
    );
  }, 240_000);

  test('a recall reaches everybody, counts add up, and its end lifts nothing', async () => {
    const packs = await w.mint(6, { lot: 'RECALL1' });
    await handOver(w.A, w.M, packs.slice(0, 4));
    await handOver(w.M, w.C, packs.slice(0, 2));
    await w.C.expect(0, 'dispense', packs[0] ?? '', '--ref', 'RX-1');
    const issue = ['recall', 'issue', '--gtin', GTIN_A, '--class', '1', '--reason', 'particles'];
    await w.A.expect(11, ...issue, '--lot', 'RECALL9', '--confirm', 'RECALL9');
    await w.M.expect(77, ...issue, '--lot', 'RECALL1', '--confirm', 'RECALL1');
    await w.A.expect(2, ...issue, '--lot', 'RECALL1');
    const issued = await w.A.expect(0, ...issue, '--lot', 'RECALL1', '--confirm', 'RECALL1');
    await w.sync();
    for (const party of [w.A, w.M, w.C, w.H]) await expectVerdict(party, 12, 'recalled', packs[1] ?? '');
    await w.M.expect(12, 'ship', '--to', w.H.gln, packs[2] ?? '');
    const answered = await w.C.expect(0, 'recall', 'respond', issued.json.recall);
    expect(answered.json).toMatchObject({ event: expect.any(String) });
    await w.sync();
    const status = await w.A.expect(0, 'recall', 'status', issued.json.recall);
    expect(JSON.stringify(status.json)).toContain(w.C.name);
    await w.A.run('recall', 'end', issued.json.recall, '--confirm', issued.json.recall);
    await w.sync();
    await expectVerdict(w.H, 12, 'recalled', packs[1] ?? '');
    await w.R.expect(
      0,
      'recall',
      'rescind',
      issued.json.recall,
      '--reason',
      'issued in error',
      '--confirm',
      issued.json.recall,
    );
    await w.sync();
    const lifted = await w.M.expect(0, 'verify', packs[2] ?? '');
    expect(codes(lifted)).not.toContain('recalled');
  }, 180_000);

  test('a distributor cannot mint, nor a maker another’s product', async () => {
    const foreign = withCheckDigit('0950777013435');
    await w.M.expect(77, 'mint', '--gtin', GTIN_A, '--lot', 'BAD1', '--expiry', EXPIRY, '--count', '1');
    await w.A.expect(77, 'mint', '--gtin', foreign, '--lot', 'BAD1', '--expiry', EXPIRY, '--count', '1');
    expect(PREFIX).toHaveLength(7);
  });

  test('a void and a receipt that crossed are told to both, stop neither, and end when one gives way', async () => {
    const [pack = ''] = await w.mint(1, { lot: 'CROSS1' });
    const shipped = await w.A.expect(0, 'ship', '--to', w.C.gln, pack);
    await w.sync();
    const received = await w.C.expect(0, 'receive', shipped.json.shipment);
    await w.A.expect(0, 'void', shipped.json.shipment, '--reason', 'came back');
    await w.sync();
    // Both may have it: each is told of the other. Everybody else goes by the receipt.
    for (const party of [w.A, w.C]) {
      const { json } = await expectVerdict(party, 0, 'contested', pack);
      expect([json.status, json.lines]).toMatchObject(['caution', [{ main: true }, { main: false }]]);
    }
    for (const party of [w.M, w.H]) await expectVerdict(party, 14, 'not-in-your-custody', pack);
    expect(codes(await w.R.expect(0, 'verify', pack))).toEqual(['contested']);
    await w.C.expect(0, 'retract', received.json.events[0], '--reason', 'received by list, it is not here');
    await w.sync();
    expect(codes(await w.A.expect(0, 'verify', pack))).toEqual([]);
    await expectVerdict(w.C, 14, 'not-in-your-custody', pack);
  }, 240_000);

  test('another network’s card is refused and nothing is made', async () => {
    writeFileSync(w.path('noise.card'), 'not a card');
    const fresh = w.path('fresh');
    const { run } = await import('./world.ts');
    const init = (...args: readonly string[]) =>
      run(['--home', fresh, '--json', 'init', '--name', 'N', '--gln', w.X.gln, '--test', ...args]);
    expect((await init('--network', w.path('noise.card'))).exit).toBe(65);
    expect((await init('--network', w.path('R.card'), '--fingerprint', 'AAAA-AAAA-AAAA-AAAA')).exit).toBe(77);
    const { existsSync } = await import('node:fs');
    expect(existsSync(fresh)).toBe(false);
  });
});
