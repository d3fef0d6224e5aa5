// Opening an event: by the item whose row it has, by a grant, or by its author.
import { type Bytes, joined, sameBytes } from './bytes.ts';
import type { JsonObject } from './canonical.ts';
import { eventContext } from './context.ts';
import type { Keyring } from './keyring.ts';
import type { Leaf, Part } from './leaf.ts';
import { type PageSource, SEALED_PAGE, TAG_SIZE } from './pages.ts';
import { decodePlain, MAX_UNPACKED_DETAILS } from './plain.ts';
import {
  commitTo,
  grantHint,
  openPage,
  PART_KEY_SIZE,
  type PartName,
  partSeal,
  throughGrant,
  throughOpener,
  underOwn,
} from './seal.ts';

/** Kd by the opener in the row of the item with this key, or undefined where the row is not this item's. */
export function openRow(key: Bytes, leaf: Leaf, chain: string, opener: Bytes): Bytes | undefined {
  const commit = leaf.commits?.d;
  if (leaf.salt === undefined || commit === undefined) return undefined;
  const kd = throughOpener(key, eventContext(chain, leaf.seq, leaf.salt), opener);
  return sameBytes(commitTo(kd), commit) ? kd : undefined;
}

/**
 * The details by the opener in the row of the item with this key: `openRow` and `openPart` in one, for half their cost.
 * @returns undefined where the row is not this item's or the details cannot be read; `missing-page`.
 */
export function openDetails(
  key: Bytes,
  leaf: Leaf,
  chain: string,
  opener: Bytes,
  pages: PageSource,
): JsonObject | 'missing-page' | undefined {
  const kd = openRow(key, leaf, chain, opener);
  if (kd === undefined) return undefined;
  return leaf.details === undefined ? {} : openWith(leaf, chain, 'details', leaf.details, kd, pages);
}

/**
 * The details by Kd, the manifest by Km or the private part by Ko; `{}` where the event has no such part.
 * @returns undefined where the key is not the one committed to or the part cannot be read; `missing-page`.
 */
export function openPart(
  leaf: Leaf,
  chain: string,
  name: PartName,
  k: Bytes,
  pages: PageSource,
): JsonObject | 'missing-page' | undefined {
  const part = leaf[name];
  if (part === undefined) return {};
  const commit = leaf.commits?.[COMMIT_OF[name]];
  if (commit === undefined || !sameBytes(commitTo(k), commit)) return undefined;
  return openWith(leaf, chain, name, part, k, pages);
}

const COMMIT_OF = { details: 'd', manifest: 'm', private: 'p' } as const;

/**
 * A private part of before there was a Ko, which its author sealed to itself, by any seal key it ever had.
 * @returns undefined where the keyring is not the author's or the part is none of these; `missing-page`.
 */
export function openSealedToSelf(
  leaf: Leaf,
  chain: string,
  keyring: Keyring,
  pages: PageSource,
): JsonObject | 'missing-page' | undefined {
  const part = leaf.private;
  if (part === undefined || leaf.commits?.p !== undefined) return undefined;
  const { seal } = keyring;
  for (const [which, own] of seal.publics.entries()) {
    const opened = openWith(leaf, chain, 'private', part, seal.agree(own, which), pages);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function openWith(
  leaf: Leaf,
  chain: string,
  name: PartName,
  part: Part,
  k: Bytes,
  pages: PageSource,
): JsonObject | 'missing-page' | undefined {
  if (leaf.salt === undefined) return undefined;
  const most = name === 'details' ? MAX_UNPACKED_DETAILS : undefined;
  const seal = partSeal(name, k, eventContext(chain, leaf.seq, leaf.salt), chain, leaf.seq);
  if ('inline' in part) {
    const plain = openPage(seal, 0, true, part.inline);
    return plain && decodePlain(plain, most);
  }
  const opened: Bytes[] = [];
  for (let i = 0; i < part.pages; i++) {
    const page = pages(part.root, i);
    if (page === undefined) return 'missing-page';
    const last = i === part.pages - 1;
    const plain = openPage(seal, i, last, page);
    if (plain === undefined || page.length !== sealedPageLength(part, i)) return undefined;
    opened.push(plain);
  }
  return decodePlain(joined(opened), most);
}

/** Bytes that page `index` of an attached part has. */
export function sealedPageLength(part: { readonly size: number }, index: number): number {
  const whole = SEALED_PAGE + TAG_SIZE;
  return Math.max(0, Math.min(whole, part.size - index * whole));
}

/** Keys of the parts of an event, as far as somebody has them. */
export interface HeldKeys {
  readonly kd?: Bytes;
  readonly km?: Bytes;
  readonly ko?: Bytes;
}

/**
 * The keys that a grant to this pair holds, those alone that the commits confirm; undefined where no grant is for this pair.
 */
export function openGrant(leaf: Leaf, chain: string, pair: Bytes): HeldKeys | undefined {
  if (leaf.salt === undefined || leaf.grants.length === 0) return undefined;
  const ctx = eventContext(chain, leaf.seq, leaf.salt);
  const hint = grantHint(pair, ctx);
  for (const grant of leaf.grants) {
    if (!sameBytes(grant.subarray(0, 8), hint)) continue;
    const keys = throughGrant(pair, ctx, grant.subarray(8));
    const [first, second] = [keys.subarray(0, PART_KEY_SIZE), keys.subarray(PART_KEY_SIZE)];
    const held = heldBy(leaf, chain, first) ?? confirmed(leaf, { kd: first, km: second });
    if (held !== undefined) return held;
  }
  return undefined;
}

/** What Ko gives: itself and the keys that follow from it; undefined where it is not the one committed to. */
export function heldBy(leaf: Leaf, chain: string, ko: Bytes): HeldKeys | undefined {
  if (leaf.salt === undefined || committed(ko, leaf.commits?.p) === undefined) return undefined;
  const ctx = eventContext(chain, leaf.seq, leaf.salt);
  const { d, m } = leaf.commits ?? {};
  const under = confirmed(leaf, {
    ...(d && { kd: underOwn(ko, ctx, 'details') }),
    ...(m && { km: underOwn(ko, ctx, 'manifest') }),
  });
  return { ...under, ko };
}

/** Of these keys of details and manifest those that the commits confirm; undefined where they confirm none. */
export function confirmed(leaf: Leaf, keys: { readonly kd?: Bytes; readonly km?: Bytes }): HeldKeys | undefined {
  const kd = keys.kd && committed(keys.kd, leaf.commits?.d);
  const km = keys.km && committed(keys.km, leaf.commits?.m);
  return (kd ?? km) ? { ...(kd && { kd }), ...(km && { km }) } : undefined;
}

function committed(k: Bytes, commit: Bytes | undefined): Bytes | undefined {
  return commit !== undefined && sameBytes(commitTo(k), commit) ? k : undefined;
}
