// Processes whose keys take their time to sign: killed at every moment of an append, two at once, and one that others go on beside.
import { afterEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/chain/checkpoint.ts';
import { HeadFile } from '../../src/ledger/head-file.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { accredit, batchOf, cleanUp, give, NOW, type Party, party } from './network.ts';
import { slowly } from './slow-key.ts';
import { keysOf, startWriter, type Writer } from './writers.ts';

afterEach(cleanUp);

const LONG = process.env.PEDIGREE_LONG === '1';

interface Plan {
  readonly name: string;
  readonly times?: number;
  /** How long the key takes, ms. */
  readonly ms?: number;
  /** When the process is killed. */
  readonly moment?: string;
}

function start({ dir, chain }: Party, keys: string, { name, times = 1, ms = 0, moment = '' }: Plan): Writer {
  return startWriter('slow-writer.ts', dir, chain, keys, name, String(times), String(ms), moment);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const acknowledged = ({ said }: Writer): readonly string[] => said.filter((line) => line !== 'signing');

/** Roots that were signed, by size: what anybody may have seen, in the database and in the head file. */
class Seen {
  readonly #roots = new Map<number, string>();

  look({ dir, chain }: Party): void {
    const notes: string[] = [];
    const ledger = openLedger(dir, { readOnly: true });
    ledger.read((view) => {
      const size = view.chain(chain)?.size ?? 0;
      for (let at = 1; at <= size; at++) notes.push(view.note(chain, at) ?? '');
    });
    ledger.close();
    const file = new HeadFile(dir, true);
    const head = file.read();
    if (head.kind === 'here') notes.push(head.head.note);
    file.close();
    for (const note of notes) {
      if (note === '') continue;
      const { size, root } = readCheckpoint(note);
      const hex = Buffer.from(root).toString('hex');
      expect(this.#roots.get(size) ?? hex, `size ${size}`).toBe(hex);
      this.#roots.set(size, hex);
    }
  }
}

const MOMENTS: readonly (readonly [string, boolean])[] = [
  ['before BEGIN of run 1', false],
  ['after BEGIN of run 1', false],
  ['in run 1', false],
  ['before ROLLBACK of run 1', false],
  ['after ROLLBACK of run 1', false],
  ['while the key signs', false],
  ['when it has signed', false],
  ['before BEGIN of run 2', false],
  ['in run 2', false],
  ['before COMMIT of run 2', false],
  ['after COMMIT of run 2', true],
  ['before the head file', true],
  ['after the head file', true],
];

describe('a process whose key takes its time', () => {
  it.each(MOMENTS)(
    'that is killed %s leaves all of its event or nothing, and its lease to the next',
    async (moment, stands) => {
      const owner = party('Agency', '9506000100001', null);
      owner.ledger.close();
      const keys = keysOf(owner);
      const seen = new Seen();
      const killed = start(owner, keys, { name: 'killed', ms: 20, moment });
      expect(await killed.ended).toBe('SIGKILL');
      expect(acknowledged(killed)).toEqual([]);
      seen.look(owner);
      const ledger = openLedger(owner.dir);
      expect(['ready', 'database-ahead']).toContain(ledger.headState().kind);
      expect(ledger.local.once.has('killed-0')).toBe(stands);
      ledger.append(slowly(owner), { now: NOW, clockIsRight: true, patience: 0 }, (tx) =>
        tx.add({ type: 'profile', public: { name: 'Agency', contact: 'after' } }),
      );
      expect(ledger.headState()).toEqual({ kind: 'ready', size: stands ? 3 : 2 });
      expect(ledger.audit().findings).toEqual([]);
      expect(ledger.read((view) => view.forks())).toEqual([]);
      ledger.close();
      seen.look(owner);
    },
  );

  it('that is killed at any time has lost nothing that it acknowledged, and signed no size twice for anybody to see', async () => {
    const owner = party('Agency', '9506000100001', null);
    owner.ledger.close();
    const keys = keysOf(owner);
    const seen = new Seen();
    for (let round = 0; round < (LONG ? 200 : 4); round++) {
      const run = start(owner, keys, { name: `r${round}`, times: 100_000, ms: 4 });
      await until(() => acknowledged(run).length >= 2);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      run.child.kill('SIGKILL');
      await run.ended;
      seen.look(owner);
      const ledger = openLedger(owner.dir);
      for (const line of acknowledged(run)) expect(ledger.local.once.has(line.split(' ')[1] ?? ''), line).toBe(true);
      expect(ledger.audit().findings).toEqual([]);
      ledger.close();
    }
  }, 3_600_000);

  it('waits for another one, loses nothing and does not fork', async () => {
    const owner = party('Agency', '9506000100001', null);
    owner.ledger.close();
    const keys = keysOf(owner);
    const both = ['left', 'right'].map((name) => start(owner, keys, { name, times: 6, ms: 30 }));
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    const ledger = openLedger(owner.dir);
    expect(ledger.headState()).toEqual({ kind: 'ready', size: 1 + 2 * (6 + 3) });
    expect(ledger.audit().findings).toEqual([]);
    // Whoever waited was asked for no signature that was not used: one for each commit.
    expect(both.flatMap(({ said }) => said.filter((line) => line === 'signing'))).toHaveLength(2 * (6 + 3));
    ledger.close();
  });

  it('and takes two seconds holds nobody up who reads, sets or takes in what comes', async () => {
    const owner = party('Agency', '9506000100001', null);
    const other = party('Acme', '9506000100012', owner.chain);
    give(owner.ledger, other.ledger);
    accredit(owner, other, ['manufacturer']);
    const run = start(owner, keysOf(owner), { name: 'slow', ms: 2_000 });
    await until(() => run.said.includes('signing'));
    expect(owner.ledger.admit(batchOf(other.ledger, other.chain)).kind).toBe('stored');
    owner.ledger.write((local) => local.setSetting('zone', 'UTC'));
    expect(owner.ledger.publish((view) => view.chain(owner.chain)?.size)).toBe(2);
    // All of that came before the signature.
    expect(acknowledged(run)).toEqual([]);
    expect(await run.ended).toBe(0);
    expect(acknowledged(run)).toEqual(['2 slow-0']);
    expect(owner.ledger.headState()).toEqual({ kind: 'ready', size: 3 });
  });
});
