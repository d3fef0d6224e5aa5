// Where --home named the folder of a party, the commands that are printed name it too: each can be pasted as it stands.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addressed, addressedTo, NOT_HERE } from '../../src/ui/at-home.ts';
import { commandsIn } from '../../src/ui/command-lines.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text as demoText } from '../../src/ui/text/demo.ts';
import { expectNarrow, folder, pedigree, ROOT, shell } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

const run = (...words: readonly string[]) => {
  const reply = pedigree(path(''), words, { wide: true });
  expectNarrow(words.join(' '), reply.stdout + reply.stderr);
  return reply;
};

const ALONE = ['--alone', '--role', 'manufacturer', '--prefix', '9506000'];

/** The commands of a text, in one line each. */
const commandsOf = (text: string): readonly string[] => {
  const whole = text.replace(/ \\\n\s*/g, ' ');
  return whole.split('\n').flatMap((line) => commandsIn(line).map(([from, to]) => line.slice(from, to)));
};

test('what is printed for a folder that was named acts on that folder when it is pasted', { timeout: 240_000 }, () => {
  const home = 'our shop';
  run('--home', home, 'init', '--name', 'Acme', '--gln', '9506000100029', ...ALONE);
  const to = ['--gtin', '09506000134352', '--lot', 'L1', '--expiry', '2039-06-30'];
  run('--home', home, 'mint', ...to, '--count', '2', '--out', 'scans.txt');
  const issued = ['--lot', 'L1', '--gtin', '09506000134352', '--class', '2', '--reason', 'leaflet', '--confirm', 'L1'];
  const { stdout } = run('--home', home, 'recall', 'issue', ...issued);
  const status = commandsOf(stdout).filter((line) => line.includes(' recall status '));
  expect(status).toHaveLength(1);
  expect(status[0]).toMatch(/^pedigree --home 'our shop' recall status \S+$/);
  // The party of the shell's own folder is none, so it is the named one that answers.
  const { exit, stdout: said } = shell(path(''), `${status[0]} --json`, { PEDIGREE_HOME: path('nobody') });
  expect([exit, said]).toEqual([0, expect.stringContaining('"commissioned":2')]);
  // Failures and their hints say it in the same way; a document of JSON is the same whatever the folder.
  const failed = run('--home', home, 'show', 'nothing');
  expect(commandsOf(failed.stderr)).toEqual([expect.stringMatching(/^pedigree --home 'our shop' log/)]);
  const json = pedigree(path(''), ['--home', home, 'show', 'nothing', '--json']);
  expect(json.json[0]?.hint).toMatch(/^pedigree log/);
});

test('in a demo the commands that a step prints are those of its party', async () => {
  const [step] = [
    { title: 'T', command: "pedigree --home 'a tour/hill' show x", name: 'show', exit: 66, expected: 66 },
  ];
  const error = { code: 'not-found', message: 'no such event', hint: 'pedigree log --chain CHAIN lists them' };
  const said = await demoText(
    { dir: 'd', steps: [{ ...step, error }], next: [], good: true } as never,
    plainStyle(),
    {},
  );
  expect(said).toContain("pedigree: hint: pedigree --home 'a tour/hill' log --chain CHAIN");
});

test('without --home nothing is added', () => {
  const env = { PEDIGREE_HOME: path('our shop') };
  const { stderr } = pedigree(path(''), ['show', 'nothing'], { env });
  expect(stderr).toContain('pedigree log');
});

test('what is for others to type, and what needs no party, is left as it is', () => {
  const same = [
    'pedigree import acme.welcome',
    'pedigree card, then there pedigree status',
    'pedigree init --name NAME --gln GLN --network agency.card',
    'pedigree init --name NAME --gln GLN \\\n  --network agency.card \\\n  --fingerprint X',
    'the regulator says who may: pedigree accredit 9506000100036 --role manufacturer',
    'a pedigree of this pack; pedigree decode SCAN reads it',
    '/usr/bin/pedigree status',
    'pedigree --home other status',
  ];
  expect(same.map((text) => addressed(text, 'x'))).toEqual(
    same.map((text) => text.replace('pedigree card', 'pedigree --home x card')),
  );
  expect(addressed('\u001b[1mpedigree status\u001b[22m and (pedigree sync)', 'x')).toBe(
    '\u001b[1mpedigree --home x status\u001b[22m and (pedigree --home x sync)',
  );
});

test('of several commands on a line each names the folder, unless it names one itself', () => {
  const line = 'pedigree status, then pedigree --home y sync, pedigree log --home y or pedigree show --home DIR';
  expect(addressed(line, 'x')).toBe(
    'pedigree --home x status, then pedigree --home y sync, pedigree log --home y or pedigree --home x show --home DIR',
  );
});

test('a folder whose name looks like a command is named whole', () => {
  const home = "/tmp/our pedigree of o'hara, my pedigree data";
  const text = `nothing in ${home}: pedigree status\nnothing in /tmp/our pedigree\n  of o'hara, my\n  pedigree data`;
  const once = addressedTo(text, home);
  expect(once).toBe(text.replace('pedigree status', `pedigree --home "${home}" status`));
  expect(addressedTo(once, home)).toBe(once);
});

test('every word that stands behind the name of the program is a command, or known to be none', () => {
  const first = new Set(COMMANDS.map(({ name }) => name.split(' ')[0]));
  const words = ['src/words', 'src/ui'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        readFileSync(join(ROOT, part, file), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
          .flatMap((line) => [...line.matchAll(/(?<![\w/.-])pedigree ([a-z][a-z-]*)/g)].map(([, word = '']) => word)),
      ),
  );
  expect(words.length).toBeGreaterThan(200);
  expect([...new Set(words)].filter((word) => !first.has(word) && !NOT_HERE.has(word))).toEqual([]);
});
