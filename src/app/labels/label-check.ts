// A printed label, photographed or scanned: does it read, and does it say what the ledger says.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readAgain } from '#candidates';
import { PedigreeError, worstExit } from '../../errors.ts';
import type { Fault } from '../../gs1/index.ts';
import { USES, type Use, xRange } from '../../label/x-dimension.ts';
import { inspectPicture } from '../../scan/picture.ts';
import type { SeenSymbol } from '../../scan/symbol.ts';
import { phrase, say } from '../../words/en/labels.ts';
import { say as sayOfPicture } from '../../words/en/scan.ts';
import type { Env } from '../node/env.ts';
import { namesNothing, scansOfPicture } from '../scans/picture-scans.ts';
import type { Scan } from '../scans/scans.ts';
import { type Verified, verifyScans } from '../verdict/verify.ts';

export interface CheckedSymbol {
  /** What a scanner types, FNC1 as GS. */
  readonly text: string;
  readonly format: string;
  readonly elements: readonly { readonly ai: string; readonly title: string; readonly value: string }[];
  readonly errors: readonly Omit<Fault, 'offset' | 'length' | 'hint'>[];
  /** What had to be put right before it read, as a scanner does it: faults of the print. Absent where nothing had. */
  readonly repairs?: readonly { readonly code: string; readonly evidence: string }[];
  /** What it took to read it: `as it is`, or a filter. */
  readonly by: string;
  readonly modules?: { readonly rows: number; readonly columns: number };
  /** 0 to 1; indicative. */
  readonly unusedCorrection?: number;
  readonly pixelsAModule?: number;
  /** Millimetres a module where the resolution is known; indicative. */
  readonly module?: number;
  /** The uses whose GS1 table allows modules of that size. */
  readonly fits?: readonly Use[];
  /** Absent where there is no party here, or where the code names nothing that a ledger knows. */
  readonly verdict?: Verified;
}

export interface CheckData {
  readonly exit: number;
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly dpi?: number;
  readonly symbols: readonly CheckedSymbol[];
  /** How many more were seen, and could not be read; absent where none was. */
  readonly unread?: number;
  /** What names the pack may stand in a composite component above the bars, of which nothing is read. */
  readonly composite?: true;
  readonly note: string;
}

/** Not a label to be proud of, though it reads. */
const LOOK = 20;
const POOR_CORRECTION = 0.5;

/**
 * Reads the labels in a picture and compares them with the ledger. Writes nothing.
 * @param dpi pixels an inch, where the file does not say or says it wrong
 * @throws no-such-file (66), bad-input (65) where it is no picture, or holds no code
 */
export async function checkLabel(env: Env, path: string, dpi?: number): Promise<CheckData> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new PedigreeError('no-such-file', say('no-such-file', { path }));
  const { head, symbols, unread, incomplete, composite } = await inspectPicture(readFileSync(path));
  const [parts] = incomplete;
  if (parts !== undefined) {
    throw new PedigreeError('not-gs1', sayOfPicture('message-in-parts', { ...parts }), {
      hint: sayOfPicture('all-parts'),
    });
  }
  if (symbols.length === 0) {
    throw new PedigreeError('bad-input', say('no-code-in-picture', { path }), { hint: say('take-closer') });
  }
  const resolution = dpi ?? head.dpi;
  const judged = await judgedIn(env, symbols);
  const checked = symbols.map((seen) => {
    const one = judged.get(seen);
    const symbol = checkedSymbol(seen, resolution, one);
    return { symbol, exit: one === undefined ? 0 : exitOf(symbol, one.exit) };
  });
  const isPart = composite === true && namesNothing(scansOfPicture(symbols));
  const exits = checked.map(({ exit }) => exit);
  return {
    exit: worstExit(unread === 0 && !isPart ? exits : [...exits, 65]),
    picture: path,
    width: head.width,
    height: head.height,
    ...(resolution === undefined ? {} : { dpi: resolution }),
    symbols: checked.map(({ symbol }) => symbol),
    ...(unread === 0 ? {} : { unread }),
    ...(isPart ? { composite } : {}),
    note: phrase('indicative-only-grade'),
  };
}

interface Judged {
  readonly exit: number;
  readonly verdict?: Verified;
  /** The other half of what names the pack is in another symbol, so that none of the two is wrong alone. */
  readonly half?: true;
}

/** What is judged, both halves of one pack as that pack; what says nothing more beside its code, such as its EAN, is not. */
async function judgedIn(env: Env, symbols: readonly SeenSymbol[]): Promise<ReadonlyMap<SeenSymbol, Judged>> {
  const scans = scansOfPicture(symbols);
  const verdicts = await verdictsOn(env, scans);
  return new Map(
    scans.flatMap((scan, at) => {
      const { halves } = scan;
      const judged: Judged = { exit: 0, ...verdicts.get(at), ...(halves === undefined ? {} : { half: true }) };
      return (halves ?? [scan]).map((symbol) => [symbol, judged] as const);
    }),
  );
}

/** By the place of the scan: of two that come behind one another and name one pack together, there is one verdict. */
async function verdictsOn(env: Env, symbols: readonly SeenSymbol[]): Promise<ReadonlyMap<number, Judged>> {
  const verdicts = new Map<number, Judged>();
  async function* scans(): AsyncIterable<Scan> {
    for (const [n, { text }] of symbols.entries()) yield { n, input: text, text };
  }
  try {
    for await (const { n, data, error, exit } of verifyScans(env, scans(), { strict: false })) {
      verdicts.set(n, { exit: error?.exit ?? exit ?? 0, ...('status' in data ? { verdict: data } : {}) });
    }
  } catch (error) {
    // Without a party the label is read and its data checked, and nothing is said about the pack.
    if (error instanceof PedigreeError && error.code === 'no-party') return new Map();
    throw error;
  }
  return verdicts;
}

function checkedSymbol(symbol: SeenSymbol, dpi: number | undefined, judged: Judged | undefined): CheckedSymbol {
  // As every scan is read: printed in brackets or letters too, and named where it is another code.
  const parsed = readAgain(symbol.text);
  const repairs = parsed.repairs.filter(({ harmless }) => !harmless);
  const { modules, pixels, unusedCorrection } = symbol;
  const errors = judged?.half === true ? [] : parsed.errors;
  const pixelsAModule =
    modules === undefined ? undefined : round((pixels.width / modules.columns + pixels.height / modules.rows) / 2, 2);
  const module = pixelsAModule === undefined || dpi === undefined ? undefined : round((pixelsAModule * 25.4) / dpi, 3);
  return {
    text: symbol.text,
    format: symbol.format,
    elements: parsed.elements.map(({ ai, title, value }) => ({ ai, title, value })),
    errors: errors.map(({ code, ai, detail, what, message }) => ({
      code,
      ...(ai === undefined ? {} : { ai }),
      ...(detail === undefined ? {} : { detail }),
      ...(what === undefined ? {} : { what }),
      message,
    })),
    ...(repairs.length === 0 ? {} : { repairs: repairs.map(({ code, evidence }) => ({ code, evidence })) }),
    by: symbol.by,
    ...(modules === undefined ? {} : { modules }),
    ...(unusedCorrection === undefined ? {} : { unusedCorrection: round(unusedCorrection, 2) }),
    ...(pixelsAModule === undefined ? {} : { pixelsAModule }),
    ...(module === undefined ? {} : { module, fits: USES.filter((use) => isWithin(module, use)) }),
    ...(judged?.verdict === undefined ? {} : { verdict: judged.verdict }),
  };
}

/** A picture measures no better than this share. */
const MEASURED = 0.05;

function isWithin(module: number, use: Use): boolean {
  const { least, most } = xRange('datamatrix', use);
  return module >= least * (1 - MEASURED) && module <= most * (1 + MEASURED);
}

function exitOf({ errors, repairs = [], unusedCorrection, by }: CheckedSymbol, verdict: number): number {
  if (verdict !== 0) return verdict;
  if (errors.length > 0) return 65;
  if (repairs.length > 0) return LOOK;
  return (unusedCorrection ?? 1) < POOR_CORRECTION || by !== 'as it is' ? LOOK : 0;
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
