// Goods that came and may not go to the shelf: recalled, expired, on hold or not what their label says.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { ReasonCode } from '../../custody/reasons.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import { type Goods, itemsOf, rowsFor } from '../items/goods.ts';
import { type Child, childrenOf, isContainer, type PackInside } from '../items/inventory-contents.ts';
import { thatFit } from '../items/receipt.ts';
import { type Objection, PackReview } from '../judging/judging.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx } from '../record/write.ts';

/** Something to be set apart, as large as it can be: a whole case where all of it is recalled. */
export interface HeldGoods {
  readonly goods: Goods;
  readonly code: ReasonCode;
  readonly reason: string;
  /** The reason its quarantine gets. */
  readonly quarantine: 'recall' | 'authority' | 'suspect' | 'documents' | 'other';
}

const QUARANTINE: Partial<Readonly<Record<ReasonCode, HeldGoods['quarantine']>>> = {
  recalled: 'recall',
  withdrawn: 'recall',
  'lot-on-hold': 'authority',
  quarantined: 'authority',
  expired: 'other',
  'unknown-item': 'suspect',
  'not-commissioned': 'suspect',
  'lot-mismatch': 'suspect',
  'expiry-mismatch': 'suspect',
  'maker-not-accredited': 'suspect',
  'maker-revoked': 'suspect',
  'unauthorised-use': 'suspect',
};

/** What among goods just received must be set apart; what is damaged anyway, or quarantined as a return, is left out. */
export function heldAmong(
  known: Knowledge,
  received: readonly Goods[],
  damaged: readonly Goods[],
): readonly HeldGoods[] {
  const hurt = new Set(damaged.map((goods) => hex(goods.item.key)));
  const review = new PackReview(known, 'received');
  return received.flatMap((goods) => {
    if (goods.life.effective.at !== 'active') return [];
    return partsOf(known, review, hurt, goods, goods.input).held;
  });
}

interface Parts {
  readonly held: readonly HeldGoods[];
  /** The one objection that holds for all of it. */
  readonly all: Objection | undefined;
}

function partsOf(
  known: Knowledge,
  review: PackReview,
  hurt: ReadonlySet<string>,
  what: Omit<Child, 'plain'> & { readonly plain?: boolean; readonly within?: string },
  input: string,
  levels = MOST_AROUND,
): Parts {
  if (hurt.has(hex(what.item.key))) return { held: [], all: undefined };
  if (!isContainer(what.item)) {
    if (what.is.kind !== 'pack') return { held: [], all: undefined };
    const pack: PackInside = { is: what.is, item: what.item, plain: what.plain ?? false, within: what.within ?? '' };
    const found = review.objections(pack).find((told) => QUARANTINE[told.code] !== undefined);
    return { held: found === undefined ? [] : [heldFor(known, what, input, found)], all: found };
  }
  const within = hex(what.item.key);
  const inside = levels === 0 ? [] : [...childrenOf(known, what.item.key)];
  const parts = inside.map((child) =>
    partsOf(known, review, hurt, { ...child, within }, nameOfChild(child), levels - 1),
  );
  const [first] = parts;
  const all =
    first?.all !== undefined && parts.every((part) => part.all?.code === first.all?.code) ? first.all : undefined;
  if (all !== undefined) return { held: [heldFor(known, what, input, all)], all };
  return { held: parts.flatMap((part) => part.held), all: undefined };
}

function heldFor(known: Knowledge, what: Pick<Child, 'is' | 'item'>, input: string, found: Objection): HeldGoods {
  const goods: Goods = { n: 1, input, is: what.is, item: what.item, life: known.trace(what.item) };
  return { goods, code: found.code, reason: found.text, quarantine: QUARANTINE[found.code] ?? 'other' };
}

function nameOfChild({ is }: Child): string {
  return is.kind === 'container' ? is.name : `(01)${is.gtin}(21)${is.serial}`;
}

/** Quarantines, reason by reason, what may not go to the shelf. What a return quarantined already needs no second one. */
export function setApart(tx: WriteTx, hurt: readonly Goods[], held: readonly HeldGoods[]): string[] {
  const byReason = new Map<string, Goods[]>();
  const put = (reason: string, goods: Goods) => byReason.set(reason, [...(byReason.get(reason) ?? []), goods]);
  for (const goods of hurt) put('damaged', goods);
  for (const { goods, quarantine } of held) put(quarantine, goods);
  const parts = [...byReason].flatMap(([reason, goods]) => thatFit(goods).map((part) => [reason, part] as const));
  return parts.flatMap(([reason, goods]) => {
    const now = goods.map((one) => ({ ...one, life: tx.known.trace(one.item) }));
    const lives = now.map(({ life }) => life).filter((life) => life.effective.at === 'active');
    if (lives.length === 0) return [];
    const rows = rowsFor(lives);
    const event = tx.add({
      type: EVENT.quarantine.type,
      public: {},
      items: rows.items,
      details: { reason, ...rows.opens },
      manifest: { items: itemsOf(tx.known, now) },
    });
    return [event.ref];
  });
}
