// What a person says is recorded so that every reader takes it, or refused: nothing looks done that is not.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { missing } from '../../src/app/steps/missing.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { report } from '../../src/app/verdict/report.ts';
import { openPart } from '../../src/chain/open.ts';
import { decodePart } from '../../src/custody/events/index.ts';
import { PedigreeError } from '../../src/errors.ts';
import { GTIN, LOT, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL } from './network.ts';

/** Around every limit that a text of an event has. */
const LENGTHS = [0, 1, 100, 101, 120, 121, 200, 201, 500, 501, 2000, 2001, 5000];

let world: World;
let scans: readonly string[] = [];
let shipment = '';
let used = 0;

beforeAll(async () => {
  world = await makeWorld();
  ({ scans } = await world.mint({ count: 600 }));
  shipment = (await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 4) }))).shipment;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(400) }));
  await world.share();
  await world.as('hill', (home) => receive(home, { items: scans.slice(400) }));
});
afterAll(() => world.remove());

/** A pack that nothing happened to yet, at the maker and at the pharmacy. */
const own = () => scans[4 + used++] ?? '';
const there = () => scans[400 + used++] ?? '';
const order = { gtin: GTIN, lots: [LOT], allLots: false, class: 3, confirm: [LOT], unknownLot: false, sync: false };

type Say = (home: Home, said: string) => unknown;
const SAID: readonly (readonly [string, Who, Say])[] = [
  ['missing --note', 'acme', (home, note) => missing(home, { items: [own()], note })],
  ['quarantine --note', 'acme', (home, note) => quarantine(home, { items: [own()], reason: 'suspect', note })],
  ['decommission --note', 'acme', (home, note) => decommission(home, { items: [own()], reason: 'sample', note })],
  [
    'decommission --evidence',
    'acme',
    (home, evidence) => decommission(home, { items: [own()], reason: 'sample', evidence }),
  ],
  [
    'release --note',
    'acme',
    (home, note) => {
      const item = own();
      quarantine(home, { items: [item], reason: 'suspect' });
      return release(home, { items: [item], note });
    },
  ],
  ['ship --despatch', 'acme', (home, despatch) => ship(home, { to: HILL.gln, items: [own()], despatch })],
  ['return --reason', 'acme', (home, reason) => ship(home, { to: HILL.gln, items: [own()], reason })],
  ['ship --once', 'acme', (home, once) => ship(home, { to: HILL.gln, items: [own()], once })],
  [
    'void --reason',
    'acme',
    (home, reason) => {
      const item = own();
      ship(home, { to: HILL.gln, items: [item] });
      return voidShipment(home, { items: [item], reason });
    },
  ],
  ['refuse --reason', 'hill', (home, reason) => refuseShipment(home, { shipment, reason })],
  ['dispense --ref', 'hill', (home, ref) => dispense(home, [there()], { ref })],
  ['dispense --later --ref', 'hill', (home, ref) => dispense(home, [own()], { ref, later: true })],
  ['dispense --note', 'hill', (home, note) => dispense(home, [there()], { note })],
  ['dispense --once', 'hill', (home, once) => dispense(home, [there()], { once })],
  [
    'reinstate --reason',
    'hill',
    (home, reason) => {
      const item = there();
      dispense(home, [item]);
      return reinstate(home, { items: [item], reason, notSupplied: true });
    },
  ],
];

/** What of the own events from `from` on a reader does not take: whole parts, and fields that no definition names. */
function unread(home: Home, from: number): readonly string[] {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    const { chain } = home.self;
    const size = view.chain(chain)?.size ?? 0;
    const found: string[] = [];
    for (let seq = from; seq < size; seq++) {
      const event = view.event(`${chain}/${seq}`);
      if (event === undefined) throw new Error(`no event ${seq}`);
      const { leaf } = event;
      const kd = known.granted(event)?.kd;
      const opened =
        leaf.details === undefined || kd === undefined
          ? {}
          : openPart(leaf, chain, 'details', kd, (root, at) => view.page(root, at));
      const parts = [
        ['public', leaf.public],
        ['details', opened],
        ['manifest', leaf.manifest === undefined ? {} : known.manifest(event)],
        ['private', known.private(event)],
      ] as const;
      for (const [part, value] of parts) {
        if (part !== 'public' && leaf[part] === undefined) continue;
        const read = typeof value === 'object' ? decodePart(leaf.type, part, value) : undefined;
        if (read === undefined) found.push(`${part} of ${leaf.type}`);
        else for (const name of Object.keys(value ?? {})) if (!(name in read)) found.push(`${name} of ${leaf.type}`);
      }
    }
    return found;
  });
}

const sizeOf = (home: Home) => home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);

test.each(SAID)('%s is recorded to be read, or refused in words', async (_, who, say) => {
  const results: string[] = [];
  for (const length of LENGTHS) {
    await world.as(who, (home) => {
      const from = sizeOf(home);
      try {
        say(home, 'n'.repeat(length));
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        expect(error).toMatchObject({ code: 'usage', exit: 2 });
        expect(error.message).toMatch(
          length === 0 ? /is empty$|say why/ : new RegExp(`has ${length} characters, more`),
        );
        results.push('refused');
        return;
      }
      expect(unread(home, from)).toEqual([]);
      results.push('recorded');
    });
  }
  // What is short is taken, what is very long is not, and between the two there is one limit.
  expect(results.slice(0, 3)).toEqual(['refused', 'recorded', 'recorded']);
  const refusedFrom = results.indexOf('refused', 1);
  expect(new Set(results.slice(refusedFrom))).toEqual(new Set(['refused']));
});

test('who works here is recorded to be read, or refused in words', async () => {
  const at = (operator: string) => world.at('hill', (home) => dispense(home, [there()]), { operator });
  await expect(at('n'.repeat(2001))).rejects.toMatchObject({ code: 'usage', exit: 2 });
  await expect(at('n'.repeat(2000))).resolves.toMatchObject({ already: false });
});

test('a recall whose number is too long is refused, and stops what it names where it is not', async () => {
  const issue = (number: string) =>
    issueRecall(world.env('acme'), { ...order, reason: `because of ${number.length}`, number });
  await expect(issue('N'.repeat(101))).rejects.toMatchObject({ code: 'usage', exit: 2 });
  const { data } = await issue('N'.repeat(100));
  await world.at('acme', (home) => {
    expect(unread(home, Number(data.recall.split('/')[1]))).toEqual([]);
  });
  await expect(respondToRecall(world.env('acme'), data.recall, { note: 'n'.repeat(2001) })).rejects.toThrow(
    /characters/,
  );
});

test('a report says what was seen, to be read, or is refused in words', async () => {
  const say = (note: string) => report(world.env('hill'), there(), { as: 'suspect', note });
  await expect(say('n'.repeat(2001))).rejects.toMatchObject({ code: 'usage' });
  await expect(say('')).rejects.toMatchObject({ code: 'usage' });
  await expect(say('n'.repeat(2000))).resolves.toMatchObject({ data: { already: false } });
});
