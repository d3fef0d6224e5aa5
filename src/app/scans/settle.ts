// Which pack a scan means that can be read in several ways: the only one that the ledger knows, and none by guessing.

import { type Commission, commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { Evidence } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { isLotKnown, lotFacts, type Serials, serialsOfLot } from '../../custody/lot.ts';
import { traceItem } from '../../custody/trace.ts';
import { PedigreeError } from '../../errors.ts';
import { lastDay } from '../../gs1/index.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/scans.ts';
import { inHostCases, inOtherCases, isSameButCase } from './cases.ts';
import { type Identified, type PackLabel, unreadable } from './identify.ts';

/** A reading with the life of the pack that it names. */
interface Known {
  readonly label: PackLabel;
  readonly life: Life;
  readonly repairs: Identified['repairs'];
}

export interface SettledScan extends Known {
  /** Readings that may still be meant; where there are any, the scan is in doubt. */
  readonly candidates: readonly PackLabel[];
}

/**
 * The reading of a scan that is a pack which was made, with its lot and expiry; else the plain one, with those that it
 * may stand for.
 * @throws not-gs1 (65) where no reading is a pack, several are and the ledger does not settle which, or the code was cut
 * off within the lot or the serial
 * @param ownSerials how the serials of a lot look of which packs were here, where its makers say nothing
 * @param isNamed whether a file of the world outside names this very pack
 * @param before how often this very scan was asked for again: what comes a third time is what the code says
 */
export function settle(
  read: Identified,
  lifeOf: (label: PackLabel) => Life,
  view: Evidence,
  before: number = 0,
  ownSerials: OwnSerials = () => undefined,
  isNamed: (label: PackLabel) => boolean = () => false,
): SettledScan {
  const plain = read.label?.kind === 'pack' ? read.label : undefined;
  const first = plain && { label: plain, life: lifeOf(plain), repairs: read.repairs };
  if (first && isAsMade(first)) {
    const { rival } = read;
    if (rival?.label.kind !== 'pack') return { ...first, candidates: [] };
    // What was typed and what was pressed: a pack each, and nothing tells which was scanned.
    const other = { ...rival, label: rival.label, life: lifeOf(rival.label) };
    return { ...(onlyOf([first, other].filter(isAsMade)) ?? first), candidates: [] };
  }
  // Whoever has it in a file as the scan says it, and in no chain, need not turn it in all ways.
  const isUntouched = read.rival === undefined && read.repairs.every(({ harmless }) => harmless);
  if (first && isUntouched && !productsMade(view)(first.label.gtin) && isNamed(first.label))
    return { ...first, candidates: [] };
  const packs = read.candidates.flatMap(({ label, repairs }) =>
    label.kind === 'pack' ? [{ label, repairs, life: lifeOf(label) }] : [],
  );
  const [only, ...more] = onePerPack(matching(packs, first));
  if (only !== undefined && more.length === 0) return { ...only, candidates: [] };
  const found = only === undefined ? settleFurther({ read, first, packs, lifeOf, view, before }) : undefined;
  if (found !== undefined) return { ...found, candidates: [] };
  if (first && isCutInLot(read, first, view)) {
    throw new PedigreeError('not-gs1', say('code-cut-off-within'), { hint: say('scan-again-whole-square') });
  }
  if (first && before < ENOUGH && isCutInSerial(read, first, view, ownSerials)) {
    throw new PedigreeError('not-gs1', say('code-cut-off-in-serial'), {
      hint: say('scan-again-whole-square'),
      detail: CUT,
    });
  }
  if (packs.length === 0 && !first) throw unreadable(read.parsed);
  if (first && more.length === 0) {
    // No pack was made under any reading of a whole code that came through untouched, so it is what it says.
    const untouched = isWhole(plain) && read.repairs.every((repair) => repair.harmless);
    return { ...first, candidates: untouched ? [] : packs.map(({ label }) => label) };
  }
  throw new PedigreeError('not-gs1', say('scanner-cut-or-changed'), {
    hint: say('scan-again-nothing-need'),
    detail: { candidates: packs.map(({ label }) => label) },
  });
}

/** The length of the shortest serial of a lot that was here, and what its serials are made of. */
export type OwnSerials = (gtin: string, lot: string) => Serials | undefined;

interface Unsettled {
  readonly read: Identified;
  readonly first: Known | undefined;
  readonly packs: readonly Known[];
  readonly lifeOf: (label: PackLabel) => Life;
  readonly view: Evidence;
  readonly before: number;
}

/**
 * The only pack that is what the scan was before hosts and scanners dressed, lengthened or changed it, in whatever form;
 * then the only one that differs from a reading in the case of letters. A difference of these kinds is never a stop.
 * @throws not-gs1 (65) where several packs are, or one may be
 */
function settleFurther({ read, first, packs, lifeOf, view, before }: Unsettled): Known | undefined {
  const isProductMade = productsMade(view);
  const further = read.further.flatMap(({ label, repairs, unsure }) =>
    label.kind === 'pack' && isProductMade(label.gtin) ? [{ label, repairs, unsure, life: lifeOf(label) }] : [],
  );
  const sure = further.filter(({ unsure }) => !unsure);
  const exact = onlyOf(sure.filter(isAsMade));
  if (exact !== undefined) return exact;
  const plain = [...(first ? [first] : []), ...packs].filter(({ label }) => isProductMade(label.gtin));
  const cased = onlyOf(inAnyCase([...plain, ...sure], lifeOf));
  if (cased !== undefined) return cased;
  const shorter = further.filter((one) => one.unsure);
  const bearing = shorter.filter(isAsMade);
  const unsure = bearing.length > 0 ? bearing : inAnyCase(shorter, lifeOf, inHostCases);
  const [within, ...more] = unsure;
  if (within === undefined) return undefined;
  if (isByHand(read)) {
    const isSentence = more.length === 0 && first?.label.serial === `${within.label.serial}.`;
    return isSentence ? within : undefined;
  }
  if (before >= ENOUGH) return undefined;
  const added = more.length === 0 && first ? { added: addedTo(within.label, first.label) } : {};
  throw new PedigreeError('not-gs1', say('scanner-adds'), {
    hint: say('scanner-adds-nothing'),
    detail: { ...CUT, ...added, candidates: unsure.map(({ label }) => label) },
  });
}

/** Whether anybody has made a pack of a product, asked once of each: of others no reading is looked up, however it is turned. */
function productsMade(view: Evidence): (gtin: string) => boolean {
  const known = new Map<string, boolean>();
  const isMade = (gtin: string) => {
    for (const _ of view.lots(gtin)) return true;
    return false;
  };
  return (gtin) => {
    const made = known.get(gtin) ?? isMade(gtin);
    known.set(gtin, made);
    return made;
  };
}

/** @throws not-gs1 (65) for several packs */
function onlyOf(packs: readonly Known[]): Known | undefined {
  const [only, ...more] = onePerPack(packs);
  if (more.length === 0) return only;
  throw new PedigreeError('not-gs1', say('scanner-changed'), {
    hint: say('scan-again-whole-square'),
    detail: { candidates: [only, ...more].map((one) => one?.label) },
  });
}

/** Readings are not looked up more often than this for one scan. */
const MOST_LOOKED_UP = 1_500;

/** The packs whose serial or lot differs from a reading's in the case of letters alone. */
function inAnyCase(
  readings: readonly Known[],
  lifeOf: (label: PackLabel) => Life,
  casesOf: (serial: string) => Iterable<string> = inOtherCases,
): Known[] {
  const found: Known[] = [];
  const seen = new Set<string>();
  for (const { label, repairs } of readings) {
    const key = JSON.stringify([label.gtin, label.serial, label.lot, label.expiry]).toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    for (const serial of casesOf(label.serial)) {
      const name = `${label.gtin}/${serial}`;
      if (seen.size > MOST_LOOKED_UP) return found;
      seen.add(name);
      const life = lifeOf({ ...label, serial });
      const made = madeAs(life)?.lot;
      const isLot = label.lot === undefined || (made !== undefined && isSameButCase(made, label.lot));
      if (life.commission === undefined || !isLot) continue;
      const lot = label.lot === undefined || made === undefined ? {} : { lot: made };
      const one = { label: { ...label, serial, ...lot }, life, repairs: [...repairs, caseLost()] };
      if (bearsExpiry(one)) found.push(one);
    }
  }
  return found;
}

const caseLost = () => ({ code: 'case-lost', offset: 0, evidence: phrase('another-case'), harmless: false }) as const;

/** The readings that match a pack which was made better than the plain one does. */
function matching(packs: readonly Known[], first: Known | undefined): readonly Known[] {
  const inLot = packs.filter(bearsLot);
  const whole = inLot.filter(bearsExpiry);
  return whole.length > 0 || (first && bearsLot(first)) ? whole : inLot;
}

/** Readings that name the same pack are one: they differ in what a verdict does not look at. */
function onePerPack(packs: readonly Known[]): Known[] {
  return [...new Map(packs.toReversed().map((one) => [`${one.label.gtin} ${one.label.serial}`, one])).values()];
}

/** The scan ends in the beginning of the lot in which the pack was made, which is no lot of the product by itself, nor a corrected one. */
function isCutInLot(read: Identified, { label, life }: Known, view: Evidence): boolean {
  const made = madeAs(life)?.lot;
  const last = read.parsed.elements.at(-1);
  if (read.parsed.kind !== 'element-string' || last?.ai !== '10' || label.lot === undefined) return false;
  if (made === undefined || made === label.lot || !made.startsWith(label.lot)) return false;
  if (lotFacts(label.gtin, [label.lot, made], view).lot?.value === label.lot) return false;
  return !isLotKnown(label.gtin, label.lot, view);
}

/** So many equal scans that were asked for again are enough: the next is taken for what it says. */
const ENOUGH = 2;
/** Marks a scan that is asked for again because part of it may be missing, or too much. */
const CUT = { again: true } as const;

interface Added {
  readonly added?: string;
  readonly candidates?: readonly PackLabel[];
}

/** Of a scan that was asked for again, and is a stop where it comes a third time: what the scanner may have added to which packs. */
export function askedAgain(error: unknown): Added | undefined {
  return error instanceof PedigreeError && error.detail?.again === true ? error.detail : undefined;
}

/** Somebody wrote it down: no scanner cuts that, and nobody writes the identifier of a symbol. */
function isByHand({ parsed }: Identified): boolean {
  return parsed.kind === 'bracketed' && parsed.symbology === undefined;
}

/** What stands behind the serial or the lot of a pack where a scan has more. */
function addedTo(pack: PackLabel, { serial, lot = '' }: PackLabel): string {
  return serial.slice(pack.serial.length) || lot.slice(pack.lot?.length);
}

/** The scan ends in a serial that is shorter than any of its lot, and begins as one of them may. */
function isCutInSerial(read: Identified, { label, life }: Known, view: Evidence, ownSerials: OwnSerials): boolean {
  if (life.commission !== undefined || label.lot === undefined || isByHand(read)) return false;
  if (read.parsed.elements.at(-1)?.ai !== '21') return false;
  const { gtin, lot, serial } = label;
  const own = ownSerials(gtin, lot);
  const serials = serialsOfLot(gtin, lot, view) ?? (own === undefined ? [] : [own]);
  const made = ({ length, alphabet }: (typeof serials)[number]): boolean =>
    serial.length < length && [...serial].every((character) => alphabet.includes(character));
  return serials.length > 0 && serials.every(({ length }) => serial.length < length) && serials.some(made);
}

/** The lives of packs by their labels, from what is known here. */
export function livesIn(view: View): (label: PackLabel) => Life {
  return ({ gtin, serial }) => traceItem(packItem(view.network, gtin, serial), view);
}

/** What the pack was made as. */
function madeAs({ commission: event }: Life): Commission | undefined {
  return event && saidIn(commission, event.leaf);
}

/** Whether a reading is a pack that was made, and says nothing of lot and expiry that is not so. */
function isAsMade(one: Known): boolean {
  return bearsLot(one) && bearsExpiry(one);
}

/** Whether a reading is a pack that was made, and says the lot in which it was, or none. */
function bearsLot({ life, label }: Known): boolean {
  return life.commission !== undefined && (label.lot === undefined || madeAs(life)?.lot === label.lot);
}

function bearsExpiry({ life, label }: Known): boolean {
  const made = madeAs(life)?.expiry;
  return label.expiry === undefined || (made !== undefined && lastDay(made) === lastDay(label.expiry));
}

function isWhole(label: PackLabel | undefined): boolean {
  return label?.lot !== undefined && label.expiry !== undefined;
}
