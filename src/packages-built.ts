// Packages of what is built: each a file of dist/packages (scripts/parts.mjs), beside the program or found by the package's name.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** As scripts/parts.mjs names them. */
function nameIn(place: string): string {
  return place.replace(/^@/, '').replaceAll('/', '-');
}

/** The program lies beside them; the library lies deeper, or in a bundle of whoever uses it. */
function pathOf(name: string): string {
  const beside = `${import.meta.dirname}/packages/${name}`;
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`pedigree/packages/${name}`);
}

export function loadPackage(name: string): unknown {
  return createRequire(import.meta.url)(pathOf(`${nameIn(name)}.cjs`));
}

export function readFromPackage(name: string): Uint8Array {
  return readFileSync(pathOf(nameIn(name)));
}

export function nativePath(name: string, file: string): string {
  return pathOf(nameIn(`${name}/${file}`));
}

/** A package that is installed only where it is wanted. @throws Error where it is not */
export function loadOptional(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

/** Where such a package begins. @throws Error where it is not installed */
export function optionalPath(name: string): string {
  return createRequire(import.meta.url).resolve(name);
}
