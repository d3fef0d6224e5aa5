// From leaves to the rows by which they are found: what the embedded ledger's index has, as rows for COPY.
import { type Bytes, b64u, joined } from '../../chain/bytes.ts';
import type { Leaf } from '../../chain/leaf.ts';
import { ROWS_A_PAGE } from '../../chain/pages.ts';
import { rowsOf } from '../../chain/rows.ts';
import { EVENT } from '../../custody/events/all.ts';
import { EVENTS } from '../../custody/events/index.ts';
import { key48 } from '../ids.ts';
import { gtinOf, lotNameOf, recallNamed, retractedBy } from '../index-events.ts';
import { attachmentsOf, KINDS } from '../pages.ts';
import type { AttachmentRef } from '../types.ts';
import { CopyRows } from './copy-rows.ts';

/** In the place of a GTIN in `lacking`: as in the embedded ledger. */
const ROWS = 0;
const SEALED_ONLY = -1;

/** What is here whole of what leaves name: its pages, or nothing for a sealed part, of which no row is made. */
export type WholeAttachments = ReadonlyMap<string, readonly Bytes[]>;

export function attachmentName({ root, kind }: Pick<AttachmentRef, 'root' | 'kind'>): string {
  return `${kind} ${b64u(root)}`;
}

/** The key under which the tokens stand that are in a commissioning leaf itself. */
export function inlineRoot(leaf: number): Bytes {
  const key = Buffer.alloc(8);
  key.writeBigInt64BE(BigInt(leaf));
  return key;
}

/** First 48 bits of tokens, and beside each the leaf that is found by it. */
export interface FoundBy {
  readonly tokens: readonly number[];
  readonly leaves: readonly number[];
}

/** Rows of all tables that are derived from leaves. */
export class DerivedRows {
  readonly commission = new CopyRows('commission', 'gtin', 'leaf', 'root', 'rows');
  readonly lot = new CopyRows('lot', 'name', 'leaf');
  readonly notice = new CopyRows('notice', 'about', 'leaf', 'ends');
  readonly retract = new CopyRows('retract', 'target', 'leaf');
  readonly lacking = new CopyRows('lacking', 'leaf', 'root', 'kind', 'gtin');
  readonly tokenpage = new CopyRows('tokenpage', 'root', 'index', 'first', 'bytes');
  /** Leaves that authority is made of. */
  readonly authority: number[] = [];
  readonly #tokens: number[] = [];
  readonly #leaves: number[] = [];

  addToken(token: number, leaf: number): void {
    this.#tokens.push(token);
    this.#leaves.push(leaf);
  }

  /** `first` is the row of its chain's first branch; `whole` has what is here of what it names. */
  add(id: number, first: number, leaf: Leaf, whole: WholeAttachments): void {
    if (leaf.fault !== undefined) return;
    const index = EVENTS.get(leaf.type)?.index;
    if (index === 'authority') this.authority.push(id);
    else if (index === 'commission') this.addCommission(id, leaf, whole);
    else if (index === 'retraction') this.#addRetraction(id, first, leaf);
    else if (index === 'gtin') {
      const gtin = gtinOf(leaf);
      if (gtin !== undefined)
        this.#addNotice(gtin, id, leaf.type === EVENT.recall.type ? -key48(leaf.hash) : undefined);
    } else if (index === 'recall') {
      const recall = recallNamed(leaf);
      if (recall !== undefined) this.#addNotice(-key48(recall), id, undefined);
    }
    if (index !== 'commission') this.addRows(id, leaf, whole);
    this.#addSealed(id, leaf, whole);
  }

  #addNotice(about: number, id: number, ends: number | undefined): void {
    this.notice.row().long(about).long(id);
    if (ends === undefined) this.notice.none();
    else this.notice.long(ends);
  }

  addCommission(id: number, leaf: Leaf, whole: WholeAttachments): void {
    const gtin = gtinOf(leaf);
    if (gtin === undefined) return;
    const { rows } = leaf;
    let root: Bytes | undefined;
    if (rows?.data !== undefined) {
      root = inlineRoot(id);
      this.tokenpage.row().bytes(root).int(0).bytes(rows.data.subarray(0, 16)).bytes(rows.data);
    } else if (rows?.root !== undefined) {
      const ref = { root: rows.root, kind: 'tokens' } as const;
      const pages = whole.get(attachmentName(ref));
      if (pages === undefined) this.#lacks(id, ref, gtin);
      else if (tokensIn(leaf, pages) !== undefined) root = rows.root;
    }
    this.commission.row().long(gtin).long(id);
    if (root === undefined) this.commission.none();
    else this.commission.bytes(root);
    this.commission.int(root === undefined ? 0 : (rows?.n ?? 0));
    const name = lotNameOf(gtin, leaf);
    if (name !== undefined) this.lot.row().long(name).long(id);
  }

  addRows(id: number, leaf: Leaf, whole: WholeAttachments): void {
    const { rows } = leaf;
    if (rows === undefined) return;
    let data = rows.data;
    if (rows.root !== undefined) {
      const ref = { root: rows.root, kind: 'rows' } as const;
      const pages = whole.get(attachmentName(ref));
      if (pages === undefined) this.#lacks(id, ref, ROWS);
      data = pages && tokensIn(leaf, pages);
    }
    for (let at = 0; data !== undefined && at < data.length; at += 32) this.addToken(key48(data, at), id);
  }

  #addRetraction(id: number, first: number, leaf: Leaf): void {
    const target = retractedBy(first, leaf);
    if (target !== undefined) this.retract.row().long(target).long(id);
  }

  #addSealed(id: number, leaf: Leaf, whole: WholeAttachments): void {
    for (const ref of attachmentsOf(leaf))
      if (ref.kind === 'sealed' && !whole.has(attachmentName(ref))) this.#lacks(id, ref, SEALED_ONLY);
  }

  readonly #lacked = new Set<string>();

  #lacks(id: number, ref: Pick<AttachmentRef, 'root' | 'kind'>, gtin: number): void {
    const name = `${id} ${attachmentName(ref)}`;
    if (this.#lacked.has(name)) return;
    this.#lacked.add(name);
    this.lacking.row().long(id).bytes(ref.root).small(KINDS.indexOf(ref.kind)).long(gtin);
  }

  /** Tokens with their leaves, in their order, none twice. */
  hops(): { readonly rows: CopyRows; readonly found: FoundBy } {
    const rows = new CopyRows('hop', 'token', 'leaf');
    const [tokens, leaves] = [this.#tokens, this.#leaves];
    const order = Array.from(tokens.keys()).sort(
      (a, b) => (tokens[a] ?? 0) - (tokens[b] ?? 0) || (leaves[a] ?? 0) - (leaves[b] ?? 0),
    );
    let [token, leaf] = [-1, -1];
    const found: { readonly tokens: number[]; readonly leaves: number[] } = { tokens: [], leaves: [] };
    for (const i of order) {
      const [one, of] = [tokens[i] ?? 0, leaves[i] ?? 0];
      if (one === token && of === leaf) continue;
      [token, leaf] = [one, of];
      found.tokens.push(one);
      found.leaves.push(of);
      rows.row().long(token).long(leaf);
    }
    return { rows, found };
  }

  /** All but leaves and tokens. */
  tables(): readonly CopyRows[] {
    return [this.tokenpage, this.commission, this.lot, this.notice, this.retract, this.lacking];
  }
}

// The rows of a leaf from its pages, where these are as many as it says and ascend; else it has none for anybody.
function tokensIn(leaf: Leaf, pages: readonly Bytes[]): Bytes | undefined {
  if (pages.length !== Math.ceil((leaf.rows?.n ?? 0) / ROWS_A_PAGE)) return undefined;
  const rows = rowsOf(leaf, (_, index) => pages[index]);
  return rows === 'missing-page' || rows === undefined ? undefined : joined([rows]);
}
