// What it costs to sign what a line wrote: packs commissioned and put into cases by a file of it, beside as many that
// `mint --case` draws and packs, and the room that both take. Run: npm run bench -- capture
import { mkdirSync, rmSync } from 'node:fs';
import { maker } from '../scripts/maker.mjs';
import { EXPIRY, GTIN } from '../test/app/goods-world.ts';
import { A_CASE, asProgram, measured, writeFile, XML } from './epcis/file.mjs';
import { folder, row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const PACKS = 200_000;
const MILLION = 1_000_000;
const ROUNDS = 5;

const OPEN = `const { makeEnv } = await import('./src/app/node/env.ts');
const { openHome } = await import('./src/app/node/home.ts');
const home = openHome(makeEnv({ home: process.argv[1] }));`;
const CAPTURE = `${OPEN}
const { captureFile } = await import('./src/app/capture/capture.ts');
const { packs } = await captureFile(home, process.argv[3]);
home.close();
if (packs !== Number(process.argv[2])) throw new Error(packs + ' packs were captured');`;
const MINT = `${OPEN}
const { mint } = await import('./src/app/steps/mint.ts');
mint(home, { gtin: '${GTIN}', lot: 'CASED', expiry: '${EXPIRY}', count: Number(process.argv[2]), caseOf: ${A_CASE} });
home.close();`;

/** What a process takes for some code in a new folder of a maker. */
function inNew(measure, code, ...args) {
  const dir = folder();
  mkdirSync(dir);
  const found = measure(code, maker(dir, 10).home, ...args);
  rmSync(dir, { recursive: true });
  return found;
}

/** Packs captured from a file, and as many minted. */
function both(packs) {
  const path = folder();
  writeFile(path, XML, { packs, lot: 'LINE' });
  const [captured, minted] = [inNew(asProgram, CAPTURE, packs, path), inNew(measured, MINT, packs)];
  rmSync(path);
  return { captured, minted };
}

export function rows() {
  const rounds = Array.from({ length: ROUNDS }, () => both(PACKS));
  const [ours, theirs] = ['captured', 'minted'].map((side) => median(rounds.map((round) => round[side].seconds)));
  const ratio = median(rounds.map(({ captured, minted }) => captured.seconds / minted.seconds));
  const large = both(MILLION);
  const told = `${ours.toFixed(2)} s, ${theirs.toFixed(2)} s`;
  return [
    row(`capture of ${PACKS} packs in cases, CPU`, 'mint --case of as many', ratio, 3, 2, told),
    row(`MB of memory while capturing ${MILLION} packs`, '', large.captured.megabytes, 400),
    row(`MB of memory while minting ${MILLION} packs in cases`, '', large.minted.megabytes, 400),
  ];
}
