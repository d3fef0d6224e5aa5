// Files that a backup carries beside the database: those of past ledgers, which may be larger than a row of it, in pieces.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sameBytes } from '../../src/chain/bytes.ts';
import { carried, PAST, pastNames, writeCarried } from '../../src/ledger/carried.ts';
import { LEDGER_FILE } from '../../src/ledger/view.ts';

const PIECE = 16 * 1024 * 1024;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pedigree-carried-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A party's folder with a past ledger of so many bytes, each piece of which differs from the others. */
function withPast(size: number): string {
  const home = join(root, 'home');
  mkdirSync(join(home, PAST, 'network'), { recursive: true });
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4_096) bytes.writeUInt32BE(at, Math.min(at, size - 4));
  writeFileSync(join(home, PAST, 'network', LEDGER_FILE), bytes);
  return home;
}

/** What carrying it to another folder leaves there, and in how many rows. */
function carriedOver(home: string): { readonly rows: number; readonly bytes: Buffer } {
  const other = join(root, 'other');
  mkdirSync(other);
  let rows = 0;
  for (const row of carried(home, pastNames(home))) {
    rows++;
    expect(row.bytes.length).toBeLessThanOrEqual(PIECE);
    writeCarried(other, row);
  }
  return { rows, bytes: readFileSync(join(other, PAST, 'network', LEDGER_FILE)) };
}

describe('a past ledger', () => {
  it.each([
    ['of one page', 4_096, 1],
    ['of a piece, to the byte', PIECE, 1],
    ['of two pieces, to the byte', 2 * PIECE, 2],
    ['a little larger than two pieces', 2 * PIECE + 4_099, 3],
  ])('%s is carried whole', (_, size, rows) => {
    const home = withPast(size);
    const over = carriedOver(home);
    expect(over.rows).toBe(rows);
    expect(sameBytes(over.bytes, readFileSync(join(home, PAST, 'network', LEDGER_FILE)))).toBe(true);
  });
});

it('no name leads out of the folder', () => {
  const dir = join(root, 'inner', 'home');
  mkdirSync(dir, { recursive: true });
  for (const name of ['../key', 'past/../key', 'past/../../key', '/key', 'past/a/../../../key'])
    writeCarried(dir, { name, bytes: Buffer.from('x') });
  expect(readdirSync(root)).toEqual(['inner']);
  expect(readdirSync(join(root, 'inner'))).toEqual(['home']);
  expect(readdirSync(dir)).toEqual(['key']);
});
