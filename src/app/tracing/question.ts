// What an inspector asks about: one pack, a container, a lot, or a product.
import { PedigreeError } from '../../errors.ts';
import { toGtin14 } from '../../gs1/index.ts';
import { say } from '../../words/en/tracing.ts';
import type { Env } from '../node/env.ts';
import { labelOfScan } from '../scans/identify.ts';
import { waysAt } from '../scans/typed.ts';

export interface TracingQuestion {
  readonly gtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  /** Of a container. */
  readonly sscc?: string;
  /** Shipped from this day on, `YYYY-MM-DD` in UTC. */
  readonly since?: string;
  /** Shipped before this day. */
  readonly before?: string;
}

export interface TracingWords {
  /** A scan, or the name of a lot. */
  readonly item?: string | undefined;
  readonly gtin?: string | undefined;
  readonly lot?: string | undefined;
  readonly since?: string | undefined;
  readonly before?: string | undefined;
}

/** What a lot is made of: up to 20 characters of CSET 82, as in AI 10. */
const LOT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/**
 * What the words ask for.
 * @throws usage (2) where they ask for nothing, or twice for the same; bad-input (65) for a GTIN or lot that is none
 */
export function askedFor(env: Env, { item, gtin, lot, since, before }: TracingWords): TracingQuestion {
  const times = { ...(since === undefined ? {} : { since }), ...(before === undefined ? {} : { before }) };
  if (since !== undefined && before !== undefined && since >= before)
    throw new PedigreeError('usage', say('no-days-between', { since, before }));
  if (item !== undefined && (gtin !== undefined || lot !== undefined))
    throw new PedigreeError('usage', say('asked-twice'));
  if (item !== undefined) return { ...itemIn(env, item.trim()), ...times };
  if (gtin === undefined && lot === undefined)
    throw new PedigreeError('usage', say('asked-nothing'), { hint: say('what-to-ask') });
  return {
    ...(gtin === undefined ? {} : { gtin: toGtin14(gtin.trim()) }),
    ...(lot === undefined ? {} : { lot: lotIn(lot) }),
    ...times,
  };
}

function lotIn(text: string): string {
  if (LOT.test(text.trim())) return text.trim();
  throw new PedigreeError('bad-input', say('no-lot', { text }));
}

/** A scan where it reads as one, else a lot. */
function itemIn(env: Env, text: string): TracingQuestion {
  try {
    const label = labelOfScan(text, () => waysAt(env));
    if (label.kind === 'unit') return { sscc: label.sscc };
    const { gtin, serial } = label;
    return { gtin, serial, ...(label.lot === undefined ? {} : { lot: label.lot }) };
  } catch (error) {
    // A name of a lot is no scan; what looks like a scan that went wrong is not taken for one.
    if (!(error instanceof PedigreeError) || !LOT.test(text) || /^\(\d|^https?:/.test(text)) throw error;
    return { lot: text };
  }
}

/** Whether a moment lies between the days that are asked for; one that nobody knows may. */
export function isBetween(
  { since, before }: Pick<TracingQuestion, 'since' | 'before'>,
  at: number | undefined,
): boolean {
  if (at === undefined) return true;
  const day = new Date(at).toISOString();
  return (since === undefined || day >= since) && (before === undefined || day < before);
}
