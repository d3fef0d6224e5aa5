// Packages that are loaded when they are first asked for: large ones, and those that most runs never need. Sources find them
// where npm put them; what is built brings them along and has another file in this one's place (`imports` in package.json).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Said } from './words/say.ts';

/** What a package exports, also one that is loaded by no other way than this. Whoever asks knows its type. */
export function loadPackage(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

/** A file that a package exports. */
export function readFromPackage(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(name));
}

/** Native code, by its way in a package. @throws Error where it is not there, or not for this system */
export function loadNative(name: string, way: string): object {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const loaded = { exports: {} };
  process.dlopen(loaded, join(folder, way));
  return loaded.exports;
}

/** Whose work is built in, and under which licence. */
export function papers(): string {
  return readFileSync(join(import.meta.dirname, '../THIRD-PARTY.txt'), 'utf8');
}

/** A folder that the one file brings along; undefined in the sources, which know where theirs are. */
export function unpackedFolder(_name: string): string | undefined {
  return undefined;
}

/** What is to be said of where packages were found. */
export function unpackDoubts(): readonly Said[] {
  return [];
}

/** A package that is installed only where it is wanted. @throws Error where it is not */
export function loadOptional(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

/** Whether packages that somebody installs beside are found: the one file that runs takes none. */
export function takesPackages(): boolean {
  return true;
}

/** Where such a package begins. @throws Error where it is not installed */
export function optionalPath(name: string): string {
  return createRequire(import.meta.url).resolve(name);
}
