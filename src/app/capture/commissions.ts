// Packs that a file says were made, commissioned by product, lot and expiry over the whole of it: each commissioning of a product
// is one more place to look at for every verdict.
import { Buffer } from 'node:buffer';
import type { Bytes } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { sortTokens } from '../../chain/mint.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packNamed } from '../../epcis/ids.ts';
import { PedigreeError } from '../../errors.ts';
import { lastDay } from '../../gs1/index.ts';
import { phrase } from '../../words/en/capture.ts';
import { spaceWarning } from '../items/serials.ts';
import { honouredLots } from '../judging/recall.ts';
import { mustBeNewLot } from '../steps/mint-lot.ts';
import type { FreshLot } from './fresh.ts';
import type { LineEvent } from './line-event.ts';
import type { CaptureRun } from './run.ts';

/** Serials stand in the sealed part of their event. */
const PIECE = 100_000;
const TOKEN = 16;

/** Packs of one lot, event by event. */
interface Group extends FreshLot {
  readonly parts: { readonly event: LineEvent; readonly serials: () => readonly string[]; readonly count: number }[];
}

/** Commissions what these events made. What they are put into is recorded when it is packed. */
export function commissionAll(run: CaptureRun, events: readonly LineEvent[], parents: ReadonlySet<string>): void {
  for (const group of groupsOf(run, events, parents)) commissionGroup(run, group);
}

function groupsOf(run: CaptureRun, events: readonly LineEvent[], parents: ReadonlySet<string>): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const { lot, expiry } = event;
    const packs = packsOf(run, event, parents);
    if (packs.size === 0) continue;
    if (lot === undefined) {
      run.fault(event, 'lot-unknown', phrase('no-lot'), 65);
      continue;
    }
    if (expiry === undefined) {
      run.fault(event, 'expiry-unknown', phrase('no-expiry', { lot }), 65);
      continue;
    }
    for (const [gtin, { count, serials }] of packs) {
      const name = `${gtin} ${lot} ${expiry}`;
      const group = groups.get(name) ?? { gtin, lot, expiry, parts: [] };
      groups.set(name, group);
      group.parts.push({ event, serials, count });
    }
  }
  return groups.values();
}

interface Packs {
  readonly count: number;
  readonly serials: () => readonly string[];
}

/** Packs among what an event made, by their product; what is a container, or looks like one, is none. */
function packsOf(run: CaptureRun, event: LineEvent, parents: ReadonlySet<string>): ReadonlyMap<string, Packs> {
  const { names } = event;
  if (names === undefined) return new Map();
  const { gtin } = names;
  if (gtin?.startsWith('0') && !hasParents(parents, gtin)) {
    return new Map([[gtin, { count: names.count, serials: () => names.serials() }]]);
  }
  const byGtin = new Map<string, string[]>();
  const cases = new Set<string>();
  for (const name of names) {
    const pack = packNamed(name);
    if (pack === undefined || parents.has(name)) continue;
    if (looksLikeCase(run, pack.gtin)) {
      cases.add(pack.gtin);
      continue;
    }
    const serials = byGtin.get(pack.gtin) ?? [];
    byGtin.set(pack.gtin, serials);
    serials.push(pack.serial);
  }
  for (const one of cases) run.pass(event, 'looks-like-case', phrase('looks-like-case', { gtin: one }));
  return new Map([...byGtin].map(([name, serials]) => [name, { count: serials.length, serials: () => serials }]));
}

function hasParents(parents: ReadonlySet<string>, gtin: string): boolean {
  for (const name of parents) if (name.startsWith(gtin)) return true;
  return false;
}

/** A GTIN with an indicator other than 0 is that of a case, unless packs were made under it before. */
function looksLikeCase({ tx }: CaptureRun, gtin: string): boolean {
  return !gtin.startsWith('0') && honouredLots(tx.view, gtin).length === 0;
}

function commissionGroup(run: CaptureRun, group: Group): void {
  const { tx } = run;
  const lot = withKnownExpiry(run, group);
  const refusal = whyNot(run, lot, group);
  if (refusal !== undefined) {
    const { code, reason, exit } = refusal;
    for (const { event } of group.parts) run.fault(event, code, reason, exit);
    return;
  }
  let isFirst = true;
  for (const piece of pieces(group)) {
    // Memory stays flat: what is signed need not be kept.
    if (!isFirst) tx.closeCommit();
    commissionPiece(run, lot, piece, isFirst);
    isFirst = false;
  }
}

/** A month's end may be written as its last day or with the day 00: of a lot that is known it is written as it was. */
function withKnownExpiry({ tx }: CaptureRun, { gtin, lot, expiry }: FreshLot): FreshLot {
  const same = honouredLots(tx.view, gtin).find((one) => one.lot === lot && lastDay(one.expiry) === expiry);
  return { gtin, lot, expiry: same?.expiry ?? expiry };
}

/** Whoever makes a lot in several files adds to it. A lot that expired after it was made was right to make. */
function whyNot(
  run: CaptureRun,
  lot: FreshLot,
  { parts }: Group,
): { code: string; reason: string; exit: number } | undefined {
  const { tx, home } = run;
  const { gtin } = lot;
  const isMaker = tx.view
    .authority()
    .makersOf(gtin)
    .some((maker) => maker.gln === home.self.gln);
  if (!isMaker) return { code: 'not-allowed', reason: phrase('not-maker', { gtin }), exit: 77 };
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const first = parts.reduce((least, { event }) => Math.min(least, event.at ?? tx.at), tx.at);
  try {
    mustBeNewLot(tx, {
      ...lot,
      count,
      moreOfThisLot: honouredLots(tx.view, gtin).some((one) => one.lot === lot.lot),
      expiredIsRight: lastDay(lot.expiry) >= new Date(first).toISOString().slice(0, 10),
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { code: error.code, reason: error.message, exit: 14 };
  }
}

interface Piece {
  readonly serials: string[];
  readonly events: { readonly event: LineEvent; readonly from: number }[];
}

function* pieces({ parts }: Group): Iterable<Piece> {
  let piece: Piece = { serials: [], events: [] };
  for (const { event, serials } of parts) {
    const all = serials();
    for (let from = 0; from < all.length; ) {
      const some = all.slice(from, from + PIECE - piece.serials.length);
      piece.events.push({ event, from: piece.serials.length });
      for (const serial of some) piece.serials.push(serial);
      from += some.length;
      if (piece.serials.length < PIECE) continue;
      yield piece;
      piece = { serials: [], events: [] };
    }
  }
  if (piece.serials.length > 0) yield piece;
}

function commissionPiece(run: CaptureRun, lot: FreshLot, piece: Piece, isFirst: boolean): void {
  const { tx, fresh, home } = run;
  const { gtin, lot: name, expiry } = lot;
  const { serials, events } = piece;
  const tokens = Buffer.allocUnsafe(serials.length * TOKEN);
  serials.forEach((serial, at) => {
    tokens.set(itemToken(fresh.key(gtin, serial), 0), at * TOKEN);
  });
  const sorted = sortTokens(tokens);
  const twice = repeatsIn(sorted);
  const before = tx.view.made(gtin, sorted);
  if (twice.size > 0 || before.length > 0) {
    tellMadeBefore(run, lot, piece, tokens, twice, new Set(before.map((at) => hexAt(sorted, at))));
    return;
  }
  if (isFirst) {
    const weak = spaceWarning(serials, serials.length);
    if (weak !== undefined) tx.warn(weak);
  }
  run.add(
    {
      type: EVENT.commission.type,
      public: { gtin, lot: name, expiry, count: serials.length },
      tokens: sorted,
      private: { serials },
    },
    events.map(({ event }) => event),
    serials.length,
  );
  fresh.addBatch(lot, sorted);
  home.env.progress(serials.length, serials.length, 'packs');
}

/** Tokens that stand twice among ascending ones. */
function repeatsIn(sorted: Bytes): ReadonlySet<string> {
  const twice = new Set<string>();
  const bytes = Buffer.from(sorted.buffer, sorted.byteOffset, sorted.byteLength);
  for (let at = TOKEN; at < bytes.length; at += TOKEN)
    if (bytes.compare(bytes, at, at + TOKEN, at - TOKEN, at) === 0) twice.add(hexAt(bytes, at / TOKEN));
  return twice;
}

function hexAt(tokens: Bytes, at: number): string {
  return Buffer.from(tokens.buffer, tokens.byteOffset + at * TOKEN, TOKEN).toString('hex');
}

/** A fault at each event that makes what is there already. */
function tellMadeBefore(
  run: CaptureRun,
  { gtin }: FreshLot,
  { serials, events }: Piece,
  tokens: Bytes,
  twice: ReadonlySet<string>,
  before: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  // Nothing of the piece is made, so that nothing more is told of what follows.
  for (const { event } of events) run.follow(event, { is: 'fault', reason: '' });
  events.forEach(({ event, from }, i) => {
    const to = events[i + 1]?.from ?? serials.length;
    const repeated: string[] = [];
    const known: string[] = [];
    for (let at = from; at < to; at++) {
      const token = hexAt(tokens, at);
      const serial = serials[at] ?? '';
      const isRepeat =
        (twice.has(token) && seen.has(token)) ||
        (before.has(token) && run.fresh.loose(`${gtin}/${serial}`) !== undefined);
      if (isRepeat) repeated.push(serial);
      else if (before.has(token)) known.push(serial);
      seen.add(token);
    }
    const [first] = repeated;
    const [old] = known;
    if (first !== undefined)
      run.fault(event, 'serial-repeats', phrase('serial-repeats', { count: repeated.length, serial: first }), 65);
    if (old !== undefined)
      run.fault(event, 'wrong-state', phrase('made-before', { count: known.length, serial: old }), 14);
  });
}
