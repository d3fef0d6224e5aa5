// Records that only this folder has, lost with the end of the write-ahead log: they are missed, and nothing else is held up.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/chain/hash.ts';
import { CHECKSUM, HEADER, type Slot } from '../../src/ledger/head-slot.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { openView } from '../../src/ledger/view.ts';
import { copyFolder } from '../copy-folder.ts';
import { add, batchOf, cleanUp, folder, give, NOW, type Party, party } from './network.ts';
import { startWriter } from './writers.ts';

afterEach(cleanUp);

const profile = { type: 'profile', public: { name: 'Hill' } } as const;
const MISSED = { code: 'record-missing', record: 'changes' };

function pharmacy(): Party {
  const made = party('Hill', '9506000100001', null);
  made.ledger.write((local) => local.peers.put('hub', { url: 'http://hub' }));
  made.ledger.close();
  return made;
}

const wait = (id: string) => (ledger: Ledger) => ledger.write((local) => local.outbox.put(id, { pack: id }));

function opened<T>({ dir }: Pick<Party, 'dir'>, fn: (ledger: Ledger) => T, options = {}): T {
  const ledger = openLedger(dir, options);
  try {
    return fn(ledger);
  } finally {
    ledger.close();
  }
}

const told = (hill: Party) => opened(hill, (ledger) => [ledger.forgotten(), ledger.audit().findings]);

/** What is in the folder now is what it has once `later` has run and the log of that is gone. */
function losing(hill: Party, later: (ledger: Ledger, hill: Party) => unknown): void {
  const before = readFileSync(join(hill.dir, 'ledger.db'));
  opened(hill, (ledger) => later(ledger, hill));
  for (const end of ['-wal', '-shm']) rmSync(join(hill.dir, `ledger.db${end}`), { force: true });
  writeFileSync(join(hill.dir, 'ledger.db'), before, { flag: 'r+' });
}

/** Writes the head file as programs did that did not count own records. */
function uncount(dir: string): void {
  const bytes = readFileSync(join(dir, 'head'));
  for (const at of [0, 4096]) {
    const { wrote, ...slot } = slotAt(bytes, at);
    bytes.fill(0, at, at + 1024);
    const length = bytes.write(JSON.stringify(slot), at + HEADER);
    bytes.writeUInt32BE(length, at + CHECKSUM);
    bytes.set(sha256(bytes.subarray(at + CHECKSUM, at + HEADER + length)), at);
  }
  writeFileSync(join(dir, 'head'), bytes, { flag: 'r+' });
}

function slotAt(bytes: Buffer, at: number): Slot {
  const length = bytes.readUInt32BE(at + CHECKSUM);
  return JSON.parse(bytes.subarray(at + HEADER, at + HEADER + length).toString()) as Slot;
}

function slotOf(dir: string): Slot {
  const bytes = readFileSync(join(dir, 'head'));
  const slots = [0, 4096].map((at) => slotAt(bytes, at));
  return slots.reduce((newest, one) => (one.count > newest.count ? one : newest));
}

describe('own records at the end of a lost log', () => {
  it.each([
    ['a supply that waits', wait('p1')],
    [
      'a supply that waits, where an event was meant',
      (ledger: Ledger, { signer }: Party) =>
        ledger.append(signer, { now: NOW }, (tx) => tx.local.outbox.put('p1', { pack: 'p1' })),
    ],
    ['a setting', (ledger: Ledger) => ledger.local.setSetting('zone', 'UTC')],
    ['a peer', (ledger: Ledger) => ledger.write((local) => local.peers.put('east', { url: 'http://east' }))],
    ['a key of --once of no event', (ledger: Ledger) => ledger.local.once.put('k', { answer: 1 })],
    ['a record that was taken away', (ledger: Ledger) => ledger.local.peers.delete('hub')],
    ['a fork that was settled here', (ledger: Ledger) => ledger.settleHere('x', { size: 1, root: new Uint8Array(32) })],
  ])('are missed: %s', (_, later) => {
    const hill = pharmacy();
    losing(hill, later);
    expect(told(hill)).toEqual([1, [expect.objectContaining(MISSED)]]);
  });

  it('stop neither recording nor verdicts, and stay missed by what comes after them', () => {
    const hill = pharmacy();
    losing(hill, (ledger) => ['p1', 'p2', 'p3'].map((id) => wait(id)(ledger)));
    opened(hill, (ledger) => {
      expect(ledger.headState().kind).toBe('ready');
      expect(ledger.isLost()).toBe(false);
      add({ ...hill, ledger }, profile);
      for (const id of ['q1', 'q2', 'q3', 'q4', 'q5']) wait(id)(ledger);
      add({ ...hill, ledger }, profile);
    });
    expect(told(hill)).toEqual([3, [expect.objectContaining(MISSED)]]);
    losing(hill, wait('q6'));
    expect(told(hill)).toEqual([4, [expect.objectContaining(MISSED)]]);
  });

  it.each([
    ['its owner takes the rest as it is', (ledger: Ledger) => ledger.forget()],
    ['damage is accepted', (ledger: Ledger) => ledger.accept({ dryRun: false })],
    ['the head is confirmed', (ledger: Ledger) => ledger.confirmHead()],
  ])('are missed until %s', (_, taken) => {
    const hill = pharmacy();
    losing(hill, (ledger) => ['p1', 'p2'].map((id) => wait(id)(ledger)));
    opened(hill, (ledger) => {
      wait('q1')(ledger);
      expect(ledger.accept({ dryRun: true })).toEqual([{ kind: 'changes', gone: 2 }]);
      expect(ledger.forgotten()).toBe(2);
      taken(ledger);
      wait('q2')(ledger);
    });
    expect(told(hill)).toEqual([0, []]);
    losing(hill, wait('q3'));
    expect(told(hill)).toEqual([1, [expect.objectContaining(MISSED)]]);
  });

  it('are missed in a folder that was put back, head file and all', () => {
    const hill = pharmacy();
    const state = join(folder(), 'heads');
    opened(hill, wait('p0'), { state });
    const names = ['ledger.db', 'head'];
    const before = names.map((name) => readFileSync(join(hill.dir, name)));
    opened(hill, wait('p1'), { state });
    names.forEach((name, i) => {
      writeFileSync(join(hill.dir, name), before[i] ?? '', { flag: 'r+' });
    });
    expect(opened(hill, (ledger) => ledger.forgotten(), { state })).toBe(1);
    expect(opened(hill, (ledger) => ledger.forgotten())).toBe(0);
  });

  it('are told where nothing may be written', () => {
    const hill = pharmacy();
    losing(hill, wait('p1'));
    chmodSync(hill.dir, 0o500);
    try {
      const said = opened(hill, (ledger) => [ledger.forgotten(), ledger.audit().findings], { readOnly: true });
      expect(said).toEqual([1, [expect.objectContaining(MISSED)]]);
      const view = openView(hill.dir);
      expect(view.isLost()).toBe(false);
      view.close();
    } finally {
      chmodSync(hill.dir, 0o700);
    }
  });
});

describe('nothing is missed', () => {
  it('where a run was killed after its records and before the head file', () => {
    const hill = pharmacy();
    const head = readFileSync(join(hill.dir, 'head'));
    opened(hill, wait('p1'));
    writeFileSync(join(hill.dir, 'head'), head, { flag: 'r+' });
    expect(told(hill)).toEqual([0, []]);
    // The next one is counted with those before it.
    opened(hill, wait('p2'));
    expect(slotOf(hill.dir).wrote).toBe(3);
  });

  it('where the head file cannot be written: the records stand', () => {
    const hill = pharmacy();
    rmSync(join(hill.dir, 'head'));
    opened(hill, (ledger) => {
      wait('p1')(ledger);
      expect(ledger.local.outbox.count()).toBe(1);
      expect(ledger.forgotten()).toBe(0);
      expect(ledger.confirmHead().kind).toBe('ready');
    });
    losing(hill, wait('p2'));
    expect(told(hill)[0]).toBe(1);
  });

  it('by a head file of before own records were counted', () => {
    const hill = pharmacy();
    uncount(hill.dir);
    expect(told(hill)).toEqual([0, []]);
    opened(hill, (ledger) => add({ ...hill, ledger }, profile));
    expect(slotOf(hill.dir)).not.toHaveProperty('wrote');
    losing(hill, wait('p1'));
    expect(told(hill)[0]).toBe(1);
  });

  it('by an event, what is derived, what failed, or news of others', () => {
    const hill = pharmacy();
    const other = party('Acme', '9506000100018', hill.chain);
    const wrote = slotOf(hill.dir).wrote;
    opened(hill, (ledger) => {
      ledger.append(hill.signer, { now: NOW }, (tx) => {
        tx.local.once.put('k', { answer: 1 });
        tx.add(profile);
      });
      ledger.append(hill.signer, { now: NOW, dryRun: true }, (tx) => tx.local.outbox.put('p1', {}));
      ledger.write((local) => local.inventory.put('p', 1));
      ledger.write((local) => local.aside.put('part x', new Uint8Array(1)));
      expect(() =>
        ledger.write((local) => {
          local.outbox.put('p1', {});
          throw new Error('no');
        }),
      ).toThrow('no');
      give(other.ledger, ledger);
      ledger.admit(batchOf(other.ledger, other.chain));
      ledger.rebuild();
    });
    expect(slotOf(hill.dir).wrote).toBe(wrote);
    expect(told(hill)).toEqual([0, []]);
  });

  it('in a copy of the folder, though both write their heads to one place', () => {
    const hill = pharmacy();
    const state = join(folder(), 'heads');
    const copy = join(folder(), 'copy');
    copyFolder(hill.dir, copy);
    opened(hill, (ledger) => [wait('p1')(ledger), wait('p2')(ledger)], { state });
    const said = opened({ dir: copy }, (ledger) => [ledger.confirmHead().kind, ledger.forgotten()], { state });
    expect(said).toEqual(['ready', 0]);
  });

  it('by two who write at once, and events go on between', () => {
    const hill = pharmacy();
    const [left, right] = [openLedger(hill.dir), openLedger(hill.dir)];
    for (let i = 0; i < 6; i += 1) {
      wait(`l${i}`)(left);
      add({ ...hill, ledger: right }, profile);
      wait(`r${i}`)(right);
      add({ ...hill, ledger: left }, profile);
    }
    expect([left.forgotten(), right.forgotten()]).toEqual([0, 0]);
    left.close();
    right.close();
    expect(slotOf(hill.dir).wrote).toBe(13);
    expect(told(hill)).toEqual([0, []]);
  });

  it('by processes that are killed at any moment', async () => {
    const hill = pharmacy();
    for (let round = 0; round < 4; round += 1) {
      const writers = ['left', 'right'].map((name) => startWriter('own-writer.ts', hill.dir, `${name}${round}`));
      while (writers.some(({ said }) => said.length < 3)) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
      for (const { child } of writers) child.kill('SIGKILL');
      await Promise.all(writers.map(({ ended }) => ended));
      expect(told(hill)).toEqual([0, []]);
      const kept = opened(hill, ({ local }) => local.outbox.list().map(({ key }) => key));
      expect(kept).toEqual(expect.arrayContaining(writers.flatMap(({ said }) => said)));
    }
  });
});
