// What a process of a hub knows besides to exchange with peers: how far each branch goes now, its newest checkpoint, and how far it
// says what must not wait.
import { sameBytes } from '../../chain/bytes.ts';
import { branchOf, seqOf } from '../ids.ts';
import { URGENT_CODES } from '../type-codes.ts';
import type { Mark } from '../types.ts';
import type { HubConnection } from './connection.ts';
import { hubMark } from './hub-state.ts';
import { type HubBranch, Mirror } from './mirror.ts';

type HeadRow = HubBranch & { readonly note: string | null };

const HEADS = `select b.*, k.note from branch b left join note k on k.id = (b.id << 32) + b.size - 1 where b.changed > $1 order by b.id`;
/** Where the newest of what must not wait stands in each branch: recalls and notices on lots, and what takes rights away. */
const URGENT_FIRST = `select max(leaf) as leaf from (
  select leaf from notice union all
  select a.leaf from authority a join leaf l on l.id = a.leaf where l.type = any($1::smallint[])
) u group by leaf >> 32`;
const URGENT_NEXT = `select max(l.id) as leaf, max(a.n) as n from admission a
  join leaf l on l.id >= (a.branch << 32) + a.start and l.id < (a.branch << 32) + a.size
  where a.n > $1 and l.type = any($2::smallint[]) group by a.branch`;

export class TurnMirror extends Mirror {
  /** The history as it stood when it was read last. */
  mark: (Mark & { readonly hash: string }) | undefined;
  /** The newest checkpoint of each branch, by its row. */
  readonly notes = new Map<number, string>();
  /** Up to which size each branch says what must not wait. */
  readonly urgent = new Map<number, number>();
  /** The newest change that may have brought what must not wait: of all that was there when this process began, any may. */
  urgentAt = 0;
  /** When the newest change came, by the clock of the database, ms; 0 before there is any. */
  newestAt = 0;
  #n = -1;
  #hash = '';
  #advancing: Promise<unknown> = Promise.resolve();

  /** As `sync`; and where every branch stands. Inside a transaction of one state, on the primary. */
  advance(connection: HubConnection): Promise<void> {
    const run = this.#advancing.then(() => this.#advance(connection));
    this.#advancing = run.catch(() => {});
    return run;
  }

  /** How far a branch goes, by its row. */
  sizeOf(row: number): number {
    return this.sql.value<number>('SELECT size FROM branch WHERE id = ?', row) ?? 0;
  }

  async #advance(connection: HubConnection): Promise<void> {
    const mark = await hubMark(connection);
    if (mark.n === this.#n && mark.hash === this.#hash && this.mark?.epoch === mark.epoch) return;
    const before = this.stamped;
    await this.sync(connection);
    // Of another history nothing that was read before counts.
    const goesOn = this.#n >= 0 && mark.n >= this.#n && (await this.#isPast(connection));
    if (!goesOn) {
      this.#forget();
      this.urgentAt = mark.n;
    }
    const from = this.#n;
    const heads = await connection.rows<HeadRow>(HEADS, from);
    const urgent =
      from < 0
        ? await connection.rows<{ leaf: number; n?: number }>(URGENT_FIRST, URGENT_CODES)
        : await connection.rows<{ leaf: number; n?: number }>(URGENT_NEXT, from, URGENT_CODES);
    this.write(() => {
      this.takeBranches(heads);
      if (!sameBytes(before, this.stamped)) this.memory.shapes.clear();
    });
    for (const { id, note } of heads) if (note !== null) this.notes.set(id, note);
    for (const { leaf, n = 0 } of urgent) {
      this.urgent.set(branchOf(leaf), Math.max(this.urgent.get(branchOf(leaf)) ?? 0, seqOf(leaf) + 1));
      this.urgentAt = Math.max(this.urgentAt, n);
    }
    const [newest] = await connection.rows<{ at: number }>(
      'select (extract(epoch from at) * 1000)::bigint as at from admission where n = $1',
      mark.n,
    );
    this.newestAt = newest?.at ?? 0;
    this.#n = mark.n;
    this.#hash = mark.hash;
    this.mark = mark;
  }

  async #isPast(connection: HubConnection): Promise<boolean> {
    if (this.#n === 0) return true;
    const [row] = await connection.rows<{ is: boolean }>(
      'select exists (select 1 from admission where n = $1 and hist = $2) as is',
      this.#n,
      Buffer.from(this.#hash, 'base64url'),
    );
    return row?.is === true;
  }

  #forget(): void {
    this.notes.clear();
    this.urgent.clear();
    this.#n = -1;
  }
}
