// A verify in process, from the scan to the verdict, with a million packs in the ledger against ten thousand: the steady
// state of a till that has answered many, with the code compiled.
import { mkdirSync } from 'node:fs';
import { maker } from '../scripts/maker.mjs';
import { makeEnv } from '../src/app/node/env.ts';
import { openReading } from '../src/app/node/reading.ts';
import { questionOf, verifyOne } from '../src/app/verdict/verify.ts';
import { lineRows } from './ledger/lines.mjs';
import { folder, row } from './ledger/party.mjs';

const LOOKS = 20_000;
const WARM = 10_000;

function opened(count) {
  const dir = folder();
  mkdirSync(dir);
  const { home, scans } = maker(dir, count);
  const reading = openReading(makeEnv({ home }));
  const ask = reading.ledger.read((view) => questionOf(reading, view, {}));
  return { scans, reading, ask, times: [] };
}

async function verify({ scans, reading, ask }, i) {
  const text = scans[(i * 7919) % scans.length];
  const { data } = await verifyOne(reading, { n: 1, input: text, text }, ask, false);
  if (data.status !== 'genuine') throw new Error(`${text} is ${data.status}`);
}

export async function rows() {
  const ledgers = [10_000, 1_000_000].map(opened);
  for (let i = 0; i < LOOKS; i++) {
    for (const one of ledgers) {
      const start = process.hrtime.bigint();
      await verify(one, i);
      if (i >= WARM) one.times.push(Number(process.hrtime.bigint() - start) / 1e3);
    }
  }
  const [small, large] = ledgers.map(({ times }) => times.toSorted((a, b) => a - b));
  for (const { reading } of ledgers) reading.close();
  const at = (list, part) => list[Math.floor(list.length * part)];
  const detail = `${at(large, 0.5).toFixed(0)} µs, ${at(small, 0.5).toFixed(0)} µs`;
  return [
    row(
      'verify in process, 1 000 000 packs in the ledger',
      'the same at 10 000 packs',
      at(large, 0.5) / at(small, 0.5),
      1.25,
      1.1,
      detail,
    ),
    row('p99 of a verify at 1 000 000 packs, ms', '', at(large, 0.99) / 1000, 0.75, 0.4),
    ...(await lineRows()),
  ];
}
