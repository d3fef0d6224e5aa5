// A file checked: all that is found in it at once, what it holds, and which guideline it follows.
import { ClaimSheet, type Keyer } from './claim-sheet.ts';
import type { Claim } from './claims.ts';
import { Dscsa, type FileProfile } from './dscsa.ts';
import { openText } from './encoding.ts';
import { checkForm } from './event-form.ts';
import { type FileFinding, type FileFindingCode, FileFindings } from './findings.ts';
import { GoodsFold } from './fold.ts';
import type { TakeFound } from './found.ts';
import { FLAG } from './goods.ts';
import { glnOf } from './ids.ts';
import type { ByteSource, EpcisDocument, EpcisEvent, VocabularyElement } from './model.ts';
import { partsOf } from './read.ts';

export interface CheckOptions {
  /** What the file has to be; without it what it says it is. `dscsa` is any release. */
  readonly profile?: 'plain' | 'dscsa' | 'eu';
  /** The GLN of who received it. */
  readonly as?: string;
  /** What the file says of each pack is gathered for `claimOf`. */
  readonly claims?: boolean;
  /**
   * Asked for at the start of each reading of the file, of which there may be two; what it gives is shown every event that counts,
   * which is neither there before nor taken back, and every declaration of an error, with what is known of the document by then.
   */
  readonly each?: (() => (event: EpcisEvent, document: EpcisDocument) => void) | undefined;
  /** Shown every word of the master data, at each reading. */
  readonly word?: ((element: VocabularyElement) => void) | undefined;
  /** Asked at the end what else is wrong with a file that could be read. */
  readonly judge?: ((document: EpcisDocument, found: TakeFound) => Promise<void>) | undefined;
}

/** What a check of a file gives. */
export interface CheckedFile {
  readonly document: EpcisDocument;
  readonly profile: FileProfile;
  readonly sender: string | undefined;
  readonly receiver: string | undefined;
  /** Events without those that repeat others. */
  readonly events: number;
  /** Packs with GTIN and serial that are no containers. */
  readonly packs: number;
  readonly containers: number;
  readonly findings: readonly FileFinding[];
  /** How often each code was found. */
  readonly counts: Readonly<Partial<Record<FileFindingCode, number>>>;
  /** 0 where nothing is to be looked at, 20 where something is, 65 for 2.0 JSON that its schema does not have. */
  readonly exit: 0 | 20 | 65;
  /** With `claims`: what the file says of a pack; undefined where it does not name it. */
  readonly claimOf?: (gtin: string, serial: string) => Claim | undefined;
}

/** What a check comes to: nothing to look at, something, or JSON that its schema does not have. */
export type FileVerdict = 'clean' | 'look' | 'refused';

export function verdictOf({ exit }: Pick<CheckedFile, 'exit'>): FileVerdict {
  return exit === 0 ? 'clean' : exit === 20 ? 'look' : 'refused';
}

/** A file as far as it was read, and what was found in it. */
interface Pass {
  readonly document: EpcisDocument;
  readonly findings: FileFindings;
  readonly goods: GoodsFold;
  readonly dscsa: Dscsa;
  readonly sheet: ClaimSheet | undefined;
  readonly seen: number;
}

async function pass(
  source: ByteSource,
  taken: Set<string>,
  { each, word, claims, keyer }: SheetOptions,
): Promise<Pass> {
  const show = each?.();
  const findings = new FileFindings();
  const goods = new GoodsFold(findings.take, taken);
  const dscsa = new Dscsa();
  const sheet = claims === true ? new ClaimSheet(goods.epcs.table, keyer) : undefined;
  let document: EpcisDocument | undefined;
  let seen = 0;
  for await (const part of partsOf(await openText(source, findings.take), source, findings.take)) {
    if (part.part === 'vocabulary') {
      dscsa.word(part.element);
      word?.(part.element);
    } else if (part.part === 'event') {
      seen++;
      if (document !== undefined) checkForm(part.event, document, findings.take);
      const counts = goods.take(part.event);
      dscsa.event(part.event, counts);
      const isShown = counts || part.event.errorDeclaration !== undefined;
      if (isShown) sheet?.add(part.event, goods.named);
      if (isShown && document !== undefined) show?.(part.event, document);
    } else document = part.document;
  }
  if (document === undefined) throw new TypeError('a file was read without its end');
  return { document, findings, goods, dscsa, sheet, seen };
}

const DAY = 86_400_000;

/** Lots of which packs were sent to be supplied after they had expired, each with one of the times; a day is not the same everywhere. */
function sentExpired({ goods }: Pass): readonly string[] {
  const { table } = goods.epcs;
  const dayOf = (ms: number) => new Date(ms - DAY).toISOString().slice(0, 10);
  const late = Number.isFinite(goods.lastSent) ? goods.lots.before(dayOf(goods.lastSent)) : new Set<number>();
  const found = new Set<number>();
  for (let record = 0; late.size > found.size && record < table.size; record++) {
    const lot = table.lot.get(record);
    if (!late.has(lot) || found.has(lot) || !table.has(record, FLAG.pack)) continue;
    if (table.has(record, FLAG.parent) || table.has(record, FLAG.expiryDoubtful)) continue;
    const at = goods.sentAt(record);
    if (at !== undefined && (goods.lots.named(lot).expiry ?? '') < dayOf(at)) found.add(lot);
  }
  return [...found].map((lot) => {
    const { lot: name = '', expiry = '' } = goods.lots.named(lot);
    return `${name} (${expiry})`.trim();
  });
}

/** The goods once all events are known: counts, and what is missing. */
function lookThrough(read: Pass, profile: FileProfile) {
  const { document, findings, goods, dscsa } = read;
  const { table, gtins, names } = goods.epcs;
  const ofPacks = new Set<number>();
  let [packs, containers, lotless, dateless] = [0, 0, 0, 0];
  let before: number | undefined;
  const isWhole = document.kind !== 'lone-event';
  const wantsDates = profile !== 'plain';
  for (let record = 0; record < table.size; record++) {
    const isParent = table.has(record, FLAG.parent);
    if (isParent || table.has(record, FLAG.sscc)) {
      containers++;
      const isClosed = !isParent && goods.isShipped(record);
      if (isClosed && isWhole) findings.take('contents-unknown', { what: names.get(record) ?? '' });
      continue;
    }
    if (!table.has(record, FLAG.pack)) continue;
    packs++;
    const gtin = table.gtin(record);
    if (gtin !== before) ofPacks.add(gtin);
    before = gtin;
    if (!isWhole || (!table.has(record, FLAG.commissioned) && !goods.isShipped(record))) continue;
    if (!goods.lots.hasLot(record)) lotless++;
    else if (!goods.lots.hasExpiry(record)) dateless++;
  }
  for (const lot of sentExpired(read)) findings.take('shipped-expired', { what: lot });
  if (lotless > 0) findings.take('lot-unknown', { what: String(lotless) });
  if (dateless > 0 && wantsDates) findings.take('expiry-unknown', { what: String(dateless) });
  if (profile !== 'plain' && profile !== 'eu') {
    const named = [...ofPacks].flatMap((number) => gtins[number]?.gtin ?? []);
    dscsa.check(document, named, findings.take);
  }
  return { packs, containers };
}

const partyIn = (partners: EpcisDocument['senders']) => {
  const [first] = partners;
  return first && glnOf(first.id);
};

/**
 * Checks a file: everything that is found in it, with its place and what to ask the sender for.
 * @throws not-well-formed, doctype, too-deep, too-large, duplicate-key, not-epcis, bad-encoding (65): what cannot be read
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { checkEpcis } from 'pedigree/epcis';
 *
 * const file = await checkEpcis(() => [readFileSync('shipment.xml')], { as: '9506000100036', claims: true });
 * for (const { code, text, hint } of file.findings) console.log(code, text, hint);
 * console.log(file.claimOf?.('09521321000018', 'A1')?.lot);
 * ```
 */
export async function checkEpcis(source: ByteSource, options: CheckOptions = {}): Promise<CheckedFile> {
  const { sheet: _, ...checked } = await checkAll(source, options);
  return checked;
}

/** Checks a file, and gathers what it claims of each item under its key. @throws as `checkEpcis` */
export async function checkWithClaims(
  source: ByteSource,
  keyer: Keyer,
  options: Omit<SheetOptions, 'keyer'> = {},
): Promise<CheckedFile & { readonly sheet: ClaimSheet }> {
  const { sheet, ...checked } = await checkAll(source, { ...options, claims: true, keyer });
  if (sheet === undefined) throw new TypeError('claims were gathered');
  return { ...checked, sheet };
}

interface SheetOptions extends CheckOptions {
  readonly keyer?: Keyer;
}

async function checkAll(
  source: ByteSource,
  options: SheetOptions,
): Promise<CheckedFile & { readonly sheet?: ClaimSheet }> {
  const taken = new Set<string>();
  let read = await pass(source, taken, options);
  // An event that is taken back further down had been counted: it is left out from the start.
  if (read.goods.events.isLate) read = await pass(source, taken, options);
  const { document, findings, goods, dscsa, sheet, seen } = read;
  const own = dscsa.profileOf(document);
  const asked = { plain: 'plain', eu: 'eu', dscsa: own === 'plain' ? 'dscsa-1.3' : own } as const;
  const profile = options.profile === undefined ? own : asked[options.profile];
  const { packs, containers } = lookThrough(read, profile);
  if (document.kind === 'lone-event') findings.take('no-document');
  else if (document.creationDate?.ms === undefined) findings.take('creation-date');
  const isEmpty = seen === 0 && findings.placesOf('event-unknown') === 0;
  if (isEmpty && document.kind !== 'master-data') findings.take('no-events');
  const receiver = partyIn(document.receivers);
  const { as } = options;
  if (as !== undefined && receiver !== as && !goods.destinations.has(as)) {
    const others = receiver ?? [...goods.destinations].join(', ');
    if (others !== '') findings.take('not-for-us', { what: others });
  }
  await options.judge?.(document, findings.take);
  const isRefused = document.form === 'epcis-2.0-json' && findings.isRefused;
  return {
    document,
    profile,
    sender: partyIn(document.senders),
    receiver,
    events: goods.events.count,
    packs,
    containers,
    findings: findings.list(),
    counts: Object.fromEntries(findings.counts),
    exit: isRefused ? 65 : findings.isClean ? 0 : 20,
    ...(sheet && { claimOf: (gtin, serial) => sheet.claimOf(`${gtin}/${serial}`), sheet }),
  };
}
