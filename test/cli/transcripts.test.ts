// Plays the transcripts: sessions as a person would see them, each headed by what it is about.
//
//   # a comment, the first is the name of the test
//   $ a line of bash, in a folder of its own; `pedigree` is the built program
//   what stdout says, and after `2> ` what stderr says
//   [exit 66]
//
// In what is expected `…` stands for anything within a line, a line `…` alone for any lines, <chain> for the id of a
// chain, <event> for CHAIN/SEQ and <time> for a moment.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectNarrow, folder, shell, validated } from './program.ts';

const FOLDER = join(import.meta.dirname, 'transcripts');

interface Step {
  readonly line: string;
  readonly expected: string[];
  exit: number;
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  for (const line of text.split('\n')) {
    const last = steps.at(-1);
    if (line.startsWith('# ')) continue;
    if (line.startsWith('$ ')) steps.push({ line: line.slice(2), expected: [], exit: 0 });
    else if (last !== undefined && /^\[exit \d+\]$/.test(line)) last.exit = Number(line.slice(6, -1));
    else if (last !== undefined) last.expected.push(line);
    else if (line !== '') throw new Error(`what is this before the first command? ${line}`);
  }
  if (steps.length === 0) throw new Error('there is no command in it');
  for (const step of steps) while (step.expected.at(-1) === '') step.expected.pop();
  return steps;
}

function pattern(expected: readonly string[]): RegExp {
  const lines = expected.map((line) => {
    if (line === '…') return '(?:.*\n)*?';
    const quoted = line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return `${quoted
      .replaceAll('…', '.*')
      .replaceAll('<event>', '[a-z2-7]{26}/\\d+')
      .replaceAll('<chain>', '[a-z2-7]{26}')
      .replaceAll('<time>', '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z')}\n`;
  });
  return new RegExp(`^${lines.join('')}$`);
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.txt'))) {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  test(`${file}: ${/^# (.*)$/m.exec(text)?.[1] ?? ''}`, () => {
    const { path, remove } = folder();
    try {
      for (const step of stepsOf(text)) {
        const { exit, stdout, stderr } = shell(path('.'), step.line);
        const talk = stderr.replace(/^(?=.)/gm, '2> ');
        const seen = `$ ${step.line}\n${stdout.replace(/\n*$/, '\n')}${talk}[exit ${exit}]`;
        const wanted = `$ ${step.line}\n${step.expected.map((line) => `${line}\n`).join('')}[exit ${step.exit}]`;
        const said = (stdout.replace(/\n*$/, stdout === '' ? '' : '\n') + talk).replace(/\n+$/, '\n');
        // A folder with a long name wraps other lines than the one in the transcript.
        const fits = pattern(step.expected).test(said) || pattern(step.expected).test(said.replace(/\n2> {3}/g, ' '));
        expect(fits && exit === step.exit ? wanted : seen).toBe(wanted);
        if (step.line.includes('--json')) validated(stdout);
        else expectNarrow(step.line, stdout + stderr);
      }
    } finally {
      remove();
    }
  });
}
