// Packages that are loaded when they are first asked for: large ones, and those that most runs never need. Sources find them
// where npm put them; what is built brings them along and has another file in this one's place (`imports` in package.json).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a package exports, also one that is loaded by no other way than this. Whoever asks knows its type. */
export function loadPackage(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

/** A file that a package exports. */
export function readFromPackage(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(name));
}

/** Where a file of native code lies, by its way in a package. */
export function nativePath(name: string, file: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

/** A package that is installed only where it is wanted. @throws Error where it is not */
export function loadOptional(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

/** Where such a package begins. @throws Error where it is not installed */
export function optionalPath(name: string): string {
  return createRequire(import.meta.url).resolve(name);
}
