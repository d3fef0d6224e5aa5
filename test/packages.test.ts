// What people without npm are given: the papers are those of what is in it. The files themselves are tried by scripts/packages.sh.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archive } from '../scripts/package/deb.ts';
import { billOfMaterials } from '../scripts/package/sbom.ts';
import { TARGETS, WRITERS } from '../scripts/package/targets.ts';

const ROOT = join(import.meta.dirname, '..');

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

test('the list of parts has all that THIRD-PARTY.txt has, and the Node.js of the files', async () => {
  const bill = (await billOfMaterials(ROOT, '1.2.3', ['24.21.0', '24.21.0'])) as {
    readonly components: readonly Component[];
    readonly dependencies: readonly { readonly dependsOn: readonly string[] }[];
  };
  const text = readFileSync(join(ROOT, 'THIRD-PARTY.txt'), 'utf8');
  const said = [...text.matchAll(/^={100}\n(.+)\nLicence: /gm)].map(([, name]) => name);
  const named = bill.components.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`));
  expect(named.toSorted()).toEqual([...said, 'node 24.21.0'].toSorted());
  expect(bill.dependencies[0]?.dependsOn).toHaveLength(named.length);
  const sqlite = bill.components.find(({ name }) => name === 'better-sqlite3');
  expect(sqlite?.purl).toBe(`pkg:npm/better-sqlite3@${sqlite?.version}`);
  // As NIST writes them: 64 bytes in hexadecimal.
  expect(sqlite?.hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
});

test('each file has a Node.js that is pinned, one of the same version to write its program, and a database', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
  };
  for (const { node, addon } of TARGETS) {
    expect(node.integrity).toMatch(/^sha512-[\w+/]{86}==$/);
    expect(WRITERS[node.version]?.version).toBe(node.version);
    expect(readFileSync(join(ROOT, 'node_modules', addon)).length).toBeGreaterThan(1_000_000);
    // What a clone brings along is the same, wherever it is of the same version.
    const locked = packages[`node_modules/${node.name}`];
    if (locked?.version === node.version) expect(locked.integrity).toBe(node.integrity);
  }
});

test('an archive has a head before each member, and begins each at an even byte', () => {
  const bytes = archive([
    ['a', Buffer.from('odd')],
    ['b', Buffer.from('even')],
  ]).toString('latin1');
  expect(bytes.startsWith('!<arch>\na               ')).toBe(true);
  expect(bytes.slice(8, 68)).toMatch(/^.{16}0 {11}0 {5}0 {5}100644 {2}3 {9}`\n$/);
  expect(bytes.slice(68, 72)).toBe('odd\n');
  expect(bytes.slice(72, 88).trim()).toBe('b');
  expect(bytes.length).toBe(72 + 60 + 4);
});
