// What the state of a pack is to the party whose stock is counted.
import type { Life, State } from '../../custody/life.ts';
import { isContested } from '../../custody/own-line.ts';

/** Where packs of the own custody are, or how they left it. */
export type StockState =
  | 'active'
  | 'quarantined'
  | 'unaccounted'
  | 'incoming'
  | 'outgoing'
  | 'dispensed'
  | 'decommissioned'
  | 'disputed'
  | 'contested';

/** In the own custody. */
export const HERE: readonly StockState[] = ['active', 'quarantined', 'unaccounted', 'contested'];

/** Where a life puts an item, for the party with this GLN; active goods that others have by their records are counted apart. */
export function stockStateOf(life: Life, gln: string): StockState | undefined {
  const own = stockState(life.effective, gln);
  return own === 'active' && isContested(life) ? 'contested' : own;
}

/** What a state is to the party with this GLN; undefined for goods that are none of its concern any more. */
export function stockState(state: State, gln: string): StockState | undefined {
  switch (state.at) {
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return state.holder === gln ? state.at : undefined;
    case 'transit':
      return state.from === gln ? 'outgoing' : state.to === gln ? 'incoming' : undefined;
    case 'dispensed':
    case 'decommissioned':
      return state.by === gln ? state.at : undefined;
    case 'disputed':
      return state.between.includes(gln) ? 'disputed' : undefined;
    default:
      return undefined;
  }
}
