// What every command answers to people is said in the language that they ask for: a language whose sentences stand in marks
// shows that nothing is said by the code itself, and in German no line is the English one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/ui/registry.ts';
import { PHRASES, TABLES } from '../../src/words/de/index.ts';
import { speech } from '../../src/words/say.ts';
import { SPEECHES } from '../../src/words/speeches.ts';
import { MARKED, MARKED_PHRASES, unsaid, withoutMarks } from '../words/marks.ts';
import { POSTGRES } from './hub-stage.ts';
import { inProcess } from './program.ts';
import { GOES_ON, type Party, type Scene, Stage, sceneOf } from './scenes.ts';

const stage = new Stage();
const folder = process.cwd();
const GERMAN = { tables: TABLES, phrases: PHRASES };
const MARKS = { tables: MARKED, phrases: MARKED_PHRASES };

/** What is said in German from now on. */
function asGerman({ tables, phrases }: typeof GERMAN): void {
  Object.assign(SPEECHES, { de: speech('de', tables, phrases) });
}

beforeAll(() => {
  stage.begin();
  process.chdir(stage.path);
});
afterAll(() => {
  process.chdir(folder);
  stage.remove();
});
afterEach(() => asGerman(GERMAN));

/** The words of a line, as bash gives them to a program. */
function wordsOf(line: string, party: Party): readonly string[] {
  const print = `args() { printf '%s\\0' "$@"; }\npedigree() { "$NODE" "$PROGRAM" "$@"; }\n${line.replace(/^pedigree/, 'args')}`;
  const env = { ...process.env, ...stage.at(party), NODE: process.execPath, PROGRAM: join(folder, 'bin/pedigree.js') };
  return execFileSync('bash', ['-c', print], { cwd: stage.path, env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** What the line says to people. */
async function said(line: string, party: Party, { stdin, ...scene }: Scene, language: 'de' | 'marks'): Promise<string> {
  stage.enter(scene);
  asGerman(language === 'de' ? GERMAN : MARKS);
  const { stdout, stderr } = await inProcess(stage.path, wordsOf(line, party), {
    env: { ...stage.at(party), LANG: 'de_DE.UTF-8' },
    wide: language === 'marks',
    ...(stdin === undefined ? {} : { input: readFileSync(join(stage.path, stdin)) }),
  });
  // A command goes on behind a backslash.
  return (stdout + stderr).replace(/ \\\n\s*/g, ' ');
}

/** What is typed or given stands as it is in every language: commands, the marks of stderr, titles of GS1, and names. */
const DATA = [
  /\bpedigree(?: |: (?:error|hint|warning):|$).*/gm,
  /USE BY or EXPIRY/g,
  /Acme|Hill Pharmacy|Medicines Agency|Midway Wholesale/g,
  /--[a-z-]+ \S+/g,
  /Amox(?:il|icillin).*|glass particles/g,
  // The words of the law in a file.
  /Seller has complied.*/g,
  // What may be chosen is chosen by these words.
  /pharmacy, ward/g,
  /desk\.hill\.example(?:, [\w.]+)*/g,
];
/** Two words or more beside each other. */
const WORDS = /[A-Za-z’']{2,}[,:;]? [a-z]{2,}/;

function withoutData(text: string): string {
  return DATA.reduce((left, data) => left.replace(data, ''), text);
}

const SCAN = "'(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'";
/** A pack that the pharmacy has supplied, a lot that is recalled, a report that reached the maker. */
const dispensedAtHill: Scene = {
  before: [
    ...(sceneOf('dispense', '').before ?? []),
    `hill: pedigree dispense ${SCAN} --ref RX-17`,
    'hill: pedigree export supplied.pedigree',
    'acme: pedigree import supplied.pedigree',
  ],
};
const recalledAtHill: Scene = {
  before: [...(sceneOf('recall respond', '').before ?? []), 'hill: pedigree recall respond FMD-2026-17'],
};
const ALERTED = [
  "hill: pedigree report '(01)09506000134352(21)FAKE01(17)390630(10)ABC123' --as suspect --note blurred",
  'hill: pedigree export report.pedigree',
  'acme: pedigree import report.pedigree || [ $? = 20 ]',
];

/** The demo is above; a form of an authority is in the language of the authority. */
const ELSEWHERE = new Set(['demo', 'dscsa 3911']);
/** Answers for programs and files on standard output are no sentences. */
const FOR_PROGRAMS = / -o -$| --json\b| --csv\b|^pedigree (?:completion|schema)\b/;

/** Besides the examples of the help: what is empty, cut, refused, recalled, supplied or unknown. */
const MORE: readonly (readonly [line: string, scene: Scene])[] = [
  ...(['acme', 'agency', 'midway', 'nobody'] as const).map((at): [string, Scene] => ['pedigree', { at }]),
  ['pedigree help receive', {}],
  ['pedigree frobnicate', {}],
  ['pedigree stock --frobnicate', {}],
  ['pedigree verify', {}],
  [`pedigree verify '(01)09506000134352(21)FAKE01(17)390630(10)ABC123' --verbose`, { at: 'hill' }],
  [`pedigree verify ${SCAN}`, { ...dispensedAtHill, at: 'acme' }],
  [`pedigree verify ${SCAN}`, { ...dispensedAtHill, at: 'hill' }],
  [`pedigree dispense ${SCAN} @scans.txt`, { ...dispensedAtHill, at: 'hill' }],
  [`pedigree dispense ${SCAN}`, { at: 'midway' }],
  [`pedigree trace ${SCAN}`, { ...dispensedAtHill, at: 'hill' }],
  [`pedigree trace ${SCAN}`, { ...recalledAtHill, at: 'hill' }],
  [`pedigree verify ${SCAN}`, { ...recalledAtHill, at: 'hill' }],
  ['pedigree status', { ...recalledAtHill, at: 'hill' }],
  ['pedigree recall list', { ...recalledAtHill, at: 'hill' }],
  ['pedigree recall show FMD-2026-17', { ...recalledAtHill, at: 'hill' }],
  ['pedigree import recall.pedigree', { ...sceneOf('recall respond', ''), at: 'midway' }],
  ['pedigree receive --all', { at: 'midway' }],
  ['pedigree incoming', { at: 'midway' }],
  ['pedigree outgoing', {}],
  ['pedigree recall list', {}],
  ['pedigree outbox', {}],
  ['pedigree stock', { at: 'nobody' }],
  ['pedigree stock', { at: 'midway' }],
  ['pedigree stock --expiring 30', {}],
  ['pedigree stock --items', {}],
  ['pedigree log --limit 1', {}],
  ['pedigree log --type report', {}],
  ['pedigree log --since 2001-01-01 --before 2001-01-02', {}],
  ['pedigree contents DA-4711', sceneOf('receive', '')],
  ...[0, 1, 2, 3, 4].map((n): [string, Scene] => [`pedigree show ${n}`, sceneOf('outgoing', '')]),
  ...[1, 2, 3].map((n): [string, Scene] => [`pedigree show ${n}`, { ...recalledAtHill, at: 'hill' }]),
  ['pedigree show 1', { at: 'agency' }],
  ['pedigree show 9999', {}],
  ['pedigree parties', { at: 'agency', before: sceneOf('endorse', '').before ?? [] }],
  ['pedigree settle 9506000100029', { ...sceneOf('settle', '') }],
  ['pedigree alerts', { at: 'acme', before: ALERTED }],
  ['pedigree alerts --close', { at: 'acme', before: ALERTED }],
  ['pedigree sync', {}],
  ['pedigree recover --new-chain', {}],
  ['pedigree demo day', { at: 'nobody' }],
];

const lines: (readonly [line: string, scene: Scene])[] = [...MORE];
for (const { name, load } of COMMANDS) {
  // `examples.test.ts` says what is left out.
  if (name.startsWith('hub ') && POSTGRES === undefined) continue;
  const { command } = await load();
  for (const example of command.examples)
    if (!FOR_PROGRAMS.test(example) && !GOES_ON.test(example) && !ELSEWHERE.has(name))
      lines.push([example, sceneOf(name, example)]);
}

describe.each(lines)('%s', (example, scene) => {
  const party = scene.at ?? 'acme';

  test('says nothing but what stands in the tables', async () => {
    stage.enter(scene);
    const line = stage.lineOf(example, party, scene);
    const english = await said(line, party, scene, 'marks');
    const left = withoutData(unsaid(english));
    expect(left.split('\n').filter((one) => WORDS.test(one))).toEqual([]);
    const inGerman = await said(line, party, scene, 'de');
    const own = new Set(withoutMarks(english).split('\n'));
    const same = inGerman.split('\n').filter((one) => own.has(one) && WORDS.test(withoutData(one)));
    expect(same).toEqual([]);
  });
});
