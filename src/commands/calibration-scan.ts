// The scan of the calibration symbol, and whether the scanner sends more behind it.
import type { ScanTerminal } from '../scan/terminal.ts';
import type { Input } from './spec.ts';

type Sources = Pick<Input, 'terminal' | 'stdin'>;

/** What a scanner sends behind a code comes within this time, ms. */
const SUFFIX_TIME = 300;

export interface CalibrationScan {
  readonly text: string;
  /** Something else came on a line of its own. */
  readonly more: boolean;
}

/** One line from the scanner; undefined where nobody scans. */
export async function calibrationScan(input: Sources): Promise<CalibrationScan | undefined> {
  const terminal = await input.terminal();
  return terminal === undefined ? piped(input) : typed(terminal);
}

async function piped(input: Sources): Promise<CalibrationScan | undefined> {
  const { scansOf } = await import('./scan-words.ts');
  let text: string | undefined;
  for await (const scan of scansOf(['-'], () => toLineEnd(input.stdin()))) {
    if ('error' in scan) throw scan.error;
    if (text !== undefined) return { text, more: true };
    text = scan.text;
  }
  return text === undefined ? undefined : { text, more: false };
}

/** The input as far as the piece that ends a line: nobody has to close it for an answer. */
async function* toLineEnd(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    if (chunk.includes(0x0a) || chunk.includes(0x0d)) return;
  }
}

async function typed(terminal: ScanTerminal): Promise<CalibrationScan | undefined> {
  const { KeyReader } = await import('../scan/keyboard.ts');
  const reader = new KeyReader();
  const chunks = terminal.chunks()[Symbol.asyncIterator]();
  let text: string | undefined;
  const later = new AbortController();
  try {
    for (;;) {
      const next = chunks.next();
      const chunk = await (text === undefined ? next : Promise.race([next, after(SUFFIX_TIME, later.signal)]));
      if (chunk === undefined || chunk.done === true) return text === undefined ? undefined : { text, more: false };
      for (const key of reader.feed(chunk.value, performance.now())) {
        if (text !== undefined && key.kind === 'line') return { text, more: true };
        if (text === undefined && key.kind === 'line') text = key.text;
        else if (text === undefined && key.kind !== 'enter') return undefined;
      }
      if (text !== undefined && reader.line !== '') return { text, more: true };
      terminal.line(reader.line);
    }
  } finally {
    later.abort();
    terminal.close();
  }
}

function after(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
