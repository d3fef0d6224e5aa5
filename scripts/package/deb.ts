// A package for Debian and what comes from it: the single file with its manual, completions, a service and its papers. Written
// here, so that it is made on any machine: an `ar` archive of a word, the control files and the files (deb(5)).
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ran } from './binary.ts';

/** What goes into a package: its place in the system → its bytes; a name of a file stands for what is in it. */
type Files = ReadonlyMap<string, string | Buffer | { readonly copyOf: string }>;

export interface DebianPackage {
  readonly version: string;
  readonly architecture: string;
  /** The single file. */
  readonly binary: string;
  /** THIRD-PARTY.txt of that file. */
  readonly licences: string;
  /** Shell → script. */
  readonly completions: Readonly<Record<'bash' | 'zsh' | 'fish', string>>;
}

function files(root: string, given: DebianPackage): Files {
  const read = (name: string) => readFileSync(join(root, name));
  const doc = '/usr/share/doc/pedigree';
  const found = new Map<string, string | Buffer | { readonly copyOf: string }>([
    ['/usr/bin/pedigree', { copyOf: given.binary }],
    ['/usr/lib/systemd/system/pedigree.service', read('scripts/package/debian/pedigree.service')],
    ['/usr/share/bash-completion/completions/pedigree', given.completions.bash],
    ['/usr/share/zsh/vendor-completions/_pedigree', given.completions.zsh],
    ['/usr/share/fish/vendor_completions.d/pedigree.fish', given.completions.fish],
    [`${doc}/copyright`, copyright(root)],
    [`${doc}/THIRD-PARTY.txt.gz`, packed(given.licences)],
    [`${doc}/changelog.gz`, packed(read('CHANGELOG.md'))],
  ]);
  for (const page of readdirSync(join(root, 'man')))
    found.set(`/usr/share/man/man1/${page}.gz`, packed(read(`man/${page}`)));
  return found;
}

/** The same bytes whenever it is packed. */
function packed(text: string | Buffer): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  // Neither the day nor the system.
  bytes.fill(0, 4, 8);
  bytes[9] = 255;
  return bytes;
}

function copyright(root: string): string {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Pedigree
Source: https://github.com/pedigree-trace/pedigree

Files: *
Copyright: the authors of Pedigree
License: Apache-2.0
Comment: Works of others lie in /usr/bin/pedigree; their licences are in THIRD-PARTY.txt.gz beside this file.

License: Apache-2.0
${readFileSync(join(root, 'LICENSE'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
  .join('\n')}
`;
}

/** Writes the package. `scratch` is an empty folder. */
export function makeDeb(root: string, scratch: string, given: DebianPackage, out: string): void {
  const tree = join(scratch, 'data');
  const sums: string[] = [];
  for (const [place, content] of files(root, given)) {
    const file = join(tree, place);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'object' && 'copyOf' in content) copyFileSync(content.copyOf, file);
    else writeFileSync(file, content);
    chmodSync(file, place.startsWith('/usr/bin/') ? 0o755 : 0o644);
    sums.push(`${createHash('md5').update(readFileSync(file)).digest('hex')}  ${relative('/', place)}\n`);
  }
  const control = join(scratch, 'control');
  mkdirSync(control);
  writeFileSync(join(control, 'control'), controlOf(given, kibOf(tree)));
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  for (const script of ['postinst', 'prerm', 'postrm']) {
    copyFileSync(join(root, 'scripts/package/debian', script), join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  const members: readonly (readonly [string, Buffer])[] = [
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', packed(tarOf(scratch, control))],
    ['data.tar.zst', zstdCompressSync(tarOf(scratch, tree))],
  ];
  writeFileSync(out, archive(members));
}

function controlOf({ version, architecture }: DebianPackage, kib: number): string {
  return `Package: pedigree
Version: ${version}
Architecture: ${architecture}
Maintainer: Pedigree <pedigree@users.noreply.github.com>
Installed-Size: ${kib}
Depends: libc6 (>= 2.34), libstdc++6 (>= 11), passwd
Section: utils
Priority: optional
Homepage: https://github.com/pedigree-trace/pedigree
Description: drug traceability on signed custody chains
 Mints, ships, receives, verifies and recalls serialised medicine packs with
 GS1 DataMatrix codes, online or from a USB stick. Each party owns its chain;
 what a node holds it verifies by itself, without a network.
`;
}

function kibOf(folder: string): number {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.reduce((sum, name) => sum + Math.ceil(statSync(join(folder, name)).size / 1024), 0);
}

/** All below a folder, of root and of no day, in the order of their names. */
function tarOf(scratch: string, folder: string): Buffer {
  const file = join(scratch, 'tar');
  const plain = [
    '--format=gnu',
    '--sort=name',
    '--owner=root:0',
    '--group=root:0',
    '--mtime=@0',
    '--mode=u+rwX,go+rX,go-w',
  ];
  ran('tar', [...plain, '-cf', file, '-C', folder, '.'], scratch);
  return readFileSync(file);
}

/** The format of `ar`: a head of 60 characters before each member, and an even number of bytes. */
export function archive(members: readonly (readonly [name: string, bytes: Buffer])[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from('!<arch>\n')];
  for (const [name, bytes] of members) {
    const fields = [
      name.padEnd(16),
      '0'.padEnd(12),
      '0'.padEnd(6),
      '0'.padEnd(6),
      '100644'.padEnd(8),
      `${bytes.length}`.padEnd(10),
    ];
    parts.push(Buffer.from(`${fields.join('')}\`\n`, 'latin1'), bytes);
    if (bytes.length % 2 === 1) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}
