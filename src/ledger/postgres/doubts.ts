// Keeping evidence that a chain forked where not all leaves are here: judged as an embedded ledger judges it, and written down.
import { hex } from '../../chain/bytes.ts';
import { encodeForkProof, type ForkProof } from '../../chain/fork.ts';
import { leafOn } from '../branches.ts';
import { proofKey } from '../doubt.ts';
import { judgeProof, MOST_PROOFS } from '../evidence.ts';
import { checkpointIn, compareHeard } from '../hear.ts';
import type { Heard, Proved } from '../types.ts';
import type { HubConnection } from './connection.ts';
import { count, holdCounter } from './counter.ts';
import type { HubBranch, HubLeaf, Mirror } from './mirror.ts';

/** Runs over the memory of the process, which forgets what it wrote; again where a tree is lacking. */
type Scratch = <R>(fn: () => R) => Promise<R>;

/** Inside a transaction that writes, after the mirror is of its state. */
export async function hearHub(
  connection: HubConnection,
  mirror: Mirror,
  scratch: Scratch,
  { note, peer, at }: { readonly note: string; readonly peer: string; readonly at: number },
): Promise<Heard> {
  const checkpoint = checkpointIn(note);
  if (checkpoint === undefined) return { kind: 'refused', code: 'bad-note' };
  const { chain, size, root } = checkpoint;
  const branches = await branchesOf(connection, chain);
  const heard = await scratch(() => {
    mirror.takeBranches(branches);
    return compareHeard(mirror, checkpoint);
  });
  if (heard.kind !== 'fork') return heard;
  await connection.rows(
    'insert into heard (chain, size, root, note, peer, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    chain,
    size,
    root,
    note,
    peer,
    at,
  );
  await touchHub(connection, chain, `heard ${chain} ${size} ${hex(root)}`);
  return heard;
}

/** The same of a proof. */
export async function proveHub(
  connection: HubConnection,
  mirror: Mirror,
  scratch: Scratch,
  proof: ForkProof,
): Promise<Proved> {
  const { chain, index } = proof;
  const branches = await branchesOf(connection, chain);
  const places = mirror.memory.shapes.of(chain).map((shape) => leafOn(shape, index));
  const leaves = await connection.rows<HubLeaf>(
    `select l.id, l.sum, l.type, l.bytes, k.note from leaf l left join note k on k.id = l.id
     where l.id = any($1::bigint[])`,
    places,
  );
  const proved = await scratch(() => {
    mirror.takeBranches(branches);
    for (const leaf of leaves) mirror.takeLeaf(leaf);
    return judgeProof(mirror, proof);
  });
  if (proved !== 'fork') return proved;
  const key = proofKey(proof);
  await connection.rows('insert into proof (key, value) values ($1, $2)', key, JSON.stringify(encodeForkProof(proof)));
  // Those of the earliest forks are kept.
  await connection.rows(
    `delete from proof where key in (select key from proof where key like $1 || '/%' order by key offset $2)`,
    chain,
    MOST_PROOFS,
  );
  await touchHub(connection, chain, `proof ${key}`);
  return proved;
}

function branchesOf(connection: HubConnection, chain: string): Promise<HubBranch[]> {
  return connection.rows<HubBranch>('select * from branch where chain = $1 order by id for update', chain);
}

// News of a chain without a leaf of it: peers are told of it anew, and its shape is read again.
async function touchHub(connection: HubConnection, chain: string, what: string): Promise<void> {
  const held = await holdCounter(connection);
  await connection.rows('update branch set changed = $2 where chain = $1 and number = 0', chain, held.n + 1);
  await count(connection, held, [{ what }], { stamps: true, branches: 0 });
}
