// Cartons with two symbols, each with a part of what names the pack: two scans behind one another that are one.
import { GS, type Parsed, parse } from '../../gs1/index.ts';
import { textsOf } from '../../gs1/keyed.ts';
import type { Scan, Unreadable } from './scans.ts';

/** Codes of one half are short; a longer text is none. */
const LONGEST = 64;
/** Behind the product: a serial in plain sight, so that most scans need not be read to tell that they are whole. */
const WHOLE = `(?:1[1-7]\\d{6})*21|.*${GS}21`;
const HALF = new RegExp(`^\\s*(?:\\](?:C1|e0|d2|Q3|J1))?(?:01\\d{14}(?!${WHOLE})|1[0157]|21|240|71\\d)`);

const has = ({ elements }: Parsed, ai: string): boolean => elements.some((element) => element.ai === ai);

/** Whether a scan has the product and no serial, or a serial or a lot and no product. */
function isHalf(text: string): boolean {
  if (text.length > LONGEST || !HALF.test(text)) return false;
  const parsed = parse(text);
  if (parsed.kind !== 'element-string') return false;
  if (has(parsed, '01')) return parsed.ok && !has(parsed, '21') && parsed.elements.length > 1;
  return (has(parsed, '21') || has(parsed, '10')) && parsed.errors.every(({ code }) => code === 'required-missing');
}

/** What was typed, or else what was pressed, where that is a half. */
function halfIn(scan: string): string | undefined {
  return textsOf(scan).find(isHalf);
}

/** The elements of a half without its identifier, and without separators that end nothing. */
function bare(half: string): string {
  const text = half.trim().replace(/^\](?:C1|d2|e0|Q3|J1)/, '');
  return text
    .split(GS)
    .filter((part) => part !== '')
    .join(GS);
}

/** Two halves as one scan; undefined where they do not name one pack together. */
export function joinHalves(first: string, second: string): string | undefined {
  const [one, other] = [halfIn(first), halfIn(second)];
  if (one === undefined || other === undefined) return undefined;
  const halves = [bare(one), bare(other)].sort((a, b) => Number(b.startsWith('01')) - Number(a.startsWith('01')));
  if (halves[1]?.startsWith('01') === halves[0]?.startsWith('01')) return undefined;
  const text = `]C1${halves.join(GS)}`;
  const parsed = parse(text);
  return parsed.ok && has(parsed, '01') && has(parsed, '21') ? text : undefined;
}

/** The scans with halves that come behind one another joined; a half is held back until the next scan is here. */
export async function* wholeScans(scans: AsyncIterable<Scan | Unreadable>): AsyncIterable<Scan | Unreadable> {
  let held: Scan | undefined;
  for await (const scan of scans) {
    const text = held === undefined || 'error' in scan ? undefined : joinHalves(held.text, scan.text);
    if (held !== undefined && text !== undefined) {
      const input = held.input === scan.input ? held.input : `${held.input} ${scan.input}`;
      yield { ...held, input, text };
      held = undefined;
      continue;
    }
    if (held !== undefined) yield held;
    held = 'error' in scan || halfIn(scan.text) === undefined ? undefined : scan;
    if (held === undefined) yield scan;
  }
  if (held !== undefined) yield held;
}

/** The same of a list of texts. */
export function wholeTexts(texts: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const text of texts) {
    const before = whole.at(-1);
    const joined = before === undefined ? undefined : joinHalves(before, text);
    if (joined === undefined) whole.push(text);
    else whole[whole.length - 1] = joined;
  }
  return whole;
}
