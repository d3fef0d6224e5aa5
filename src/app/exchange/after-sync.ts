// After news have come: what waited is tried again, and what is new is told, recalls before anything else.
import { b64u } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Recall } from '../../custody/events/recall.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import type { ForkDoubt, Ledger, Marks, Reader, View } from '../../ledger/types.ts';
import { type ProductWords, productWords } from '../items/product-name.ts';
import { type FoundRecall, recallsKnown } from '../judging/recall.ts';
import type { RecallHere } from '../judging/recall-here.ts';
import type { Home } from '../node/home.ts';
import { sameMarks } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import type { ShipmentLine } from '../steps/incoming.ts';
import type { Alert } from '../verdict/alert-record.ts';

/** What a sync or an import brought that a person should know. */
export interface News {
  /** 20 where something that waited must be looked at now; what goes on waiting is no fault of the sync. */
  readonly exit: number;
  readonly new: {
    readonly recalls: readonly NewRecall[];
    /** Recalls heard of before that are over now, or taken back. */
    readonly ends?: readonly EndedRecall[];
    readonly alerts: readonly Alert[];
    readonly incoming: readonly ShipmentLine[];
  };
  readonly outbox: { readonly recorded: number; readonly failed: number; readonly waiting: number };
  /** Chains found to have two histories. */
  readonly forks: readonly NewFork[];
}

/** What a recall is about. */
type Covered = Pick<FoundRecall, 'gtin' | 'lots' | 'scope' | 'singles'> & {
  /** How many packs it names, where it names them one by one alone. */
  readonly packs?: number;
};

/** Of an extension what it names itself, else what the recall is about by now. */
export interface NewRecall extends Covered, Partial<ProductWords> {
  readonly id: string;
  readonly kind: Recall['kind'];
  readonly number?: string;
  readonly class: number;
  readonly reason: string;
  readonly instructions?: string;
  /** Name of the issuer. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The recall that it adds to, where it is no issue. */
  readonly of?: string;
  /** Of the recall as it is now: its end may have come in the same bundle. */
  readonly state?: FoundRecall['state'];
  readonly here?: RecallHere;
}

export type EndedRecall = Pick<FoundRecall, 'id' | 'number' | 'class' | 'reason' | 'by' | 'state'> &
  Covered &
  Partial<ProductWords> & {
    /** What still stands set apart for one that was taken back, among others. */
    readonly here?: RecallHere;
  };

export interface NewFork {
  readonly chain: string;
  /** Name of the party behind the chain. */
  readonly name?: string;
  /** The first event that differs. */
  readonly index?: number;
  /** Where only a checkpoint of the other history is here: it parts somewhere before this event. */
  readonly below?: number;
}

/** What was known before. */
export interface Before {
  readonly marks: Marks;
  readonly forks: ReadonlySet<string>;
}

/** Remembers what is known now; to be called before the first exchange. */
export function startNews(home: { readonly ledger: Reader }): Before {
  return home.ledger.read(knownIn);
}

function knownIn(view: View): Before {
  return { marks: view.marks(), forks: new Set(view.doubts().map(keyOf)) };
}

/** What came that everybody can read, whoever brought it. */
export interface HeardNews {
  /** Nothing came. */
  readonly quiet: boolean;
  readonly recalls: readonly NewRecall[];
  readonly ends: readonly EndedRecall[];
  readonly forks: readonly NewFork[];
  /** What was known as it was read: the next look goes on from here, and nothing comes in between. */
  readonly now: Before;
}

/** Reads what came since `before`, without a key. */
export function heardSince({ ledger }: { readonly ledger: Reader }, before: Before): HeardNews {
  return ledger.read((view) => ({
    quiet: sameMarks(view.marks(), before.marks),
    recalls: newRecalls(view, before),
    ends: newEnds(view, before),
    forks: newForks(view, before),
    now: knownIn(view),
  }));
}

/** Tries again what waits, and tells what came since `before`. @throws io-failed, locked */
export async function afterNews(home: Home, before: Before): Promise<News> {
  const { ledger, env } = home;
  const told = heardSince(home, before);
  // Packs that a file named may have been commissioned since.
  if (!told.quiet && !env.dryRun) await (await import('../outside/compare-made.ts')).compareDocuments(home);
  const nothing = nothingTried(ledger);
  const isIdle = told.quiet && nothing.outbox.waiting === 0;
  const sealed = isIdle || env.dryRun ? nothing : await unlessLocked(() => readSealed(home, before), nothing);
  const { exit, outbox, alerts, incoming } = sealed;
  if (!env.dryRun) (await import('../parties/share-keys.ts')).shareWithTills(home);
  const recalls = await toldHere(home, told.recalls);
  const over = told.ends.filter(({ id }) => !told.recalls.some((recall) => id === recall.id || id === recall.of));
  const ends = await toldHere(home, over);
  return { exit, new: { recalls, ends, alerts, incoming }, outbox, forks: told.forks };
}

/** New recalls with what they mean here, told after what waited was recorded. */
async function toldHere<T extends NewRecall | EndedRecall>(home: Home, recalls: readonly T[]): Promise<readonly T[]> {
  if (recalls.length === 0) return recalls;
  const { recallHere, unlocked } = await import('../judging/recall-here.ts');
  return home.ledger.read((view) => {
    const known = unlocked(home, view);
    const cases = recallsKnown(view);
    return recalls.map((recall) => {
      const of = 'of' in recall ? recall.of : undefined;
      const found = cases.find(({ id }) => id === (of ?? recall.id));
      return found === undefined
        ? recall
        : { ...recall, state: found.state, here: recallHere(home, view, known, found) };
    });
  });
}

/** Exit code of what is done and must be looked at. */
const LOOK = 20;

/** What only the party's keys can tell or do. */
interface Sealed {
  readonly exit: number;
  readonly outbox: News['outbox'];
  readonly alerts: readonly Alert[];
  readonly incoming: readonly ShipmentLine[];
}

function nothingTried({ local }: Ledger): Sealed {
  return { exit: 0, outbox: { recorded: 0, failed: 0, waiting: local.outbox.count() }, alerts: [], incoming: [] };
}

/** A node whose key nobody unlocks takes and gives news all the same; what only its party may read stays unread. */
async function unlessLocked(read: () => Promise<Sealed>, nothing: Sealed): Promise<Sealed> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PedigreeError) || !error.code.startsWith('key-')) throw error;
    return nothing;
  }
}

async function readSealed(home: Home, before: Before): Promise<Sealed> {
  const { retryOutbox } = await import('./outbox-retry.ts');
  const { incoming } = await import('../steps/incoming.ts');
  const { recorded, failed, waiting, alerts } = retryOutbox(home);
  // A shipment that was known before is not told again.
  const arrived = incoming(home, (ref) => {
    const [chain = '', seq = ''] = ref.split('/');
    return Number.parseInt(seq, 10) >= (before.marks[chain] ?? 0);
  }).shipments;
  const exit = alerts.length > 0 ? LOOK : 0;
  return { exit, outbox: { recorded, failed, waiting }, alerts: await newAlerts(home), incoming: arrived };
}

/** The open alerts that no sync or import has told of. */
async function newAlerts(home: Home): Promise<readonly Alert[]> {
  const { alertsOf } = await import('../verdict/alerts.ts');
  const open = home.ledger
    .read((view) => alertsOf(home, knowledgeOf(home, view)))
    .filter(({ state }) => state === 'open');
  const told = home.ledger.local.setting(TOLD);
  const known = new Set(Array.isArray(told) ? told : []);
  const fresh = open.filter(({ id }) => !known.has(id));
  if (fresh.length > 0)
    home.ledger.write((local) =>
      local.setSetting(
        TOLD,
        open.map(({ id }) => id),
      ),
    );
  return fresh;
}

/** The setting that holds the ids of the alerts that were told. */
const TOLD = 'alerts-told';

function newForks(view: View, before: Before): readonly NewFork[] {
  const authority = view.authority();
  return view
    .doubts()
    .filter((fork) => !before.forks.has(keyOf(fork)))
    .map(({ chain, index, below }) => {
      const name = authority.partyOf(chain)?.name;
      const where = index === undefined ? { below: below ?? 0 } : { index };
      return { chain, ...where, ...(name === undefined ? {} : { name }) };
    });
}

/** However it is known: leaves that follow a proof are no further fork. */
function keyOf({ chain, index }: ForkDoubt): string {
  return `${chain} ${index ?? ''}`;
}

/** The recall that an event issued or added to. */
function caseOf(cases: readonly FoundRecall[], event: CustodyEvent): FoundRecall | undefined {
  const said = saidIn(EVENT.recall, event.leaf);
  const id = b64u(said?.of ?? event.leaf.hash);
  const found = cases.filter((recall) => recall.gtin === said?.gtin);
  return found.find((recall) => b64u(recall.hash) === id) ?? found.find((recall) => recall.id === event.ref);
}

/** A recall that came with what was added to it is told once, as it is now. */
function newRecalls(view: View, before: Before): readonly NewRecall[] {
  const found = new Map<string, NewRecall>();
  let cases: readonly FoundRecall[] | undefined;
  for (const event of view.eventsOf([EVENT.recall.type], { since: before.marks })) {
    const said = recallOf(event);
    if (said === undefined) continue;
    cases ??= recallsKnown(view);
    const about = caseOf(cases, event);
    // Malformed, it recalls nothing: no command knows it.
    if (about === undefined) continue;
    const isWhole = about.id === said.id;
    const covers = isWhole || said.kind === 'amend' ? coveredBy(about) : {};
    const { class: grade, instructions } = about;
    const adds = isWhole ? { class: grade, ...(instructions === undefined ? {} : { instructions }) } : { of: about.id };
    found.set(said.id, { ...said, ...covers, ...productWords(view, said.gtin), ...adds });
  }
  const isTold = ({ of }: NewRecall) => of === undefined || !found.has(of);
  return [...found.values()].filter(isTold).sort((a, b) => a.class - b.class);
}

function newEnds(view: View, before: Before): readonly EndedRecall[] {
  const came = new Set<string | undefined>();
  for (const { ref } of view.eventsOf([EVENT.recallEnd.type], { since: before.marks })) came.add(ref);
  if (came.size === 0) return [];
  return recallsKnown(view)
    .filter(({ endedBy }) => endedBy !== undefined && came.has(endedBy))
    .map((recall) => {
      const { id, number, class: grade, reason, by, state } = recall;
      const numbered = number === undefined ? {} : { number };
      const words = productWords(view, recall.gtin);
      return { id, ...numbered, ...coveredBy(recall), class: grade, reason, by, state, ...words };
    });
}

function coveredBy({ gtin, lots, scope, singles, packs }: FoundRecall): Covered {
  const one = singles === undefined ? {} : { singles };
  return { gtin, lots, scope, ...one, ...(scope === 'serials' ? { packs } : {}) };
}

/** A recall counts where its author is a regulator or the maker of the GTIN. */
function recallOf({ leaf, author, ref }: CustodyEvent): NewRecall | undefined {
  const said = leaf.fault === undefined ? saidIn(EVENT.recall, leaf) : undefined;
  if (author === undefined || said === undefined) return undefined;
  const { gtin, kind, number, lots = [], all, serials = 0, class: grade, reason, instructions } = said;
  if (!author.roles.includes('regulator') && !author.mayMake(gtin)) return undefined;
  return {
    id: ref,
    kind,
    ...(number === undefined ? {} : { number }),
    gtin,
    lots,
    scope: all === true ? 'all' : lots.length > 0 ? 'lots' : 'serials',
    ...(serials === 0 || all === true ? {} : lots.length > 0 ? { singles: serials } : { packs: serials }),
    class: grade,
    reason,
    ...(instructions === undefined ? {} : { instructions }),
    by: author.name,
    at: new Date(leaf.at).toISOString(),
  };
}
