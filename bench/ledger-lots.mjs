// Many lots of one product: verdicts with a thousand lots of a GTIN against one lot of as many packs, and the room on disk. The
// code compiled, both ledgers open, looked at in turns.
import { statSync } from 'node:fs';
import { random } from '../src/app/node/random.ts';
import { openReading } from '../src/app/node/reading.ts';
import { questionOf, verifyOne } from '../src/app/verdict/verify.ts';
import { mintTokens, sortTokens } from '../src/chain/mint.ts';
import { serialAt } from '../src/chain/serial.ts';
import { EXPIRY, GTIN, makeWorld } from '../test/app/goods-world.ts';
import { row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const PACKS = 500_000;
const LOTS = 1_000;
const LOOKS = 2_500;
const WARM = 500;
const FAKES = 40;
const ROUNDS = 5;

/** A maker's ledger with so many lots of one product, open to read, and what its labels say. */
async function scene(lots) {
  const world = await makeWorld();
  const each = PACKS / lots;
  const seeds = Array.from({ length: lots }, () => random(32));
  const bytes = () => statSync(`${world.path('acme')}/ledger.db`).size;
  const before = bytes();
  await world.as('acme', (home) => {
    const { network } = home.self;
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
      seeds.forEach((seed, i) => {
        const tokens = sortTokens(mintTokens(network, GTIN, seed, 0, each));
        tx.add({ type: 'commission', public: { gtin: GTIN, lot: `L${i}`, expiry: EXPIRY, count: each }, tokens });
      });
    });
  });
  const label = (lot, serial) => `(01)${GTIN}(21)${serial}(17)${EXPIRY.slice(2).replaceAll('-', '')}(10)L${lot}`;
  const reading = openReading(world.env('acme'));
  const ask = reading.ledger.read((view) => questionOf(reading, view, {}));
  return {
    each: (bytes() - before) / PACKS,
    scan: (i) => label(i % lots, serialAt(seeds[i % lots], i % each)),
    fake: (i) => label(i % lots, serialAt(Buffer.alloc(32, 'fake'), i)),
    look: async (text, status) => {
      const start = process.hrtime.bigint();
      const { data } = await verifyOne(reading, { n: 1, input: text, text }, ask, false);
      const took = Number(process.hrtime.bigint() - start) / 1e3;
      if (data.status !== status) throw new Error(`${text} is ${data.status}`);
      return took;
    },
    close: () => {
      reading.close();
      world.remove();
    },
  };
}

/** The middle of the ratios of several rounds, and the middle µs of each side. */
async function compared(few, many, looks, textOf, status) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times = [[], []];
    for (let i = 0; i < looks; i++) {
      const at = (round * looks + i) * 7919;
      const both = [few, many].map((one, k) => [one, times[k]]);
      for (const [one, list] of i % 2 === 0 ? both : both.reverse()) list.push(await one.look(textOf(one)(at), status));
    }
    rounds.push(times.map(median));
  }
  const [before, after] = [0, 1].map((k) => median(rounds.map((round) => round[k])));
  return { ratio: median(rounds.map(([a, b]) => b / a)), detail: `${after.toFixed(0)} µs, ${before.toFixed(0)} µs` };
}

export async function rows() {
  const [few, many] = [await scene(1), await scene(LOTS)];
  await compared(few, many, WARM, ({ scan }) => scan, 'genuine');
  const known = await compared(few, many, LOOKS, ({ scan }) => scan, 'genuine');
  const fake = await compared(few, many, FAKES, ({ fake }) => fake, 'stop');
  for (const one of [few, many]) one.close();
  const against = '1 lot of as many packs';
  return [
    row(`verify of a known pack, ${LOTS} lots of its GTIN`, against, known.ratio, 1.5, 1.2, known.detail),
    row(`verify of a serial that nobody made, ${LOTS} lots`, against, fake.ratio, 2, 1.5, fake.detail),
    row(`bytes a pack in the ledger, ${LOTS} lots`, '', many.each, 27),
  ];
}

if (process.argv[1] === import.meta.filename) console.table(await rows());
