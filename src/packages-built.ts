// Packages of what is built: each a file of dist/packages (scripts/parts.mjs), beside the program or found by the package's name,
// or an asset of the one file that runs.
import { existsSync, readFileSync } from 'node:fs';
import { nodeModule } from './builtins.ts';
import { asset, loadUnpacked, moduleIn } from './single-file.ts';

export { unpackDoubts, unpackedFolder } from './single-file.ts';

/** As scripts/parts.mjs names them. */
function nameIn(place: string): string {
  return place.replace(/^@/, '').replaceAll('/', '-');
}

/** The program lies beside them; the library lies deeper, or in a bundle of whoever uses it. */
function pathOf(name: string): string {
  mustTakePackages();
  const beside = `${import.meta.dirname}/packages/${name}`;
  return existsSync(beside) ? beside : packagesBeside().resolve(`pedigree/packages/${name}`);
}

const modules = new Map<string, unknown>();

export function loadPackage(name: string): unknown {
  const file = `${nameIn(name)}.cjs`;
  const text = modules.has(file) ? undefined : asset(file);
  if (text !== undefined) modules.set(file, moduleIn(text, file));
  return modules.get(file) ?? packagesBeside()(pathOf(file));
}

export function readFromPackage(name: string): Uint8Array {
  const file = nameIn(name);
  return asset(file) ?? readFileSync(pathOf(file));
}

export function loadNative(name: string, way: string): object {
  const file = nameIn(`${name}/${way}`);
  const bytes = asset(file);
  if (bytes !== undefined) return loadUnpacked(file, bytes);
  const loaded = { exports: {} };
  process.dlopen(loaded, pathOf(file));
  return loaded.exports;
}

export function papers(): string {
  return (asset('THIRD-PARTY.txt') ?? readFileSync(`${import.meta.dirname}/../THIRD-PARTY.txt`)).toString();
}

export function loadOptional(name: string): unknown {
  return packagesBeside()(name);
}

export function optionalPath(name: string): string {
  return packagesBeside().resolve(name);
}

export function takesPackages(): boolean {
  return asset('pedigree.cjs') === undefined;
}

/** The one file takes nothing from the folders around it: whoever may write there would be run. */
function mustTakePackages(): void {
  if (!takesPackages()) throw Object.assign(new Error('the one file loads no packages'), { code: 'MODULE_NOT_FOUND' });
}

function packagesBeside(): NodeJS.Require {
  mustTakePackages();
  return nodeModule().createRequire(import.meta.url);
}
