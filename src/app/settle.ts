// Which pack a scan means that can be read in several ways: the only one that the ledger knows, and none by guessing.
import { packItem } from '../custody/item.ts';
import { type Life, type LifeCache, traceItem } from '../custody/life.ts';
import { PedigreeError } from '../errors.ts';
import type { View } from '../ledger/types.ts';
import { type Identified, type PackLabel, unreadable } from './identify.ts';

export interface Settled {
  readonly label: PackLabel;
  readonly life: Life;
  readonly repairs: Identified['repairs'];
  /** Readings that may still be meant; where there are any, the scan is in doubt. */
  readonly candidates: readonly PackLabel[];
}

/**
 * The reading of a scan that is a pack which was made; else the plain one, with those that it may stand for.
 * @throws not-gs1 (65) where no reading is a pack, or several are and the ledger does not settle which
 */
export function settle(read: Identified, lifeOf: (label: PackLabel) => Life): Settled {
  const first = read.label?.kind === 'pack' ? read.label : undefined;
  const life = first && lifeOf(first);
  const { repairs } = read;
  if (first && life?.commission !== undefined) return { label: first, life, repairs, candidates: [] };
  const packs = read.candidates.flatMap(({ label, repairs }) => {
    return label.kind === 'pack' ? [{ label, repairs, life: lifeOf(label) }] : [];
  });
  if (packs.length === 0 && !first) throw unreadable(read.parsed);
  const [only, ...more] = packs.filter(({ label, life }) => fits(life, label));
  if (only !== undefined && more.length === 0) return { ...only, candidates: [] };
  if (first && life) {
    // No pack was made under any reading of a whole code that came through untouched, so it is what it says.
    const untouched = isWhole(first) && repairs.every((repair) => repair.harmless);
    return { label: first, life, repairs, candidates: untouched ? [] : packs.map(({ label }) => label) };
  }
  throw new PedigreeError('not-gs1', 'the scanner cut or changed the code, and it can be read in several ways', {
    hint: 'scan it again; nothing need be wrong with the pack',
    detail: { candidates: packs.map(({ label }) => label) },
  });
}

/** The lives of packs by their labels, from what is known here. */
export function livesIn(view: View, cache?: LifeCache): (label: PackLabel) => Life {
  return ({ gtin, serial }) => traceItem(packItem(view.network, gtin, serial), view, cache);
}

/** Whether a reading is a pack that was made; one whose lot is not that which the pack was made in is no match. */
function fits({ commission }: Life, label: PackLabel): boolean {
  if (commission === undefined) return false;
  return label.lot === undefined || commission.leaf.public.lot === label.lot;
}

function isWhole(label: PackLabel): boolean {
  return label.lot !== undefined && label.expiry !== undefined;
}
