// Reading a chain: its events in order, and one event opened as far as this party's keys go.
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { openPart } from '../../chain/open.ts';
import { EVENT_REF } from '../../custody/event-ref.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/record.ts';
import type { Home } from '../node/home.ts';
import { eachHome, eachLedger } from '../node/past.ts';
import type { Reading } from '../node/reading.ts';
import { type Day, dayHere } from '../node/today.ts';
import { knowledgeOf } from './knowledge.ts';

export interface LogRow {
  readonly event: string;
  readonly type: string;
  /** What the author's clock said, ISO 8601 UTC. */
  readonly at: string;
  /** The party of the chain, as accredited for this event. */
  readonly by?: { readonly name: string; readonly gln: string };
  /** Rows with the dummies that hide their number; for commissioning the packs. */
  readonly rows?: number;
  readonly bytes: number;
  /** What everybody may read. */
  readonly public: JsonObject;
  /** Who worked there, and under which reference; where the log was searched for either. */
  readonly operator?: string;
  readonly ref?: string;
  /** Malformed: kept and passed on, counts for nothing. */
  readonly fault?: string;
}

export interface LogRequest {
  /** A chain id, or a party by GLN or name; the own chain where absent. */
  readonly chain?: string;
  readonly type?: string;
  /** Only what was recorded on the day that it is here. */
  readonly today?: boolean;
}

export interface LogData {
  readonly events: readonly LogRow[];
  readonly filter?: LogAsked;
}

/** Where only some events were asked for: of how many, and which types those have. */
export interface LogAsked {
  readonly type?: string;
  /** The day, YYYY-MM-DD, as the people here count days. */
  readonly today?: string;
  readonly ref?: string;
  readonly operator?: string;
  readonly of: number;
  readonly types: readonly string[];
  /** Who recorded any of them; where one operator was asked for. */
  readonly operators?: readonly string[];
}

/**
 * The events of a chain, or of all chains of a party, oldest first; of the own one those before it joined its network too.
 * @throws not-found (66) for a chain or party that is not here
 */
export function readLog(home: Reading, request: LogRequest): LogData {
  const { type, today } = request;
  const events: LogRow[] = [];
  const types = new Set<string>();
  let of = 0;
  let is: string | undefined;
  const found = eachLedger(home, (ledger) =>
    ledger.ledger.read((view) => {
      const day = today === true ? dayHere(ledger, view) : undefined;
      is = day?.is;
      const branches = chainsNamed(view, request.chain ?? ledger.self.chain);
      for (const event of eventsIn(view, branches, day)) {
        of++;
        types.add(event.leaf.type);
        if (type === undefined || event.leaf.type === type) events.push(rowOf(event));
      }
      return branches.length;
    }),
  );
  refuseNone(found, request.chain);
  if (type === undefined && is === undefined) return { events };
  const asked = { ...(type === undefined ? {} : { type }), ...(is === undefined ? {} : { today: is }) };
  return { events, filter: { ...asked, of, types: [...types] } };
}

/** The events of these branches in their order; of one day alone, where it is given: times never run back on a branch. */
export function* eventsIn(
  view: View,
  branches: readonly { readonly chain: string; readonly branch: number; readonly size: number }[],
  day?: Day,
): Iterable<CustodyEvent> {
  for (const { chain, branch, size } of branches) {
    const start = branchStart(view, chain, branch);
    if (day !== undefined) {
      yield* eventsOfDay(view, { chain, branch, start, size }, day);
      continue;
    }
    for (let seq = start; seq < size; seq++) {
      const event = view.eventAt(chain, branch, seq);
      if (event !== undefined) yield event;
    }
  }
}

/** From the end back to the day before, so that it costs what the days since have. */
function eventsOfDay(
  view: View,
  { chain, branch, start, size }: { chain: string; branch: number; start: number; size: number },
  day: Day,
): readonly CustodyEvent[] {
  const events: CustodyEvent[] = [];
  for (let seq = size - 1; seq >= start; seq--) {
    const event = view.eventAt(chain, branch, seq);
    if (event === undefined) continue;
    const on = day.of(event.leaf.at);
    if (on < day.is) break;
    if (on === day.is) events.push(event);
  }
  return events.reverse();
}

/**
 * Some of the same events, of how many: whatever is before them is not read.
 * @throws as `readLog`
 */
export function readLogFrom(
  home: Reading,
  { chain: name }: Pick<LogRequest, 'chain'>,
  { from, limit }: { readonly from: number; readonly limit: number },
): { readonly rows: readonly LogRow[]; readonly total: number } {
  const rows: LogRow[] = [];
  let total = 0;
  const found = eachLedger(home, (ledger) =>
    ledger.ledger.read((view) => {
      const branches = chainsNamed(view, name ?? ledger.self.chain);
      for (const { chain, branch, size } of branches) {
        const start = branchStart(view, chain, branch);
        const first = start + Math.max(0, from - total);
        for (let seq = first; seq < size && rows.length < limit; seq++) {
          const event = view.eventAt(chain, branch, seq);
          if (event !== undefined) rows.push(rowOf(event));
        }
        total += size - start;
      }
      return branches.length;
    }),
  );
  refuseNone(found, name);
  return { rows, total };
}

/** The branches of a chain, or of a party by GLN or name, in one ledger. */
export function chainsNamed(view: View, name: string) {
  const chains = view.chains();
  const exact = chains.filter((one) => one.chain === name);
  if (exact.length > 0) return exact;
  const party = view.authority().resolve(name);
  const named = party === undefined || party === 'ambiguous' ? [] : party.chains.map((one) => one.chain);
  return chains.filter((one) => named.includes(one.chain));
}

/** @throws not-found where no ledger here has any of it */
export function refuseNone(found: readonly number[], name = ''): void {
  if (found.some((count) => count > 0)) return;
  throw new PedigreeError('not-found', say('no-such-chain-here', { name }), {
    hint: say('parties-lists-parties'),
  });
}

/** A side branch begins where it left its parent. */
function branchStart(view: View, chain: string, branch: number): number {
  return branch === 0 ? 0 : (view.chain(chain, branch)?.base ?? 0);
}

export function rowOf(event: CustodyEvent): LogRow {
  const { leaf, author } = event;
  return {
    event: event.ref,
    type: leaf.type,
    at: new Date(leaf.at).toISOString(),
    ...(author === undefined ? {} : { by: { name: author.name, gln: author.gln } }),
    ...(leaf.rows === undefined ? {} : { rows: leaf.rows.n }),
    bytes: leaf.bytes.length,
    public: leaf.public,
    ...(leaf.fault === undefined ? {} : { fault: leaf.fault }),
  };
}

export interface OpenedEvent extends LogRow {
  readonly hash: string;
  readonly prev: string;
  readonly contested: boolean;
  readonly details?: JsonObject;
  readonly manifest?: JsonObject;
  readonly private?: JsonObject;
  /** Sealed parts that are not for this party, or whose pages are not here. */
  readonly sealed: readonly ('details' | 'manifest' | 'private')[];
}

/** The event that a word names, `CHAIN/SEQ`; a bare number is of the own chain. */
export function eventNamed({ self }: Pick<Reading, 'self'>, view: View, ref: string): CustodyEvent | undefined {
  return view.event(/^\d+$/.test(ref) ? `${self.chain}/${ref}` : ref);
}

/**
 * One event with every part that the own keys open; a bare number is of the own chain.
 * @throws not-found (66), and what reading the key file throws where there is something to open
 */
export function showEvent(home: Home, ref: string): { readonly events: readonly [OpenedEvent] } {
  const here = openedIn(home, ref);
  const inAny = () => eachHome(home, (one) => openedIn(one, ref)).find((one) => one !== undefined);
  const opened = here ?? (EVENT_REF.test(ref) ? inAny() : undefined);
  if (opened === undefined) {
    throw new PedigreeError('not-found', say('no-such-event-here', { ref }), {
      hint: say('log-chain-chain-lists'),
    });
  }
  return { events: [opened] };
}

function openedIn(home: Home, ref: string): OpenedEvent | undefined {
  return home.ledger.read((view) => {
    const event = eventNamed(home, view, ref);
    if (event === undefined) return undefined;
    const parts = openParts(home, view, event);
    const sealed = (['details', 'manifest', 'private'] as const).filter(
      (name) => event.leaf[name] !== undefined && parts[name] === undefined,
    );
    const { hash, prev } = event.leaf;
    return {
      ...rowOf(event),
      hash: b64u(hash),
      prev: b64u(prev),
      contested: event.contested,
      ...parts,
      sealed,
    };
  });
}

function openParts(
  home: Home,
  view: View,
  event: CustodyEvent,
): { readonly details?: JsonObject; readonly manifest?: JsonObject; readonly private?: JsonObject } {
  const { leaf } = event;
  if (leaf.details === undefined && leaf.manifest === undefined && leaf.private === undefined) return {};
  const known = knowledgeOf(home, view);
  const granted = known.granted(event);
  const details =
    granted?.kd === undefined
      ? undefined
      : openPart(leaf, event.chain, 'details', granted.kd, (root, at) => view.page(root, at));
  const manifest = granted?.km === undefined ? undefined : known.manifest(event, granted.km);
  const own = leaf.private === undefined ? undefined : known.private(event);
  return {
    ...(leaf.details === undefined || details === undefined || details === 'missing-page' ? {} : { details }),
    ...(leaf.manifest === undefined || manifest === undefined ? {} : { manifest }),
    ...(own === undefined ? {} : { private: own }),
  };
}
