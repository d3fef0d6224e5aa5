// One picture shows more than the code of a pack: which of its symbols are scans, and which say nothing that the others do not.
import type { Parsed } from '../../gs1/index.ts';
import { joinHalves } from './halves.ts';
import { identify, type ScanLabel } from './identify.ts';

interface Symbol {
  readonly text: string;
}

/** A scan of a picture; where it was joined from two symbols, with these. */
export type ScanOfPicture<T> = T & { readonly halves?: readonly [T, T] };

interface Read<T> {
  readonly symbol: T;
  readonly parsed: Parsed;
  readonly label: ScanLabel | undefined;
}

/**
 * The scans in the symbols of one picture, in their order. Two halves that name one pack together are one. Beside a pack or a
 * logistic unit is left out what repeats it (the EAN of the product, the same code in another symbology), what describes the
 * unit, and what is no GS1 data at all, such as the link to a leaflet. What may be another pack stays, readable or not: the EAN
 * of another product, and any DataMatrix.
 */
export function scansOfPicture<T extends Symbol>(symbols: readonly T[]): readonly ScanOfPicture<T>[] {
  const all = withHalvesJoined(symbols).map((symbol) => ({ symbol, ...readingOf(symbol.text) }));
  const items = all.filter(({ label }) => label !== undefined);
  if (items.length === 0) return all.map(({ symbol }) => symbol);
  return all.filter((one) => !isAside(one, items)).map(({ symbol }) => symbol);
}

/** Whether none of these names a pack or a logistic unit. */
export function namesNothing(scans: readonly Symbol[]): boolean {
  return scans.every(({ text }) => identify(text).label === undefined);
}

function readingOf(text: string): Omit<Read<unknown>, 'symbol'> {
  const { parsed, label } = identify(text);
  return { parsed, label };
}

function isAside<T extends Symbol>(one: Read<T>, items: readonly Read<T>[]): boolean {
  const others = items.filter((item) => item !== one);
  if (one.label !== undefined) return others.some((other) => repeats(one, other, items));
  if (isSaidBy(one, items)) return true;
  const units = items.some(({ label }) => label?.kind === 'unit');
  return units && (has(one.parsed, '02') || has(one.parsed, '37')) ? true : isOfNoPack(one);
}

/** The same item in another symbology that says no more; of two that say the same the first stays. A second symbol of the same kind is a second box. */
function repeats<T extends Symbol>(one: Read<T>, other: Read<T>, items: readonly Read<T>[]): boolean {
  if (identifierOf(one) === identifierOf(other) || !isWithin(one.parsed, other.parsed)) return false;
  return !isWithin(other.parsed, one.parsed) || items.indexOf(other) < items.indexOf(one);
}

/** A product code, or product and lot, of a pack that was read. */
function isSaidBy<T extends Symbol>({ parsed }: Read<T>, items: readonly Read<T>[]): boolean {
  return parsed.elements.length > 0 && parsed.ok && items.some((item) => isWithin(parsed, item.parsed));
}

function isWithin(one: Parsed, other: Parsed): boolean {
  return one.elements.every(({ ai, value }) => other.elements.some((said) => said.ai === ai && said.value === value));
}

/** ITF-14 stands on cases; links, texts and the codes of other trades on anything, but a DataMatrix may be a pack's that went wrong. */
function isOfNoPack<T extends Symbol>({ symbol: { text }, parsed }: Read<T>): boolean {
  if (text.startsWith(']I1')) return true;
  return /^\](?:C[02]|Q[012]|J0|[^CQJEIde])/.test(text) && !parsed.ok;
}

const has = ({ elements }: Parsed, ai: string): boolean => elements.some((element) => element.ai === ai);

const identifierOf = <T extends Symbol>({ symbol }: Read<T>): string => symbol.text.slice(0, 3);

/** Joined where there is one pair alone: of several nobody knows which belong together. */
function withHalvesJoined<T extends Symbol>(symbols: readonly T[]): readonly ScanOfPicture<T>[] {
  const pairs = symbols.flatMap((first, at) =>
    symbols.slice(at + 1).flatMap((second) => {
      const text = joinHalves(first.text, second.text);
      return text === undefined ? [] : [{ first, second, text }];
    }),
  );
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1) return symbols;
  return symbols.flatMap((symbol) => {
    if (symbol === pair.second) return [];
    if (symbol !== pair.first) return [symbol];
    return [{ ...symbol, text: pair.text, halves: [pair.first, pair.second] as const }];
  });
}
