// The files that a project is met by: forms, workflows, promises. They are held to what they speak of.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ROOT } from './cli/program.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const MANIFEST = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};
const FORMS = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows'));

describe.each(FORMS)('the form %s', (name) => {
  const form = read(`.github/ISSUE_TEMPLATE/${name}`);

  it('has what GitHub asks of one', () => {
    for (const key of ['name', 'description', 'body']) expect(form).toMatch(new RegExp(`^${key}:`, 'm'));
    const ids = [...form.matchAll(/^ {4}id: (\S+)$/gm)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const fields = form.match(/^ {2}- type: (?!markdown)/gm) ?? [];
    expect(ids).toHaveLength(fields.length);
  });
});

test('a wrong verdict is shown with invented codes, as decode and verify tell them', () => {
  const form = read('.github/ISSUE_TEMPLATE/wrong-verdict.yml');
  expect(form).toContain('pedigree decode --json');
  expect(form).toContain('Never post the code of a real pack');
  expect(form).toMatch(/No code, serial or photo in this report is that of a real pack\.\n\s+required: true/);
});

describe.each(WORKFLOWS)('the workflow %s', (name) => {
  const workflow = read(`.github/workflows/${name}`).replace(/^\s*#.*$/gm, '');

  it('runs what there is', () => {
    const scripts = [...workflow.matchAll(/npm (?:run )?(\S+)$/gm)].map(([, script = '']) => script);
    const own = new Set(['ci', 'test', 'pack']);
    expect(scripts.filter((script) => !own.has(script) && MANIFEST.scripts[script] === undefined)).toEqual([]);
    const files = [...workflow.matchAll(/(?:run: |node |sudo )((?:scripts|\.ci|bin)\/\S+)/g)].map(
      ([, file = '']) => file,
    );
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('may write nothing but where a job says so', () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});

test('every change is tested on three systems and the versions of Node.js from the least on', () => {
  const ci = read('.github/workflows/ci.yml');
  for (const system of ['ubuntu', 'macos', 'windows']) expect(ci).toContain(`${system}-latest`);
  const [, least = ''] = /\^(\d+)\./.exec(MANIFEST.engines.node) ?? [];
  expect(ci).toContain(`node: [${least}, 24, 26]`);
});

test('a release says where it was made, and is of the version that its tag and the CHANGELOG name', () => {
  const release = read('.github/workflows/release.yml');
  for (const part of ['--provenance', 'id-token: write', 'GITHUB_REF_NAME', 'CHANGELOG.md'])
    expect(release).toContain(part);
  // Both packages, from the very files whose sums are told, beside those for people without npm.
  for (const part of ['npm run package\n', 'npm pack --pack-destination dist-packages . ./packages/gs1', 'SHA256SUMS'])
    expect(release).toContain(part);
  const published = [...release.matchAll(/npm publish .*/g)].map(([line]) => line);
  expect(published.map((line) => / \.\/dist-packages\/(\S+)$/.exec(line)?.[1])).toEqual([
    'pedigree-gs1-[0-9]*.tgz',
    'pedigree-[0-9]*.tgz',
  ]);
  expect(read('CHANGELOG.md')).toMatch(
    new RegExp(`^## \\[${MANIFEST.version.replaceAll('.', '\\.')}\\] - (?:unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm'),
  );
});

test('the README says first what it answers, and what it is not', () => {
  const screen = read('README.md').split('\n## What it rests on')[0] ?? '';
  expect(screen).not.toBe(read('README.md'));
  for (const part of ['May this pack be supplied?', 'EMVS', 'No legal advice', 'first copy', 'Not audited']) {
    expect(screen).toContain(part);
  }
  for (const reader of ['pharmacy', 'manufacturer', 'agency', 'developer'])
    expect(screen).toContain(`docs/start/${reader}.md`);
});
