// What a fold over distant evidence asks for, and what it is told: the questions of `Evidence` as values that can travel.
import { type Bytes, b64u } from '../chain/bytes.ts';
import { holdToken, itemToken } from '../chain/item-key.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';
import type { ItemKey } from './item.ts';
import { nothingOpened, type Opened, tokenOf } from './opening.ts';

/** Of each chain so many uses of a token are asked for: more than that the folds ask for where a chain crowds it. */
export const USES_WANTED = 16;
/** Steps of a life, and of the holds on it, that are asked for together: a longer life costs one more round. */
const STEPS_AHEAD = 24;
const HOLDS_AHEAD = 2;

/** The first step of the lots of a GTIN, or those after a place that an answer has named. */
interface LotsWanted {
  readonly about: 'lots';
  readonly gtin: string;
  readonly lot?: string | undefined;
  readonly after?: number | undefined;
}

/** One question that a fold over what was fetched so far could not answer. */
export type FoldWant =
  | { readonly about: 'rows'; readonly token: Bytes; readonly most: number }
  | { readonly about: 'commissions'; readonly gtin: string; readonly token: Bytes }
  | { readonly about: 'notices'; readonly gtin: string }
  | LotsWanted
  | { readonly about: 'page'; readonly root: Bytes; readonly index: number }
  | { readonly about: 'pages'; readonly root: Bytes; readonly pages: number }
  | { readonly about: 'retracted'; readonly event: CustodyEvent }
  | { readonly about: 'incomplete'; readonly gtin?: string | undefined }
  | { readonly about: 'awaits'; readonly gln: string };

/** The answer to one of them, which repeats what was asked. */
export type FoldAnswer =
  /** `whole`: nothing was left out, so that asking for more of each chain brings nothing. */
  | {
      readonly about: 'rows';
      readonly token: Bytes;
      readonly most: number;
      readonly hits: readonly Hit[];
      readonly whole: boolean;
    }
  | {
      readonly about: 'commissions';
      readonly gtin: string;
      readonly token: Bytes;
      readonly events: readonly CustodyEvent[];
    }
  | { readonly about: 'notices'; readonly gtin: string; readonly events: readonly CustodyEvent[] }
  /** `next`: where those go on that are not among the events. */
  | (LotsWanted & { readonly events: readonly CustodyEvent[]; readonly next?: number | undefined })
  | { readonly about: 'page'; readonly root: Bytes; readonly index: number; readonly bytes: Bytes | undefined }
  | { readonly about: 'pages'; readonly root: Bytes; readonly pages: number; readonly is: boolean }
  | { readonly about: 'retracted'; readonly event: CustodyEvent; readonly is: boolean }
  | { readonly about: 'incomplete'; readonly gtin?: string | undefined; readonly is: boolean }
  | { readonly about: 'awaits'; readonly gln: string; readonly is: boolean };

/** What holds for all events of one state of a store, and is not asked for piece by piece. */
export type Standing = Pick<Evidence, 'network' | 'policy' | 'authority' | 'earlier'>;

/**
 * Answers by one state of a store. There may be fewer of them than questions, in any order, and one may come twice: each is
 * whole in itself, or all answers to its question together are.
 */
export interface FoldAnswers {
  /** Another text for every other state: answers by two states are never put together. */
  readonly state: string;
  readonly standing: Standing;
  readonly answers: readonly FoldAnswer[];
}

/** The name of a question; those to which one answer is enough have one name. */
export function wantName(want: Exclude<FoldWant, { readonly about: 'retracted' }>): string {
  switch (want.about) {
    case 'rows':
      return `rows:${b64u(want.token)}`;
    case 'commissions':
      return `made:${want.gtin}:${b64u(want.token)}`;
    case 'notices':
      return `notices:${want.gtin}`;
    case 'lots':
      return `lots:${want.gtin}:${want.after ?? ''}:${want.lot === undefined ? '' : `=${want.lot}`}`;
    case 'page':
      return `page:${b64u(want.root)}:${want.index}`;
    case 'pages':
      return `pages:${b64u(want.root)}:${want.pages}`;
    case 'incomplete':
      return `incomplete:${want.gtin ?? ''}`;
    case 'awaits':
      return `awaits:${want.gln}`;
  }
}

/** The rows of the first steps of the item with this key, and of the first holds on it. */
export function wantsOfKey(key: Bytes, opened: Opened = nothingOpened(new Map())): readonly FoldWant[] {
  const wants: FoldWant[] = [];
  for (let n = 0; n < STEPS_AHEAD; n++)
    wants.push({ about: 'rows', token: tokenOf(key, n, opened), most: USES_WANTED });
  for (let n = 0; n < HOLDS_AHEAD; n++) wants.push({ about: 'rows', token: holdToken(key, n), most: USES_WANTED });
  return wants;
}

/** What every verdict on an item asks for, so that a pack of which nothing lies elsewhere takes one round. */
export function foreseen(item: ItemKey): readonly FoldWant[] {
  const wants = [...wantsOfKey(item.key)];
  if (item.kind === 'pack') {
    const { gtin, key } = item;
    wants.push({ about: 'commissions', gtin, token: itemToken(key, 0) }, { about: 'notices', gtin });
  }
  return wants;
}
