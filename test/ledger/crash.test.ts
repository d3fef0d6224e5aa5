// Power goes, processes are killed, two write at once: what was acknowledged is there, and nothing is half there.

import { afterEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { cleanUp, type Party, party } from './network.ts';
import { keysOf, startWriter, type Writer } from './writers.ts';

afterEach(cleanUp);

function start({ dir, chain }: Party, keys: string, name: string, times: number): Writer {
  return startWriter('writer.ts', dir, chain, keys, name, String(times));
}

function contacts(dir: string, chain: string): Map<string, number> {
  const ledger = openLedger(dir, { readOnly: true });
  const all = ledger.read((view) =>
    Array.from(view.eventsOf(['profile'], { chain }), ({ leaf }) => [String(leaf.public.contact), leaf.seq] as const),
  );
  ledger.close();
  return new Map(all);
}

describe('a writer that is killed', () => {
  it('has lost nothing that it acknowledged, and left nothing half done', async () => {
    const owner = party('Agency', '9506000100001', null);
    owner.ledger.close();
    const keys = keysOf(owner);
    for (let round = 0; round < 8; round++) {
      const writer = start(owner, keys, `r${round}`, 100_000);
      while (writer.said.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
      writer.child.kill('SIGKILL');
      await writer.ended;
      const stored = contacts(owner.dir, owner.chain);
      for (const line of writer.said) {
        const [seq = '', name = ''] = line.split(' ');
        const last = stored.get(`${name}-again`) ?? stored.get(name);
        expect(last, line).toBe(Number(seq));
      }
      const ledger = openLedger(owner.dir);
      expect(['ready', 'database-ahead']).toContain(ledger.headState().kind);
      expect(ledger.audit().findings).toEqual([]);
      // The once key stands exactly where its event does: one transaction.
      const once = ledger.local.once.list(`r${round}-`).map(({ key }) => key);
      expect(once.sort()).toEqual(
        [...stored.keys()].filter((name) => name.startsWith(`r${round}-`) && !name.endsWith('again')).sort(),
      );
      ledger.close();
    }
  });
});

describe('two writers at once', () => {
  it('take turns, lose nothing and do not fork', async () => {
    const owner = party('Agency', '9506000100001', null);
    owner.ledger.close();
    const keys = keysOf(owner);
    const writers = ['left', 'right'].map((name) => start(owner, keys, name, 60));
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0]);
    const ledger = openLedger(owner.dir);
    expect(ledger.headState()).toEqual({ kind: 'ready', size: 1 + 2 * (60 + 12) });
    expect(ledger.audit().findings).toEqual([]);
    expect(ledger.read((view) => view.forks())).toEqual([]);
    expect(ledger.local.once.count()).toBe(120);
    ledger.close();
  });

  it('see each other’s events and authority without opening again', () => {
    const owner = party('Agency', '9506000100001', null);
    const other = openLedger(owner.dir);
    expect(other.read((view) => view.authority().partyOf(owner.chain)?.contact)).toBeUndefined();
    owner.ledger.append(owner.signer, { now: Date.UTC(2026, 10, 22, 9) }, (tx) =>
      tx.add({ type: 'profile', public: { name: 'Agency', contact: '+44' } }),
    );
    expect(other.read((view) => view.authority().partyOf(owner.chain)?.contact)).toBe('+44');
    other.close();
  });
});
