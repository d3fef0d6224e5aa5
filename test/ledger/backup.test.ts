// Backup, restore, media that cannot be written, and errors in words.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeKeyFile } from '../../src/chain/keys.ts';
import { restoreLedger } from '../../src/ledger/backup.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { openView } from '../../src/ledger/view.ts';
import { itGiven } from '../left-out.ts';
import { add, batchOf, cleanUp, folder, NOW, type Party, party, random } from './network.ts';

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));
const profile = { type: 'profile', public: { name: 'Agency' } } as const;
let founder: Party;

beforeEach(() => {
  founder = party('Agency', '9506000100001', null);
  add(founder, profile);
  writeFileSync(join(founder.dir, 'key'), 'a key that nobody else may see', { mode: 0o600 });
});
afterEach(cleanUp);

describe('a backup', () => {
  it('brings back ledger, key and once keys; nothing is appended before the head is confirmed', () => {
    founder.ledger.local.once.put('job7', { answer: 1 });
    const file = join(folder(), 'backup');
    expect(founder.ledger.backup(file, ['key']).bytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    add(founder, profile);
    const tail = batchOf(founder.ledger, founder.chain, 2);
    const epoch = founder.ledger.read((view) => view.epoch());
    founder.ledger.close();

    const dir = join(folder(), 'home');
    expect(restoreLedger(file, dir)).toEqual({ chain: founder.chain, size: 2, files: ['key'] });
    expect(readFileSync(join(dir, 'key'), 'utf8')).toContain('nobody else');
    expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(dir, 'ledger.db')).includes('nobody else')).toBe(false);
    const restored = openLedger(dir);
    expect(restored.read((view) => view.epoch())).not.toBe(epoch);
    expect(restored.local.once.get('job7')).toEqual({ answer: 1 });
    expect(restored.headState()).toEqual({ kind: 'missing', size: 2 });
    const appendHere = (): unknown => restored.append(founder.signer, { now: NOW }, (tx) => tx.add(profile));
    expect(appendHere).toThrow(expect.objectContaining({ code: 'chain-behind' }));
    expect(restored.admit(tail)).toMatchObject({ stored: 1 });
    expect(appendHere).toThrow(expect.objectContaining({ code: 'chain-behind' }));
    expect(restored.confirmHead()).toEqual({ kind: 'ready', size: 3 });
    appendHere();
    expect(restored.audit().findings).toEqual([]);
    restored.close();
  });

  it('never overwrites, and a cut, damaged or foreign file is no backup', () => {
    const file = join(folder(), 'backup');
    founder.ledger.backup(file, ['key']);
    expect(() => founder.ledger.backup(file, [])).toThrow(expect.objectContaining({ code: 'cannot-create', exit: 73 }));
    expect(() => founder.ledger.backup(join(file, 'below'), [])).toThrow(expect.objectContaining({ exit: 73 }));
    expect(() => restoreLedger(file, founder.dir)).toThrow(expect.objectContaining({ code: 'cannot-create' }));
    expect(() => restoreLedger(join(founder.dir, 'nothing'), folder())).toThrow(
      expect.objectContaining({ code: 'no-such-file' }),
    );
    expect(() => restoreLedger(join(founder.dir, 'key'), folder())).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(() => restoreLedger(join(founder.dir, 'ledger.db'), folder())).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(() => restoreLedger(founder.dir, folder())).toThrow(expect.objectContaining({ name: 'PedigreeError' }));
    const cut = join(folder(), 'cut');
    copyFileSync(file, cut);
    truncateSync(cut, 40_000);
    const dir = folder();
    expect(() => restoreLedger(cut, dir)).toThrow(expect.objectContaining({ name: 'PedigreeError' }));
    expect(existsSync(join(dir, 'ledger.db'))).toBe(false);
  });
});

describe('a folder that cannot be written', () => {
  const READER = fileURLToPath(new URL('./read-only.ts', import.meta.url));

  // Another user, because the superuser may write anywhere.
  function readAsNobody(dir: string): unknown {
    const { stdout, stderr } = spawnSync(process.execPath, [READER, dir, founder.chain], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  itGiven(
    'root, who can become another user',
    process.getuid?.() === 0 || undefined,
    'is read, audited and not appended to, with and without a log beside the database',
    () => {
      const parent = folder();
      chmodSync(parent, 0o755);
      const dir = join(parent, 'medium');
      mkdirSync(dir);
      for (const file of ['ledger.db', 'ledger.db-wal', 'head']) copyFileSync(join(founder.dir, file), join(dir, file));
      for (const file of ['ledger.db', 'ledger.db-wal', 'head']) chmodSync(join(dir, file), 0o444);
      chmodSync(dir, 0o555);
      expect(statSync(join(dir, 'ledger.db-wal')).size).toBeGreaterThan(0);
      expect(readAsNobody(dir)).toEqual({ size: 2, view: 2, findings: ['head-file'], append: 'io-failed' });
      founder.ledger.close();
      const closed = join(parent, 'closed');
      mkdirSync(closed);
      for (const file of ['ledger.db', 'head']) copyFileSync(join(founder.dir, file), join(closed, file));
      chmodSync(closed, 0o555);
      chmodSync(join(closed, 'ledger.db'), 0o444);
      chmodSync(join(closed, 'head'), 0o444);
      expect(readAsNobody(closed)).toEqual({ size: 2, view: 2, findings: ['head-file'], append: 'io-failed' });
    },
  );

  it.each([
    [1, 'a pedigree of before the first release wrote it'],
    [99, 'a newer pedigree wrote it: install that one'],
  ])('with tables of version %i says which program wrote it', (version, hint) => {
    const backup = join(folder(), 'agency.backup');
    founder.ledger.backup(backup, ['key']);
    founder.ledger.close();
    for (const file of [join(founder.dir, 'ledger.db'), backup]) {
      const db = new Database(file);
      db.pragma(`user_version = ${version}`);
      db.close();
    }
    const says = expect.objectContaining({ message: expect.stringContaining(`version ${version}`), hint });
    expect(() => openLedger(founder.dir)).toThrow(says);
    expect(() => openView(founder.dir)).toThrow(says);
    expect(() => restoreLedger(backup, folder())).toThrow(says);
  });

  it('is no party where there is none, and damaged where the file is something else', () => {
    expect(() => openLedger(folder())).toThrow(expect.objectContaining({ code: 'no-party', exit: 66 }));
    expect(() => openView(folder())).toThrow(expect.objectContaining({ code: 'no-party' }));
    const dir = folder();
    writeFileSync(join(dir, 'ledger.db'), 'not a database, but long enough to look at '.repeat(200));
    expect(() => openLedger(dir)).toThrow(expect.objectContaining({ code: 'damaged', exit: 74 }));
    expect(() => openView(dir)).toThrow(expect.objectContaining({ code: 'damaged' }));
    const empty = folder();
    writeFileSync(join(empty, 'ledger.db'), '');
    expect(() => openLedger(empty)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});

describe('a disk that is full', () => {
  // A limit on the size of files stands for the disk: the system refuses to write on at the same place.
  it('is told in words, and nothing is half written', () => {
    founder.ledger.close();
    const keys = join(founder.dir, 'keys');
    writeFileSync(keys, encodeKeyFile(founder.keyring, undefined, random));
    const script = 'trap "" XFSZ; ulimit -f 600; exec "$0" "$@"';
    const run = spawnSync(
      'bash',
      ['-c', script, process.execPath, WRITER, founder.dir, founder.chain, keys, 'w', '100000'],
      {
        encoding: 'utf8',
      },
    );
    expect(run.stderr).toMatch(/PedigreeError: (the disk is full|reading or writing)/);
    expect(run.stderr).toMatch(/code: 'io-failed'/);
    const said = run.stdout.trim().split('\n').length;
    expect(said).toBeGreaterThan(10);
    const ledger = openLedger(founder.dir);
    expect(ledger.local.once.count()).toBe(said);
    ledger.append(founder.signer, { now: NOW }, (tx) => tx.add(profile));
    expect(ledger.audit().findings).toEqual([]);
    ledger.close();
  });
});
