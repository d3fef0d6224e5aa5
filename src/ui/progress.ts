// A line on stderr that says how far long work has come; only on a terminal, gone when the work is done.
import { phrase } from '../words/en/screen.ts';
import type { Io } from './io.ts';
import { beginning, WIDTH } from './style.ts';

export interface ProgressLine {
  show(done: number, total: number, what: string): void;
  /** Takes the line away; call before anything else is printed. */
  clear(): void;
}

const PAUSE = 100;

/** Progress on this terminal; quiet elsewhere. `clock` in milliseconds decides how often the line changes. */
export function makeProgress(io: Io, quiet: boolean, clock: () => number): ProgressLine {
  if (quiet || !io.talkIsTerminal) return { show: () => {}, clear: () => {} };
  const began = clock();
  let last = began;
  let shown = false;
  const clear = () => {
    if (shown) io.talk('\r\u001b[K');
    shown = false;
  };
  return {
    clear,
    show(done, total, what) {
      const now = clock();
      if (now - last < PAUSE) return;
      last = now;
      const share = total > 0 ? `${Math.floor((100 * done) / total)} %  ` : '';
      const time =
        total > 0 && done > 0 && now - began > 2000 ? `  ${left(((now - began) * (total - done)) / done)}` : '';
      const told = total > 0 ? phrase('progress-of', { done, total, what }) : phrase('progress', { done, what });
      // A line that breaks cannot be taken back.
      const room = Math.min(WIDTH, io.columns ?? WIDTH) - 1;
      io.talk(`\r\u001b[K${beginning(share + told + time, room)}`);
      shown = true;
    },
  };
}

function left(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90
    ? phrase('seconds-left', { seconds })
    : phrase('minutes-left', { minutes: Math.ceil(seconds / 60) });
}
