// The JSON that a page sends, parsed at the edge: texts, lists of them, flags, and nothing that is nested deeper.
import { isBadge } from '../app/node/operators.ts';
import type { DeskRequest } from './commands.ts';
import { TurnedAway } from './replies.ts';

/** More scans in one request than a page makes at once. */
const MOST_SCANS = 1_000;

export type JsonBody = Readonly<Record<string, unknown>>;

/** @throws bad-request */
export function parsedBody(bytes: Buffer): JsonBody {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new TurnedAway('bad-request');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TurnedAway('bad-request');
  return value as JsonBody;
}

/** A text of the body; undefined where it is not there. @throws bad-request */
export function textIn(body: JsonBody, name: string, most = 500): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > most) throw new TurnedAway('bad-request', { detail: name });
  return value;
}

/** The same where it has to be there. @throws bad-request */
export function mustSay(body: JsonBody, name: string, most?: number): string {
  const value = textIn(body, name, most);
  if (value === undefined) throw new TurnedAway('bad-request', { detail: name });
  return value;
}

/** A flag of the body; false where it is not there. @throws bad-request */
export function flagIn(body: JsonBody, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value !== 'boolean') throw new TurnedAway('bad-request', { detail: name });
  return value;
}

const ONCE = /^[A-Za-z0-9_-]{8,64}$/;

/** The key of a tap. @throws bad-request */
export function onceIn(body: JsonBody): string | undefined {
  const once = textIn(body, 'once');
  if (once !== undefined && !ONCE.test(once)) throw new TurnedAway('bad-request', { detail: 'once' });
  return once;
}

/** @throws bad-request */
export function requestIn(body: JsonBody): DeskRequest {
  const { scans = [], args = {}, options = {} } = body;
  const once = onceIn(body);
  // A badge is for `unlock` alone, and is said back to nobody.
  if (!isTexts(scans) || scans.length > MOST_SCANS || scans.some(isBadge))
    throw new TurnedAway('bad-request', { detail: 'scans' });
  return {
    scans,
    args: named(args, 'args', (value) => typeof value === 'string' || isTexts(value)) as DeskRequest['args'],
    options: named(options, 'options', isOption) as DeskRequest['options'],
    ...(once === undefined ? {} : { once }),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isOption(value: unknown): boolean {
  return ['string', 'boolean'].includes(typeof value) || Number.isFinite(value) || isTexts(value);
}

function named(value: unknown, field: string, fits: (one: unknown) => boolean): object {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord || !Object.values(value).every(fits)) throw new TurnedAway('bad-request', { detail: field });
  return value;
}
