// Runs a command in the party's folder and closes it afterwards, whatever happens.
import type { Home, openHome } from '../app/node/home.ts';
import { phrase, say } from '../words/en/scan-input.ts';
import type { Said } from '../words/say.ts';
import type { Input } from './spec.ts';

type Opening = Parameters<typeof openHome>[1];

/** Opens the folder for writing. @throws as `openToRecord` */
export async function atHome<T>(input: Input, fn: (home: Home) => T | Promise<T>): Promise<T> {
  return within(input, false, fn);
}

/** Opens it for what is recorded of the items that were named. @throws as `atHome` and `scansIn` */
export async function onItems<T extends object>(
  input: Input,
  argument: string,
  fn: (home: Home, items: readonly string[]) => T | Promise<T>,
): Promise<{ readonly data: T }> {
  const items = await scansIn(input, argument);
  return { data: await atHome(input, (home) => fn(home, items)) };
}

/** Opens the folder for reading alone: works on read-only media, and at any `--now`. @throws as `openHome` */
export async function lookingIn<T>(input: Input, fn: (home: Home) => T | Promise<T>): Promise<T> {
  const { mustHaveAll } = await import('../app/node/reading.ts');
  return within(input, true, (home) => fn(mustHaveAll(home)));
}

/** Opens it without asking peers for the own head, as what records no event needs. @throws as `openHome` */
export async function inFolder<T>(input: Input, fn: (home: Home) => T | Promise<T>, options: Opening = {}): Promise<T> {
  const { openHome } = await import('../app/node/home.ts');
  return closing(openHome(input.env, options), fn);
}

async function within<T>(input: Input, readOnly: boolean, fn: (home: Home) => T | Promise<T>): Promise<T> {
  const { openHome, openToRecord } = await import('../app/record/recording.ts');
  const home = readOnly ? openHome(input.env, { readOnly }) : await openToRecord(input.env);
  return closing(home, fn);
}

async function closing<T>(home: Home, fn: (home: Home) => T | Promise<T>): Promise<T> {
  try {
    return await fn(home);
  } finally {
    home.close();
  }
}

/**
 * All scans of a variadic argument, `-`, `@FILE` and pictures read.
 * @throws bad-input (65) where something is named and nothing is in it: done to nothing would say done; and as `allScans`
 */
export async function scansIn(input: Input, argument: string): Promise<readonly string[]> {
  const { allScans } = await import('./scan-words.ts');
  const { wholeTexts } = await import('../app/scans/halves.ts');
  const named = input.rest(argument);
  const scans = wholeTexts(await allScans(named, input.stdin));
  if (scans.length > 0 || named.length === 0) return scans;
  throw await nothingIn(named, say('one-scan-a-line'));
}

async function nothingIn(named: readonly string[], hint: Said) {
  const { PedigreeError } = await import('../errors.ts');
  const where = named.map((name) =>
    name.replace(/^@/, '') === '-' ? phrase('standard-input') : name.replace(/^@/, ''),
  );
  return new PedigreeError('bad-input', say('no-scan', { where }), { hint });
}

/**
 * The same for an option that takes several.
 * @throws bad-input (65) where what is named is empty: a list that was not written looks like one of nothing
 */
export async function scansFor(input: Input, option: string): Promise<readonly string[]> {
  const { allScans } = await import('./scan-words.ts');
  const { wholeTexts } = await import('../app/scans/halves.ts');
  const named = input.list(option);
  const scans = wholeTexts(await allScans(named, input.stdin));
  if (scans.length > 0 || named.length === 0) return scans;
  throw await nothingIn(named, say('leave-option-out', { option }));
}
