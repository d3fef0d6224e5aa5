// Printing labels: for packs their GTIN's maker alone, each print counted; for cases and pallets whoever packs them.
import { PedigreeError, wordsOf } from '../../errors.ts';
import { elementsOf } from '../../gs1/index.ts';
import type { LabelContent, LabelElement } from '../../label/element.ts';
import type { Format } from '../../label/formats.ts';
import { layOut, type Plan, planFor } from '../../label/layout.ts';
import { mustHaveLetters } from '../../label/letters.ts';
import { lintLot } from '../../label/lint.ts';
import { gridOf, type Sheet } from '../../label/pdf.ts';
import { mustFitPicture } from '../../label/raster.ts';
import { MM_AN_INCH, type Use } from '../../label/x-dimension.ts';
import type { Local } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/labels.ts';
import { productName } from '../items/product-name.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { contents } from '../steps/contents.ts';
import { draft, foresee, isFolder } from './label-files.ts';
import { type LotRequest, type MadePack, mustMake, packsOfLot, scannedGoods } from './label-goods.ts';
import {
  addRun,
  type PackRange,
  printedBefore,
  printedOf,
  rangesOf,
  runsOf,
  sayRanges,
  sizeOf,
} from './label-record.ts';

export interface LabelRequest {
  readonly scans: readonly string[];
  readonly lot?: LotRequest;
  readonly format: Format;
  readonly use?: Use;
  readonly dpi?: number;
  /** `45x20`, in millimetres. */
  readonly size?: string;
  /** Millimetres a module. */
  readonly module?: string;
  readonly sheet?: Sheet;
  readonly graphics: boolean;
  /** No names of products and parties. */
  readonly numbersOnly?: boolean;
  readonly out?: string;
  readonly reprint: boolean;
  readonly reason?: string;
}

export interface LabelLot {
  readonly gtin: string;
  readonly lot: string;
  /** Of this run. */
  readonly labels: number;
  /** Packs that have been printed at least once, this run included. */
  readonly printed: number;
  /** Labels of this run whose pack had one before. */
  readonly reprinted: number;
}

export interface LabelData {
  readonly kind: 'pack' | 'unit';
  readonly format: Format;
  readonly out: string;
  readonly labels: number;
  readonly use: Use;
  readonly dpi: number;
  /** Millimetres. */
  readonly size: { readonly width: number; readonly height: number };
  readonly module: number;
  readonly sheets?: number;
  readonly lots: readonly LabelLot[];
  readonly at: string;
  readonly already: false;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

const DEFAULT_DPI = 300;
/** Most characters of a reason. */
const REASON = 200;

/**
 * Prints labels into files.
 * @throws usage (2) for a size outside the GS1 tables, not-allowed (77) for packs of another maker, wrong-state (14) for a
 * second print without `reprint`, unknown-item (11), not-authentic (10), not-found (66), not-gs1 (65), bad-input (65) for
 * a name in letters that labels do not have, cannot-create (73)
 */
export async function printLabels(home: Home, request: LabelRequest): Promise<LabelData> {
  checkWords(request);
  const job = home.ledger.read((view) => jobOf(home, knowledgeOf(home, view), request));
  const groups = byLot(job.packs);
  for (const group of groups) await lint(group);
  const prints = groups.map((group) => ({ ...group, before: reprintsOf(home.ledger.local, group, request) }));
  const use = request.use ?? (job.packs.length > 0 ? 'pharmacy' : 'case');
  const size = request.size === undefined ? undefined : sizeFrom(request.size);
  const plan = planFor(job.contents(), {
    use,
    dpi: request.dpi ?? DEFAULT_DPI,
    ...(size === undefined ? {} : { size }),
    ...(request.module === undefined ? {} : { module: millimetres(request.module) }),
  });
  if (request.format === 'png' || request.graphics) mustFitPicture(plan);
  const count = job.packs.length + job.ssccs.length;
  const grid = request.format === 'pdf' ? gridOf(request.sheet, plan.width, plan.height) : undefined;
  const out = request.out ?? defaultOut(request.format, count);
  const at = new Date(home.env.clock()).toISOString();
  const names = job.packs.length > 0 ? namesOf(job.packs, groups.length) : job.ssccs;
  if (home.env.dryRun) foresee({ path: out, format: request.format, count, stdout: home.env.stdout });
  else {
    const encode = request.format !== 'zpl' || request.graphics;
    const drafted = await draft(drawn(home, job.contents(), plan, encode, count), {
      ...request,
      path: out,
      count,
      names,
      stdout: home.env.stdout,
    });
    // Counted before they are there: a label that nobody counted must not exist.
    try {
      home.ledger.write((local) => {
        for (const group of groups) {
          // Looked at again under the lock: another process may have printed the same packs meanwhile.
          const before = reprintsOf(local, group, request);
          addRun(local, group.gtin, group.lot, runOf(home, request, at, group.ranges, before));
        }
      });
    } catch (error) {
      drafted.drop();
      throw error;
    }
    try {
      drafted.keep();
    } catch (cause) {
      throw countedOnly(cause, groups.length > 0);
    }
  }
  return {
    kind: job.packs.length > 0 ? 'pack' : 'unit',
    format: request.format,
    out,
    labels: count,
    use,
    dpi: plan.dpi,
    size: { width: plan.width, height: plan.height },
    module: Math.round(((plan.dots * MM_AN_INCH) / plan.dpi) * 1000) / 1000,
    ...(grid === undefined ? {} : { sheets: Math.ceil(count / (grid.columns * grid.rows)) }),
    lots: prints.map(({ gtin, lot, ranges, before }) => ({
      gtin,
      lot,
      labels: sizeOf(ranges),
      printed: printedOf(runsOf(home.ledger.local, gtin, lot)).printed,
      reprinted: sizeOf(before),
    })),
    at,
    already: false,
    warnings: job.warnings,
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

/** The labels are not there, and their packs count as printed. */
function countedOnly(cause: unknown, counted: boolean): unknown {
  if (!counted || !(cause instanceof PedigreeError)) return cause;
  return new PedigreeError(cause.code, say('printed-but', { why: wordsOf(cause) }), {
    hint: say('make-room-reprint'),
    cause,
  });
}

function checkWords({ scans, lot, format, sheet, graphics, reprint, reason }: LabelRequest): void {
  if (scans.length === 0 && lot === undefined) {
    throw new PedigreeError('usage', say('what-to-print'), { hint: say('name-scans-or-lot') });
  }
  if (scans.length > 0 && lot !== undefined) throw new PedigreeError('usage', say('not-scans-and-lot'));
  if (sheet !== undefined && format !== 'pdf') {
    throw new PedigreeError('usage', say('sheet-is-pdf'), { hint: say('write-sheet') });
  }
  if (graphics && format !== 'zpl') throw new PedigreeError('usage', say('graphics-is-zpl'));
  if (reprint && (reason ?? '').trim() === '') {
    throw new PedigreeError('usage', say('why-again'), { hint: say('write-reason') });
  }
  if (reason !== undefined) checkedText(reason, 'reason', REASON);
}

interface Job {
  readonly packs: readonly MadePack[];
  readonly ssccs: readonly string[];
  readonly warnings: readonly string[];
  contents(): Iterable<LabelContent>;
}

function jobOf(home: Home, known: ReturnType<typeof knowledgeOf>, request: LabelRequest): Job {
  const goods =
    request.lot === undefined
      ? scannedGoods(known, request.scans)
      : ({ kind: 'pack', packs: packsOfLot(known, request.lot) } as const);
  if (goods.kind === 'case') return caseJob(home, goods.cases, request.numbersOnly === true);
  if (goods.kind === 'unit') return unitJob(home, goods.ssccs, request.numbersOnly === true);
  const titles = new Map<string, string | undefined>();
  for (const { gtin } of goods.packs) {
    if (titles.has(gtin)) continue;
    mustMake(known, gtin);
    const title = request.numbersOnly === true ? undefined : productName(known.view, gtin);
    if (title !== undefined) mustHaveLetters(title, phrase('product-set-gtin-name', { gtin }));
    titles.set(gtin, title);
  }
  return {
    packs: goods.packs,
    ssccs: [],
    warnings: [],
    contents: function* () {
      for (const pack of goods.packs) {
        const title = titles.get(pack.gtin);
        yield { kind: 'pack', elements: elementsOf(pack), ...(title === undefined ? {} : { title }) };
      }
    },
  };
}

function unitJob(home: Home, ssccs: readonly string[], numbersOnly: boolean): Job {
  const warnings: string[] = [];
  const named = numbersOnly ? {} : { title: home.self.name };
  const labels = ssccs.map((sscc): LabelContent => {
    const elements: readonly LabelElement[] = [{ ai: '00', value: sscc }];
    try {
      const { packs, lots } = contents(home, sscc);
      const notes = lots.flatMap(({ product, gtin, lot, expiry }) => [
        numbersOnly ? gtin : (product ?? gtin),
        phrase('lot-exp', { lot, expiry }),
      ]);
      return { kind: 'unit', elements, ...named, notes: [phrase('packs', { packs }), ...notes] };
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      warnings.push(phrase('not-known-here-label', { sscc }));
      return { kind: 'unit', elements, ...named };
    }
  });
  for (const text of new Set(labels.flatMap(({ title = '', notes = [] }) => [title, ...notes]))) {
    mustHaveLetters(text, phrase('numbers-only-prints-labels'));
  }
  return { packs: [], ssccs, warnings, contents: () => labels };
}

/** A case that is a product itself has the square code of one; lot and expiry where all inside is of one lot. */
function caseJob(home: Home, cases: readonly string[], numbersOnly: boolean): Job {
  const labels = cases.map((name): LabelContent => {
    const { lots } = contents(home, name);
    const [lot, ...others] = lots;
    const code = codeOfContainer(name);
    const whole = lot === undefined || others.length > 0 ? {} : { lot: lot.lot, expiry: lot.expiry };
    const elements = code.sscc === undefined ? elementsOf({ ...code, ...whole }) : [{ ai: '00', value: code.sscc }];
    return { kind: 'pack', elements, ...(numbersOnly ? {} : { title: home.self.name }) };
  });
  if (!numbersOnly) mustHaveLetters(home.self.name, phrase('numbers-only-prints-labels'));
  const width = Math.max(4, String(cases.length).length);
  return {
    packs: [],
    ssccs: cases.map((_, at) => String(at + 1).padStart(width, '0')),
    warnings: [],
    contents: () => labels,
  };
}

interface Group {
  readonly gtin: string;
  readonly lot: string;
  readonly packs: readonly MadePack[];
  readonly ranges: readonly PackRange[];
}

function byLot(packs: readonly MadePack[]): readonly Group[] {
  const lots = Map.groupBy(packs, ({ gtin, lot }) => `${gtin}/${lot}`);
  return [...lots.values()].map((of) => ({
    gtin: of[0]?.gtin ?? '',
    lot: of[0]?.lot ?? '',
    packs: of,
    ranges: rangesOf(of.map(({ number }) => number)),
  }));
}

async function lint({ gtin, lot, packs }: Group): Promise<void> {
  for (const [day, same] of Map.groupBy(packs, ({ expiry }) => expiry)) {
    const expiry = elementsOf({ gtin, expiry: day }).find(({ ai }) => ai === '17');
    if (expiry !== undefined) await lintLot({ gtin, lot, expiry, serials: same.map(({ serial }) => serial) });
  }
}

/** @throws wrong-state (14) */
function reprintsOf(local: Local, { gtin, lot, ranges }: Group, { reprint }: LabelRequest): readonly PackRange[] {
  const runs = runsOf(local, gtin, lot);
  const before = printedBefore(runs, ranges);
  if (before.length === 0 || reprint) return before;
  throw new PedigreeError('wrong-state', say('labelled-already', { before: sayRanges(before), lot }), {
    hint: say('second-label'),
    detail: { printed: before },
  });
}

function runOf(
  home: Home,
  request: LabelRequest,
  at: string,
  ranges: readonly PackRange[],
  before: readonly PackRange[],
) {
  const { operator } = home.env;
  return {
    at,
    ranges,
    count: sizeOf(ranges),
    format: request.format,
    ...(before.length === 0 ? {} : { reprinted: sizeOf(before) }),
    ...(request.reason === undefined ? {} : { reason: checkedText(request.reason, 'reason', REASON) }),
    ...(operator === undefined ? {} : { operator }),
  };
}

async function* drawn(home: Home, labels: Iterable<LabelContent>, plan: Plan, encode: boolean, count: number) {
  let done = 0;
  for (const label of labels) {
    yield await layOut(label, plan, encode);
    if (++done % 100 === 0 || done === count) home.env.progress(done, count, 'labels');
  }
}

function namesOf(packs: readonly MadePack[], lots: number): readonly string[] {
  const last = packs.reduce((most, { number }) => Math.max(most, number), 0);
  const width = Math.max(4, String(last).length);
  return packs.map(({ gtin, number }, at) =>
    lots === 1 ? String(number).padStart(width, '0') : `${String(at + 1).padStart(width, '0')}-${gtin}`,
  );
}

function defaultOut(format: Format, count: number): string {
  return isFolder(format, count) ? 'labels' : `labels.${format}`;
}

/** @throws usage (2) */
function sizeFrom(text: string): { readonly width: number; readonly height: number } {
  const parts = /^(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)(?:\s*mm)?$/i.exec(text.trim());
  const width = Number(parts?.[1]);
  const height = Number(parts?.[2]);
  if (parts !== null && width > 0 && height > 0 && width <= 1000 && height <= 1000) return { width, height };
  throw new PedigreeError('usage', say('not-size', { text }), { hint: say('write-size') });
}

/** @throws usage (2) */
function millimetres(text: string): number {
  const value = Number(text.trim().replace(/\s*mm$/i, ''));
  if (Number.isFinite(value) && value > 0) return value;
  throw new PedigreeError('usage', say('not-length', { text }), { hint: say('write-length') });
}
