// What a maker's line and a wholesaler's warehouse wrote as EPCIS is signed on their chains.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureFile } from '../../src/app/capture/capture.ts';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { PEDIGREE } from '../../src/app/node/own-words.ts';
import { documentNames } from '../../src/app/outside/kept-files.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { showEvent } from '../../src/app/record/log.ts';
import { shipments } from '../../src/app/record/shipments-known.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { convertEpcis } from '../../src/epcis/convert.ts';
import { PedigreeError } from '../../src/errors.ts';
import { makeWorld, type Who, type World } from './goods-world.ts';
import { Line, sgtin, sscc } from './line-files.ts';
import { ACME, MIDWAY } from './network.ts';

let world: World;
let files = 0;
let cases = 0;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

function written(line: Line | string): string {
  const path = world.path(`line-${++files}.json`);
  writeFileSync(path, typeof line === 'string' ? line : line.text());
  return path;
}
const capture = (who: Who, line: Line | string, dryRun = false) =>
  world.at(who, (home) => captureFile(home, written(line)), { dryRun });
const refusedBy = (who: Who, line: Line | string, dryRun = false) =>
  capture(who, line, dryRun).then(
    () => undefined,
    (error: unknown) => (error instanceof PedigreeError ? error : undefined),
  );
const faultsOf = (error: PedigreeError | undefined) =>
  ((error?.detail?.items ?? []) as readonly { event: number; code: string }[]).map(
    ({ event, code }) => `${event} ${code}`,
  );
const events = (who: Who) => world.as(who, ({ ledger, self }) => ledger.read((view) => view.chain(self.chain)?.size));

/** Serials that no other test has. */
let made = 0;
const packs = (count: number) => Array.from({ length: count }, () => sgtin(`S${String(++made).padStart(6, '0')}X`));
const caseNo = () => sscc(++cases);

describe('a day of a line', () => {
  it('is commissioned by lot over the whole file, packed and shipped, as a dry run foresees', async () => {
    const some = packs(6);
    const [first, second, pallet] = [caseNo(), caseNo(), caseNo()];
    const line = new Line(ACME.gln)
      .make(some.slice(0, 3))
      .make(some.slice(3))
      .pack(first, some.slice(0, 3))
      .pack(second, some.slice(3))
      .pack(pallet, [first, second])
      .ship([pallet], MIDWAY.gln, 'DA-1');
    const before = await events('acme');
    expect(before).toBeGreaterThan(0);
    const dry = await capture('acme', line, true);
    expect([await events('acme'), await world.as('acme', ({ dir }) => documentNames(dir).length)]).toEqual([before, 0]);
    const data = await capture('acme', line);
    expect(data).toMatchObject({ packs: 6, skipped: [], exit: 0, already: false, before: 0 });
    expect(data.events.map(({ type, packs: of }) => `${type} ${of}`)).toEqual([
      ...['commission 6', 'pack 3', 'pack 3', 'pack 6', 'ship 6'],
    ]);
    expect(dry).toMatchObject({ dryRun: true, packs: 6, events: data.events });
    expect(await world.counts('acme')).toEqual({ outgoing: 6 });
    await world.share('acme', 'midway', 'hill', 'agency');
    expect(await world.as('midway', (home) => receive(home, { items: ['DA-1'] }))).toMatchObject({ packs: 6, exit: 0 });
    expect(auditFolder(world.env('acme')).findings).toEqual([]);
  });
});

describe('papers that stand in an event of their own', () => {
  const paper = (type: string, number: string) => ({
    type,
    bizTransaction: `urn:epcglobal:cbv:bt:${ACME.gln}:${number}`,
  });
  const ordered = (...bizTransactionList: readonly object[]) => ({
    ...{ type: 'TransactionEvent', action: 'ADD', bizTransactionList },
  });
  const papersOf = () =>
    world.as('acme', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return shipments(known).map(({ despatch, po, invoice }) => ({ despatch, po, invoice }));
      }),
    );

  it('go with the next shipment of each of the same goods; what that says itself counts', async () => {
    const [box, other] = [caseNo(), caseNo()];
    const some = packs(3);
    const before = (await papersOf()).length;
    const line = new Line(ACME.gln)
      .make(some)
      .did('storing', [box], ordered(paper('po', 'LATE-0'), paper('desadv', 'DA-WRONG')))
      .did('storing', [box, other], ordered(paper('po', 'PO-9'), paper('inv', 'INV-9')))
      .did('storing', [some[2] ?? ''], ordered(paper('po', 'PO-LEFT')))
      .did('storing', [box], { ...ordered(paper('po', 'PO-GONE')), action: 'DELETE' })
      .pack(box, some.slice(0, 1))
      .pack(other, some.slice(1, 2))
      .ship([box], MIDWAY.gln, 'DA-91')
      .ship([other], MIDWAY.gln, 'DA-92')
      .did('storing', [other], ordered(paper('po', 'PO-AFTER')));
    const data = await capture('acme', line);
    expect(data.skipped.map(({ event, code }) => `${event} ${code}`)).toEqual([
      ...['3 not-mapped', '4 not-mapped', '9 not-mapped'],
    ]);
    expect((await papersOf()).slice(before)).toEqual([
      { despatch: 'DA-91', po: 'PO-9', invoice: 'INV-9' },
      { despatch: 'DA-92', po: 'PO-9', invoice: 'INV-9' },
    ]);
    expect(await capture('acme', line)).toMatchObject({ already: true });
  });
});

describe('the same again', () => {
  it('is known by what it says, in whatever file and form, also after a rebuild', async () => {
    const some = packs(4);
    const line = new Line(ACME.gln).make(some).pack(caseNo(), some);
    const json = written(line);
    await world.as('acme', (home) => captureFile(home, json));
    const before = await events('acme');
    expect(await world.as('acme', (home) => captureFile(home, json))).toMatchObject({
      already: true,
      exit: 0,
      before: 2,
    });
    // Another file with an event more, as XML.
    line.did('decommissioning', [], { epcList: some.slice(0, 1), action: 'DELETE', disposition: 'damaged' });
    await world.as('acme', rebuild);
    const xml: string[] = [];
    await convertEpcis(
      () => [new TextEncoder().encode(line.text())],
      { to: '1.2' },
      (text) => xml.push(text),
    );
    const more = await capture('acme', xml.join(''));
    expect(more).toMatchObject({ already: false, exit: 0, before: 2, packs: 0 });
    expect(more.events).toMatchObject([{ type: 'decommission', packs: 1 }]);
    // The document is the second event that was written.
    expect(await events('acme')).toBe((before ?? 0) + 2);
  });

  it('under an ID that another event was captured with is refused', async () => {
    const [one = '', other = ''] = packs(2);
    const id = { eventID: 'urn:uuid:0d0a1b4e-0001-4000-8000-000000000001' };
    const line = new Line(ACME.gln).make([one], 'LOT7', '2031-06-30', id);
    await capture('acme', line);
    expect(await capture('acme', line)).toMatchObject({ already: true });
    const error = await refusedBy('acme', new Line(ACME.gln).make([other], 'LOT7', '2031-06-30', id));
    expect([error?.exit, error?.code, faultsOf(error)]).toEqual([14, 'wrong-state', ['0 event-id-reused']]);
  });

  it('packs that were made by other events are not made again', async () => {
    const some = packs(3);
    await capture('acme', new Line(ACME.gln).make(some));
    const before = await events('acme');
    const again = new Line(ACME.gln).did('storing', some).make(some.slice(1)).pack(caseNo(), some.slice(1));
    const error = await refusedBy('acme', again);
    expect([error?.exit, faultsOf(error)]).toEqual([14, ['1 wrong-state']]);
    const twice = await refusedBy(
      'acme',
      new Line(ACME.gln).make(packs(1)).make([...packs(1), sgtin(`S${String(made).padStart(6, '0')}X`)]),
    );
    expect(twice?.exit).toBe(65);
    expect(await events('acme')).toBe(before);
  });
});

describe('a file that cannot be captured', () => {
  it('is told of all that stands in the way at once, and nothing of it is recorded', async () => {
    const before = await events('acme');
    const [a = '', b = '', c = '', d = ''] = packs(4);
    const foreign = 'urn:epc:id:sgtin:9521321.000001.A1';
    const line = new Line(ACME.gln)
      .make([a])
      .make([b], 'LOT7', '06/07/2031')
      .make([c], '', '2031-06-30')
      .make([foreign])
      .make([`${d.slice(0, -8)}0${d.slice(-8)}`.replace('9506000.', '95060000.')])
      .pack(caseNo(), [a, b])
      .ship([a], MIDWAY.gln);
    for (const dryRun of [true, false]) {
      const error = await refusedBy('acme', line, dryRun);
      expect(error?.exit).toBe(65);
      expect(faultsOf(error)).toEqual(['1 date-ambiguous', '2 lot-form', '3 not-allowed', '4 epc-check-digit']);
    }
    expect(await events('acme')).toBe(before);
    const own = await refusedBy('acme', new Line(ACME.gln).make([foreign]));
    expect([own?.exit, own?.code]).toEqual([77, 'not-allowed']);
    await expect(capture('acme', 'no file of that kind')).rejects.toMatchObject({ exit: 65 });
  });

  it('has to agree with the lot as it was made', async () => {
    await capture('acme', new Line(ACME.gln).make(packs(1), 'MONTH', '2031-06-30'));
    expect((await refusedBy('acme', new Line(ACME.gln).make(packs(1), 'MONTH', '2031-07-31')))?.exit).toBe(14);
    // It expired before it was made.
    expect((await refusedBy('acme', new Line(ACME.gln).make(packs(1), 'OLD', '2026-01-31')))?.exit).toBe(14);
  });
});

describe('what is left out', () => {
  it('is what others did, what no chain records and whom the network does not know; the rest is recorded', async () => {
    const some = packs(3);
    const line = new Line(ACME.gln)
      .make(some)
      .did('storing', some)
      .did('commissioning', ['urn:epc:id:sgtin:9521321.000001.Z9'], {
        action: 'ADD',
        readPoint: { id: 'urn:epc:id:sgln:9506000.10002.0' },
      })
      .ship(some.slice(0, 1), '9521321000117')
      .did('shipping', some.slice(1, 2))
      .did('void_shipping', some.slice(0, 1))
      .did('receiving', ['urn:epc:id:sscc:9521321.0000000001']);
    const data = await capture('acme', line);
    expect(data.events.map(({ type }) => type)).toEqual(['commission']);
    expect(data.skipped.map(({ event, code }) => `${event} ${code}`)).toEqual([
      ...['1 not-mapped', '2 not-own', '3 outside-party', '4 no-destination', '5 follows-skipped', '6 not-yet-known'],
    ]);
    expect(data.exit).toBe(20);
  });
});

describe('texts that are longer than an event may have', () => {
  it('are cut between characters', async () => {
    const some = packs(1);
    const long = (most: number) => `${'x'.repeat(most - 1)}\u{1f600}y`;
    const line = new Line(ACME.gln)
      .make(some, 'LOT7', '2031-06-30', { eventID: `urn:x:${long(494)}` })
      .ship(some, MIDWAY.gln, long(100), { disposition: 'returned', [`${PEDIGREE}reason`]: long(500) });
    const data = await capture('acme', line);
    expect(data).toMatchObject({ exit: 0, skipped: [] });
    const shipped = data.events.find(({ type }) => type === 'ship')?.event ?? '';
    expect(await world.as('acme', (home) => showEvent(home, shipped))).toMatchObject({
      events: [{ details: { reason: 'x'.repeat(499) }, manifest: { despatch: 'x'.repeat(99) } }],
    });
  });
});
