// A real terminal for a test: `script` of util-linux lends one, so that no native module is needed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { environment } from '../cli/program.ts';

/** Whether there is a `script` that takes a command: that of Linux. */
export const HAS_TERMINAL =
  (process.platform === 'linux' &&
    /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '')) ||
  undefined;

export interface Terminal {
  readonly pid: number;
  /** All that was shown so far. */
  shown(): string;
  type(text: string): void;
  /** Waits until what is shown satisfies `is`. */
  until(is: (shown: string) => boolean): Promise<string>;
  /** Waits for the end and gives the exit code. */
  ended(): Promise<number>;
  /** Closes the window on whatever runs in it. */
  hangUp(): Promise<void>;
}

export interface Size {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const PATIENCE = 45_000;

/** Runs a line of shell in a terminal of its own. */
export function terminal(home: string, line: string, { columns = 80, env = {} }: Size = {}): Terminal {
  const child = spawn('script', ['-qe', '-c', `stty cols ${columns} rows 24; ${line}`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environment(home, { TERM: 'xterm', NO_COLOR: '', ...env }),
    cwd: home,
  });
  const exit = once(child, 'exit').then(([code, signal]) => (signal === null ? Number(code) : -1));
  let shown = '';
  let wake = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    wake();
  });
  child.stdin.on('error', () => {});
  return {
    pid: child.pid ?? 0,
    shown: () => shown,
    type: (text) => void child.stdin.write(text),
    async until(is) {
      const end = Date.now() + PATIENCE;
      while (!is(shown)) {
        if (Date.now() > end) throw new Error(`waited in vain; shown is ${JSON.stringify(shown.slice(-2_000))}`);
        await Promise.race([
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          new Promise((resolve) => setTimeout(resolve, 200)),
        ]);
      }
      return shown;
    },
    ended: () => exit,
    async hangUp() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** The JSON documents among what a terminal shows. */
export function documents(shown: string): readonly string[] {
  return shown.split('\n').flatMap((line) => /\{.*\}/.exec(line)?.[0] ?? []);
}
