// What it costs that a life can be read in several ways: packs of one line beside contested ones, in two networks that are
// alike but for that, look after look in turn; the code compiled, the ledgers open.
import { openReading } from '../../src/app/node/reading.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { questionOf, verifyOne } from '../../src/app/verdict/verify.ts';
import { packItem } from '../../src/custody/item.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import { makeWorld } from '../../test/app/goods-world.ts';
import { MIDWAY } from '../../test/app/network.ts';
import { row } from './party.mjs';

const PACKS = 400;
const LOOKS = 6_000;
const WARM = 1_500;

/** Every look comes as often after each of the others: whoever goes second finds warmer caches. */
const ORDERS = [
  [0, 1, 3, 2],
  [1, 2, 0, 3],
  [2, 3, 1, 0],
  [3, 0, 2, 1],
];

/** Midway has received all packs; where `contested`, the maker took every second shipment back without having heard of it. */
async function scene(contested) {
  const world = await makeWorld();
  const { scans } = await world.mint({ count: PACKS });
  const half = [scans.slice(0, PACKS / 2), scans.slice(PACKS / 2)];
  const shipments = [];
  for (const items of half) {
    const { shipment } = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
    shipments.push(shipment);
  }
  await world.share();
  await world.as('midway', (home) => receive(home, { items: shipments }));
  if (contested) await world.as('acme', (home) => voidShipment(home, { items: [shipments[1]], reason: 'here' }));
  await world.share();
  const reading = openReading(world.env('midway'));
  const ask = reading.ledger.read((view) => questionOf(reading, view, {}));
  return { world, reading, ask, plain: half[0], other: half[1] };
}

async function itemOf({ reading, ask }, text) {
  const { data } = await verifyOne(reading, { n: 1, input: text, text }, ask, false);
  return reading.ledger.read((view) => packItem(view.network, data.item.gtin, data.item.serial));
}

async function look({ reading, ask }, text) {
  const start = process.hrtime.bigint();
  const { data } = await verifyOne(reading, { n: 1, input: text, text }, ask, false);
  const took = Number(process.hrtime.bigint() - start) / 1e3;
  return { took, status: data.status };
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

/** Whether each of three kinds of looks is what it should be, and what it takes. */
export async function lineRows() {
  const [quiet, busy] = [await scene(false), await scene(true)];
  const times = { quiet: [], busy: [], another: [], contested: [] };
  for (let i = 0; i < LOOKS; i++) {
    const at = (i * 7919) % (PACKS / 2);
    const looks = [
      ['quiet', quiet, quiet.plain, 'genuine'],
      ['busy', busy, busy.plain, 'genuine'],
      ['another', quiet, quiet.other, 'genuine'],
      ['contested', busy, busy.other, 'caution'],
    ];
    for (const [name, from, scans, status] of ORDERS[i % 4].map((k) => looks[k])) {
      const one = await look(from, scans[at]);
      if (one.status !== status) throw new Error(`${name} is ${one.status}`);
      if (i >= WARM) times[name].push(one.took);
    }
  }
  // Many at once, as a delivery is looked at: containers and what was opened are shared, and that a contest was met.
  const items = [];
  for (const scan of [...busy.plain, busy.other[0]]) items.push(await itemOf(busy, scan));
  const shared = traced(busy.reading, items);
  for (const { world, reading } of [quiet, busy]) {
    reading.close();
    world.remove();
  }
  const [one, beside, two] = [median(times.quiet), median(times.busy), median(times.contested)];
  return [
    row(
      'verify of a pack of one line beside contested ones',
      'where nothing is contested',
      beside / one,
      1.05,
      1.01,
      `${beside.toFixed(0)} µs, ${one.toFixed(0)} µs`,
    ),
    row('lives of one line, many at once, after a contest was met', 'before', shared, 1.05, 1.02),
    row('verify of a contested pack, two lines', 'one line', two / one, 2, 1.5, `${two.toFixed(0)} µs`),
  ];
}

/** @param items the last one is contested */
function traced(reading, known) {
  const items = known.slice(0, -1);
  return reading.ledger.read((view) => {
    const all = (cache) => {
      const start = process.hrtime.bigint();
      for (const one of items) traceItem(one, view, cache);
      return Number(process.hrtime.bigint() - start);
    };
    const ratios = [];
    for (let i = 0; i < 300; i++) {
      const met = createLifeCache();
      if ((traceItem(known.at(-1), view, met).lines?.length ?? 0) < 2) throw new Error('nothing is contested');
      const [a, b] = i % 2 === 0 ? [all(met), all(createLifeCache())] : [all(createLifeCache()), all(met)].reverse();
      if (i >= 60) ratios.push(a / b);
    }
    return median(ratios);
  });
}
