// Folders that were put back in their place, and records that were taken in and are gone: noticed before they do harm.
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SECTOR, SLOT } from '../../src/ledger/head-slot.ts';
import { newestIn } from '../../src/ledger/kept.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch, Ledger } from '../../src/ledger/types.ts';
import { openView } from '../../src/ledger/view.ts';
import { copyFolder } from '../copy-folder.ts';
import { accredit, add, batchOf, cleanUp, commission, folder, GTIN, give, NOW, type Party, party } from './network.ts';

afterEach(cleanUp);

const DAY = 24 * 3_600_000;
const profile = { type: 'profile', public: { name: 'Agency' } } as const;
const BEHIND = expect.objectContaining({ code: 'chain-behind', exit: 78 });

function appendTo(ledger: Ledger, { signer }: Party): void {
  ledger.append(signer, { now: NOW }, (tx) => tx.add(profile));
}

/** A founder whose head is also written outside of its folder. */
function founded(): { readonly founder: Party; readonly state: string; readonly open: () => Ledger } {
  const made = party('Agency', '9506000100001', null);
  made.ledger.close();
  const state = join(folder(), 'heads');
  const open = () => openLedger(made.dir, { state });
  const ledger = open();
  const founder = { ...made, ledger };
  appendTo(ledger, founder);
  ledger.close();
  return { founder, state, open };
}

/** Every file of the folder written over in its place, as `cp -a backup/. home/` does. */
function putBack(from: string, dir: string): void {
  for (const name of readdirSync(dir)) {
    if (!existsSync(join(from, name))) rmSync(join(dir, name));
  }
  for (const name of readdirSync(from)) writeFileSync(join(dir, name), readFileSync(join(from, name)), { flag: 'r+' });
}

describe('a folder that was put back in its place, head file and all', () => {
  it.each([
    ['all of it', putBack],
    [
      'database and head file alone',
      (from: string, dir: string) => {
        for (const name of ['ledger.db', 'head']) {
          writeFileSync(join(dir, name), readFileSync(join(from, name)), { flag: 'r+' });
        }
      },
    ],
  ])('is not appended to before its tail is here: %s', (_, back) => {
    const { founder, open } = founded();
    const old = join(folder(), 'old');
    copyFolder(founder.dir, old);
    const later = open();
    appendTo(later, founder);
    appendTo(later, founder);
    const tail = batchOf(later, founder.chain);
    later.close();
    back(old, founder.dir);
    const restored = open();
    expect(restored.headState()).toEqual({ kind: 'behind', size: 2, head: 4 });
    expect(() => appendTo(restored, founder)).toThrow(BEHIND);
    expect(restored.read((view) => view.chain(founder.chain)?.size)).toBe(2);
    expect(restored.audit().findings.map(({ code }) => code)).toEqual(['head-file']);
    expect(restored.admit(tail)).toMatchObject({ stored: 2 });
    appendTo(restored, founder);
    expect(restored.headState()).toEqual({ kind: 'ready', size: 5 });
    restored.close();
  });

  it('goes on where its owner says that there is no tail', () => {
    const { founder, open } = founded();
    const old = join(folder(), 'old');
    copyFolder(founder.dir, old);
    const later = open();
    appendTo(later, founder);
    later.close();
    putBack(old, founder.dir);
    const restored = open();
    expect(restored.confirmHead()).toEqual({ kind: 'ready', size: 2 });
    appendTo(restored, founder);
    restored.close();
    const again = open();
    expect(again.headState()).toEqual({ kind: 'ready', size: 3 });
    again.close();
  });

  it('has reason to ask the peers, by the time of a file that nobody writes', () => {
    const { founder, state, open } = founded();
    const ledger = open();
    expect(ledger.mustAsk(NOW)).toBe(true);
    ledger.askedPeers(NOW, true);
    expect(ledger.mustAsk(NOW)).toBe(false);
    appendTo(ledger, founder);
    ledger.close();
    const [old, oldState] = [join(folder(), 'old'), join(folder(), 'old')];
    copyFolder(founder.dir, old);
    copyFolder(state, oldState);
    const later = open();
    expect(later.mustAsk(NOW + DAY)).toBe(false);
    expect(later.mustAsk(NOW + DAY + 1)).toBe(true);
    appendTo(later, founder);
    later.close();
    // The person's state folder, too, so that no head says more.
    putBack(oldState, state);
    const other = open();
    expect(other.mustAsk(NOW)).toBe(false);
    other.close();
    putBack(old, founder.dir);
    const restored = open();
    expect(restored.headState()).toEqual({ kind: 'ready', size: 3 });
    expect(restored.mustAsk(NOW)).toBe(true);
    restored.close();
  });

  it('asks again before long where nobody answered, and never is closed by that', () => {
    const { founder, open } = founded();
    const ledger = open();
    ledger.askedPeers(NOW, false);
    expect(ledger.mustAsk(NOW)).toBe(false);
    expect(ledger.mustAsk(NOW + 11 * 60_000)).toBe(true);
    appendTo(ledger, founder);
    ledger.close();
  });
});

describe('the own head that a peer shows', () => {
  /** The founder's folder before its last event, and the checkpoint of that. */
  function setBack(): { readonly founder: Party; readonly note: string; readonly tail: Batch } {
    const { founder } = founded();
    const old = join(folder(), 'old');
    copyFolder(founder.dir, old);
    const later = openLedger(founder.dir);
    appendTo(later, founder);
    const note = later.read((view) => view.note(founder.chain, 3) ?? '');
    const tail = batchOf(later, founder.chain);
    later.close();
    putBack(old, founder.dir);
    return { founder, note, tail };
  }

  it('closes the chain where it is longer, until the tail has come', () => {
    const { founder, note, tail } = setBack();
    const ledger = openLedger(founder.dir);
    expect(ledger.seenElsewhere(note, 'hill', NOW)).toBe('ahead');
    expect(() => appendTo(ledger, founder)).toThrow(BEHIND);
    ledger.close();
    const again = openLedger(founder.dir);
    expect(again.headState()).toEqual({ kind: 'behind', size: 2, head: 3 });
    again.admit(tail);
    appendTo(again, founder);
    again.close();
  });

  it('is evidence of a fork where it is another, and nothing where another key has signed it', () => {
    const { founder, note } = setBack();
    const ledger = openLedger(founder.dir);
    const other = party('Fake', '9506000100049', founder.chain);
    const forged = other.ledger.read((view) => view.note(other.chain, 1) ?? '').replaceAll(other.chain, founder.chain);
    expect(ledger.seenElsewhere(forged.replace('\n1\n', '\n9\n'), 'hill', NOW)).toBe('unproved');
    ledger.append(founder.signer, { now: NOW + 60_000 }, (tx) => tx.add(profile));
    expect(ledger.seenElsewhere(note, 'hill', NOW)).toBe('fork');
    expect(() => appendTo(ledger, founder)).toThrow(expect.objectContaining({ code: 'chain-forked', exit: 15 }));
    ledger.close();
  });
});

describe('a copy that went on, and the folder itself', () => {
  it('know of their fork and protect people, though the other one’s head is longer', () => {
    const { founder, open } = founded();
    const dir = join(folder(), 'copy');
    copyFolder(founder.dir, dir);
    const copy = openLedger(dir);
    copy.confirmHead();
    for (let i = 0; i < 3; i += 1) appendTo(copy, founder);
    const here = open();
    here.append(founder.signer, { now: NOW + 60_000 }, (tx) => tx.add(profile));
    const note = copy.read((view) => view.note(founder.chain, 5) ?? '');
    expect(here.seenElsewhere(note, 'hill', NOW)).toBe('ahead');
    expect(() => appendTo(here, founder)).toThrow(BEHIND);
    here.admit(batchOf(copy, founder.chain));
    expect(() => appendTo(here, founder)).toThrow(expect.objectContaining({ code: 'chain-forked', exit: 15 }));
    const recall = { kind: 'issue', gtin: GTIN, class: 1, reason: 'glass', all: true };
    here.append(founder.signer, { now: NOW + 60_000 }, (tx) => tx.add({ type: 'recall', public: recall }));
    here.close();
    copy.close();
  });

  it('have forked where the head file names another root than the database, whoever confirms it', () => {
    const { founder, open } = founded();
    const old = join(folder(), 'old.db');
    copyFileSync(join(founder.dir, 'ledger.db'), old);
    const later = open();
    appendTo(later, founder);
    later.close();
    const other = folder();
    copyFileSync(old, join(other, 'ledger.db'));
    const twin = openLedger(other);
    twin.confirmHead();
    twin.append(founder.signer, { now: NOW + 60_000 }, (tx) => tx.add(profile));
    twin.close();
    writeFileSync(join(founder.dir, 'ledger.db'), readFileSync(join(other, 'ledger.db')), { flag: 'r+' });
    const swapped = open();
    expect(swapped.headState().kind).toBe('behind');
    swapped.confirmHead();
    expect(() => appendTo(swapped, founder)).toThrow(expect.objectContaining({ code: 'chain-forked', exit: 15 }));
    swapped.close();
  });
});

describe('the head outside of the folder', () => {
  it('is one small file for its owner alone, and is not missed', () => {
    const { founder, state, open } = founded();
    const [file = ''] = readdirSync(state);
    expect(file).toContain(founder.chain);
    expect(readFileSync(join(state, file))).toHaveLength(1024);
    rmSync(state, { recursive: true });
    const ledger = open();
    expect(ledger.headState()).toEqual({ kind: 'ready', size: 2 });
    appendTo(ledger, founder);
    expect(readdirSync(state)).toEqual([file]);
    ledger.close();
  });

  it('is what peers are asked for by every opening of the folder that has none', () => {
    const { founder } = founded();
    for (let i = 0; i < 2; i += 1) {
      const ledger = openLedger(founder.dir);
      expect(ledger.mustAsk(NOW)).toBe(true);
      ledger.askedPeers(NOW, true);
      expect(ledger.mustAsk(NOW)).toBe(false);
      appendTo(ledger, founder);
      ledger.close();
    }
  });

  it('keeps nobody from recording where it cannot be written, or is damaged', () => {
    const { founder, state, open } = founded();
    const [file = ''] = readdirSync(state);
    writeFileSync(join(state, file), 'nonsense');
    const ledger = open();
    appendTo(ledger, founder);
    ledger.close();
    const nowhere = openLedger(founder.dir, { state: join(founder.dir, 'ledger.db', 'heads') });
    appendTo(nowhere, founder);
    expect(nowhere.headState()).toEqual({ kind: 'ready', size: 4 });
    nowhere.close();
  });
});

describe('records of others that were taken in', () => {
  /** A pharmacy that has heard of the maker, and what its database was before it heard of the lot. */
  function pharmacy(): {
    readonly hill: Party;
    readonly founder: Party;
    readonly maker: Party;
    readonly before: string;
  } {
    const founder = party('Agency', '9506000100001', null);
    const maker = party('Acme', '9506000100018', founder.chain);
    accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
    const made = party('Hill', '9506000100032', founder.chain);
    give(founder.ledger, made.ledger);
    give(maker.ledger, made.ledger);
    made.ledger.close();
    const before = join(folder(), 'ledger.db');
    copyFileSync(join(made.dir, 'ledger.db'), before);
    return { hill: { ...made, ledger: openLedger(made.dir) }, founder, maker, before };
  }

  /** As after a kill, where the write-ahead log is gone. */
  function withoutLog(hill: Party, before: string): void {
    hill.ledger.close();
    for (const end of ['-wal', '-shm']) rmSync(join(hill.dir, `ledger.db${end}`), { force: true });
    writeFileSync(join(hill.dir, 'ledger.db'), readFileSync(before), { flag: 'r+' });
  }

  it('are missed where they are gone: told to whoever reads, appends and audits', () => {
    const { hill, founder, maker, before } = pharmacy();
    add(maker, commission(founder.chain, ['A']));
    hill.ledger.admit(batchOf(maker.ledger, maker.chain));
    const whole = openView(hill.dir);
    expect(whole.isLost()).toBe(false);
    whole.close();
    expect(hill.ledger.audit().findings).toEqual([]);
    withoutLog(hill, before);
    const view = openView(hill.dir);
    expect(view.isLost()).toBe(true);
    view.close();
    const ledger = openLedger(hill.dir);
    expect(ledger.headState().kind).toBe('lost');
    expect(() => appendTo(ledger, hill)).toThrow(BEHIND);
    expect(ledger.audit().findings.map(({ code }) => code)).toEqual(['head-file']);
    ledger.close();
  });

  it('are missed by what the newest whole slot of the head file says, whatever a damaged one claims', () => {
    const { hill, founder, maker, before } = pharmacy();
    add(maker, commission(founder.chain, ['A']));
    hill.ledger.admit(batchOf(maker.ledger, maker.chain));
    withoutLog(hill, before);
    const head = join(hill.dir, 'head');
    const whole = readFileSync(head);
    const view = openView(hill.dir);
    const flipped = (at: number, bit: number): Buffer => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      writeFileSync(head, bytes, { flag: 'r+' });
      return bytes;
    };
    // What each of the two says where it alone is whole.
    const alone = new Map([SECTOR, 0].map((at) => [newestIn(flipped(at, 0))?.count, view.isLost()]));
    expect([...alone.values()].toSorted()).toEqual([false, true]);
    for (let at = 0; at < SECTOR + SLOT; at = at === SLOT ? SECTOR : at + 1) {
      const said = newestIn(flipped(at, at % 4));
      expect(view.isLost(), `byte ${at}`).toBe(alone.get(said?.count));
    }
    view.close();
  });

  it('are missed although others have come since, until their owner has asked for them', () => {
    const { hill, founder, maker, before } = pharmacy();
    add(maker, commission(founder.chain, ['A']));
    hill.ledger.admit(batchOf(maker.ledger, maker.chain));
    withoutLog(hill, before);
    const ledger = openLedger(hill.dir);
    for (let i = 0; i < 4; i += 1) {
      add(founder, profile);
      ledger.admit(batchOf(founder.ledger, founder.chain));
    }
    expect(ledger.isLost()).toBe(true);
    ledger.admit(batchOf(maker.ledger, maker.chain));
    expect(ledger.confirmHead()).toMatchObject({ kind: 'ready' });
    expect(ledger.isLost()).toBe(false);
    appendTo(ledger, hill);
    expect(ledger.audit().findings).toEqual([]);
    ledger.close();
  });

  it('are other ones in a database that went another way from there: the audit tells', () => {
    const { hill, founder, maker, before } = pharmacy();
    add(maker, commission(founder.chain, ['A']));
    const other = folder();
    copyFileSync(before, join(other, 'ledger.db'));
    const copy = openLedger(other);
    add(founder, profile);
    copy.admit(batchOf(founder.ledger, founder.chain));
    copy.close();
    hill.ledger.admit(batchOf(maker.ledger, maker.chain));
    withoutLog(hill, join(other, 'ledger.db'));
    const ledger = openLedger(hill.dir);
    expect(ledger.audit().findings.map(({ code }) => code)).toEqual(['head-file']);
    ledger.close();
  });

  it('are counted with an own record, and by whoever else has the folder open', () => {
    const { hill, founder, maker } = pharmacy();
    const second = openLedger(hill.dir);
    for (const name of ['A', 'B', 'C']) {
      add(maker, commission(founder.chain, [name]));
      second.admit(batchOf(maker.ledger, maker.chain));
      appendTo(hill.ledger, hill);
      add(founder, profile);
      hill.ledger.admit(batchOf(founder.ledger, founder.chain));
    }
    expect([second.isLost(), hill.ledger.isLost()]).toEqual([false, false]);
    expect(second.audit().findings).toEqual([]);
    second.close();
    hill.ledger.close();
  });

  it('can be read where nothing may be written', () => {
    const { hill } = pharmacy();
    hill.ledger.close();
    chmodSync(hill.dir, 0o500);
    const view = openView(hill.dir);
    expect(view.isLost()).toBe(false);
    view.close();
    chmodSync(hill.dir, 0o700);
  });
});
