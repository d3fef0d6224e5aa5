// The terminal: a line that answers a question, and in raw mode every key as it is pressed, separators of scanners among
// them, and the terminal as it was afterwards.
import { writeSync } from 'node:fs';
import { plain } from '../answer/plain.ts';
import { tty } from '../builtins.ts';
import { PASTE_MARKS } from '../scan/keyboard.ts';
import type { ScanTerminal } from '../scan/terminal.ts';
import { shorten, WIDTH } from './style.ts';

/** Two bells at once sound like one, ms. */
const APART = 200;
const ERASE_LINE = '\r\x1b[K';
const [PASTE_ON, PASTE_OFF] = PASTE_MARKS;

function say(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Whoever closed it does not want to see it.
  }
}

/** Asks on standard error and gives the line that is typed, as the terminal itself lets it be edited; undefined at its end. */
export async function askLine(question: string): Promise<string | undefined> {
  say(question);
  const keys = new (tty().ReadStream)(0);
  // The terminal hands over a line at a time, so that what is typed ahead is left for the next question.
  for await (const line of keys) return plain(String(line)).trim();
  say('\n');
  return undefined;
}

/** Takes the terminal of standard input; what is shown of typing goes to standard error. */
export function openTerminal(): ScanTerminal {
  const keys = new (tty().ReadStream)(0);
  let shown = '';
  const second: NodeJS.Timeout[] = [];
  const ring = () => {
    second.shift();
    say('\x07');
  };
  const restore = () => {
    if (keys.isRaw) keys.setRawMode(false);
    say(PASTE_OFF);
  };
  keys.setRawMode(true);
  say(PASTE_ON);
  process.once('exit', restore);
  return {
    chunks: async function* () {
      for await (const chunk of keys) yield chunk as Uint8Array;
    },
    bell: (times) => {
      say('\x07');
      if (times === 2) second.push(setTimeout(ring, APART));
    },
    line: (text) => {
      const line = shorten(plain(text), Math.min(WIDTH, process.stdout.columns || WIDTH) - 4);
      if (line === shown) return;
      shown = line;
      say(line === '' ? ERASE_LINE : `${ERASE_LINE}> ${line}`);
    },
    close: () => {
      while (second.length > 0) {
        clearTimeout(second[0]);
        ring();
      }
      if (shown !== '') say(ERASE_LINE);
      restore();
      process.off('exit', restore);
      keys.destroy();
    },
  };
}
