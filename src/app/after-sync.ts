// After news have come: what waited is tried again, and what is new is told, recalls before anything else.
import type { CustodyEvent } from '../custody/evidence.ts';
import { PedigreeError } from '../errors.ts';
import type { Ledger, Marks, View } from '../ledger/types.ts';
import type { Home } from './home.ts';
import type { ShipmentLine } from './incoming.ts';
import { productName } from './product-name.ts';

/** What a sync or an import brought that a person should know. */
export interface News {
  /** 0, or the exit of what was tried again. */
  readonly exit: number;
  readonly new: {
    readonly recalls: readonly NewRecall[];
    readonly alerts: readonly object[];
    readonly incoming: readonly ShipmentLine[];
  };
  readonly outbox: { readonly recorded: number; readonly failed: number };
  /** Chains found to have two histories. */
  readonly forks: readonly NewFork[];
}

export interface NewRecall {
  readonly id: string;
  readonly kind: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: string;
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  readonly class: number;
  readonly reason: string;
  readonly instructions?: string;
  /** Name of the issuer. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface NewFork {
  readonly chain: string;
  /** Name of the party behind the chain. */
  readonly name?: string;
  /** The first event that differs. */
  readonly index: number;
}

/** What was known before. */
export interface Before {
  readonly marks: Marks;
  readonly forks: ReadonlySet<string>;
}

/** Remembers what is known now; to be called before the first exchange. */
export function startNews(home: { readonly ledger: Ledger }): Before {
  return home.ledger.read((view) => ({ marks: view.marks(), forks: new Set(view.forks().map(keyOf)) }));
}

/** Tries again what waits, and tells what came since `before`. */
export async function afterNews(home: Home, before: Before): Promise<News> {
  const { ledger } = home;
  const quiet = ledger.read((view) => sameMarks(view.marks(), before.marks));
  const told = ledger.read((view) => ({
    recalls: quiet ? [] : newRecalls(view, before),
    forks: newForks(view, before),
  }));
  return {
    exit: 0,
    new: { recalls: told.recalls, alerts: [], incoming: quiet ? [] : await newIncoming(home, before) },
    outbox: { recorded: 0, failed: 0 },
    forks: told.forks,
  };
}

function sameMarks(a: Marks, b: Marks): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Shipments of which the ledger did not know before. */
async function newIncoming(home: Home, before: Before): Promise<readonly ShipmentLine[]> {
  const { incoming } = await import('./incoming.ts');
  const { shipments } = unlessLocked([], () => incoming(home));
  return shipments.filter(({ shipment }) => {
    const [chain = '', seq = ''] = shipment.split('/');
    return Number.parseInt(seq, 10) >= (before.marks[chain] ?? 0);
  });
}

/** A node whose key nobody unlocks can take and give news all the same; what only its party may read stays unread. */
function unlessLocked(shipments: readonly ShipmentLine[], read: () => { readonly shipments: readonly ShipmentLine[] }) {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PedigreeError) || !error.code.startsWith('key-')) throw error;
    return { shipments };
  }
}

function newForks(view: View, before: Before): readonly NewFork[] {
  const authority = view.authority();
  return view
    .forks()
    .filter((fork) => !before.forks.has(keyOf(fork)))
    .map(({ chain, index }) => {
      const name = authority.partyOf(chain)?.name;
      return { chain, index, ...(name === undefined ? {} : { name }) };
    });
}

function keyOf(fork: { readonly chain: string; readonly index: number; readonly branchB: number }): string {
  return `${fork.chain} ${fork.index} ${fork.branchB}`;
}

function newRecalls(view: View, before: Before): readonly NewRecall[] {
  const found: NewRecall[] = [];
  for (const event of view.eventsOf(['recall'], { since: before.marks })) {
    const recall = recallOf(event);
    if (recall === undefined) continue;
    const product = productName(view, recall.gtin);
    found.push({ ...recall, ...(product === undefined ? {} : { product }) });
  }
  return found.sort((a, b) => a.class - b.class);
}

/** A recall counts where its author is a regulator or the maker of the GTIN. */
function recallOf({ leaf, author, ref }: CustodyEvent): NewRecall | undefined {
  const { gtin, kind, number, lots, all, class: grade, reason, instructions } = leaf.public;
  if (author === undefined || typeof gtin !== 'string' || leaf.fault !== undefined) return undefined;
  if (!author.roles.includes('regulator') && !author.mayMake(gtin)) return undefined;
  const named = Array.isArray(lots) ? lots.filter((lot) => typeof lot === 'string') : [];
  return {
    id: ref,
    kind: typeof kind === 'string' ? kind : 'issue',
    ...(typeof number === 'string' ? { number } : {}),
    gtin,
    lots: named,
    scope: all === true ? 'all' : named.length > 0 ? 'lots' : 'serials',
    class: typeof grade === 'number' ? grade : 0,
    reason: typeof reason === 'string' ? reason : '',
    ...(typeof instructions === 'string' ? { instructions } : {}),
    by: author.name,
    at: new Date(leaf.at).toISOString(),
  };
}
