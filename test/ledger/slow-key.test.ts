// A key that takes seconds to sign: the ledger is free meanwhile, one run at a time waits for it, and of two notes of one size
// that it may have signed one alone is ever seen.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { readCheckpoint, signCheckpoint } from '../../src/chain/checkpoint.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { LEASE_FILE } from '../../src/ledger/lease.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { AppendTx, Ledger } from '../../src/ledger/types.ts';
import { failing } from '../faults.ts';
import { refused } from '../refused.ts';
import { accredit, add, batchOf, cleanUp, folder, give, NOW, type Party, party, random } from './network.ts';
import { slowly } from './slow-key.ts';

afterEach(cleanUp);

const OPTIONS = { now: NOW, clockIsRight: true } as const;

const says =
  (contact: string) =>
  (tx: AppendTx): string =>
    // What is sealed is sealed with random keys.
    tx.add({ type: 'profile', public: { name: 'Agency', contact }, private: { note: contact } }).ref;

function contacts(ledger: Ledger, chain: string): readonly string[] {
  return ledger.read((view) =>
    Array.from(view.eventsOf(['profile'], { chain }), ({ leaf }) => String(leaf.public.contact)),
  );
}

function agency(): Party {
  return party('Agency', '9506000100001', null);
}

describe('while a key signs', () => {
  it('others read, write settings and take in what comes from elsewhere', () => {
    const owner = agency();
    const other = party('Acme', '9506000100012', owner.chain);
    give(owner.ledger, other.ledger);
    accredit(owner, other, ['manufacturer']);
    const beside = openLedger(owner.dir);
    const seen: unknown[] = [];
    const key = slowly(owner, () => {
      seen.push(contacts(beside, owner.chain));
      beside.write((local) => local.setSetting('zone', 'UTC'));
      seen.push(beside.admit(batchOf(other.ledger, other.chain)).kind);
    });
    const { value } = owner.ledger.append(key, OPTIONS, says('+44'));
    expect(value).toBe(`${owner.chain}/2`);
    expect(seen).toEqual([[], 'stored']);
    expect(owner.ledger.local.setting('zone')).toBe('UTC');
    expect(owner.ledger.headState()).toEqual({ kind: 'ready', size: 3 });
    expect(owner.ledger.audit().findings).toEqual([]);
    // What came meanwhile changed nothing of what was to be recorded, so it was signed once.
    expect(key.signed).toHaveLength(1);
    beside.close();
  });

  it('what is recorded rests on what came meanwhile', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, (time) => {
      if (time === 1) beside.write((local) => local.setSetting('zone', 'Europe/Berlin'));
    });
    owner.ledger.append(key, OPTIONS, (tx) => says(String(tx.local.setting('zone') ?? 'none'))(tx));
    expect(contacts(owner.ledger, owner.chain)).toEqual(['Europe/Berlin']);
    expect(key.signed).toHaveLength(2);
    beside.close();
  });

  it('and what came forbids it, nothing is recorded', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, () => {
      beside.append(owner.signer, OPTIONS, (tx) => tx.add({ type: 'retire', public: {} }));
    });
    expect(refused(() => owner.ledger.append(key, OPTIONS, says('+44'))).code).toBe('wrong-state');
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
    expect(owner.ledger.headState()).toEqual({ kind: 'ready', size: 2 });
    beside.close();
  });

  it('and a peer shows a longer own chain, this one is closed', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const { sign } = owner.signer.keyring;
    const ahead = signCheckpoint(owner.chain, 7, random(32), sign.public, (text) => sign.sign(text));
    const key = slowly(owner, () => expect(beside.seenElsewhere(ahead, 'peer', NOW)).toBe('ahead'));
    expect(refused(() => owner.ledger.append(key, OPTIONS, says('+44'))).code).toBe('chain-behind');
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
    beside.close();
  });

  it('and the key is replaced, the old one signs no more', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, () => {
      const signKey = b64u(newKeyring(random).sign.public);
      beside.append(owner.signer, OPTIONS, (tx) => tx.add({ type: 'rotate', public: { signKey } }));
    });
    expect(refused(() => owner.ledger.append(key, OPTIONS, says('+44'))).code).toBe('not-allowed');
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
    beside.close();
  });

  it('and another of its runs records first, it signs again, and what it signed before is never seen', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, (time) => {
      if (time < 3) beside.append(owner.signer, OPTIONS, says(`beside ${time}`));
    });
    owner.ledger.append(key, OPTIONS, says('slow'));
    expect(contacts(owner.ledger, owner.chain)).toEqual(['beside 1', 'beside 2', 'slow']);
    expect(key.signed).toHaveLength(3);
    expect(owner.ledger.read((view) => view.forks())).toEqual([]);
    expect(owner.ledger.audit().findings).toEqual([]);
    beside.close();
  });

  it('and others record faster than it ever signs, it gives up, with nothing recorded', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, (time) => beside.append(owner.signer, OPTIONS, says(`beside ${time}`)));
    expect(refused(() => owner.ledger.append(key, OPTIONS, says('slow'))).code).toBe('locked');
    expect(contacts(owner.ledger, owner.chain)).not.toContain('slow');
    beside.close();
  });

  it('a second run that signs waits for it, and is told where it waits too long', () => {
    const owner = agency();
    const beside = openLedger(owner.dir);
    const key = slowly(owner, (time) => {
      if (time > 1) return;
      const second = () => beside.append(slowly(owner), { ...OPTIONS, patience: 50 }, says('second'));
      expect(refused(second).code).toBe('locked');
    });
    owner.ledger.append(key, OPTIONS, says('first'));
    beside.append(slowly(owner), { ...OPTIONS, patience: 50 }, says('second'));
    expect(contacts(owner.ledger, owner.chain)).toEqual(['first', 'second']);
    beside.close();
  });
});

describe('a key that takes its time', () => {
  it('is asked once for each commit, in order, and never in a dry run or where there is nothing to record', () => {
    const owner = agency();
    const key = slowly(owner);
    owner.ledger.append(key, OPTIONS, (tx) => {
      says('one')(tx);
      tx.closeCommit();
      says('two')(tx);
    });
    const sizes = key.signed.map((text) => Number(Buffer.from(text).toString().split('\n')[1]));
    expect(sizes).toEqual([2, 3]);
    owner.ledger.append(key, { ...OPTIONS, dryRun: true }, says('three'));
    owner.ledger.append(key, OPTIONS, (tx) => tx.local.setSetting('zone', 'UTC'));
    expect(key.signed).toHaveLength(2);
    expect(owner.ledger.local.setting('zone')).toBe('UTC');
    expect(contacts(owner.ledger, owner.chain)).toEqual(['one', 'two']);
  });

  it('opens a chain', () => {
    const ledger = openLedger(folder(), { create: true });
    const keyring = newKeyring(random);
    const { sign, seal } = keyring;
    const key = {
      keyring: { seal, sign: { public: sign.public, sign: (text: Uint8Array) => sign.sign(text) } },
      random,
    };
    const opening = {
      network: null,
      party: { name: 'Agency', gln: '9506000100001' },
      signKey: b64u(sign.public),
      sealKey: b64u(seal.public),
      custody: 'required',
    };
    const { value } = ledger.append(key, OPTIONS, (tx) => tx.add({ type: 'open', public: opening }).chain);
    expect(ledger.read((view) => view.chain(value)?.size)).toBe(1);
    expect(ledger.headState()).toEqual({ kind: 'ready', size: 1 });
    ledger.close();
  });

  it.each([
    ['another key', (text: Uint8Array) => newKeyring(random).sign.sign(text)],
    ['half a signature', () => random(32)],
    ['nothing', () => random(0)],
  ])('that signs with %s leaves nothing in the chain', (_, signs) => {
    const owner = agency();
    const { keyring } = owner.signer;
    const sign = { public: keyring.sign.public, sign: signs };
    const append = () => owner.ledger.append({ ...owner.signer, keyring: { ...keyring, sign } }, OPTIONS, says('+44'));
    expect(refused(append).code).toBe('key-damaged');
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
    expect(owner.ledger.headState()).toEqual({ kind: 'ready', size: 1 });
  });

  it.each([
    ['is not there', Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT', syscall: 'spawn agent', errno: -2 })],
    ['was cancelled', new Error('cancelled by the person')],
  ])('that %s leaves nothing, and the next may begin', (_, why) => {
    const owner = agency();
    const key = slowly(owner, (time) => {
      if (time === 1) throw why;
    });
    expect(() => owner.ledger.append(key, OPTIONS, says('+44'))).toThrow(
      expect.objectContaining({ code: 'io-failed', detail: { recorded: false } }),
    );
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
    owner.ledger.append(key, { ...OPTIONS, patience: 0 }, says('+45'));
    expect(contacts(owner.ledger, owner.chain)).toEqual(['+45']);
  });

  it('makes its lease for its owner alone, and a key in this process makes none', () => {
    const owner = agency();
    add(owner, { type: 'profile', public: { name: 'Agency', contact: '+43' } });
    expect(existsSync(join(owner.dir, LEASE_FILE))).toBe(false);
    owner.ledger.append(slowly(owner), OPTIONS, says('+44'));
    expect(existsSync(join(owner.dir, LEASE_FILE))).toBe(true);
  });

  it('records nothing where the lease cannot be made', () => {
    const owner = agency();
    mkdirSync(join(owner.dir, LEASE_FILE));
    const append = () => owner.ledger.append(slowly(owner), OPTIONS, says('+44'));
    expect(append).toThrow(expect.objectContaining({ code: 'io-failed', detail: { recorded: false } }));
    expect(contacts(owner.ledger, owner.chain)).toEqual([]);
  });

  it('is not asked in a folder that is only read, and leaves nothing there', () => {
    const owner = agency();
    owner.ledger.close();
    const ledger = openLedger(owner.dir, { readOnly: true });
    expect(refused(() => ledger.append(slowly(owner), OPTIONS, says('+44'))).code).toBe('io-failed');
    expect(existsSync(join(owner.dir, LEASE_FILE))).toBe(false);
    ledger.close();
  });

  it('loses nothing on a full disk, whichever write it is that finds it full', async () => {
    const owner = agency();
    const key = slowly(owner);
    for (let at = 0, steps = 1; at < steps; at++) {
      const tried = await failing(at, 'ENOSPC', () => owner.ledger.append(key, OPTIONS, says(`at ${at}`)));
      steps = Math.max(steps, tried.steps);
      const stands = contacts(owner.ledger, owner.chain).includes(`at ${at}`);
      expect(tried.error === undefined || stands === isRecorded(tried.error), `${tried.failed}`).toBe(true);
      owner.ledger.append(key, { ...OPTIONS, patience: 0 }, says(`after ${at}`));
    }
    expect(owner.ledger.audit().findings).toEqual([]);
  });
});

function isRecorded(error: unknown): unknown {
  return (error as { detail?: { recorded?: unknown } }).detail?.recorded;
}

/** What may go on beside a run whose key signs. */
type Beside = 'records' | 'records twice' | 'sets' | 'shows' | 'throws' | 'nothing';

describe('two signed notes of one size', () => {
  it('with different roots are never seen, whatever goes on while a key signs', () => {
    const beside = fc.constantFrom<Beside>('records', 'records twice', 'sets', 'shows', 'throws', 'nothing');
    const runs = fc.array(
      fc.record({ commits: fc.integer({ min: 1, max: 3 }), beside: fc.array(beside, { maxLength: 4 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(runs, (all) => {
        const owner = agency();
        const others = openLedger(owner.dir);
        const seen = new Map<number, string>();
        const look = (ledger: Ledger) =>
          ledger.publish((view) => {
            const to = view.chain(owner.chain)?.size ?? 0;
            for (let size = 1; size <= to; size++) {
              const note = view.note(owner.chain, size);
              if (note === undefined) continue;
              const root = Buffer.from(readCheckpoint(note).root).toString('hex');
              expect(seen.get(size) ?? root, `size ${size}`).toBe(root);
              seen.set(size, root);
            }
          });
        all.forEach(({ commits, beside: what }, n) => {
          const key = slowly(owner, (time) => {
            const does = what[time - 1];
            if (does === 'throws') throw new Error('cancelled');
            if (does === 'sets') others.write((local) => local.setSetting('zone', `${n}.${time}`));
            if (does === 'shows') look(others);
            if (does === 'records' || does === 'records twice') others.append(owner.signer, OPTIONS, says(`${n} b`));
            if (does === 'records twice') others.append(owner.signer, OPTIONS, says(`${n} c`));
          });
          try {
            owner.ledger.append(key, OPTIONS, (tx) => {
              for (let i = 0; i < commits; i++) {
                says(`${n} ${i} ${String(tx.local.setting('zone'))}`)(tx);
                tx.closeCommit();
              }
            });
          } catch (error) {
            expect(error).toMatchObject({ code: 'io-failed' });
          }
          look(owner.ledger);
        });
        expect(owner.ledger.audit().findings).toEqual([]);
        expect(owner.ledger.headState().kind).toBe('ready');
        others.close();
        owner.ledger.close();
        cleanUp();
      }),
      { numRuns: process.env.PEDIGREE_LONG === '1' ? 2000 : 15 },
    );
  }, 600_000);
});
