// The audit of a hub: its chains, its pages, and what is derived from them, made a second time beside it and compared.
import { type Bytes, b64u, sameBytes } from '../../chain/bytes.ts';
import type { Leaf } from '../../chain/leaf.ts';
import { EMPTY_RANGE, extendRange, leafHash, rangeRoot } from '../../chain/merkle.ts';
import { phrase } from '../../words/en/hub.ts';
import { phrase as ledgerPhrase } from '../../words/en/ledger.ts';
import { attachmentsOf, KINDS } from '../pages.ts';
import type { AttachmentRef, AuditFinding, AuditReport, Progress } from '../types.ts';
import { auditBranch, shapesOf } from './audit-chains.ts';
import { AVOIDED_PLANS, type HubConnection, type HubDatabase, within } from './connection.ts';
import { CopyRows } from './copy-rows.ts';
import { MOST_OF_TOKEN } from './crowded.ts';
import { attachmentName, DerivedRows, type WholeAttachments } from './derive.ts';
import type { HubBranch } from './mirror.ts';
import { PAGE_TABLES } from './pages-here.ts';

/** Findings of one table that are named one by one; more are counted. */
const REPORT_EVERY = 1_000;
/** Events of which derived rows are gathered before they are written. */
const TOGETHER = 10_000;

export type HubAudit = Pick<AuditReport, 'events' | 'chains' | 'notes' | 'pages' | 'findings'>;

/** What is made a second time: table → the columns that follow from leaves and pages alone. */
const DERIVED: Readonly<Record<string, string>> = {
  hop: 'token, leaf',
  commission: 'gtin, leaf, root, rows',
  lot: 'name, leaf',
  notice: 'about, leaf, ends',
  retract: 'target, leaf',
  lacking: 'leaf, root, kind, gtin',
};

/** Reads all of a hub in one state of it, and writes nothing that stays. */
export function auditHub(database: HubDatabase, progress?: Progress): Promise<HubAudit> {
  return database.lend((connection) =>
    within(connection, 'one-state-with-scratch', (inside) => new HubAuditRun(inside, progress).run()),
  );
}

class HubAuditRun {
  readonly #connection: HubConnection;
  readonly #progress: Progress | undefined;
  readonly #findings: AuditFinding[] = [];
  #derived = new DerivedRows();
  #gathered = 0;
  #authority: number[] = [];
  #events = 0;
  #total = 0;
  #pages = 0;
  #schema = '';

  constructor(connection: HubConnection, progress: Progress | undefined) {
    this.#connection = connection;
    this.#progress = progress;
  }

  async run(): Promise<HubAudit> {
    const connection = this.#connection;
    for (const way of AVOIDED_PLANS) await connection.rows(`set local enable_${way} = on`);
    const [here] = await connection.rows<{ schema: string }>('select quote_ident(current_schema()) as schema');
    this.#schema = here?.schema ?? '';
    // A table of the transaction comes before one of that name which stays: what is derived is written to it by the same code.
    for (const table of Object.keys(DERIVED))
      await connection.rows(`create temp table ${table} (like ${this.#schema}.${table}) on commit drop`);
    await connection.rows(`create temp table tokenpage (like ${this.#schema}.tokenpage) on commit drop`);
    const branches = await connection.rows<HubBranch>('select * from branch order by id');
    this.#total = branches.reduce((sum, { size, base }) => sum + size - base, 0);
    const shapes = shapesOf(branches);
    const firsts = new Map(branches.filter(({ number }) => number === 0).map(({ chain, id }) => [chain, id]));
    let notes = 0;
    for (const branch of branches) {
      const { id, chain } = branch;
      const shape = shapes.get(id);
      if (shape === undefined) continue;
      notes += await auditBranch(connection, branch, shape, {
        event: (leaf, said) => this.#event(leaf, firsts.get(chain) ?? id, said),
        find: (code, message, seq) => this.#findings.push({ code, message, chain, seq }),
      });
    }
    await this.#write();
    await this.#attachments();
    await this.#compare();
    await this.#history();
    this.#progress?.(this.#total, this.#total);
    const counts = { events: this.#events, chains: firsts.size, notes, pages: this.#pages };
    return { ...counts, findings: this.#findings };
  }

  async #event(id: number, first: number, leaf: Leaf): Promise<void> {
    this.#events++;
    if (this.#events % REPORT_EVERY === 0) this.#progress?.(this.#events, this.#total);
    if (leaf.fault === undefined) this.#derived.add(id, first, leaf, await this.#wholeOf(leaf));
    if (++this.#gathered >= TOGETHER) await this.#write();
  }

  async #wholeOf(leaf: Leaf): Promise<WholeAttachments> {
    const whole = new Map<string, readonly Bytes[]>();
    for (const ref of attachmentsOf(leaf)) {
      const [row] = await this.#connection.rows<{ is: boolean }>(
        `select have = pages as is from attachment where root = $1 and kind = $2`,
        ref.root,
        KINDS.indexOf(ref.kind),
      );
      if (row?.is === true) whole.set(attachmentName(ref), ref.kind === 'sealed' ? [] : await this.#pagesOf(ref));
    }
    return whole;
  }

  async #pagesOf({ root, kind }: Pick<AttachmentRef, 'root' | 'kind'>): Promise<Bytes[]> {
    const rows = await this.#connection.rows<{ bytes: Buffer }>(
      `select bytes from ${this.#schema}.${PAGE_TABLES[kind]} where root = $1 order by index`,
      root,
    );
    return rows.map(({ bytes }) => bytes);
  }

  async #write(): Promise<void> {
    const derived = this.#derived;
    this.#derived = new DerivedRows();
    this.#gathered = 0;
    for (const id of derived.authority) this.#authority.push(id);
    const { rows } = derived.hops();
    for (const table of [rows, ...derived.tables()]) if (table.count > 0) await this.#copy(table);
  }

  #copy(rows: CopyRows): Promise<void> {
    return this.#connection.copy(rows);
  }

  async #attachments(): Promise<void> {
    const attachments = await this.#connection.rows<{ root: Buffer; kind: number; pages: number }>(
      'select root, kind, pages from attachment where have = pages order by root, kind',
    );
    for (const { root, kind, pages } of attachments) {
      const known = KINDS[kind];
      if (known === undefined) continue;
      const name = `${known} ${b64u(root).slice(0, 8)}`;
      const hashes = (await this.#pagesOf({ root, kind: known })).map(leafHash);
      this.#pages += hashes.length;
      if (hashes.length < pages)
        this.#findings.push({
          code: 'page-missing',
          message: ledgerPhrase('page-of-missing', { count: hashes.length, name }),
        });
      else if (!sameBytes(rangeRoot(extendRange(EMPTY_RANGE, hashes)), root))
        this.#findings.push({ code: 'page-damaged', message: ledgerPhrase('page-of-damaged', { name }) });
    }
  }

  // Rows that should be there and are not, and rows that are of nothing.
  async #compare(): Promise<void> {
    for (const [table, columns] of Object.entries(DERIVED)) {
      const made = `select ${columns} from pg_temp.${table}`;
      const here = `select ${columns} from ${this.#schema}.${table}`;
      await this.#differ(table, made, here);
    }
    const inline = `select root, index, first, bytes from pg_temp.tokenpage`;
    await this.#differ('tokenpage', inline, `select root, index, first, bytes from ${this.#schema}.tokenpage`, true);
    const schema = this.#schema;
    await this.#differ(
      'crowded',
      `select token, leaf from pg_temp.hop where token in
         (select token from pg_temp.hop group by token having count(*) > ${MOST_OF_TOKEN})`,
      `select token, leaf from ${schema}.crowded`,
    );
    await this.#differ(
      'packs',
      `select c.gtin, c.run, sum(c.rows) from ${schema}.commission c where c.run is not null group by c.gtin, c.run`,
      `select gtin, run, sum(cardinality(entries)) from packrun group by gtin, run`,
    );
    await this.#connection.rows('create temp table said (leaf bigint) on commit drop');
    const said = new CopyRows('said', 'leaf');
    for (const leaf of this.#authority) said.row().long(leaf);
    if (said.count > 0) await this.#copy(said);
    await this.#differ('authority', 'select leaf from said', 'select leaf from authority');
  }

  async #differ(table: string, made: string, here: string, some = false): Promise<void> {
    const missing = await this.#count(`(${made}) except all (${here})`);
    const extra = some ? 0 : await this.#count(`(${here}) except all (${made})`);
    if (missing > 0) this.#findings.push({ code: 'index-wrong', message: phrase('rows-missing', { missing, table }) });
    if (extra > 0) this.#findings.push({ code: 'index-wrong', message: phrase('rows-extra', { extra, table }) });
  }

  async #count(query: string): Promise<number> {
    const [row] = await this.#connection.rows<{ count: number }>(`select count(*) as count from (${query}) as q`);
    return row?.count ?? 0;
  }

  // The counter says what the newest change says, and none is missing before it.
  async #history(): Promise<void> {
    const [row] = await this.#connection.rows<{ is: boolean }>(
      `select (select count(*) from admission) = c.n
         and (c.n = 0 or (select hist from admission where n = c.n) = c.hist) as is from counter c`,
    );
    if (row?.is !== true) this.#findings.push({ code: 'record-damaged', message: phrase('history-wrong') });
  }
}
