// Composing an event: its rows, sealed parts, commits and grants become the bytes of one leaf and the pages beside it.
import { PedigreeError } from '../errors.ts';
import { type Bytes, b64u, compareBytes, concat, hex } from './bytes.ts';
import { encodeCanonical, type Json, type JsonObject } from './canonical.ts';
import { eventContext } from './context.ts';
import type { KeyPair } from './key-pair.ts';
import type { Keyring } from './keyring.ts';
import { GRANT_SIZE, MAX_EVENT, MAX_GRANTS, VERSION } from './leaf.ts';
import { leafHash } from './merkle.ts';
import {
  type Attachment,
  attachment,
  INLINE_LIMIT,
  isAscending,
  MAX_PAGES,
  MAX_ROWS,
  mostDetails,
  ROWS_A_PAGE,
  SEALED_PAGE,
  slices,
  TAG_SIZE,
} from './pages.ts';
import { encodePlain } from './plain.ts';
import { fillRows, rowPages } from './rows.ts';
import {
  commitTo,
  grantHint,
  PART_KEY_SIZE,
  type PartName,
  type PartSeal,
  pairKey,
  partSeal,
  sealPage,
  throughGrant,
  throughOpener,
} from './seal.ts';

/** An event before it has a place. A part with nothing to say is absent or empty. */
export interface Draft {
  readonly type: string;
  readonly public: JsonObject;
  /** For `commission` alone: sorted tokens of 16 bytes, without openers. */
  readonly tokens?: Bytes;
  /** For all other types: one row an item, in any order. */
  readonly items?: readonly { readonly key: Bytes; readonly token: Bytes }[];
  readonly details?: JsonObject;
  readonly manifest?: JsonObject;
  readonly private?: JsonObject;
  /** Seal keys that get a grant. The author always gets one where there is something to grant. */
  readonly readers?: readonly Bytes[];
}

/** The place of an event in its chain. */
export interface Position {
  readonly chain: string;
  readonly seq: number;
  readonly prev: Bytes;
  readonly at: number;
}

export interface SealedEvent {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  readonly attachments: readonly Attachment[];
  /** The key of the details, where the event has rows with openers or details. */
  readonly kd?: Bytes;
  /** The key of the manifest, where it has one. */
  readonly km?: Bytes;
}

type Random = (n: number) => Bytes;

function refuse(why: string): never {
  throw new PedigreeError('bad-input', why);
}

/**
 * The opening event of a chain, whose id is not known yet: public alone.
 * @throws bad-input where the draft has rows or a part to seal.
 */
export function openingEvent(draft: Draft, at: number): SealedEvent {
  const sealed = draft.tokens ?? draft.items ?? draft.details ?? draft.manifest ?? draft.private;
  if (sealed !== undefined) refuse('an opening event has no rows and no sealed parts');
  return checked(leafOf(draft, { seq: 0, prev: Buffer.alloc(32), at }, {}, []));
}

/**
 * The bytes of an event at its place. `random` is asked for, in this order and only as needed: salt (16), Kd (16), Km (16),
 * dummy grants (40 each, at once), dummy rows (32 each, at once).
 * @throws bad-input for rows that do not ascend or are too many, too many readers, a part or an event that is too long.
 * @throws bad-encoding where a part has no canonical form.
 */
export function sealEvent(draft: Draft, position: Position, keyring: Keyring, random: Random): SealedEvent {
  if (position.seq === 0) return openingEvent(draft, position.at);
  const { chain, seq } = position;
  const items = draft.items ?? [];
  const plain = plainParts(draft);
  const attachments: Attachment[] = [];
  let salt: Bytes | undefined;
  let ctx: Bytes | undefined;
  let kd: Bytes | undefined;
  let km: Bytes | undefined;
  let opening: Pick<Fields, 'commits' | 'grants'> = {};
  if (items.length > 0 || plain.size > 0) {
    salt = random(16);
    ctx = eventContext(chain, seq, salt);
    if (items.length > 0 || plain.has('details')) kd = random(PART_KEY_SIZE);
    if (plain.has('manifest')) km = random(PART_KEY_SIZE);
    if (kd ?? km) {
      opening = {
        commits: { ...(kd && { d: b64u(commitTo(kd)) }), ...(km && { m: b64u(commitTo(km)) }) },
        grants: grants(keyring, draft.readers ?? [], ctx, { kd, km, random }),
      };
    }
  }
  let rows: Json | undefined;
  if (draft.tokens !== undefined) rows = rowsField(checkedTokens(draft, draft.tokens), 16, attachments);
  else if (ctx && kd && items.length > 0) rows = rowsField(itemRows(items, ctx, kd, random), 32, attachments);
  const keys = { details: kd, manifest: km, private: plain.has('private') ? selfPair(keyring) : undefined };
  const toSeal: { readonly name: PartName; readonly seal: PartSeal; readonly plain: Bytes }[] = [];
  for (const [name, bytes] of plain) {
    const k = keys[name];
    if (k && ctx) toSeal.push({ name, seal: partSeal(name, k, ctx, chain, seq), plain: bytes });
  }
  const compose = (inlineLimit: number): SealedEvent => {
    const beside = [...attachments];
    const fields: Fields = { ...opening };
    if (salt !== undefined) fields.salt = b64u(salt);
    if (rows !== undefined) fields.rows = rows;
    for (const { name, seal, plain } of toSeal) fields[name] = sealPart(seal, plain, inlineLimit, beside);
    const leaf = leafOf(draft, position, fields, beside);
    return { ...leaf, ...(kd && { kd }), ...(km && { km }) };
  };
  const usual = compose(INLINE_LIMIT);
  return checked(usual.bytes.length > MAX_EVENT ? compose(0) : usual);
}

/** What an event may have beside what every event has. */
type Fields = { [name in PartName | 'commits' | 'grants' | 'rows' | 'salt']?: Json };

// In the order of the names, as they are written (canonical.ts): what is sorted needs no sorting.
function leafOf(
  { type, public: open }: Draft,
  { seq, prev, at }: Omit<Position, 'chain'>,
  { commits, details, grants, manifest, private: own, rows, salt }: Fields,
  attachments: readonly Attachment[],
): SealedEvent {
  const bytes = encodeCanonical({
    at,
    commits,
    details,
    grants,
    manifest,
    prev: b64u(prev),
    private: own,
    public: open,
    rows,
    salt,
    seq,
    type,
    v: VERSION,
  });
  return { bytes, hash: leafHash(bytes), attachments };
}

function checked(event: SealedEvent): SealedEvent {
  const { length } = event.bytes;
  if (length > MAX_EVENT) refuse(`an event has at most ${MAX_EVENT} bytes, this one would have ${length}`);
  return event;
}

function plainParts(draft: Draft): Map<PartName, Bytes> {
  const plain = new Map<PartName, Bytes>();
  for (const name of ['details', 'manifest', 'private'] as const) {
    const part = draft[name];
    if (part === undefined || !Object.values(part).some((member) => member !== undefined)) continue;
    const bytes = encodePlain(part);
    const most = name === 'details' ? mostDetails(draft.type) : MAX_PAGES * SEALED_PAGE;
    if (bytes.length > most) refuse(`the ${name} of an event are too long`);
    plain.set(name, bytes);
  }
  return plain;
}

function checkedTokens(draft: Draft, tokens: Bytes): Bytes {
  if (draft.type !== 'commission' || draft.items !== undefined) refuse('only a commission has tokens, and no items');
  if (tokens.length === 0 || tokens.length % 16 !== 0 || !isAscending(tokens, 16)) refuse('tokens have to ascend');
  return tokens;
}

function itemRows(items: NonNullable<Draft['items']>, ctx: Bytes, kd: Bytes, random: Random): Bytes {
  if (items.length > MAX_ROWS) refuse(`an event has at most ${MAX_ROWS} rows`);
  const rows = fillRows(
    items.map(({ key, token }) => concat(token, throughOpener(key, ctx, kd))),
    random,
  );
  if (!isAscending(rows, 32)) refuse('the same item stands in an event twice');
  return rows;
}

function rowsField(rows: Bytes, width: 16 | 32, attachments: Attachment[]): Json {
  const n = rows.length / width;
  if (n > MAX_ROWS) refuse(`an event has at most ${MAX_ROWS} rows`);
  if (n <= ROWS_A_PAGE) return { data: b64u(rows), n };
  const beside = rowPages(rows, width);
  attachments.push(beside);
  return { n, root: b64u(beside.root) };
}

function sealPart(seal: PartSeal, plain: Bytes, inlineLimit: number, attachments: Attachment[]): Json {
  if (plain.length <= inlineLimit) return b64u(sealPage(seal, 0, true, plain));
  const pieces = slices(plain, SEALED_PAGE);
  const beside = attachment(pieces.map((piece, i) => sealPage(seal, i, i === pieces.length - 1, piece)));
  attachments.push(beside);
  return { pages: pieces.length, root: b64u(beside.root), size: plain.length + pieces.length * TAG_SIZE };
}

// Pairs are kept with the seal key that they belong to: a batch of events goes to the same few readers.
const KEPT = 4096;
const pairs = new WeakMap<KeyPair, Map<string, Bytes>>();

function pairWith(keyring: Keyring, reader: Bytes): Bytes {
  const own = keyring.seal;
  const kept = pairs.get(own) ?? new Map<string, Bytes>();
  pairs.set(own, kept);
  const name = hex(reader);
  let pair = kept.get(name);
  if (pair === undefined) {
    pair = pairKey(own.secret, own.public, reader);
    if (kept.size >= KEPT) kept.clear();
    kept.set(name, pair);
  }
  return pair;
}

function selfPair(keyring: Keyring): Bytes {
  return pairWith(keyring, keyring.seal.public);
}

function grants(
  keyring: Keyring,
  readers: readonly Bytes[],
  ctx: Bytes,
  { kd, km, random }: { readonly kd: Bytes | undefined; readonly km: Bytes | undefined; readonly random: Random },
): Json {
  const distinct = new Map([keyring.seal.public, ...readers].map((reader) => [hex(reader), reader]));
  if (distinct.size > MAX_GRANTS) refuse(`an event has at most ${MAX_GRANTS} readers`);
  // Where a key does not exist its place is zeros; the commits say which of the two a reader has.
  const keys = concat(kd ?? NO_KEY, km ?? NO_KEY);
  const made = [...distinct.values()].map((reader) => {
    const pair = pairWith(keyring, reader);
    return concat(grantHint(pair, ctx), throughGrant(pair, ctx, keys));
  });
  // A partner with seven tills would be known by the number of grants: it is filled up to 1, 2, 4 … 256.
  let padded = 1;
  while (padded < made.length) padded *= 2;
  const fillers = padded > made.length ? slices(random((padded - made.length) * GRANT_SIZE), GRANT_SIZE) : [];
  return [...made, ...fillers].sort(compareBytes).map(b64u);
}

const NO_KEY: Bytes = Buffer.alloc(PART_KEY_SIZE);
