// Databases of SQLite, opened with the native part of better-sqlite3 where that lies: in its own package, while its JavaScript
// is bundled into the program.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';

export type Connection = Database.Database;
export type SqlStatement<Values extends unknown[]> = Database.Statement<Values, unknown>;
type Options = Pick<Database.Options, 'readonly' | 'fileMustExist' | 'timeout'>;

let native: object | undefined;

export function openDatabase(file: string, options: Options = {}): Connection {
  native ??= byPlace() ?? byName();
  // It may be given itself as well, which its types do not say.
  return new Database(file, { ...options, nativeBinding: native as unknown as string });
}

/**
 * The prebuilt one where npm puts it, seen from a file of dist/ in a clone or in an installed package: quicker than resolving its
 * name and asking which C library the system has. Undefined where somebody compiled one on purpose, and where that of the place
 * does not load because it is for the other C library of Linux.
 */
function byPlace(): object | undefined {
  for (const up of ['../node_modules', '../..']) {
    const folder = `${import.meta.dirname}/${up}/better-sqlite3`;
    const file = `${folder}/prebuilds/${process.platform}-${process.arch}.node`;
    if (!existsSync(file) || existsSync(`${folder}/build`)) continue;
    try {
      const loaded = { exports: {} };
      process.dlopen(loaded, file);
      return loaded.exports;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** As the package itself looks for it. */
function byName(): object {
  const load = createRequire(import.meta.url);
  const library = join(dirname(load.resolve('better-sqlite3/package.json')), 'lib', 'binding.js');
  const { getBinding } = load(library) as { getBinding: () => object };
  return getBinding();
}
