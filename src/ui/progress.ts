// A line on stderr that says how far long work has come; only on a terminal, gone when the work is done.
import { grouped } from '../words/numbers.ts';
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
      const left =
        total > 0 && done > 0 && now - began > 2000 ? `  ${seconds(((now - began) * (total - done)) / done)} left` : '';
      const of = total > 0 ? ` of ${grouped(total)}` : '';
      // A line that breaks cannot be taken back.
      const room = Math.min(WIDTH, io.columns ?? WIDTH) - 1;
      io.talk(`\r\u001b[K${beginning(`${share}${grouped(done)}${of} ${what}${left}`, room)}`);
      shown = true;
    },
  };
}

function seconds(ms: number): string {
  const s = Math.ceil(ms / 1000);
  return s < 90 ? `${s} s` : `${Math.ceil(s / 60)} min`;
}
