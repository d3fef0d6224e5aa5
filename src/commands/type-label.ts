// What a person types where nothing scans: product, serial, lot and expiry, asked for one after the other.
import { PedigreeError } from '../errors.ts';
import { datesIn } from '../gs1/candidates/dates.ts';
import { bracketed, parse } from '../gs1/index.ts';
import { KeyReader } from '../scan/keyboard.ts';
import type { ScanTerminal } from '../scan/terminal.ts';
import { phrase, say } from '../words/en/scans.ts';
import type { Input } from './spec.ts';

interface LabelQuestion {
  readonly ai: string;
  readonly asks: 'ask-product' | 'ask-serial' | 'ask-lot' | 'ask-expiry';
  /** The value as its AI has it; undefined where it can be none. */
  readonly value: (typed: string) => string | undefined;
  /** It may not be on the pack, and is left out where Enter alone is the answer. */
  readonly optional?: true;
}

/** As it stands on a pack, where letters for digits and a missing zero show in the check digit. */
function gtinOf(typed: string): string | undefined {
  const digits = typed
    .replace(/[\s.-]/g, '')
    .replace(/[oOQ]/g, '0')
    .replace(/[Il|]/g, '1');
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits)) return undefined;
  const gtin = digits.padStart(14, '0');
  return parse(`(01)${gtin}`).ok ? gtin : undefined;
}

const textOf =
  (ai: string) =>
  (typed: string): string | undefined => {
    const value = typed.replace(/\s/g, '');
    return parse(bracketed([ANY_PRODUCT, { ai, value }])).ok ? value : undefined;
  };
/** A serial or a lot is right only beside a product. */
const ANY_PRODUCT = { ai: '01', value: '09506000134352' };

const QUESTIONS: readonly LabelQuestion[] = [
  { ai: '01', asks: 'ask-product', value: gtinOf },
  { ai: '21', asks: 'ask-serial', value: textOf('21') },
  { ai: '10', asks: 'ask-lot', value: textOf('10'), optional: true },
  { ai: '17', asks: 'ask-expiry', value: (typed) => datesIn(typed)[0], optional: true },
];

/**
 * Asks for what is printed on a pack, at the terminal or from four lines of standard input, and gives it in brackets. Whoever
 * scans a code after all is asked no more.
 * @throws bad-input (65) for an answer that cannot be one, where nobody can be asked again, and where the answers end
 */
export async function typedLabel(input: Input): Promise<string> {
  const terminal = await input.terminal();
  const answers = terminal === undefined ? lines(input.stdin()) : answersAt(terminal);
  try {
    const elements: { ai: string; value: string }[] = [];
    for (const question of QUESTIONS) {
      const value = await answered(question, answers, terminal);
      if (value.startsWith(SCANNED)) return value.slice(SCANNED.length);
      if (value !== '') elements.push({ ai: question.ai, value });
    }
    return bracketed(elements);
  } finally {
    terminal?.line('');
    terminal?.close();
  }
}

/** Marks an answer that is a whole code. */
const SCANNED = '\0';

type Answers = (prompt: string) => Promise<string | undefined>;

async function answered(
  { asks, value, optional }: LabelQuestion,
  answers: Answers,
  terminal: ScanTerminal | undefined,
): Promise<string> {
  const text = phrase(asks);
  for (let prompt = phrase('asked', { text }); ; prompt = phrase('asked-again', { text })) {
    const typed = (await answers(prompt))?.trim();
    if (typed === undefined) throw new PedigreeError('bad-input', say('answers-ended'), { hint: say('four-answers') });
    if (typed === '' && optional === true) return '';
    const read = parse(typed);
    if (read.ok && read.elements.some(({ ai }) => ai === '21')) return SCANNED + typed;
    const meant = typed === '' ? undefined : value(typed);
    if (meant !== undefined) return meant;
    if (terminal === undefined)
      throw new PedigreeError('bad-input', say('cannot-be-on-label', { text, typed }), { hint: say('as-on-pack') });
    terminal.bell(1);
  }
}

/** Lines of a stream, one an answer, empty ones too. */
function lines(chunks: AsyncIterable<Uint8Array>): Answers {
  const stream = chunks[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  let afterReturn = false;
  const more = async (): Promise<void> => {
    const { value, done } = await stream.next();
    ended = done === true;
    rest += ended ? decoder.decode() : decoder.decode(value, { stream: true });
  };
  return async () => {
    // LF that comes later than its CR is no answer.
    if (afterReturn && rest === '' && !ended) await more();
    if (afterReturn && rest.startsWith('\n')) rest = rest.slice(1);
    while (!ended && !/[\r\n]/.test(rest)) await more();
    const end = /\r\n|\r|\n/.exec(rest);
    if (end === null && rest === '') return undefined;
    const line = end === null ? rest : rest.slice(0, end.index);
    rest = end === null ? '' : rest.slice(end.index + end[0].length);
    afterReturn = end?.[0] === '\r';
    return line;
  };
}

/** What is typed at a terminal, shown behind its question. */
function answersAt(terminal: ScanTerminal): Answers {
  const stream = terminal.chunks()[Symbol.asyncIterator]();
  const reader = new KeyReader();
  return async (prompt) => {
    for (;;) {
      terminal.line(`${prompt}${reader.line}`);
      const { value, done } = await stream.next();
      if (done === true) return undefined;
      for (const key of reader.feed(value, performance.now())) {
        if (key.kind === 'line') return key.text;
        if (key.kind === 'enter') return '';
        if (key.kind === 'interrupt' || key.kind === 'end') return undefined;
      }
    }
  };
}
