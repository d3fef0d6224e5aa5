// Answering a recall: what is held goes into quarantine, and counts that balance are signed, all in one commit.
import { b64u, hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { lastOf } from '../../custody/later.ts';
import { type Goods, itemsOf, rowsFor } from '../items/goods.ts';
import { packsInside } from '../items/inventory-contents.ts';
import { containerGoods } from '../items/receipt.ts';
import { findRecall } from '../judging/recall.ts';
import { countFates, packsOfRecall, type RecallCounts, type RecalledPack } from '../judging/recall-packs.ts';
import type { Env } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { openToRecord } from '../record/recording.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';

export interface RecallResponded extends Written {
  readonly recall: string;
  readonly counts: RecallCounts;
  /** Packs quarantined by this answer. */
  readonly quarantined: number;
}

/** Rows that one quarantine event takes at most. */
const MOST_ITEMS = 1000;

/**
 * Quarantines every covered pack that is held and answers the issuer with counts. An answer that says nothing new is
 * "already recorded".
 * @throws not-found (66) for a recall that is not known here, and what recording throws
 * @example
 * ```ts
 * import { makeEnv, respondToRecall } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/hill' });
 * await respondToRecall(env, 'FMD-2026-17', { note: 'shelf and fridge searched' });
 * ```
 */
export async function respondToRecall(
  env: Env,
  id: string,
  said: { readonly note?: string | undefined },
): Promise<{ readonly data: RecallResponded }> {
  const note = said.note === undefined ? undefined : checkedText(said.note, 'note', 2000);
  const home = await openToRecord(env);
  try {
    const data = record(home, { command: 'recall respond' }, (tx) => {
      const recall = findRecall(tx.view, id);
      const packs = [...packsOfRecall(tx.known, recall)];
      const held = packs.filter((pack) => pack.fate === 'held');
      const rescinded = recall.state === 'rescinded';
      if (!rescinded) quarantine(tx, held);
      const counts = countFates(
        packs.map((pack) => (pack.fate === 'held' && !rescinded ? { fate: 'quarantined' as const } : pack)),
      );
      const answer = { recall: recall.id, counts, quarantined: rescinded ? 0 : held.length };
      const before = lastAnswer(tx, recall.hash);
      if (held.length === 0 && before !== undefined && isNoNews(before, counts, note)) {
        tx.already(before.ref);
        return answer;
      }
      tx.add({
        type: EVENT.recallResponse.type,
        public: { recall: b64u(recall.hash) },
        manifest: { counts: { ...counts }, ...(note === undefined ? {} : { note }) },
        partners: [
          recall.gln,
          ...tx.view
            .authority()
            .makersOf(recall.gtin)
            .map(({ gln }) => gln),
        ],
      });
      return answer;
    });
    return { data };
  } finally {
    home.close();
  }
}

/** Without a note what was said in one stands. */
function isNoNews(before: LastAnswer, counts: RecallCounts, note: string | undefined): boolean {
  return sameCounts(before.counts, counts) && (note === undefined || note === before.note);
}

function sameCounts(a: unknown, b: RecallCounts): boolean {
  return (
    typeof a === 'object' &&
    a !== null &&
    Object.entries(b).every(([name, count]) => (a as Record<string, unknown>)[name] === count)
  );
}

interface LastAnswer {
  readonly ref: string;
  readonly counts: unknown;
  readonly note: unknown;
}

/** What this party answered last, at whichever of its tills. */
function lastAnswer(tx: WriteTx, hash: Uint8Array): LastAnswer | undefined {
  const own = tx.view
    .aboutRecall(hash)
    .filter((event) => event.leaf.type === EVENT.recallResponse.type && event.author?.gln === tx.known.self.gln);
  const last = lastOf(own, tx.view);
  const said = last && tx.known.manifest(last);
  return last && { ref: last.ref, counts: said?.counts, note: said?.note };
}

/** Sets apart what is held: whole containers where all inside is recalled, single packs else. */
function quarantine(tx: WriteTx, held: readonly RecalledPack[]): void {
  const wanted = new Set(held.map((pack) => hex(pack.item.key)));
  const wholes = new Map<string, Goods>();
  const loose: Goods[] = [];
  const mixed = new Set<string>();
  for (const pack of held) {
    const outer = pack.life.around.at(-1);
    const name = outer && hex(outer.key);
    if (outer === undefined || name === undefined || mixed.has(name)) loose.push(pack);
    else if (!wholes.has(name)) {
      const goods = containerGoods(tx.known, outer);
      const all =
        goods !== undefined &&
        [...packsInside(tx.known, outer.key)].every((inside) => wanted.has(hex(inside.item.key)));
      if (all) wholes.set(name, goods);
      else {
        mixed.add(name);
        loose.push(pack);
      }
    }
  }
  const goods = [...wholes.values(), ...loose];
  for (let at = 0; at < goods.length; at += MOST_ITEMS) {
    const some = goods.slice(at, at + MOST_ITEMS).map((one) => ({ ...one, life: tx.known.trace(one.item) }));
    const rows = rowsFor(some.map((one) => one.life));
    tx.add({
      type: EVENT.quarantine.type,
      public: {},
      items: rows.items,
      details: { reason: 'recall', ...rows.opens },
      manifest: { items: itemsOf(tx.known, some) },
    });
  }
}
