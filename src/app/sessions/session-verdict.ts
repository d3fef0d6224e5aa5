// A scan of a session by its verdict: what is said of the pack, or why nothing can be.
import { ownFirst } from '../../custody/own-step.ts';
import type { OwnStep, Question, VerdictReason } from '../../custody/verdict.ts';
import type { PedigreeError } from '../../errors.ts';
import { calledBy } from '../items/product-name.ts';
import type { Reading } from '../node/reading.ts';
import type { AskedAgain } from '../scans/asked-again.ts';
import { identify, type ScanLabel } from '../scans/identify.ts';
import { type Verified, verifyOne } from '../verdict/verify.ts';
import type { ScanAnswer } from './session-look.ts';

export async function verdictLook(
  reading: Reading,
  text: string,
  ask: Question,
  strict: boolean,
  again: AskedAgain,
): Promise<ScanAnswer> {
  const { data, exit = 0, error } = await verifyOne(reading, { n: 0, input: text, text }, ask, strict, again);
  return error === undefined ? verifiedLook(data as Verified, exit) : errorLook(error, text);
}

function verifiedLook(data: Verified, exit: number): ScanAnswer {
  const { item, status, product } = data;
  const key = item.sscc ?? `${item.gtin}/${item.serial}`;
  const taken = status === 'genuine' || status === 'caution';
  return {
    key,
    within: [],
    stands: [],
    taken,
    packs: item.packs ?? 1,
    exit,
    status,
    item: withoutCount(item),
    ...(product === undefined ? {} : calledBy(product)),
    ...reasonOf(data.reasons[0], data.own),
    ...notesOf(data.reasons, data.reasons[0]),
    ...(data.cause === 'scan' && !taken ? { again: true as const } : {}),
  };
}

function withoutCount({ packs: _, ...item }: Verified['item']): NonNullable<ScanAnswer['item']> {
  return item;
}

export function reasonOf(told: VerdictReason | undefined, own?: OwnStep): Pick<ScanAnswer, 'code' | 'text' | 'advice'> {
  return told === undefined ? {} : { code: told.code, text: ownFirst(own, told), advice: told.advice };
}

/** The cautions beside the reason that is told. */
export function notesOf(
  reasons: readonly VerdictReason[],
  first: VerdictReason | undefined,
): Pick<ScanAnswer, 'notes'> {
  const more = reasons.filter((told) => told !== first && told.status === 'caution' && told.code !== ON_THE_WAY);
  return more.length === 0 ? {} : { notes: more.slice(0, MOST_NOTES).map(({ text }) => text) };
}

export const ON_THE_WAY = 'in-transit-to-you';

const MOST_NOTES = 4;

const UNREADABLE: ReadonlySet<string> = new Set(['not-gs1', 'bad-input', 'bad-encoding']);

export function errorLook(error: PedigreeError, text: string): ScanAnswer {
  const told = { code: error.code, text: error.message, ...(error.hint === undefined ? {} : { advice: error.hint }) };
  const nothing = { within: [], stands: [], taken: false, packs: 0, exit: error.exit, ...told };
  if (UNREADABLE.has(error.code)) return { ...nothing, status: 'unknown', again: true };
  const { label } = identify(text);
  const named = label === undefined ? {} : { item: itemOfLabel(label) };
  return { ...nothing, ...named, key: text.trim(), status: error.exit === 19 ? 'unknown' : 'stop' };
}

/** What the code says of itself, where the records say nothing. */
function itemOfLabel(label: ScanLabel): NonNullable<ScanAnswer['item']> {
  if (label.kind === 'unit') return { sscc: label.sscc };
  const { gtin, serial, lot, expiry } = label;
  return { gtin, serial, ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
}
