// The head file keeps an honest party from forking itself: an old database, a copied folder, a lost file.
import { copyFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BOTH, decodeSlot, SECTOR, SLOT } from '../../src/ledger/head-slot.ts';
import { newestIn, readHead } from '../../src/ledger/kept.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { copyFolder } from '../copy-folder.ts';
import { add, batchOf, cleanUp, folder, NOW, type Party, party } from './network.ts';

afterEach(cleanUp);

const profile = { type: 'profile', public: { name: 'Agency' } } as const;

function grown(): Party {
  const founder = party('Agency', '9506000100001', null);
  add(founder, profile);
  return founder;
}

function appendTo(ledger: Ledger, { signer }: Party): void {
  ledger.append(signer, { now: NOW }, (tx) => tx.add(profile));
}

/** Puts back the database of before one more event, as from a backup; that event, as a peer has it. */
function setBack(founder: Party): ReturnType<typeof batchOf> {
  founder.ledger.close();
  const old = join(folder(), 'old.db');
  copyFileSync(join(founder.dir, 'ledger.db'), old);
  const later = openLedger(founder.dir);
  appendTo(later, founder);
  const tail = batchOf(later, founder.chain);
  later.close();
  copyFileSync(old, join(founder.dir, 'ledger.db'));
  return tail;
}

const BEHIND = expect.objectContaining({ code: 'chain-behind', exit: 78 });

describe('the head file', () => {
  it('stops appending to an older database, and everything that reads goes on', () => {
    const founder = grown();
    const tail = setBack(founder);
    const restored = openLedger(founder.dir);
    expect(restored.headState()).toEqual({ kind: 'behind', size: 2, head: 3 });
    expect(() => appendTo(restored, founder)).toThrow(BEHIND);
    expect(restored.read((view) => view.chain(founder.chain)?.size)).toBe(2);
    expect(restored.audit().findings.map((finding) => finding.code)).toEqual(['head-file']);
    expect(restored.admit(tail)).toMatchObject({ stored: 1 });
    appendTo(restored, founder);
    expect(restored.headState()).toEqual({ kind: 'ready', size: 4 });
    restored.close();
  });

  it('stops appending in a copy of the folder; the original goes on', () => {
    const founder = grown();
    founder.ledger.close();
    const copy = join(folder(), 'copy');
    copyFolder(founder.dir, copy);
    const copied = openLedger(copy);
    expect(copied.headState()).toMatchObject({ kind: 'other-copy' });
    expect(() => appendTo(copied, founder)).toThrow(BEHIND);
    const original = openLedger(founder.dir);
    appendTo(original, founder);
    expect(copied.confirmHead()).toEqual({ kind: 'ready', size: 2 });
    original.close();
    copied.close();
  });

  it('stops appending where the file is lost or damaged, until the head is confirmed', () => {
    const founder = grown();
    rmSync(join(founder.dir, 'head'));
    expect(founder.ledger.headState()).toMatchObject({ kind: 'missing' });
    expect(() => appendTo(founder.ledger, founder)).toThrow(BEHIND);
    writeFileSync(join(founder.dir, 'head'), Buffer.alloc(8192, 7));
    expect(founder.ledger.headState()).toMatchObject({ kind: 'damaged' });
    expect(() => appendTo(founder.ledger, founder)).toThrow(BEHIND);
    expect(founder.ledger.confirmHead()).toEqual({ kind: 'ready', size: 2 });
    appendTo(founder.ledger, founder);
  });

  it('is brought up by whoever finds the database ahead, before anything is shown', () => {
    const founder = grown();
    const head = join(founder.dir, 'head');
    const before = join(folder(), 'head');
    copyFileSync(head, before);
    appendTo(founder.ledger, founder);
    // As after a crash between COMMIT and the head file; written in place, as the file itself is.
    writeFileSync(head, readFileSync(before), { flag: 'r+' });
    expect(founder.ledger.headState()).toEqual({ kind: 'database-ahead', size: 3, head: 2 });
    expect(founder.ledger.audit().findings).toEqual([]);
    const reader = openLedger(founder.dir, { readOnly: true });
    expect(() => reader.publish((view) => view.chain(founder.chain)?.size)).toThrow(/not in the head file yet/);
    reader.close();
    expect(founder.ledger.publish((view) => view.chain(founder.chain)?.size)).toBe(3);
    expect(founder.ledger.headState()).toEqual({ kind: 'ready', size: 3 });
    writeFileSync(head, readFileSync(before), { flag: 'r+' });
    appendTo(founder.ledger, founder);
    expect(founder.ledger.headState()).toEqual({ kind: 'ready', size: 4 });
  });

  it('survives a torn write of its newer slot', () => {
    const founder = grown();
    const head = join(founder.dir, 'head');
    for (const torn of [0, 4096]) {
      const bytes = readFileSync(head);
      bytes.fill(0xee, torn + 10, torn + 60);
      writeFileSync(head, bytes, { flag: 'r+' });
      expect(['ready', 'database-ahead']).toContain(founder.ledger.headState().kind);
      appendTo(founder.ledger, founder);
      expect(founder.ledger.headState().kind).toBe('ready');
    }
  });

  it('is read as its newest whole slot, whatever a torn one claims', () => {
    const founder = grown();
    const file = join(founder.dir, 'head');
    const slots = () => {
      const bytes = readFileSync(file);
      return [decodeSlot(bytes.subarray(0, SLOT)), decodeSlot(bytes.subarray(SECTOR))];
    };
    const read = () => newestIn(readHead(founder.dir) ?? Buffer.alloc(BOTH));
    for (let turn = 0; turn < 2; turn++) {
      appendTo(founder.ledger, founder);
      const [newer, older] = slots().sort((a, b) => (b?.count ?? 0) - (a?.count ?? 0));
      expect(newer?.count).toBeGreaterThan(older?.count ?? 0);
      expect(read()).toEqual(newer);
      const bytes = readFileSync(file);
      const [first] = slots();
      const torn = first?.count === newer?.count ? 0 : SECTOR;
      bytes.fill(0xee, torn, torn + 4);
      writeFileSync(file, bytes, { flag: 'r+' });
      expect(read()).toEqual(older);
    }
  });

  it('that cannot be read is a failure of this folder, also while a peer brings the tail', () => {
    const founder = grown();
    const tail = setBack(founder);
    rmSync(join(founder.dir, 'head'));
    symlinkSync(join(founder.dir, 'ledger.db', 'no-folder'), join(founder.dir, 'head'));
    const restored = openLedger(founder.dir);
    expect(() => restored.admit(tail)).toThrow(expect.objectContaining({ code: 'io-failed', exit: 74 }));
    restored.close();
  });

  it('sees a head of the same size with another root', () => {
    const founder = grown();
    founder.ledger.close();
    const elsewhere = folder();
    copyFileSync(join(founder.dir, 'ledger.db'), join(elsewhere, 'ledger.db'));
    const here = openLedger(founder.dir);
    appendTo(here, founder);
    here.close();
    const other = openLedger(elsewhere);
    other.confirmHead();
    other.append(founder.signer, { now: NOW + 5_000 }, (tx) => tx.add(profile));
    other.close();
    copyFileSync(join(elsewhere, 'ledger.db'), join(founder.dir, 'ledger.db'));
    const swapped = openLedger(founder.dir);
    expect(swapped.headState()).toEqual({ kind: 'behind', size: 3, head: 3 });
    expect(() => appendTo(swapped, founder)).toThrow(BEHIND);
    swapped.close();
  });

  it('takes its own line alone of a checkpoint that others have signed too', () => {
    const founder = grown();
    const tail = setBack(founder);
    const restored = openLedger(founder.dir);
    const witness = `— witness.example ${Buffer.alloc(2_000, 7).toString('base64')}\n`;
    expect(restored.admit({ ...tail, note: tail.note + witness })).toMatchObject({ stored: 1 });
    expect(restored.confirmHead()).toEqual({ kind: 'ready', size: 3 });
    appendTo(restored, founder);
    expect(restored.headState()).toEqual({ kind: 'ready', size: 4 });
    restored.close();
  });

  it('is not taken for one that is ahead where somebody appends while it is audited', () => {
    const founder = grown();
    const auditor = openLedger(founder.dir, { readOnly: true });
    let appended = false;
    const { findings } = auditor.audit({
      progress: () => {
        if (!appended) appendTo(founder.ledger, founder);
        appended = true;
      },
    });
    expect(appended).toBe(true);
    expect(findings).toEqual([]);
    auditor.close();
  });

  it('learns of what another process has committed in between, and never less', () => {
    const founder = grown();
    const other = openLedger(founder.dir);
    for (const ledger of [founder.ledger, other, other, founder.ledger]) {
      appendTo(ledger, founder);
      expect(founder.ledger.headState().kind).toBe('ready');
    }
    // Made anew by another connection: the file that is open here is not the one in the folder any more.
    other.confirmHead();
    appendTo(founder.ledger, founder);
    expect(other.headState()).toEqual({ kind: 'ready', size: 7 });
    other.close();
  });
});
