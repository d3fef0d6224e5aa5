// Whoever passes works of others on says whose they are: THIRD-PARTY.txt has all that is built in, and nothing else.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GS1_NOTICE, notices } from '../scripts/docs/notices.ts';
import { inputsOf, packageOf, thirdParty } from '../scripts/docs/third-party.ts';

const ROOT = join(import.meta.dirname, '..');
const text = readFileSync(join(ROOT, 'THIRD-PARTY.txt'), 'utf8');

describe('THIRD-PARTY.txt', () => {
  test('names each package that the bundler took, in its version, and no other (else: npm run docs)', async () => {
    const inputs = await inputsOf();
    const bundled = new Set([...inputs].map(packageOf).filter((name) => name !== undefined));
    const named = [...text.matchAll(/^={100}\n(\S+) (\d+\.\S+)\nLicence: /gm)].map(([, name = '', version]) => {
      const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
      expect({ name, version }).toEqual({ name, version: manifest.version });
      return name;
    });
    expect(named).toEqual([...bundled].toSorted());
    expect(text).toBe(thirdParty(ROOT, inputs));
  });

  test('has the notice of the GS1 dictionary, as its table has', () => {
    const table = readFileSync(join(ROOT, 'src/gs1/table.generated.ts'), 'utf8');
    for (const line of GS1_NOTICE) expect(table).toContain(`// ${line}`);
    for (const line of GS1_NOTICE.slice(0, 3)) expect(text).toContain(line);
  });

  test('a work of others in a package is told wherever the package is, and only there', () => {
    for (const { name, heldBy, text: words } of notices(ROOT)) {
      const file = heldBy.startsWith('src/') ? heldBy : `node_modules/${heldBy}/index.js`;
      expect(thirdParty(ROOT, new Set([file]))).toContain(`${name}\nLicence: `);
      expect(thirdParty(ROOT, new Set([file])).replace(/[ \t]+$/gm, '')).toContain(words.split('\n')[0]);
      expect(thirdParty(ROOT, new Set(['src/errors.ts']))).not.toContain(name);
    }
  });

  test('a package whose licence binds others, or that has none, is not built in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pedigree-licence-'));
    try {
      const at = join(folder, 'node_modules/other');
      mkdirSync(at, { recursive: true });
      mkdirSync(join(folder, 'scripts/docs'), { recursive: true });
      for (const license of ['GPL-3.0-only', undefined]) {
        writeFileSync(join(at, 'package.json'), JSON.stringify({ version: '1.0.0', license }));
        writeFileSync(join(at, 'LICENSE'), 'words');
        expect(() => thirdParty(folder, new Set(['node_modules/other/index.js']))).toThrow(
          /other 1\.0\.0: its licence/,
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a file of a package within a package is of the inner one', () => {
    expect(packageOf('node_modules/a/node_modules/@b/c/d/e.js')).toBe('@b/c');
    expect(packageOf('src/node_modules.ts')).toBeUndefined();
  });
});
