// Databases of SQLite, opened with the native part of better-sqlite3, which is of the version that its JavaScript has.
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { loadNative, loadOptional, optionalPath } from '#packages';
import { BetterSqlite } from '#sqlite';
import { PedigreeError } from '../errors.ts';

export type Connection = Database.Database;
export type SqlStatement<Values extends unknown[]> = Database.Statement<Values, unknown>;
type Options = Pick<Database.Options, 'readonly' | 'fileMustExist' | 'timeout'>;

let native: object | undefined;

export function openDatabase(file: string, options: Options = {}): Connection {
  native ??= nativePart();
  // It may be given itself as well, which its types do not say.
  return new BetterSqlite(file, { ...options, nativeBinding: native as unknown as string });
}

/**
 * The prebuilt one: quicker loaded than asked which C library a Linux has, because that for the other one does not load.
 * Where none does, that of the package as somebody compiled it.
 */
function nativePart(): object {
  const systems = process.platform === 'linux' ? ['linux', 'linuxmusl'] : [process.platform];
  let failure: unknown;
  for (const system of systems) {
    try {
      return loadNative('better-sqlite3', `prebuilds/${system}-${process.arch}.node`);
    } catch (error) {
      if (error instanceof PedigreeError) throw error;
      failure ??= error;
    }
  }
  try {
    return compiled();
  } catch {
    throw failure;
  }
}

/** As the package itself looks for it. */
function compiled(): object {
  const library = join(dirname(optionalPath('better-sqlite3/package.json')), 'lib', 'binding.js');
  const { getBinding } = loadOptional(library) as { getBinding: () => object };
  return getBinding();
}
