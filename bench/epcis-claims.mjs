// What claims of documents cost: taking a file in beside checking it, the room of its index, and a verify with a million claims in
// the folder (ten million with PEDIGREE_LONG=1) beside one without. Run: npm run bench -- epcis-claims
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { maker, PROGRAM } from '../scripts/maker.mjs';
import { makeEnv } from '../src/app/node/env.ts';
import { openReading } from '../src/app/node/reading.ts';
import { questionOf, verifyOne } from '../src/app/verdict/verify.ts';
import { asProgram, writeFile, XML } from './epcis/file.mjs';
import { folder, row } from './ledger/party.mjs';
import { median, processTime, ratioOfPairs } from './pairs.mjs';

const A_FILE = 1_000_000;
const FILES = process.env.PEDIGREE_LONG === '1' ? 10 : 1;
const ROUNDS = 5;
const LOOKS = 6_000;
const WARM = 2_000;
const PAIRS = 31;
/** A product and a sender that the network does not know. */
const PRODUCT = { urn: '9521321.000001', gtin: '09521321000018' };
const SENDER = '9521321000117';
const KEEP = 100_000;

const CHECK = `const { checkFile } = await import('./src/app/outside/check-file.ts');
await checkFile(process.argv[1], {});`;
const IMPORT = `const { makeEnv } = await import('./src/app/node/env.ts');
const { openHome } = await import('./src/app/node/home.ts');
const { importDocument } = await import('./src/app/outside/import-document.ts');
const home = openHome(makeEnv({ home: process.argv[2] }));
await importDocument(home, process.argv[1], { from: '${SENDER}' });
home.close();`;

/** Bytes of the files of a folder, those of the kept documents apart. */
function sizes(home) {
  const [all, kept] = [readdirSync(home, { recursive: true }), readdirSync(join(home, 'documents'))];
  const bytes = (names, at) => names.reduce((sum, name) => sum + statSync(join(at, name)).size, 0);
  const documents = bytes(kept, join(home, 'documents'));
  return { index: bytes(all, home) - documents, documents };
}

function newMaker() {
  const dir = folder();
  mkdirSync(dir);
  const { home, scans } = maker(dir, 10_000);
  mkdirSync(join(home, 'documents'), { recursive: true });
  return { home, scans };
}

/** Files taken in one after the other, the first of them into new folders as well, in turn with being checked. */
function taken(full) {
  const found = { ratios: [], scans: [] };
  for (let n = 0; n < FILES; n++) {
    const path = folder();
    const serials = writeFile(path, XML, { packs: A_FILE, product: PRODUCT.urn, seed: 123456789 + n, keep: KEEP });
    if (n === 0) {
      for (let round = 0; round < ROUNDS; round++) {
        const { home } = newMaker();
        const checked = asProgram(CHECK, path).seconds;
        found.ratios.push(asProgram(IMPORT, path, home).seconds / checked);
        rmSync(home, { recursive: true });
      }
    }
    asProgram(IMPORT, path, full.home);
    rmSync(path);
    found.scans.push(...serials.map((serial) => `(01)${PRODUCT.gtin}(21)${serial}`));
  }
  return found;
}

/** Microseconds of looks at each of some lists of packs, in turn, the code compiled. */
async function looks(kinds) {
  const times = kinds.map(() => []);
  const open = new Map(kinds.map(({ home }) => [home, openReading(makeEnv({ home }))]));
  for (let i = 0; i < LOOKS; i++) {
    for (const [kind, { home, scans, status }] of kinds.entries()) {
      const text = scans[(i * 7919) % scans.length];
      const reading = open.get(home);
      const start = process.hrtime.bigint();
      const ask = reading.ledger.read((view) => questionOf(reading, view, {}));
      const { data } = await verifyOne(reading, { n: 1, input: text, text }, ask, false);
      if (i >= WARM) times[kind].push(Number(process.hrtime.bigint() - start) / 1e3);
      if (data.status !== status) throw new Error(`${text} is ${data.status}`);
    }
  }
  for (const reading of open.values()) reading.close();
  return times.map(median);
}

/** Whole processes, with documents in the folder and without. */
function cold(word, full, bare) {
  const run =
    ({ home, scans }) =>
    () =>
      processTime([PROGRAM, word, scans[5000]], [0], { ...process.env, PEDIGREE_HOME: home });
  const { ratio } = ratioOfPairs(PAIRS, run(full), run(bare));
  return row(`pedigree ${word}, whole process, documents there`, 'none there', ratio, 1.03, 1);
}

export async function rows() {
  const [full, bare] = [newMaker(), newMaker()];
  const before = sizes(full.home).index;
  const { ratios, scans } = taken(full);
  const claims = FILES * A_FILE;
  const index = (sizes(full.home).index - before) / claims;
  // Apart from each other: what is looked up in one folder takes the place of what was looked up in it before.
  const own = { ...full, status: 'genuine' };
  const [many, without] = await looks([own, { ...bare, status: 'genuine' }]);
  const [known, claimed] = await looks([own, { home: full.home, scans, status: 'unknown' }]);
  return [
    row('import of 1.2 XML, 1 000 000 packs, CPU', 'check of the file', median(ratios), 2, 1.5),
    row('index of claims, bytes a claim', '', index, 16, 14),
    row(`verify of a chain pack, ${FILES} 000 000 claims stored`, 'without claims', many / without, 1.02, 1),
    row('verify of a claimed pack', 'of a chain pack', claimed / known, 3, 2),
    cold('verify', full, bare),
    cold('decode', full, bare),
  ];
}
