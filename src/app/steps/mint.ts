// Minting: serials for a lot, commissioned, packed into cases where wanted, and written out for the printer.
import { Buffer } from 'node:buffer';
import { type Bytes, b64u } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { itemToken, packKey } from '../../chain/item-key.ts';
import { mintTokens, sortTokens } from '../../chain/mint.ts';
import { SERIAL_ALPHABET, SERIAL_LENGTH } from '../../chain/serial.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/index.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type MintedLot, openScanList, writeOut } from '../items/mint-scans.ts';
import { checkLot, spaceWarning } from '../items/serials.ts';
import { newSscc, prefixFor } from '../items/sscc.ts';
import type { ManyTexts } from '../items/text-list.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { ownSerials } from '../record/inventory-made.ts';
import { digestOf, type WriteTx, type Written } from '../record/write.ts';
import { mustBeNewLot } from './mint-lot.ts';
import { checkSerials, newTokens } from './mint-serials.ts';

export interface MintRequest {
  readonly gtin: string;
  readonly lot: string;
  /** YYYY-MM-DD; DD may be 00 for the end of the month. */
  readonly expiry: string;
  readonly count?: number;
  /** Serials made elsewhere, one for each pack, an array or what is read like one; without them they are drawn at random. */
  readonly serials?: ManyTexts;
  /** Packs a case. */
  readonly caseOf?: number;
  /** GS1 company prefix of the cases' SSCCs. */
  readonly ssccPrefix?: string;
  /** The lot is there already, and these packs are to be added to it. */
  readonly moreOfThisLot?: boolean;
  /** The lot has expired, and is to be made all the same: samples that were kept, for example. */
  readonly expiredIsRight?: boolean;
  readonly once?: string;
  readonly note?: string;
  /** Where the scans go, one a line. */
  readonly out?: string;
}

export interface MintData extends Written {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly count: number;
  /** How many cases were packed. */
  readonly cases: number;
  /** Their SSCCs, in the order of the packs. */
  readonly ssccs?: readonly string[];
  readonly seconds: number;
  readonly out?: string;
}

/** Packs an event: a lot of more is commissioned by several events, each with a seed of its own. */
const PIECE = 1_000_000;
/** Serials that were made elsewhere stand in the sealed part of their event. */
const IMPORTED_PIECE = 50_000;
const MOST = 100_000_000;
const HASHED_AT_ONCE = 50_000;

/** One commissioning event: drawn from a seed, or given. */
interface Piece {
  readonly count: number;
  readonly seed?: Bytes;
  readonly serials?: readonly string[];
}

/**
 * Allocates and commissions the packs of a lot.
 * @throws not-gs1 (65) for a GTIN, lot, expiry or serial that GS1 does not allow, bad-input (65) for serials that repeat,
 * usage (2), not-allowed (77) where the GTIN is not the own party's to make, lot-exists (14), expired (13), wrong-state (14)
 * for serials that exist and for a lot with another expiry, once-key-reused (2), cannot-create (73) for `out`, and what
 * `record` throws
 * @example
 * ```ts
 * import { makeEnv, mint, openHome } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * const { cases, ssccs = [] } = mint(acme, {
 *   gtin: '09506000134352',
 *   lot: 'ABC123',
 *   expiry: '2039-06-30',
 *   count: 500,
 *   caseOf: 50,
 *   once: 'job-7',
 *   out: 'labels.txt',
 * });
 * ```
 */
export function mint(home: Home, request: MintRequest): MintData {
  const started = performance.now();
  const asked = checked(request);
  const out = request.out === undefined ? undefined : openScanList(request.out, home.env);
  try {
    const data = recordGoods(home, whatOf(asked, request), (tx) => commission(home, tx, asked, request));
    if (out !== undefined) writeOut(home, out, data, asked, request.once !== undefined);
    const seconds = Math.round(performance.now() - started) / 1000;
    return { ...data, seconds, ...(request.out === undefined ? {} : { out: request.out }) };
  } finally {
    out?.drop();
  }
}

/** What a `--once` key stands for: what is said to be meant is no part of it. */
interface Asked extends MintedLot {
  readonly serials?: ManyTexts;
  readonly caseOf?: number;
  readonly ssccPrefix?: string;
}

function whatOf(asked: Asked, request: MintRequest) {
  const { serials, ...rest } = asked;
  const comparable: Json = { ...rest, ...(serials === undefined ? {} : { serials: digestOf(serials) }) };
  return {
    command: 'mint',
    request: comparable,
    ...(request.once === undefined ? {} : { once: request.once }),
    ...(request.note === undefined ? {} : { note: request.note }),
  };
}

function checked(request: MintRequest): Asked {
  const gtin = toGtin14(request.gtin);
  const { lot, expiry } = checkLot(request.lot, request.expiry);
  const { serials, caseOf } = request;
  if (serials !== undefined) checkSerials(serials);
  const count = request.count ?? serials?.length;
  if (count === undefined) throw new PedigreeError('usage', say('how-many-packs-count'));
  if (serials !== undefined && count !== serials.length) {
    throw new PedigreeError('usage', say('serials-given-for-packs', { serials: serials.length, count }));
  }
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST) {
    throw new PedigreeError('usage', say('count-must-from-1', { most: MOST }));
  }
  if (caseOf !== undefined && (!Number.isSafeInteger(caseOf) || caseOf < 1 || caseOf > 10_000)) {
    throw new PedigreeError('usage', say('case-takes-from-1'));
  }
  return {
    gtin,
    lot,
    expiry,
    count,
    ...(serials === undefined ? {} : { serials }),
    ...(caseOf === undefined ? {} : { caseOf }),
    ...(request.ssccPrefix === undefined ? {} : { ssccPrefix: request.ssccPrefix }),
  };
}

function commission(
  home: Home,
  tx: WriteTx,
  asked: Asked,
  { moreOfThisLot = false, expiredIsRight = false }: MintRequest,
): Omit<MintData, keyof Written | 'seconds'> {
  const { gtin, lot, expiry, count, serials } = asked;
  mustBeMaker(home, tx, gtin);
  mustBeNewLot(tx, { gtin, lot, expiry, count, moreOfThisLot, expiredIsRight });
  const weak = serials === undefined ? undefined : spaceWarning(serials, count);
  if (weak !== undefined) tx.warn(weak);
  const prefix = asked.caseOf === undefined ? undefined : prefixFor(home, tx.known, asked.ssccPrefix);
  const cases = asked.caseOf === undefined ? 0 : Math.ceil(count / asked.caseOf);
  const answer: JsonObject = { gtin, lot, expiry, count, cases };
  const pieces: string[] = [];
  let made = 0;
  for (const piece of cut(tx, asked)) {
    const event = addPiece(home, tx, asked, piece, made, made === 0 ? answer : undefined);
    pieces.push(event.ref);
    made += piece.count;
    // Memory stays flat: what is signed need not be kept.
    if (made < count) tx.closeCommit();
  }
  const ssccs =
    prefix === undefined || asked.caseOf === undefined ? undefined : packCases(home, tx, asked, pieces, prefix);
  return { gtin, lot, expiry, count, cases, ...(ssccs === undefined ? {} : { ssccs }) };
}

function* cut(tx: WriteTx, { count, serials }: Asked): Iterable<Piece> {
  for (let from = 0; from < count; ) {
    const size = Math.min(count - from, serials === undefined ? PIECE : IMPORTED_PIECE);
    yield serials === undefined
      ? { count: size, seed: tx.random(32) }
      : { count: size, serials: serials.slice(from, from + size) };
    from += size;
  }
}

/** @throws not-allowed where the own party is not a maker of that GTIN */
function mustBeMaker(home: Home, tx: WriteTx, gtin: string): void {
  if (
    tx.view
      .authority()
      .makersOf(gtin)
      .some((maker) => maker.gln === home.self.gln)
  )
    return;
  throw new PedigreeError('not-allowed', say('not-accredited-as-maker', { self: home.self.name, gtin }), {
    hint: say('regulator-says', { gln: home.self.gln, gtin }),
  });
}

function addPiece(
  home: Home,
  tx: WriteTx,
  asked: Asked,
  piece: Piece,
  made: number,
  answer?: JsonObject,
): CustodyEvent {
  const { gtin, lot, expiry } = asked;
  const { seed, serials, count } = piece;
  const secret: JsonObject = seed === undefined ? { serials: serials ?? [] } : { seed: b64u(seed) };
  if (seed !== undefined)
    tx.add({ type: EVENT.allocate.type, public: {}, private: { gtin, lot, expiry, count, ...secret } });
  const tokens =
    seed === undefined
      ? newTokens(tx, home.self.network, gtin, { serials: asked.serials ?? [], from: made, count })
      : sortTokens(drawn(home, gtin, seed, count, made, asked.count));
  // Imported serials may have any length, and need not be told.
  const shape = seed === undefined ? {} : { serials: { length: SERIAL_LENGTH, alphabet: SERIAL_ALPHABET } };
  return tx.add(
    { type: EVENT.commission.type, public: { gtin, lot, expiry, count, ...shape }, tokens, private: secret },
    answer,
  );
}

function drawn(home: Home, gtin: string, seed: Bytes, count: number, made: number, total: number): Bytes {
  const tokens = Buffer.allocUnsafe(count * 16);
  for (let from = 0; from < count; from += HASHED_AT_ONCE) {
    const some = Math.min(HASHED_AT_ONCE, count - from);
    tokens.set(mintTokens(home.self.network, gtin, seed, from, some), from * 16);
    home.env.progress(made + from + some, total, 'packs');
  }
  return tokens;
}

function packCases(home: Home, tx: WriteTx, asked: Asked, pieces: readonly string[], prefix: string): string[] {
  const { gtin, lot, expiry, caseOf = 1, count } = asked;
  const ssccs: string[] = [];
  let serials: string[] = [];
  let packed = 0;
  const close = () => {
    ssccs.push(packCase(home, tx, { gtin, lot, expiry, serials }, prefix));
    packed += serials.length;
    serials = [];
    home.env.progress(packed, count, phrase('packs-in-cases'));
  };
  for (const piece of pieces) {
    const event = tx.view.event(piece);
    if (event === undefined) continue;
    for (const serial of ownSerials(tx.known, event)) {
      serials.push(serial);
      if (serials.length === caseOf) close();
    }
  }
  if (serials.length > 0) close();
  return ssccs;
}

interface Group extends Omit<MintedLot, 'count'> {
  readonly serials: readonly string[];
}

/** Just minted, so every pack is at its step 1 and the case at its first. */
function packCase(home: Home, tx: WriteTx, group: Group, prefix: string): string {
  const sscc = newSscc(tx.random, tx.known, prefix);
  const key = tx.random(32);
  const items = group.serials.map((serial) => {
    const pack = packKey(home.self.network, group.gtin, serial);
    return { key: pack, token: itemToken(pack, 1) };
  });
  items.push({ key, token: itemToken(key, 0) });
  tx.add({
    type: EVENT.pack.type,
    public: {},
    items,
    details: { container: b64u(key) },
    manifest: { container: { sscc, key: b64u(key), n: 0 }, items: { packs: [{ ...group, n: 1 }] } },
  });
  return sscc;
}
