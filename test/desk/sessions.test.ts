// Sessions of a desk: moves by number, done once; kept over a closed desk; two devices on one delivery.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incoming } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { MIDWAY } from '../app/network.ts';
import { listenTo, openTestDesk, type TestDesk } from './desk-world.ts';

let world: World;
let desk: TestDesk;
let [store, other] = ['', ''];
let lots = 0;
let despatch = '';
let cases: readonly string[] = [];
let shipment = '';

beforeAll(async () => {
  world = await makeWorld();
  desk = await openTestDesk(world.env('midway'));
  store = await desk.pair('warehouse', 'Ramp');
  other = await desk.pair('warehouse', 'Gate');
});
afterAll(async () => {
  await desk.close();
  world.remove();
});

/** Four cases of two packs on their way, and two packs in a delivery of their own. */
beforeEach(async () => {
  const { scans } = await world.mint({ count: 10, lot: `L${++lots}` });
  despatch = `DA-${lots}`;
  await world.as('acme', (home) => {
    cases = [0, 1, 2, 3].map((n) => pack(home, { into: 'new', items: scans.slice(2 * n, 2 * n + 2) }).container);
    shipment = ship(home, { to: MIDWAY.gln, items: [...cases], despatch }).shipment;
    ship(home, { to: MIDWAY.gln, items: scans.slice(8), despatch: `${despatch}-OTHER` });
  });
  await world.share('agency', 'acme', 'midway');
});

type Line = Readonly<Record<string, unknown>>;

async function opened(as: string, body: object): Promise<Line & { readonly id: string }> {
  const { status, documents, text } = await desk.post(as, '/v1/sessions', body);
  expect([status, text]).toEqual([200, expect.stringContaining('"ok":true')]);
  return documents[0] as Line & { readonly id: string };
}

async function moved(as: string, id: string, ...moves: readonly object[]) {
  const { status, documents } = await desk.post(as, `/v1/sessions/${id}/moves`, { moves });
  expect(status).toBe(200);
  return documents[0] as Line & { readonly lines: readonly Line[] };
}

const listed = async (as: string, id: string, state: string) =>
  (await desk.ask(`/v1/sessions/${id}/expected?state=${state}`, { as })).documents[0] ?? {};

const coming = () =>
  world.as('midway', (home) =>
    incoming(home)
      .shipments.filter(({ despatch: named }) => named?.startsWith(despatch))
      .map((one) => [one.despatch, one.items, one.packs]),
  );

describe('receiving one delivery', () => {
  it('counts its cases, asks about what is missing, and leaves another delivery alone', async () => {
    const { id, start } = await opened(store, { mode: 'receive', shipment: despatch });
    expect(start).toMatchObject({ kind: 'start', packs: 8, tally: { expected: 4, here: 0 } });
    const first = await moved(store, id, { id: 1, scan: cases[0] }, { id: 2, scan: `]C100${cases[1]}`, by: 'keys' });
    expect(first).toMatchObject({
      last: 2,
      lines: [
        { move: 1, result: 'counted', by: 'keys' },
        { move: 2, result: 'counted', tally: { here: 2, expected: 4 } },
      ],
    });
    expect(await moved(store, id, { id: 3, scan: cases[1] })).toMatchObject({
      lines: [{ result: 'duplicate', status: 'caution' }],
    });
    expect(await moved(store, id, { id: 4, scan: (cases[2] ?? '').slice(0, 9) })).toMatchObject({
      lines: [{ again: true, tally: { here: 2 } }],
    });
    expect(await listed(store, id, 'missing')).toMatchObject({
      total: { missing: 2, here: 2, extra: 0 },
      items: [{ packs: 2 }, { packs: 2 }],
    });
    expect(await moved(store, id, { id: 5, scan: `${despatch}-OTHER` })).toMatchObject({
      lines: [{ result: 'refused', code: 'other-delivery' }],
    });
    expect(await moved(store, id, { id: 6, end: true })).toMatchObject({
      lines: [{ result: 'missing', asks: true, missing: [expect.any(String), expect.any(String)] }],
    });
    const ended = await moved(store, id, { id: 7, end: true });
    expect(ended).toMatchObject({ ended: true, lines: [{ kind: 'end', result: 'recorded', exit: 20 }] });
    expect(await coming()).toEqual([
      [despatch, 2, 4],
      [`${despatch}-OTHER`, 2, 2],
    ]);
    // The answer was lost on the way.
    expect(await moved(store, id, { id: 7, end: true })).toMatchObject({ lines: ended.lines });
    expect((await desk.post(other, `/v1/sessions/${id}/moves`, { moves: [{ id: 1, undo: true }] })).status).toBe(404);
  });

  it('tells the shipper of what is missing only where it has said what that is', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    const asks = { result: 'missing', asks: true, missing: [expect.any(String), expect.any(String)] };
    expect(await moved(store, id, { id: 1, scan: cases[0] }, { id: 2, missing: true })).toMatchObject({
      lines: [{}, { result: 'missing', asks: true, missing: { length: 3 } }],
    });
    expect(await moved(store, id, { id: 3, scan: cases[1] }, { id: 4, missing: true })).toMatchObject({
      lines: [{}, asks],
    });
    // What is taken back is asked about anew.
    expect(await moved(store, id, { id: 5, undo: true }, { id: 6, end: true })).toMatchObject({
      lines: [{}, { result: 'missing', asks: true, missing: { length: 3 } }],
    });
    expect(await moved(store, id, { id: 7, scan: cases[1] }, { id: 8, missing: true })).toMatchObject({
      lines: [{}, asks],
    });
    const ended = await moved(store, id, { id: 9, end: true });
    expect(ended).toMatchObject({ lines: [{ kind: 'end', result: 'recorded', recorded: { missing: [] } }] });
    const rest = await opened(store, { mode: 'receive', shipment });
    expect(await moved(store, rest.id, { id: 1, scan: cases[2] }, { id: 2, end: true })).toMatchObject({
      lines: [{}, { result: 'missing', asks: true, missing: { length: 1 } }],
    });
    expect(await moved(store, rest.id, { id: 3, missing: true })).toMatchObject({
      lines: [{ kind: 'end', recorded: { missing: [expect.any(String)] } }],
    });
  });

  it('does each move once, and takes back, marks and answers', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    const one = await moved(store, id, { id: 1, scan: cases[0] });
    expect(await moved(store, id, { id: 1, scan: cases[0] })).toEqual(one);
    expect(await moved(store, id, { id: 1, scan: cases[0] }, { id: 2, scan: cases[1] })).toMatchObject({
      lines: [
        { move: 1, result: 'counted' },
        { move: 2, result: 'counted', tally: { scans: 2, here: 2 } },
      ],
    });
    expect(await moved(store, id, { id: 3, undo: true })).toMatchObject({
      lines: [{ result: 'undone', tally: { here: 1 } }],
    });
    expect(await moved(store, id, { id: 3, undo: true })).toMatchObject({ lines: [{ tally: { here: 1 } }] });
    await moved(store, id, { id: 4, scan: cases[1] });
    expect(await moved(store, id, { id: 5, damaged: true })).toMatchObject({ lines: [{ result: 'damaged' }] });
    expect(await moved(store, id, { id: 6, scan: cases[1] }, { id: 7, answer: 'same' })).toMatchObject({
      lines: [{ asks: true }, { result: 'same' }],
    });
    expect((await desk.post(other, `/v1/sessions/${id}/drop`, {})).status).toBe(404);
    expect((await desk.post(store, `/v1/sessions/${id}/drop`, {})).status).toBe(200);
    expect((await desk.post(store, `/v1/sessions/${id}/moves`, { moves: [{ id: 90, undo: true }] })).status).toBe(404);
  });

  it('takes every scan for a scan', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    const words = [
      'end',
      '.',
      'undo',
      'damaged',
      'missing',
      '0',
      '1',
      '2',
      '-',
      '@/etc/passwd',
      '--help',
      '{"typed":"x"}',
    ];
    const { lines } = await moved(store, id, ...words.map((scan, at) => ({ id: at + 1, scan })));
    expect(lines.map(({ kind, result }) => `${String(kind)} ${String(result)}`)).toEqual(
      words.map(() => 'scan unreadable'),
    );
    expect(await moved(store, id, { id: 20, scan: `${cases[0]}\n${cases[1]}` })).toMatchObject({
      lines: [{ kind: 'problem', move: 20 }],
    });
    expect(await moved(store, id, { id: 21, scan: 'x', pressed: 'y\r' })).toMatchObject({
      lines: [{ kind: 'problem' }],
    });
    expect(await listed(store, id, 'here')).toMatchObject({ total: { here: 0 } });
    expect((await desk.post(other, `/v1/sessions/${id}/drop`, {})).status).toBe(404);
    expect((await desk.post(store, `/v1/sessions/${id}/drop`, {})).status).toBe(200);
    expect((await desk.post(store, `/v1/sessions/${id}/moves`, { moves: [{ id: 90, undo: true }] })).status).toBe(404);
  });

  it('goes on after the desk was closed, with the same numbers', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    await moved(
      store,
      id,
      { id: 1, scan: cases[0] },
      { id: 2, scan: cases[1] },
      { id: 3, undo: true },
      { id: 4, scan: cases[2] },
    );
    await desk.close();
    desk = await openTestDesk(world.env('midway'));
    const { documents } = await desk.ask('/v1/sessions', { as: store });
    expect(documents[0]?.sessions).toMatchObject([{ id, mode: 'receive', shipment, scans: 3 }]);
    expect(await opened(store, { mode: 'receive', shipment: despatch })).toMatchObject({
      id,
      continued: true,
      last: 4,
    });
    expect(await moved(store, id, { id: 4, scan: cases[2] })).toMatchObject({
      lines: [{ move: 4, result: 'counted', tally: { here: 2 } }],
    });
    expect(await moved(store, id, { id: 5, scan: cases[1] }, { id: 6, scan: cases[3] })).toMatchObject({
      lines: [{}, { tally: { here: 4 } }],
    });
    expect(await moved(store, id, { id: 7, end: true })).toMatchObject({
      ended: true,
      lines: [{ result: 'recorded', exit: 0 }],
    });
    await desk.close();
    desk = await openTestDesk(world.env('midway'));
    expect(await moved(store, id, { id: 7, end: true })).toMatchObject({ lines: [{ result: 'recorded' }] });
    expect(await coming()).toEqual([[`${despatch}-OTHER`, 2, 2]]);
  });

  it('belongs to the tab that opened it last, also after a restart', async () => {
    const first = await opened(store, { mode: 'receive', shipment });
    const { id } = first;
    expect(first.owner).toEqual(expect.any(String));
    const sent = (owner: unknown, ...moves: readonly object[]) =>
      desk.post(store, `/v1/sessions/${id}/moves`, { moves, ...(owner === undefined ? {} : { owner }) });
    expect((await sent(first.owner, { id: 1, scan: cases[0] })).status).toBe(200);
    // What is still on its way when another tab opens it is counted before that tab is told its number.
    const [late, second] = await Promise.all([
      sent(first.owner, { id: 2, scan: cases[1] }),
      opened(store, { mode: 'receive', shipment }),
    ]);
    expect(second).toMatchObject({ id, continued: true, last: late.status === 200 ? 2 : 1 });
    expect(second.owner).not.toBe(first.owner);
    const isRefused = async () => {
      const { status, documents } = await sent(first.owner, { id: 3, scan: cases[2] });
      expect([status, documents[0]?.code]).toEqual([409, 'once-key-reused']);
    };
    await isRefused();
    expect((await desk.post(store, `/v1/sessions/${id}/drop`, { owner: first.owner })).status).toBe(409);
    expect(await listed(store, id, 'here')).toMatchObject({ total: { here: Number(second.last) } });
    await desk.close();
    desk = await openTestDesk(world.env('midway'));
    await isRefused();
    expect((await sent(second.owner, { id: 3, scan: cases[2] })).status).toBe(200);
    expect((await sent(undefined, { id: 4, scan: cases[3] })).status).toBe(200);
    expect((await sent(7, { id: 5, scan: cases[3] })).status).toBe(400);
    expect((await sent(second.owner, { id: 5, end: true }, { id: 6, end: true })).documents[0]).toMatchObject({
      ended: true,
    });
    // How it ended is told to whoever ended it.
    await isRefused();
    expect((await sent(second.owner, { id: 5, end: true })).documents[0]).toMatchObject({ ended: true });
  });

  it('tells two devices of each other, and each counts what is still to come', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    const news = await listenTo(desk, store);
    await news.next('hello');
    const second = await opened(other, { mode: 'receive', shipment });
    expect(second.others).toMatchObject([{ device: 'Ramp', shipment }]);
    expect(await news.next('session')).toMatchObject({ device: 'Gate', state: 'opened' });
    await moved(store, id, { id: 1, scan: cases[0] });
    await moved(
      other,
      second.id,
      { id: 1, scan: cases[0] },
      { id: 2, scan: cases[1] },
      { id: 3, end: true },
      { id: 4, end: true },
    );
    expect(await news.next('session')).toMatchObject({ device: 'Gate', state: 'recorded', event: expect.any(String) });
    expect(await listed(store, id, 'missing')).toMatchObject({ total: { missing: 2, here: 0 } });
    expect(await moved(store, id, { id: 2, scan: cases[2] }, { id: 3, scan: cases[3] })).toMatchObject({
      lines: [{}, { tally: { here: 2, expected: 2 } }],
    });
    expect(await moved(store, id, { id: 4, end: true })).toMatchObject({
      ended: true,
      lines: [{ result: 'recorded' }],
    });
    expect(await coming()).toEqual([[`${despatch}-OTHER`, 2, 2]]);
    news.end();
  });
});

describe('other sessions', () => {
  it('pack and ship what is here, and count the stock', async () => {
    const { id } = await opened(store, { mode: 'receive', shipment });
    await moved(store, id, ...cases.map((scan, at) => ({ id: at + 1, scan })), { id: 9, end: true });
    const sending = await opened(store, { mode: 'ship', to: 'Hill Pharmacy' });
    expect(await moved(store, sending.id, { id: 1, scan: cases[0] }, { id: 2, end: true })).toMatchObject({
      ended: true,
      lines: [{ result: 'counted' }, { result: 'recorded', recorded: { shipment: expect.any(String) } }],
    });
    const packing = await opened(store, { mode: 'pack', into: 'new' });
    expect(await moved(store, packing.id, { id: 1, scan: cases[1] }, { id: 2, end: true })).toMatchObject({
      ended: true,
    });
    const taking = await opened(store, { mode: 'stock-take' });
    expect(await moved(store, taking.id, { id: 1, scan: cases[2] }, { id: 2, end: true })).toMatchObject({
      lines: [{}, { kind: 'end', missing: expect.any(Array) }],
    });
  });

  it('go on for the same container and the same papers alone', async () => {
    const continued = async (body: object) => {
      const { id, continued: again = false } = await opened(store, body);
      if (again === false) await moved(store, id, { id: 1, scan: 'x' });
      return { id, again };
    };
    // A new container has its number from the start: another new one is another container.
    const into = async (id: string) => {
      const { documents } = await desk.ask('/v1/sessions', { as: store });
      return ((documents[0]?.sessions ?? []) as readonly Line[]).find((one) => one.id === id)?.into;
    };
    const one = await continued({ mode: 'pack', into: 'new' });
    const other = await continued({ mode: 'pack', into: 'new' });
    expect([other.again, other.id === one.id]).toEqual([false, false]);
    for (const { id } of [one, other])
      expect(await continued({ mode: 'pack', into: await into(id) })).toEqual({ id, again: true });
    const to = 'Hill Pharmacy';
    const first = await continued({ mode: 'ship', to, despatch: 'DA 1' });
    const second = await continued({ mode: 'ship', to, despatch: 'DA 2' });
    expect([second.again, second.id === first.id]).toEqual([false, false]);
    expect(await continued({ mode: 'ship', to, despatch: 'da1' })).toEqual({ id: first.id, again: true });
    expect((await continued({ mode: 'ship', to })).again).toBe(true);
    expect((await continued({ mode: 'ship', to, despatch: 'DA 1', ref: 'PO 1' })).again).toBe(false);
    const { documents } = await desk.ask('/v1/sessions', { as: store });
    const told = (documents[0]?.sessions ?? []) as readonly Line[];
    expect(told.find(({ id }) => id === first.id)).toMatchObject({
      mode: 'ship',
      to: expect.any(String),
      despatch: 'DA 1',
    });
    for (const { id } of told) await desk.post(store, `/v1/sessions/${String(id)}/drop`, {});
  });

  it('are for devices with goods, and for what makes sense', async () => {
    const look = await desk.pair('look');
    const till = await desk.pair('dispense');
    expect((await desk.post(look, '/v1/sessions', { mode: 'receive' })).status).toBe(403);
    expect((await desk.post(till, '/v1/sessions', { mode: 'ship', to: 'Hill Pharmacy' })).status).toBe(403);
    for (const body of [
      {},
      { mode: 'dispense' },
      { mode: 'verify' },
      { mode: 'ship' },
      { mode: 'pack' },
      { mode: 'receive', left: 'x' },
      { mode: 'receive', shipment: 1 },
    ])
      expect([body, (await desk.post(store, '/v1/sessions', body)).status]).toEqual([body, 400]);
    const nothing = await desk.post(store, '/v1/sessions', { mode: 'receive', shipment: 'no such' });
    expect(nothing.documents[0]).toMatchObject({ ok: false, code: 'not-found' });
    const { id } = await opened(store, { mode: 'receive' });
    for (const moves of [
      [],
      [{ id: 0, scan: 'x' }],
      [{ id: 1 }],
      [
        { id: 2, scan: 'x' },
        { id: 1, scan: 'x' },
      ],
      [{ scan: 'x' }],
      ['x'],
      [{ id: 1, scan: 'x', by: 'mouth' }],
      'x',
    ])
      expect([moves, (await desk.post(store, `/v1/sessions/${id}/moves`, { moves })).status]).toEqual([moves, 400]);
    expect((await desk.post(store, '/v1/sessions/none/moves', { moves: [{ id: 1, scan: 'x' }] })).status).toBe(404);
    expect((await desk.ask(`/v1/sessions/${id}/expected`, { as: other })).status).toBe(404);
  });
});
