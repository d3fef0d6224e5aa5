// Findings speak in sentences wherever the reader of files is used alone, in a process that has nothing else of the program.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { FINDINGS } from '../../src/epcis/findings.ts';

const ALONE = `
  const { FINDINGS, FileFindings } = await import('./src/epcis/findings.ts');
  const found = new FileFindings();
  for (const code of Object.keys(FINDINGS)) found.take(code, {});
  console.log(JSON.stringify(found.list()));
`;

test('every finding has a sentence and what to ask for, in the library alone', () => {
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', ALONE], { encoding: 'utf8' });
  const findings = JSON.parse(text) as readonly {
    readonly code: string;
    readonly text: string;
    readonly hint: string;
  }[];
  expect(findings.map(({ code }) => code).sort()).toEqual(Object.keys(FINDINGS).sort());
  for (const { code, text, hint } of findings) {
    expect(text, code).toMatch(/ /);
    expect(hint, code).toMatch(/ /);
  }
});
