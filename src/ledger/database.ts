// Databases of SQLite, opened with the native part of better-sqlite3 where that lies: in its own package, while its JavaScript
// is bundled into the program.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';

export type Connection = Database.Database;
type Options = Pick<Database.Options, 'readonly' | 'fileMustExist' | 'timeout'>;

let native: string | undefined;

export function openDatabase(file: string, options: Options = {}): Connection {
  native ??= placeByNpm() ?? placeByName();
  try {
    return new Database(file, { ...options, nativeBinding: native });
  } catch (error) {
    // Where npm puts it may be one for the other C library of Linux as well.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED')) throw error;
    native = placeByName();
    return new Database(file, { ...options, nativeBinding: native });
  }
}

/**
 * The prebuilt one where npm puts it, seen from a file of dist/ in a clone or in an installed package: quicker than resolving the
 * name and asking which C library the system has. Undefined where somebody compiled one on purpose.
 */
function placeByNpm(): string | undefined {
  for (const up of ['../node_modules', '../..']) {
    const folder = join(import.meta.dirname, up, 'better-sqlite3');
    const file = join(folder, 'prebuilds', `${process.platform}-${process.arch}.node`);
    if (existsSync(file) && !existsSync(join(folder, 'build'))) return file;
  }
  return undefined;
}

/** What was compiled for this machine or is meant for it, as the package itself looks for it. */
function placeByName(): string {
  const load = createRequire(import.meta.url);
  const folder = dirname(load.resolve('better-sqlite3/package.json'));
  const compiled = join(folder, 'build', 'Release', 'better_sqlite3.node');
  const { getPrebuildPath } = load(join(folder, 'lib', 'binding.js')) as { getPrebuildPath: () => string | null };
  return existsSync(compiled) ? compiled : (getPrebuildPath() ?? compiled);
}
