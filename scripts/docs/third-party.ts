// THIRD-PARTY.txt: whose work lies in what is built, by the bundler's own list, and what its licence asks to be passed on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { notices } from './notices.ts';

// @ts-expect-error: a script without types.
export const { gs1, parts, desk, texts, framesWorker, carried } = (await import('../parts.mjs')) as {
  readonly parts: readonly BuildOptions[];
  /** The page of the desk, its texts, and what reads the frames of a camera. */
  readonly desk: BuildOptions;
  readonly texts: BuildOptions;
  readonly framesWorker: BuildOptions;
  /** Those of the package packages/gs1. */
  readonly gs1: readonly BuildOptions[];
  /** Files of packages that are taken as they are, by their names. */
  readonly carried: Readonly<Record<string, string>>;
};
const ALL = [...parts, desk, texts, framesWorker];

/** Licences that let anybody pass the work on in a program of another licence, with their words beside it. */
const PERMISSIVE = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'blessing', 'OFL-1.1']);
const RULE = `${'='.repeat(100)}\n`;

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

/** Files of the sources and of packages that lie in what is built, as the bundler lists them. */
export async function inputsOf(
  bundles: readonly BuildOptions[] = ALL,
  files: Readonly<Record<string, string>> = carried,
): Promise<ReadonlySet<string>> {
  const built = await Promise.all(
    bundles.map((part) => build({ ...part, metafile: true, write: false, logLevel: 'error' })),
  );
  return new Set([...built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})), ...Object.values(files)]);
}

/** The package of npm that a file lies in; undefined for a file of the sources. */
export function packageOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

/**
 * The text for the files that are built of these inputs.
 *
 * @throws Error where a package has no licence that lets everybody pass it on
 */
export function thirdParty(root: string, inputs: ReadonlySet<string>): string {
  const packages = [...new Set([...inputs].map(packageOf))].filter((name) => name !== undefined).toSorted();
  const held = new Set([...inputs, ...packages]);
  const works = packages.map((name) => ofPackage(root, name));
  for (const { name, home, licence, heldBy, text } of notices(root))
    if (held.has(heldBy)) works.push(work(name, licence, home, text));
  return `Pedigree holds works of others. Each is listed here with its licence, and with the words that the licence asks to be
passed on. Made by \`npm run docs\` from the list of the bundler; a test fails when it is stale.

${works.map((text) => `${RULE}${text}\n`).join('\n')}`;
}

function ofPackage(root: string, name: string): string {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { version, license = '', author, homepage, repository } = manifest;
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const by = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const words = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const standard = () => readFileSync(join(root, `scripts/docs/notices/${license}.txt`), 'utf8').trim();
  // Its package.json alone says whose it is and under which licence.
  if (words.length === 0) words.push(`Copyright (c) ${by}\n\n${standard()}`);
  const home = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return work(`${name} ${version}`, license, home.replace(/^git\+/, ''), words.join('\n\n'));
}

function work(name: string, licence: string, home: string, text: string): string {
  if (!licence.split(' AND ').every((one) => PERMISSIVE.has(one)))
    throw new Error(`${name}: its licence is ${licence || 'not said'}, which is not passed on`);
  const plain = text.replaceAll('\r', '').replace(/[ \t]+$/gm, '');
  return `${name}\nLicence: ${licence}\n${home}\n\n${plain}\n`;
}
