// Deeds of a maker that have been at it for years: serials made elsewhere for a product of many lots, cases and pallets packed
// through the library, and the name of one product among thousands. CPU, as others share the machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maker, PROGRAM } from '../scripts/maker.mjs';
import { setProduct } from '../src/app/items/product.ts';
import { random } from '../src/app/node/random.ts';
import { mint } from '../src/app/steps/mint.ts';
import { pack } from '../src/app/steps/pack.ts';
import { serialAt } from '../src/chain/serial.ts';
import { checkDigit } from '../src/gs1/keys.ts';
import { EXPIRY, GTIN, makeWorld } from '../test/app/goods-world.ts';
import { row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const ROUNDS = 5;
const SERIALS = 20_000;
const MANY = 200_000;
const MILLION = 1_000_000;
const CASES = 40;
const CASE = 48;
const PRODUCTS = [40, 4_000];
const SETS = 25;

/** Seconds of the processor that `fn` takes. */
function spent(fn) {
  const before = process.cpuUsage();
  const value = fn();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, value };
}

const serials = (count) => {
  const seed = random(32);
  return Array.from({ length: count }, (_, i) => serialAt(seed, i));
};
const told = (...values) => values.map((value) => `${(1_000 * value).toFixed(0)} ms`).join(', ');

async function inWorld(fn) {
  const world = await makeWorld();
  try {
    return await world.as('acme', fn);
  } finally {
    world.remove();
  }
}

/** What each of some orders of serials for one product takes, and then an order that is drawn from a seed. */
function orders(home, count, often) {
  const lot = (name, how) => spent(() => mint(home, { gtin: GTIN, lot: name, expiry: EXPIRY, ...how })).seconds;
  const given = Array.from({ length: often }, (_, i) => lot(`L${i}`, { serials: serials(count) }));
  return { given, drawn: lot('SEED', { count }) };
}

async function serialRows() {
  await inWorld((home) => orders(home, SERIALS, 1));
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await inWorld((home) => orders(home, SERIALS, 6).given));
  const [first, sixth] = [0, 5].map((at) => median(rounds.map((given) => given[at])));
  const large = [];
  for (let i = 0; i < ROUNDS; i++) large.push(await inWorld((home) => orders(home, MANY, 1)));
  const [given, drawn] = [median(large.map((one) => one.given[0])), median(large.map((one) => one.drawn))];
  const ratio = median(rounds.map((all) => all[5] / all[0]));
  return [
    row(`mint of ${SERIALS} given serials, sixth of a product`, 'the first', ratio, 1.3, 1.1, told(sixth, first)),
    row(`mint of ${MANY} given serials`, 'as many drawn', given / drawn, 6, 4, told(given, drawn)),
  ];
}

async function packRows() {
  const rounds = [];
  for (let i = 0; i <= ROUNDS; i++) {
    const world = await makeWorld();
    const { scans } = await world.mint({ count: CASE * CASES, lot: 'LOOSE' });
    const times = await world.as('acme', (home) => {
      const cases = spent(() =>
        Array.from({ length: CASES }, (_, at) => {
          const items = scans.slice(at * CASE, (at + 1) * CASE);
          return pack(home, { into: 'new', items }).container;
        }),
      );
      const pallet = spent(() => pack(home, { into: 'new', items: cases.value }));
      const minted = spent(() =>
        mint(home, { gtin: GTIN, lot: 'CASED', expiry: EXPIRY, count: CASE * CASES, caseOf: CASE }),
      );
      return [cases, pallet, minted].map(({ seconds }) => seconds);
    });
    world.remove();
    // The first round compiles.
    if (i > 0) rounds.push(times);
  }
  const [cases, pallet, minted] = [0, 1, 2].map((k) => median(rounds.map((round) => round[k])));
  const against = `mint --case of ${CASES} cases`;
  return [
    row(`pack of ${CASES} cases of ${CASE}, one by one`, against, cases / minted, 2, 1.5, told(cases, minted)),
    row(`pack of a pallet of ${CASES} such cases`, against, pallet / minted, 2, 1, told(pallet, minted)),
  ];
}

/** MB that the program has at most while it makes a million packs of given serials. */
function roomRow() {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  try {
    const { home } = maker(folder, 10);
    const file = join(folder, 'serials.txt');
    writeFileSync(file, `${serials(MILLION).join('\n')}\n`);
    const told = "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";
    const args = ['mint', '--gtin', GTIN, '--lot', 'GIVEN', '--expiry', EXPIRY, '--serials', file];
    const env = { ...process.env, PEDIGREE_HOME: home };
    const { stderr } = spawnSync(process.execPath, ['--import', told, PROGRAM, ...args], { env, encoding: 'utf8' });
    const peak = Number(stderr.trim().split('\n').at(-1)) / 1024;
    return row(`MB of memory while minting ${MILLION} given serials`, '', peak, 300);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const gtinOf = (i) => {
  const stem = `09506000${String(i).padStart(5, '0')}`;
  return stem + checkDigit(stem);
};

/** Names so many products, and then one of them again and again. */
function named(home, count) {
  home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
    for (let i = 0; i < count; i++) tx.add({ type: 'product', public: { gtin: gtinOf(i), name: `Product ${i}` } });
  });
  const set = (i) => spent(() => setProduct(home, { gtin: gtinOf(i % count), name: `Other ${i}` })).seconds;
  for (let i = 0; i < SETS; i++) set(i);
  return median(Array.from({ length: SETS }, (_, i) => set(i + SETS)));
}

async function productRow() {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const times = [];
    for (const count of PRODUCTS) times.push(await inWorld((home) => named(home, count)));
    rounds.push(times);
  }
  const [few, many] = [0, 1].map((k) => median(rounds.map((round) => round[k])));
  const what = `product set, of ${PRODUCTS[1]} products`;
  return row(what, `of ${PRODUCTS[0]}`, median(rounds.map(([a, b]) => b / a)), 1.2, 1.05, told(many, few));
}

export const rows = async () => [...(await serialRows()), roomRow(), ...(await packRows()), await productRow()];

if (process.argv[1] === import.meta.filename) console.table(await rows());
