// One file that runs, for one system: Node.js with the program as its blob (single executable application), and all the program
// needs as assets. It may be made for other systems than this one: nothing in the blob depends on the machine it is made on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { inject } from 'postject';
import { START_OPTIONS } from '../start-options.ts';
import { carried, LATE, placeOf } from './built.ts';
import { type NodePackage, type Target, WRITERS } from './targets.ts';

/** The program whole, and in its small parts. */
const PROGRAMS = ['pedigree', 'verify', 'decode'] as const;
/** What Node.js looks for in itself, to know whether a blob was put in. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Runs a program to its end. @throws Error with what it said, where it fails */
export function ran(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0)
    throw new Error(`${basename(program)} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
}

/** The folder of a package with a Node.js: npm's own where it is this one, else fetched once and held to its hash. */
export function nodeFolder(root: string, store: string, { name, version, integrity, file }: NodePackage): string {
  const own = join(root, 'node_modules', name);
  if (existsSync(join(own, file))) {
    const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { readonly version: string };
    if (manifest.version === version) return own;
  }
  const folder = join(store, `${name}-${version}`);
  if (existsSync(join(folder, file))) return folder;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const packed = ran('npm', ['pack', '--silent', `${name}@${version}`], fresh).trim();
  const bytes = readFileSync(join(fresh, packed));
  const hash = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (hash !== integrity) throw new Error(`${packed} is not the one that is pinned`);
  ran('tar', ['-xzf', packed, '--strip-components=1'], fresh);
  rmSync(join(fresh, packed));
  rmSync(folder, { recursive: true, force: true });
  ran('mv', [fresh, folder], store);
  return folder;
}

/** The licences of what lies in a single file: those of the package, and that of Node.js. */
export function licences(root: string, store: string, target: Target): string {
  const writer = nodeFolder(root, store, writerOf(target));
  const own = readFileSync(join(root, 'THIRD-PARTY.txt'), 'utf8');
  const node = readFileSync(join(writer, 'LICENSE'), 'utf8');
  return `${own}\n${'='.repeat(100)}\nNode.js ${target.node.version}\nLicence: MIT\nhttps://nodejs.org\n\n${node}`;
}

function writerOf({ name, node }: Target): NodePackage {
  const writer = WRITERS[node.version];
  if (writer === undefined) throw new Error(`${name}: no Node.js ${node.version} to write its program with`);
  return writer;
}

/** What the build's first run compiled (bin/pedigree.js), by the Node.js of this machine: of use for its own kind alone. */
function compiledBy(root: string, name: string, target: Target): string {
  const [hash = ''] = /\w+(?=\n$)/.exec(readFileSync(join(root, `dist/${name}.cjs`), 'latin1').slice(-20)) ?? [];
  const [system = '', kind = ''] = target.name.split('-');
  const isOwn = system === process.platform && kind === process.arch;
  return join(root, 'dist/cache', isOwn ? `${name}-${hash}-v${target.node.version}-${kind}` : 'none');
}

/** The page of the desk as assets: a list of its files with a word for all their bytes, and each of them. */
function deskOf(root: string, scratch: string): readonly (readonly [asset: string, file: string])[] {
  const folder = join(root, 'dist/desk');
  const names = readdirSync(folder).toSorted();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  const list = join(scratch, 'desk');
  writeFileSync(list, [hash.digest('hex').slice(0, 16), ...names].join('\n'));
  return [['desk', list], ...names.map((name) => [`desk/${name}`, join(folder, name)] as const)];
}

/** Makes the file. What is made before lies in `scratch`. */
export async function makeBinary(root: string, store: string, scratch: string, target: Target, out: string) {
  const node = nodeFolder(root, store, target.node);
  const writer = nodeFolder(root, store, writerOf(target));
  const notices = join(scratch, 'THIRD-PARTY.txt');
  writeFileSync(notices, licences(root, store, target));
  const programs = PROGRAMS.map((name) => [`${name}.cjs`, join(root, `dist/${name}.cjs`)]);
  const compiled = PROGRAMS.map((name) => [`${name}.compiled`, compiledBy(root, name, target)] as const);
  const modules = LATE.map((name) => `${placeOf(name)}.cjs`);
  const files = Object.keys(carried).filter((name) => !name.endsWith('.node') || name === target.addon);
  const placed = [...modules, ...files.map(placeOf)].map((path) => [basename(path), join(root, path)]);
  const desk = deskOf(root, scratch);
  const config = join(scratch, 'sea.json');
  const blob = join(scratch, 'blob');
  writeFileSync(
    config,
    JSON.stringify({
      main: join(root, 'scripts/package/start.cjs'),
      output: blob,
      disableExperimentalSEAWarning: true,
      // Minting 200 000 packs takes 129 to 147 MB so, and 167 to 173 otherwise, for a tenth of its time; it starts as fast. What is
      // written into the file counts before NODE_OPTIONS.
      execArgv: START_OPTIONS,
      assets: Object.fromEntries([
        ...programs,
        ...compiled.filter(([, file]) => existsSync(file)),
        ...placed,
        ...desk,
        ['THIRD-PARTY.txt', notices],
      ]),
    }),
  );
  ran(join(writer, 'bin/node'), ['--experimental-sea-config', config], scratch);
  copyFileSync(join(node, target.node.file), `${out}.new`);
  chmodSync(`${out}.new`, 0o755);
  await inject(`${out}.new`, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: FUSE });
  ran('mv', [`${out}.new`, out], scratch);
}
