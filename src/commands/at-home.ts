// Runs a command in the party's folder and closes it afterwards, whatever happens.
import type { Home } from '../app/home.ts';
import type { Input } from './spec.ts';

/** Opens the folder for writing. */
export async function atHome<T>(input: Input, fn: (home: Home) => T | Promise<T>): Promise<T> {
  return within(input, false, fn);
}

/** Opens the folder for reading alone: works on read-only media, and at any `--now`. */
export async function lookingIn<T>(input: Input, fn: (home: Home) => T | Promise<T>): Promise<T> {
  return within(input, true, fn);
}

async function within<T>(input: Input, readOnly: boolean, fn: (home: Home) => T | Promise<T>): Promise<T> {
  const { openHome } = await import('../app/home.ts');
  const home = openHome(input.env, { readOnly });
  try {
    return await fn(home);
  } finally {
    home.close();
  }
}

/** All scans of a variadic argument, `-`, `@FILE` and pictures read. */
export async function scansIn(input: Input, argument: string): Promise<readonly string[]> {
  const { allScans } = await import('../app/scan/scans.ts');
  return allScans(input.rest(argument), input.stdin);
}

/** The same for an option that takes several. */
export async function scansFor(input: Input, option: string): Promise<readonly string[]> {
  const { allScans } = await import('../app/scan/scans.ts');
  return allScans(input.list(option), input.stdin);
}
