// Composing an event: its rows, sealed parts, commits and grants become the bytes of one leaf and the pages beside it.
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/chain.ts';
import { type Bytes, b64u, compareBytes, concat, hex } from './bytes.ts';
import { encodeCanonical, type Json, type JsonObject } from './canonical.ts';
import { eventContext } from './context.ts';
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
  partSeal,
  sealPage,
  throughGrant,
  throughOpener,
  underOwn,
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
  /** The private part has the length that it would have if it said this too: whether it does is nobody's business. */
  readonly room?: JsonObject;
  /** Seal keys of others that read details and manifest. */
  readonly readers?: readonly Bytes[];
  /** Seal keys of the author's party, which read the private part too; the author's own is always one of them. */
  readonly siblings?: readonly Bytes[];
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
  /** The key of the private part, where it has one. */
  readonly ko?: Bytes;
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
  if (sealed !== undefined) refuse(phrase('opening-event-has'));
  return checked(leafOf(draft, { seq: 0, prev: Buffer.alloc(32), at }, {}, []));
}

/**
 * The bytes of an event at its place. `random` is asked for, in this order and only as needed: salt (16), Ko (16) or
 * without a private part Kd (16) and Km (16), dummy grants (40 each, at once), dummy rows (32 each, at once).
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
  let keys: PartKeys = {};
  let opening: Pick<Fields, 'commits' | 'grants'> = {};
  if (items.length > 0 || plain.size > 0) {
    salt = random(16);
    ctx = eventContext(chain, seq, salt);
    keys = partKeys(plain, items.length > 0, ctx, random);
    const { kd, km, ko } = keys;
    opening = {
      commits: {
        ...(kd && { d: b64u(commitTo(kd)) }),
        ...(km && { m: b64u(commitTo(km)) }),
        ...(ko && { p: b64u(commitTo(ko)) }),
      },
      grants: grants(keyring, draft, ctx, { ...keys, random }),
    };
  }
  const { kd, km, ko } = keys;
  let rows: Json | undefined;
  if (draft.tokens !== undefined) rows = rowsField(checkedTokens(draft, draft.tokens), 16, attachments);
  else if (ctx && kd && items.length > 0) rows = rowsField(itemRows(items, ctx, kd, random), 32, attachments);
  const keyOf = { details: kd, manifest: km, private: ko };
  const toSeal: { readonly name: PartName; readonly seal: PartSeal; readonly plain: Bytes }[] = [];
  for (const [name, bytes] of plain) {
    const k = keyOf[name];
    if (k && ctx) toSeal.push({ name, seal: partSeal(name, k, ctx, chain, seq), plain: bytes });
  }
  const compose = (inlineLimit: number): SealedEvent => {
    const beside = [...attachments];
    const fields: Fields = { ...opening };
    if (salt !== undefined) fields.salt = b64u(salt);
    if (rows !== undefined) fields.rows = rows;
    for (const { name, seal, plain } of toSeal) fields[name] = sealPart(seal, plain, inlineLimit, beside);
    const leaf = leafOf(draft, position, fields, beside);
    return { ...leaf, ...keys };
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
  if (length > MAX_EVENT) refuse(phrase('event-has-at-most', { event: MAX_EVENT, length }));
  return event;
}

function plainParts(draft: Draft): Map<PartName, Bytes> {
  const plain = new Map<PartName, Bytes>();
  for (const name of ['details', 'manifest', 'private'] as const) {
    const part = draft[name];
    if (part === undefined || !Object.values(part).some((member) => member !== undefined)) continue;
    const least = name === 'private' && draft.room ? encodePlain({ ...draft.room, ...part }).length : 0;
    const bytes = encodePlain(part, least);
    const most = name === 'details' ? mostDetails(draft.type) : MAX_PAGES * SEALED_PAGE;
    if (bytes.length > most) refuse(phrase('of-event-too-long', { name }));
    plain.set(name, bytes);
  }
  return plain;
}

function checkedTokens(draft: Draft, tokens: Bytes): Bytes {
  if (draft.type !== 'commission' || draft.items !== undefined) refuse(phrase('only-commission-has-tokens'));
  if (tokens.length === 0 || tokens.length % 16 !== 0 || !isAscending(tokens, 16))
    refuse(phrase('tokens-have-to-ascend'));
  return tokens;
}

function itemRows(items: NonNullable<Draft['items']>, ctx: Bytes, kd: Bytes, random: Random): Bytes {
  if (items.length > MAX_ROWS) refuse(phrase('event-has-at-most-rows', { rows: MAX_ROWS }));
  const rows = fillRows(
    items.map(({ key, token }) => concat(token, throughOpener(key, ctx, kd))),
    random,
  );
  if (!isAscending(rows, 32)) refuse(phrase('same-item-stands'));
  return rows;
}

function rowsField(rows: Bytes, width: 16 | 32, attachments: Attachment[]): Json {
  const n = rows.length / width;
  if (n > MAX_ROWS) refuse(phrase('event-has-at-most-rows', { rows: MAX_ROWS }));
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

/** The keys of an event; those that it has no use for are absent. */
interface PartKeys {
  readonly kd?: Bytes;
  readonly km?: Bytes;
  readonly ko?: Bytes;
}

// A grant has room for two keys: the own party gets the one that the two others follow from.
function partKeys(plain: ReadonlyMap<PartName, Bytes>, hasItems: boolean, ctx: Bytes, random: Random): PartKeys {
  const ko = plain.has('private') ? random(PART_KEY_SIZE) : undefined;
  const fresh = (name: 'details' | 'manifest') => (ko === undefined ? random(PART_KEY_SIZE) : underOwn(ko, ctx, name));
  const kd = hasItems || plain.has('details') ? fresh('details') : undefined;
  const km = plain.has('manifest') ? fresh('manifest') : undefined;
  return { ...(kd && { kd }), ...(km && { km }), ...(ko && { ko }) };
}

function grants(
  keyring: Keyring,
  { siblings = [], readers = [] }: Pick<Draft, 'siblings' | 'readers'>,
  ctx: Bytes,
  { kd, km, ko, random }: PartKeys & { readonly random: Random },
): Json {
  // Where a key does not exist its place is zeros; the commits say which keys a reader has.
  const forOthers = concat(kd ?? NO_KEY, km ?? NO_KEY);
  const forOwn = ko === undefined ? forOthers : concat(ko, NO_KEY);
  const body = new Map<string, { readonly reader: Bytes; readonly keys: Bytes }>();
  if (kd ?? km) for (const reader of readers) body.set(hex(reader), { reader, keys: forOthers });
  for (const reader of [keyring.seal.public, ...siblings]) body.set(hex(reader), { reader, keys: forOwn });
  if (body.size > MAX_GRANTS) refuse(phrase('event-has-at-most-readers', { grants: MAX_GRANTS }));
  const made = [...body.values()].map(({ reader, keys }) => {
    const pair = keyring.seal.agree(reader);
    return concat(grantHint(pair, ctx), throughGrant(pair, ctx, keys));
  });
  // A partner with seven tills would be known by the number of grants: it is filled up to 1, 2, 4 … 256.
  let padded = 1;
  while (padded < made.length) padded *= 2;
  const fillers = padded > made.length ? slices(random((padded - made.length) * GRANT_SIZE), GRANT_SIZE) : [];
  return [...made, ...fillers].sort(compareBytes).map(b64u);
}

const NO_KEY: Bytes = Buffer.alloc(PART_KEY_SIZE);
