// Recalls: which stand, for what, and who may end them. An ended recall still stands; only a rescinded one does not.
import { b64u, compareBytes } from '../chain/bytes.ts';
import type { Author } from './authority.ts';
import { type Recall, recall } from './events/recall.ts';
import { recallEnd } from './events/recall-end.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';
import type { RecallOutcome } from './recall-words.ts';

export interface RecallCase {
  /** Leaf hash of the event that issued it, base64url. */
  readonly id: string;
  readonly event: CustodyEvent;
  readonly gtin: string;
  /** The newest words: of the issue, or of the last extension or amendment. */
  readonly body: Recall;
  /** GLN of the issuer. */
  readonly by: string;
  /** A regulator issued it, or extended or amended it since. */
  readonly byRegulator: boolean;
  /** The gravest class it ever had. */
  readonly class: number;
  /** The event that first said this class. */
  readonly graded: CustodyEvent;
  readonly lots: ReadonlySet<string>;
  readonly all: boolean;
  /** Events that name items by rows of their own. */
  readonly bySerial: readonly CustodyEvent[];
  /** What extended or amended it, in the order of their claimed times. */
  readonly added: readonly CustodyEvent[];
  /** What extended it, in the order of their claimed times. */
  readonly extended: readonly CustodyEvent[];
  /** The newest event that named packs: its issue or its last extension. */
  readonly newest: CustodyEvent;
  readonly number?: string;
  readonly ended?: { readonly event: CustodyEvent; readonly outcome: RecallOutcome };
}

type Draft = { -readonly [K in keyof RecallCase]: RecallCase[K] } & {
  lots: Set<string>;
  bySerial: CustodyEvent[];
  added: CustodyEvent[];
  extended: CustodyEvent[];
};

/** Whether this party may recall this GTIN: its makers and regulators. */
export function mayRecall(author: Author, gtin: string): boolean {
  return author.roles.includes('regulator') || author.mayMake(gtin);
}

/** Whether this author may end a recall: its issuer's party and regulators; of class 1 a regulator alone rescinds. */
function mayEnd(author: Author, of: Pick<RecallCase, 'by' | 'byRegulator' | 'class'>, outcome: RecallOutcome): boolean {
  if (author.roles.includes('regulator')) return true;
  return author.gln === of.by && !of.byRegulator && !(outcome === 'rescinded' && of.class === 1);
}

/** Every recall of a GTIN by a party that may, ended ones too, in the order of their claimed times. */
export function recallsOf(gtin: string, evidence: Pick<Evidence, 'notices'>): readonly RecallCase[] {
  const events = evidence.notices(gtin);
  if (events.length === 0) return [];
  const sorted = [...events].sort((a, b) => a.leaf.at - b.leaf.at || compareBytes(a.leaf.hash, b.leaf.hash));
  const cases = new Map<string, Draft>();
  const later: { readonly event: CustodyEvent; readonly body: Recall }[] = [];
  for (const event of sorted) {
    if (event.leaf.type !== recall.type || event.author === undefined || !mayRecall(event.author, gtin)) continue;
    const body = recall.parts.public(event.leaf.public);
    if (body?.gtin !== gtin) continue;
    if (body.kind === 'issue') cases.set(idOf(event), caseOf(event, body, event.author));
    else later.push({ event, body });
  }
  for (const { event, body } of later) widen(cases, event, body);
  for (const event of sorted) if (event.leaf.type === recallEnd.type) end(cases, event);
  return [...cases.values()];
}

function idOf(event: CustodyEvent): string {
  return b64u(event.leaf.hash);
}

function caseOf(event: CustodyEvent, body: Recall, author: Author): Draft {
  return {
    id: idOf(event),
    event,
    gtin: body.gtin,
    body,
    by: author.gln,
    byRegulator: author.roles.includes('regulator'),
    class: body.class,
    graded: event,
    lots: new Set(body.lots),
    all: body.all === true,
    bySerial: body.serials === undefined ? [] : [event],
    added: [],
    extended: [],
    newest: event,
    ...(body.number !== undefined && { number: body.number }),
  };
}

// Whoever may recall may not widen another's recall; then it stands by itself. So does one whose beginning has not arrived.
// An amendment is words alone: it names no pack, and with nothing to belong to it says nothing.
function widen(cases: Map<string, Draft>, event: CustodyEvent, body: Recall): void {
  const { author } = event;
  if (author === undefined) return;
  const known = body.of === undefined ? undefined : cases.get(b64u(body.of));
  if (known === undefined || !(author.gln === known.by || author.roles.includes('regulator'))) {
    if (body.kind === 'extend') cases.set(idOf(event), caseOf(event, body, author));
    return;
  }
  // What a regulator added to a maker's recall is not the maker's to end.
  known.byRegulator ||= author.roles.includes('regulator');
  if (body.class < known.class) {
    known.class = body.class;
    known.graded = event;
  }
  known.added.push(event);
  if (body.kind === 'extend') {
    for (const lot of body.lots ?? []) known.lots.add(lot);
    known.all ||= body.all === true;
    if (body.serials !== undefined) known.bySerial.push(event);
    known.extended.push(event);
    known.newest = event;
  }
  known.body = { ...known.body, ...body };
}

function end(cases: Map<string, Draft>, event: CustodyEvent): void {
  const body = recallEnd.parts.public(event.leaf.public);
  const known = body && cases.get(b64u(body.recall));
  if (known === undefined || body === undefined || event.author === undefined || event.contested) return;
  if (!mayEnd(event.author, known, body.outcome) || known.ended?.outcome === 'rescinded') return;
  // What was added after its end opens it again, whichever of them came here first.
  const { newest } = known;
  if (body.outcome === 'ended' && newest !== known.event && newest.leaf.at > event.leaf.at) return;
  known.ended = { event, outcome: body.outcome };
}

/** Whether a recall stands for an item of one of these lots, or named by one of these recalls by serial. */
export function isRecalled(of: RecallCase, lots: readonly string[], bySerial: readonly CustodyEvent[]): boolean {
  return of.ended?.outcome !== 'rescinded' && isNamed(of, lots, bySerial);
}

/** The same of a recall that was rescinded as well: what it named when it stood. */
export function isNamed(of: RecallCase, lots: readonly string[], bySerial: readonly CustodyEvent[]): boolean {
  if (of.all || lots.some((lot) => of.lots.has(lot))) return true;
  return of.bySerial.some((event) => bySerial.some(({ ref }) => ref === event.ref));
}
