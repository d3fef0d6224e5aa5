// Sharing with a till that came later what has no key for the own party: events without a private part, and what partners
// granted to this chain alone because they had not heard of the till yet.

import { type Bytes, b64u, joined, sameBytes, u64be } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { eventContext } from '../../chain/context.ts';
import { agreements } from '../../chain/keys.ts';
import { grantHint, PART_KEY_SIZE } from '../../chain/seal.ts';
import { EVENT } from '../../custody/events/all.ts';
import { typesThat } from '../../custody/events/index.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Marks, View } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { ownChains } from '../node/reading.ts';
import { type SharedKeys, sharedKeys } from '../node/shared-keys.ts';
import { sameMarks } from '../record/inventory.ts';
import { firstConfirmed, type Knowledge, knowledgeOf, sealKeysEverOf } from '../record/knowledge.ts';
import { record } from '../record/write.ts';

/** Entries of one event: so many of a few chains fit its private part at 128 KiB. */
const ENTRIES_AN_EVENT = 2000;
/** What is written for partners and regulators besides the own party: whatever has a manifest. */
const FOR_OTHERS = typesThat(({ readers, parts }) => readers !== 'own' && parts.manifest !== undefined);
/** So long after a till was named, by the clock of whoever writes, a partner may not have heard of it. */
const HEARS_WITHIN = 30 * 24 * 3_600_000;
/** The mark that says for which tills, and up to where, it was looked for what to share. */
const MARK = 'shared-parts-1';

interface Looked {
  readonly tills: readonly string[];
  readonly marks: Marks;
}

interface Entry {
  readonly chain: string;
  readonly seq: number;
  readonly keys: Bytes;
}

/**
 * Shares the keys of details and manifests that tills of the own party (`tills`) may lack, each once whichever of its chains does
 * it. Costs little where nothing came.
 */
export function shareParts(home: Home, tills: readonly string[]): void {
  if (tills.length === 0) return;
  const { ledger } = home;
  const looked = ledger.read((view) => look(home, view, tills));
  if (looked === undefined) return;
  const { entries, marks } = looked;
  for (let at = 0; at < entries.length; at += ENTRIES_AN_EVENT) {
    const parts = listed(entries.slice(at, at + ENTRIES_AN_EVENT));
    record(home, { command: 'share' }, (tx) => {
      const said: JsonObject = { chain: home.self.chain, keys: '', to: 0, with: [], parts };
      tx.add({ type: EVENT.share.type, public: {}, private: said });
      return {};
    });
  }
  const done = { tills: [...tills], marks: { ...marks } };
  ledger.write((local) => local.marks.put(MARK, done as unknown as Json));
}

/** What is to be shared, and what is known at that moment; undefined where nothing came since the last time. */
function look(
  home: Home,
  view: View,
  tills: readonly string[],
): { readonly entries: readonly Entry[]; readonly marks: Marks } | undefined {
  const before = home.ledger.local.marks.get(MARK) as unknown as Looked | undefined;
  const marks = view.marks();
  const fresh = tills.filter((till) => before?.tills.includes(till) !== true);
  // What a till has left unshared that goes on no more, its siblings share.
  const ended = before?.tills.some((till) => !tills.includes(till)) === true;
  if (before !== undefined && fresh.length === 0 && !ended && sameMarks(before.marks, marks)) return undefined;
  const known = knowledgeOf(home, view);
  let shared: SharedKeys | undefined;
  const entries: Entry[] = [];
  const take = (event: CustodyEvent): void => {
    shared ??= sharedKeys(view, home.self, (share) => known.private(share));
    const entry = unnamed(known, shared, event);
    if (entry !== undefined) entries.push(entry);
  };
  if (fresh.length > 0 || ended) for (const event of ofTheParty(known, tills, tellsTills(known, fresh))) take(event);
  for (const event of ofOthers(known, tills, fresh.length === 0 ? before?.marks : undefined)) take(event);
  return { entries, marks };
}

/** The keys of an event that this chain was granted, where nobody has shared them. */
function unnamed(known: Knowledge, shared: SharedKeys, event: CustodyEvent): Entry | undefined {
  const { chain, leaf } = event;
  if (firstConfirmed(event, shared.parts(chain, leaf.seq)) !== undefined) return undefined;
  const held = known.granted(event);
  if (held?.kd === undefined && held?.km === undefined) return undefined;
  const none = Buffer.alloc(PART_KEY_SIZE);
  return { chain, seq: leaf.seq, keys: joined([u64be(leaf.seq), held.kd ?? none, held.km ?? none]) };
}

/** Events on the first branch of a chain, from a seq on. */
export function* eventsOn(view: View, chain: string, from: number): Iterable<CustodyEvent> {
  const size = view.chain(chain)?.size ?? 0;
  for (let seq = from; seq < size; seq++) {
    const event = view.eventAt(chain, 0, seq);
    if (event !== undefined) yield event;
  }
}

/** Whether the author granted an event to every one of these chains when it wrote it. */
export function tellsTills(known: Knowledge, tills: readonly string[]): (event: CustodyEvent) => boolean {
  const { seal } = known.home.keyring();
  const pairs = tills.map((till) => sealKeysEverOf(known.view, till).flatMap((theirs) => agreements(seal, theirs)));
  return ({ leaf, chain }) => {
    const { salt, seq, grants } = leaf;
    if (salt === undefined) return true;
    const ctx = eventContext(chain, seq, salt);
    const isFor = (pair: Bytes): boolean => {
      const hint = grantHint(pair, ctx);
      return grants.some((grant) => sameBytes(grant.subarray(0, hint.length), hint));
    };
    return pairs.every((own) => own.some(isFor));
  };
}

/** Events without a Ko of the own chains, and of those of the party that go on no more. */
function* ofTheParty(
  known: Knowledge,
  living: readonly string[],
  isTold: (event: CustodyEvent) => boolean,
): Iterable<CustodyEvent> {
  const { view, self } = known;
  const own = ownChains(self);
  for (const chain of chainsOfSelf(view.authority(), self)) {
    if (living.includes(chain)) continue;
    for (const event of eventsOn(view, chain, 0)) {
      if (event.leaf.commits === undefined || event.leaf.commits.p !== undefined) continue;
      if (!own.includes(chain) || !isTold(event)) yield event;
    }
  }
}

/** What others wrote to the own party while they may not have known all of its tills. */
function* ofOthers(
  { view, self }: Knowledge,
  tills: readonly string[],
  since: Marks | undefined,
): Iterable<CustodyEvent> {
  const authority = view.authority();
  const chains = new Set(chainsOfSelf(authority, self));
  let until: number | undefined;
  for (const event of view.eventsOf(FOR_OTHERS, since === undefined ? {} : { since })) {
    if (chains.has(event.chain) || event.author === undefined || event.leaf.commits?.m === undefined) continue;
    until ??= namedLast(view, tills) + HEARS_WITHIN;
    if (event.leaf.at < until) yield event;
  }
}

/** When the newest of these tills was named first, ms. */
function namedLast(view: View, tills: readonly string[]): number {
  const named = new Map<string, number>();
  for (const { leaf, author } of view.eventsOf([EVENT.accredit.type, EVENT.endorse.type])) {
    const { chain } = saidIn(EVENT.accredit, leaf) ?? saidIn(EVENT.endorse, leaf) ?? {};
    if (author === undefined || chain === undefined || !tills.includes(chain)) continue;
    named.set(chain, Math.min(named.get(chain) ?? leaf.at, leaf.at));
  }
  let last = 0;
  for (const at of named.values()) last = Math.max(last, at);
  return last;
}

/** Entries by chain, ascending by seq. */
function listed(entries: readonly Entry[]): Json[] {
  return [...Map.groupBy(entries, ({ chain }) => chain)].map(([chain, of]) => ({
    chain,
    keys: b64u(joined(of.sort((a, b) => a.seq - b.seq).map(({ keys }) => keys))),
  }));
}
