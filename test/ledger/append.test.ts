// What appending to the own chain promises.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { openForWriting, Sql } from '../../src/ledger/sqlite.ts';
import { exclusively, type Store } from '../../src/ledger/store.ts';
import { createTables } from '../../src/ledger/tables.ts';
import { openView } from '../../src/ledger/view.ts';
import { itGiven } from '../left-out.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  moves,
  NOW,
  party,
  random,
  serials,
} from './network.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Bytes that are in use once all that nobody can reach is gone. */
function held(): number {
  // The first run finishes what was being marked before.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

afterEach(cleanUp);

describe('appending', () => {
  it('finds a commissioned pack by its code and a stranger’s code not', () => {
    const founder = party('Agency', '9506000100001', null);
    const maker = party('Acme', '9506000100018', founder.chain);
    accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
    for (const count of [3, 250, 251, 5000]) {
      add(maker, commission(founder.chain, serials(count, `A${count}-`), `L${count}`));
      for (const serial of serials(count, `A${count}-`).filter((_, i) => i % 97 === 0)) {
        const token = itemToken(packKey(founder.chain, GTIN, serial), 0);
        const found = maker.ledger.read((view) => view.commissions(GTIN, token).map((event) => event.leaf.public.lot));
        expect(found).toEqual([`L${count}`]);
      }
    }
    const fake = itemToken(packKey(founder.chain, GTIN, 'FAKE'), 0);
    expect(maker.ledger.read((view) => view.commissions(GTIN, fake))).toEqual([]);
  });

  it('finds the rows of an event of one, a page and many pages', () => {
    const founder = party('Agency', '9506000100001', null);
    for (const count of [1, 200, 700]) {
      const moved = serials(count, `M${count}-`);
      add(founder, moves('quarantine', founder.chain, moved, 1, { reason: 'suspect' }));
      for (const serial of moved) {
        const token = itemToken(packKey(founder.chain, GTIN, serial), 1);
        const hits = founder.ledger.read((view) => view.rows(token));
        expect(hits.map((hit) => [hit.event.leaf.type, hit.opener?.length])).toEqual([['quarantine', 16]]);
      }
    }
  });

  itGiven('POSIX', process.platform !== 'win32' || undefined, 'keeps its files from everybody else', () => {
    const { dir } = party('Agency', '9506000100001', null);
    const modes = readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mode & 0o777]);
    expect(new Map(modes as [string, number][])).toEqual(
      new Map(['head', 'ledger.db', 'ledger.db-shm', 'ledger.db-wal'].map((name) => [name, 0o600])),
    );
  });

  it('reads what was written after it is opened again, also by the reader alone', () => {
    const founder = party('Agency', '9506000100001', null);
    add(founder, { type: 'profile', public: { name: 'Agency', contact: '+44' } });
    const before = founder.ledger.read((view) => view.chain(founder.chain));
    founder.ledger.close();
    const again = openLedger(founder.dir);
    expect(again.read((view) => view.chain(founder.chain))).toEqual(before);
    expect(again.headState()).toEqual({ kind: 'ready', size: 2 });
    again.close();
    const view = openView(founder.dir);
    expect(view.read((now) => now.chain(founder.chain))).toEqual(before);
    view.close();
  });

  it('writes nothing when it only tries, and nothing when the caller throws', () => {
    const founder = party('Agency', '9506000100001', null);
    const before = founder.ledger.read((view) => view.chains());
    const draft = { type: 'profile', public: { name: 'Agency' } } as const;
    const tried = founder.ledger.append(founder.signer, { now: NOW, dryRun: true }, (tx) => {
      tx.local.setSetting('seen', true);
      return tx.add(draft).ref;
    });
    expect(tried.value).toBe(`${founder.chain}/1`);
    expect(() =>
      founder.ledger.append(founder.signer, { now: NOW }, (tx) => {
        tx.add(draft);
        tx.local.setSetting('seen', true);
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(founder.ledger.read((view) => view.chains())).toEqual(before);
    expect(founder.ledger.local.setting('seen')).toBeUndefined();
    add(founder, draft);
    expect(founder.ledger.read((view) => view.event(`${founder.chain}/1`)?.leaf.type)).toBe('profile');
  });

  it('goes on from the end that the ledger has, whatever was tried, heard or written by others in between', () => {
    const founder = party('Agency', '9506000100001', null);
    const { ledger, signer, chain } = founder;
    const other = party('Acme', '9506000100018', chain);
    const second = openLedger(founder.dir);
    const profile = { type: 'profile', public: { name: 'Agency' } } as const;
    const append = (by = ledger, dryRun = false) => by.append(signer, { now: NOW, dryRun }, (tx) => tx.add(profile));
    append();
    append(ledger, true);
    // What was only tried had the count of changes that this batch has now.
    ledger.admit(batchOf(other.ledger, other.chain));
    append();
    const failed = new Error('changed my mind');
    const fail = (): never => {
      throw failed;
    };
    expect(() => ledger.append(signer, { now: NOW }, (tx) => [tx.add(profile), fail()])).toThrow(failed);
    append();
    append(second);
    append();
    ledger.rebuild();
    append();
    expect(ledger.read((view) => view.chain(chain)?.size)).toBe(7);
    expect(ledger.audit().findings).toEqual([]);
    expect(openLedger(folder(), { create: true }).admit(batchOf(ledger, chain))).toMatchObject({ stored: 7 });
    second.close();
  });

  it('splits what is more than a mebibyte of leaves into several commits of one append', () => {
    const founder = party('Agency', '9506000100001', null);
    const contact = 'x'.repeat(60_000);
    founder.ledger.append(founder.signer, { now: NOW }, (tx) => {
      for (let i = 0; i < 40; i++) tx.add({ type: 'profile', public: { name: 'Agency', contact: `${i}${contact}` } });
    });
    const sizes = founder.ledger.read((view) => view.noteSizes(founder.chain, 0, 1, 1000));
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.at(-1)).toBe(41);
    expect(founder.ledger.audit().findings).toEqual([]);
  });

  it('takes no more room the more events it has', () => {
    const founder = party('Agency', '9506000100001', null);
    const profile = { name: 'Agency', contact: 'x'.repeat(60_000) };
    const room: number[] = [];
    founder.ledger.append(founder.signer, { now: NOW }, (tx) => {
      for (let i = 1; i <= 800; i++) {
        tx.add({ type: 'profile', public: profile });
        if (i % 200 === 0) room.push(held());
      }
    });
    // A ledger keeps a few leaves at hand. These have 36 MB, and as much again once they are decoded.
    const [few = 0, , , many = 0] = room;
    expect(many - few).toBeLessThan(12e6);
  });

  it('never lets time run back, and refuses a clock that is behind the chain or a day ahead of everybody', () => {
    const founder = party('Agency', '9506000100001', null);
    const draft = { type: 'profile', public: { name: 'Agency' } } as const;
    const tries = (now: number, clockIsRight = false): number =>
      founder.ledger.append(founder.signer, { now, clockIsRight }, (tx) => tx.add(draft)).at;
    expect(tries(NOW)).toBe(NOW + 1);
    expect(() => tries(NOW - 3_600_000)).toThrow(expect.objectContaining({ code: 'clock-suspect', exit: 78 }));
    expect(() => tries(NOW + 25 * 3_600_000)).toThrow(expect.objectContaining({ code: 'clock-suspect' }));
    expect(tries(NOW - 3_600_000, true)).toBe(NOW + 2);
    expect(tries(NOW + 25 * 3_600_000, true)).toBe(NOW + 25 * 3_600_000);
  });

  it('believes a clock that is far ahead of all records where a peer’s clock says the same', () => {
    const founder = party('Agency', '9506000100001', null);
    const monday = NOW + 3 * 86_400_000;
    const tries = (heard: number | undefined) =>
      founder.ledger.append(founder.signer, { now: monday, heard: () => heard }, (tx) =>
        tx.add({ type: 'profile', public: { name: 'Agency' } }),
      ).at;
    for (const heard of [undefined, NOW, monday - 25 * 3_600_000]) {
      expect(() => tries(heard)).toThrow(expect.objectContaining({ code: 'clock-suspect', exit: 78 }));
    }
    expect(tries(monday - 3_600_000)).toBe(monday);
  });

  it('refuses a clock a day ahead of everybody although one partner claims to be in another millennium', () => {
    const founder = party('Agency', '9506000100001', null);
    const other = party('Acme', '9506000100018', founder.chain);
    accredit(founder, other, ['distributor']);
    const draft = { type: 'profile', public: { name: 'x' } } as const;
    other.ledger.append(other.signer, { now: Date.UTC(9000, 0, 1), clockIsRight: true }, (tx) => tx.add(draft));
    founder.ledger.admit(batchOf(other.ledger, other.chain));
    const tries = (now: number) => founder.ledger.append(founder.signer, { now }, (tx) => tx.add(draft)).at;
    expect(() => tries(NOW + 25 * 3_600_000)).toThrow(expect.objectContaining({ code: 'clock-suspect' }));
    expect(tries(NOW + 3_600_000)).toBe(NOW + 3_600_000);
  });

  it('gives the keys of a sealed event to whoever wrote it', () => {
    const founder = party('Agency', '9506000100001', null);
    const { value } = founder.ledger.append(founder.signer, { now: NOW }, (tx) =>
      tx.add({ ...moves('pack', founder.chain, ['A'], 1), manifest: { container: {} } }),
    );
    expect([value.kd?.length, value.km?.length]).toEqual([16, 16]);
  });

  it('refuses a second chain in a folder unless one is asked for, and an event before `open`', () => {
    const founder = party('Agency', '9506000100001', null);
    const draft = { type: 'profile', public: { name: 'Agency' } } as const;
    expect(() =>
      founder.ledger.append({ keyring: founder.keyring, random }, { now: NOW }, (tx) => tx.add(draft)),
    ).toThrow(expect.objectContaining({ code: 'cannot-create' }));
    const empty = openLedger(folder(), { create: true });
    expect(() => empty.append({ keyring: founder.keyring, random }, { now: NOW }, (tx) => tx.add(draft))).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    empty.close();
  });
});

describe('a disk that is not to be trusted', () => {
  it('signs nothing that it does not give back as it was written', () => {
    const founder = party('Agency', '9506000100001', null);
    const { dir, chain } = founder;
    const profile = { type: 'profile', public: { name: 'Agency', contact: '+44' } };
    const store = openForWriting(join(dir, 'ledger.db'), false);
    // What a flipped bit in the memory of the disk does: another byte is stored than was handed over.
    store.db.exec(`CREATE TRIGGER flipped AFTER INSERT ON leaf BEGIN
      UPDATE leaf SET bytes = CAST(replace(CAST(bytes AS TEXT), '+44', '+45') AS BLOB) WHERE id = NEW.id;
    END`);
    expect(() => add(founder, profile)).toThrow(expect.objectContaining({ code: 'damaged', exit: 74 }));
    store.db.exec('DROP TRIGGER flipped');
    store.close();
    expect(founder.ledger.read((view) => view.chain(chain)?.size)).toBe(1);
    expect(founder.ledger.headState()).toEqual({ kind: 'ready', size: 1 });
    add(founder, profile);
    expect(founder.ledger.audit().findings).toEqual([]);
  });

  it('is waited for at every commit, of a new ledger and of one that is opened again', () => {
    const file = join(folder(), 'ledger.db');
    const FULL = 2;
    for (const create of [true, false, false]) {
      const { db } = openForWriting(file, create);
      expect([db.pragma('synchronous', { simple: true }), db.pragma('journal_mode', { simple: true })]).toEqual([
        FULL,
        'wal',
      ]);
      if (create) createTables(new Sql(db), 'e', 'i');
      db.close();
    }
  });
});

describe('a disk that fails at the end of a transaction', () => {
  const failing = (code: string) =>
    ({
      readOnly: false,
      sql: {
        keepLogUpTo: () => {},
        run: (text: string) => {
          if (text === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { code });
        },
        db: { inTransaction: false },
      },
      memory: { refresh: () => {}, clear: () => {} },
    }) as unknown as Store;
  const thrown = (code: string): unknown => {
    try {
      return exclusively(failing(code), () => undefined);
    } catch (error) {
      return error;
    }
  };

  it('is told apart: not written is not recorded, not synced may be', () => {
    expect(thrown('SQLITE_IOERR_FSYNC')).toMatchObject({ code: 'io-failed', detail: { recorded: 'unknown' } });
    for (const code of ['SQLITE_IOERR_WRITE', 'SQLITE_FULL']) {
      expect(thrown(code)).toMatchObject({ code: 'io-failed', detail: undefined });
    }
  });
});
