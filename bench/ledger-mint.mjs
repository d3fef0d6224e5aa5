// A million packs and ten million, commissioned and durable: time, room on disk and memory.
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../src/app/node/random.ts';
import { folder, mint, party, row, seconds } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const MILLION = 1_000_000;
const ROUNDS = 5;

function hashAndWrite() {
  const block = Buffer.from(random(64));
  const file = folder();
  const time = seconds(() => {
    for (let i = 0; i < 3 * MILLION; i++) {
      block[0] = i;
      hash('sha256', block, 'latin1');
    }
    const fd = openSync(file, 'w');
    writeSync(fd, Buffer.alloc(16 * MILLION));
    fsyncSync(fd);
    closeSync(fd);
  });
  rmSync(file);
  return time;
}

function minted(count) {
  const { dir, ledger, ...rest } = party();
  const before = ledger.read((view) => view.size().bytes);
  const time = seconds(() => mint({ ledger, ...rest }, count, 'L1'));
  ledger.close();
  const each = (statSync(join(dir, 'ledger.db')).size - before) / count;
  rmSync(dir, { recursive: true });
  return { time, each };
}

const memory = () => process.resourceUsage().maxRSS / 1024;

export function rows() {
  minted(MILLION);
  const peak = memory();
  const pairs = Array.from({ length: ROUNDS }, () => [minted(MILLION), hashAndWrite()]);
  const ours = median(pairs.map(([{ time }]) => time));
  const theirs = median(pairs.map(([, time]) => time));
  const against = '3 000 000 SHA-256 of 64 B and a 16 MB fsynced write';
  const made = [
    row(
      'mint 1 000 000 packs, durable',
      against,
      ours / theirs,
      1.5,
      0.6,
      `${ours.toFixed(2)} s, ${theirs.toFixed(2)} s`,
    ),
    row('bytes a pack on disk, one event', '', pairs[0][0].each, 17),
    row('MB of memory while minting 1 000 000', '', peak, 200),
  ];
  const { time, each } = minted(10 * MILLION);
  return [
    ...made,
    row('mint 10 000 000 packs', 'ten times the 1 000 000', time / (10 * ours), 1.2, undefined, `${time.toFixed(2)} s`),
    row('MB of memory while minting 10 000 000', '', memory(), 300),
    row('bytes a pack on disk, ten events, with what finds them', '', each, 27),
  ];
}
