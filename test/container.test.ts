// The container files speak of what is there; that their steps work is tried by scripts/packages.sh.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

test('the image holds the file of this version, and docs/install.md names the files of this version', () => {
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  expect(read('container/Containerfile')).toContain(`ARG BINARY=dist-packages/pedigree-${version}-linux-x64\n`);
  const named = [...read('docs/install.md').matchAll(/pedigree[-_](\d+\.\d+\.\d+)/g)].map(([, said]) => said);
  expect(named.length).toBeGreaterThan(4);
  expect(new Set(named)).toEqual(new Set([version]));
});

test('each service of the network to look at has a read-only root, a user without rights, and a volume of its own', () => {
  const compose = read('container/compose.yaml');
  const services = [...compose.matchAll(/^ {2}(\w+):\n {4}<<: \*party\n {4}volumes: \["(\w+):\/data"\]/gm)];
  expect(services.map(([, name, volume]) => [name, volume])).toEqual([
    ['agency', 'agency'],
    ['maker', 'maker'],
    ['pharmacy', 'pharmacy'],
  ]);
  for (const line of ['read_only: true', 'tmpfs: [/tmp]', 'cap_drop: [ALL]']) expect(compose).toContain(line);
});
