// Lots and expiry dates as a file gives them: of one lot one date, of one pack one lot, and what contradicts is not known.
import { readDate } from './dates.ts';
import type { FoundAt, TakeFound } from './found.ts';
import { FLAG, type GoodsTable, NONE } from './goods.ts';
import type { EpcisEvent, Extension } from './model.ts';
import { isMasterDataNamespace } from './vocabulary.ts';

/** What the master data of an event says of the lot of its goods. */
export interface LotSaid {
  readonly lot?: string;
  readonly expiry?: string;
  /** It was said in a way that cannot be relied on. */
  readonly isLotDoubtful: boolean;
  readonly isExpiryDoubtful: boolean;
}

/** What a lot or a serial is made of: up to 20 characters of CSET 82, as in AI 10 and 21. */
export const LOT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/** A namespace that is not that of the master data, but is taken for it: none, one of EPCIS, or one of the CBV. */
const isNear = (ns: string) => ns === '' || ns.startsWith('urn:epcglobal:cbv:mda') || ns.includes('epcis');

/** A value as an event has it; what it says in two ways is both. */
interface Said {
  readonly text: string;
  /** It is no text in JSON. */
  readonly isNumber: boolean;
}

function named(ilmd: readonly Extension[], name: string, found: TakeFound, at: FoundAt): Said | undefined {
  const all = ilmd.filter((one) => one.name === name);
  const own = all.filter(({ ns }) => isMasterDataNamespace(ns));
  const near = own.length > 0 ? own : all.filter(({ ns }) => isNear(ns));
  if (near.length === 0) return undefined;
  if (own.length === 0) found('element-namespace', { ...at, what: name });
  const texts = new Set(near.map((one) => textIn(one).trim()));
  return { text: [...texts].join(', '), isNumber: near.some(({ json }) => json !== undefined) };
}

/** The text of a value; in JSON-LD it may stand in an object, beside its type. */
function textIn(of: Extension): string {
  return of.value ?? of.children?.find(({ name }) => name === '@value')?.value ?? '';
}

/** Reads lot and expiry from the master data of an event (ILMD). */
export function lotSaid(event: EpcisEvent, found: TakeFound, at: FoundAt): LotSaid | undefined {
  if (event.ilmd === undefined) return undefined;
  const [lot, expiry] = [named(event.ilmd, 'lotNumber', found, at), named(event.ilmd, 'itemExpirationDate', found, at)];
  if (lot === undefined && expiry === undefined) return undefined;
  const { text = '', isNumber = false } = lot ?? {};
  const tell = (code: string, what: string) => found(code, { ...at, what: what.slice(0, 60) });
  const isLotDoubtful = isNumber || (lot !== undefined && !LOT.test(text));
  if (isLotDoubtful) tell(isNumber ? 'lot-not-text' : 'lot-form', text);
  const date = expiry && readDate(expiry.text);
  if (date?.fault !== undefined) tell(date.fault, expiry?.text ?? '');
  return {
    ...(lot === undefined || isLotDoubtful ? {} : { lot: text }),
    ...(date?.date === undefined ? {} : { expiry: date.date }),
    isLotDoubtful,
    isExpiryDoubtful: date !== undefined && date.date === undefined,
  };
}

/** A lot of a GTIN, and the expiry that the file gives it. */
export interface FileBatch {
  expiry: string | undefined;
  /** Two dates were given. */
  isTorn: boolean;
}

/** What packs are said to be of. */
interface FileLot {
  readonly lot: string | undefined;
  readonly expiry: string | undefined;
  readonly batch: FileBatch;
}

export class Lots {
  readonly #lots: FileLot[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #batches = new Map<string, FileBatch>();
  #last: { readonly said: LotSaid; readonly gtin: number; readonly number: number } | undefined;
  readonly #table: GoodsTable;
  readonly #found: TakeFound;

  constructor(table: GoodsTable, found: TakeFound) {
    this.#table = table;
    this.#found = found;
  }

  #number(gtin: number, lot: string | undefined, expiry: string | undefined, at: FoundAt): number {
    const key = `${gtin}\t${lot ?? ''}\t${expiry ?? ''}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const of = lot === undefined ? key : `${gtin}\t${lot}`;
    const batch = this.#batches.get(of) ?? { expiry, isTorn: false };
    this.#batches.set(of, batch);
    if (expiry !== undefined && batch.expiry !== undefined && batch.expiry !== expiry && !batch.isTorn) {
      this.#found('expiry-conflict', { ...at, what: lot ?? '' });
      batch.isTorn = true;
    }
    batch.expiry ??= expiry;
    this.#numbers.set(key, this.#lots.length);
    return this.#lots.push({ lot, expiry, batch }) - 1;
  }

  /** Gives a pack its lot. @returns whether it has another one already, and now none that is known */
  give(record: number, said: LotSaid, at: FoundAt): boolean {
    const table = this.#table;
    if (said.isLotDoubtful) table.mark(record, FLAG.lotDoubtful);
    if (said.isExpiryDoubtful) table.mark(record, FLAG.expiryDoubtful);
    if (said.lot === undefined && said.expiry === undefined) return false;
    const gtin = table.gtin(record);
    // All packs of an event are of one lot, mostly of one GTIN.
    if (this.#last?.said !== said || this.#last.gtin !== gtin)
      this.#last = { said, gtin, number: this.#number(gtin, said.lot, said.expiry, at) };
    const { number } = this.#last;
    const before = table.lot.get(record);
    const [old, now] = [this.#heldBy(record), this.#lots[number]];
    if (old === undefined || now === undefined || before === number) {
      table.lot.set(record, number);
      return false;
    }
    const isConflict = old.lot !== undefined && now.lot !== undefined && old.lot !== now.lot;
    const expiry = isConflict && old.expiry !== now.expiry ? undefined : (old.expiry ?? now.expiry);
    const lot = isConflict ? undefined : (old.lot ?? now.lot);
    table.lot.set(record, this.#number(isConflict ? NONE : gtin, lot, expiry, at));
    if (isConflict) table.mark(record, FLAG.lotDoubtful);
    if (isConflict && old.expiry !== now.expiry) table.mark(record, FLAG.expiryDoubtful);
    return isConflict;
  }

  #heldBy(record: number): FileLot | undefined {
    const lot = this.#table.lot.get(record);
    return lot === NONE ? undefined : this.#lots[lot];
  }

  /** Whether the file says of which lot it is, be it in two ways. */
  hasLot(record: number): boolean {
    return this.#heldBy(record)?.lot !== undefined || this.#table.has(record, FLAG.lotDoubtful);
  }

  /** Whether the file says when it expires, be it in two ways. */
  hasExpiry(record: number): boolean {
    return this.#heldBy(record)?.expiry !== undefined || this.#table.has(record, FLAG.expiryDoubtful);
  }

  /** Lots by their numbers whose expiry is known and before this day: those whose packs had expired. */
  before(day: string): ReadonlySet<number> {
    const all = new Set<number>();
    for (const [number, { expiry, batch }] of this.#lots.entries())
      if (expiry !== undefined && expiry < day && !batch.isTorn) all.add(number);
    return all;
  }

  /** What a lot by its number is called, and when it expires. */
  named(number: number): Pick<FileLot, 'lot' | 'expiry'> {
    return this.#lots[number] ?? { lot: undefined, expiry: undefined };
  }
}
