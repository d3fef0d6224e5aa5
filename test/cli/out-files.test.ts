// Commands that record something and write a file: where the file cannot be, nothing is recorded either.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/ui/registry.ts';
import { delivery } from '../app/epcis-files.ts';
import { folder, inProcess } from './program.ts';

const { path, remove } = folder();
const GTIN = '09506000134352';

/** A line for every command with an option or an argument that names a file to be written. */
const LINES: Readonly<Record<string, readonly [home: string, ...words: string[]]>> = {
  card: ['acme', 'card', '-o'],
  accredit: ['agency', 'accredit', 'Hill Pharmacy', '--role', 'logistics', '-o'],
  endorse: ['hill', 'endorse', '@till.card', '-o'],
  mint: ['acme', 'mint', '--gtin', GTIN, '--lot', 'L2', '--expiry', '2031-06-30', '--count', '2', '--out'],
  label: ['acme', 'label', '--gtin', GTIN, '--lot', 'L1', '--range', '1-1', '--format', 'svg', '-o'],
  ship: ['acme', 'ship', '--to', 'Hill Pharmacy', '@scans', '--bundle'],
  'scanner calibrate': ['acme', 'scanner', 'calibrate', '-o'],
  'epcis convert': ['acme', 'epcis', 'convert', '@till.xml', '--to', '2.0', '-o'],
  'epcis mend': ['acme', 'epcis', 'mend', '@till.xml', '-o'],
  'epcis export': ['acme', 'epcis', 'export', 'DA-0', '-o'],
  'epcis complain': ['acme', 'epcis', 'complain', 'DA-0', '-o'],
  'dscsa trace': ['acme', 'dscsa', 'trace', 'LOT7', '--as', 'csv', '-o'],
  'dscsa 3911': ['acme', 'dscsa', '3911', '@report', '-o'],
  'recall letter': ['acme', 'recall', 'letter', 'R-1', '-o'],
  'dscsa pdg': ['acme', 'dscsa', 'pdg', 'DA-0', '-o'],
  export: ['acme', 'export'],
  backup: ['acme', 'backup'],
};

/** The event of a report, once it is written. */
let report = '';

const run = (home: string, words: readonly string[]) =>
  inProcess(
    path('.'),
    [
      ...words.map((word) =>
        (word === '@report' ? report : word)
          .replace(/^@(?=scans)/, `@${path('.')}/`)
          .replace(/^@(?=till)/, `${path('.')}/`),
      ),
      '--json',
    ],
    {
      env: { PEDIGREE_HOME: path(home) },
    },
  );

async function done(home: string, ...words: string[]): Promise<void> {
  const reply = await run(home, words);
  expect(reply.exit, reply.stderr).toBe(0);
}

beforeAll(async () => {
  const card = path('agency.card');
  await done('agency', 'init', '--name', 'Agency', '--gln', '9506000100012', '--regulator');
  await done('agency', 'card', '-o', card);
  for (const [home, name, gln, role] of [
    ['acme', 'Acme', '9506000100029', ['--role', 'manufacturer', '--prefix', '9506000']],
    ['hill', 'Hill Pharmacy', '9506000100043', ['--role', 'dispenser']],
  ] as const) {
    await done(home, 'init', '--name', name, '--gln', gln, '--network', card);
    await done(home, 'card', '-o', path(`${home}.card`));
    await done('agency', 'accredit', path(`${home}.card`), ...role);
  }
  await done('agency', 'export', path('news'));
  await done('acme', 'import', path('news'));
  await done('hill', 'import', path('news'));
  await done('till', 'init', '--join-party', path('hill.card'));
  await done('till', 'card', '-o', path('till.card'));
  await done(
    'acme',
    ...['mint', '--gtin', GTIN, '--lot', 'L1', '--expiry', '2031-06-30', '--count', '2', '--out', path('scans')],
  );
  const recall = ['recall', 'issue', '--gtin', GTIN, '--lot', 'LX', '--class', '3', '--reason', 'leaflet'];
  await done('acme', ...recall, '--number', 'R-1', '--unknown-lot', '--confirm', 'LX');
  writeFileSync(path('till.xml'), delivery({ to: '9506000100029', serials: ['A1'] }));
  await done('acme', 'epcis', 'import', path('till.xml'));
  const [scan = ''] = readFileSync(path('scans'), 'utf8').split(/\r?\n/);
  const [reported] = (await run('acme', ['report', scan, '--as', 'illegitimate', '--note', 'torn'])).json;
  report = String(reported?.event);
  mkdirSync(path('folder'));
  writeFileSync(path('letter'), 'Dear Sir or Madam');
});
afterAll(remove);

async function events(home: string): Promise<number> {
  const [log] = (await run(home, ['log'])).json;
  return (log as { readonly events: readonly unknown[] } | undefined)?.events.length ?? -1;
}

test('every option that names a file to write is looked at here', async () => {
  for (const { name, load } of COMMANDS) {
    const { command } = await load();
    const writes = command.options?.some(({ flags }) => /--(?:out|bundle)\b/.test(flags));
    if (writes) expect(LINES, name).toHaveProperty([name]);
  }
});

test.each(Object.keys(LINES))('the help of %s says once what - is', async (name) => {
  const { command } = (await COMMANDS.find((one) => one.name === name)?.load()) ?? {};
  const written = [...(command?.options ?? []), ...(command?.arguments ?? [])].filter(({ out }) => out).length;
  const { stdout } = await inProcess(path('.'), ['help', name]);
  expect(stdout.replace(/\s+/g, ' ').match(/- is standard output/g)).toHaveLength(written);
});

describe.each(Object.entries(LINES))('%s', (name, [home, ...words]) => {
  test.each(['folder', 'letter', 'none/x', 'letter/x'])('into %s is foreseen by a dry run', async (to) => {
    const load = COMMANDS.find((command) => command.name === name)?.load;
    if ((await load?.())?.command.writes !== true) return;
    const before = readdirSync(path('.')).sort();
    const reply = await run(home, [...words, path(to), '--dry-run']);
    expect([reply.exit, reply.json[0]?.ok], reply.stderr).toEqual([73, false]);
    expect(readdirSync(path('.')).sort()).toEqual(before);
  });

  test.each(['folder', 'letter', 'none/x', 'letter/x'])(
    'into %s is refused before anything is recorded',
    async (to) => {
      const before = [await events(home), readdirSync(path('.')).sort()];
      const reply = await run(home, [...words, path(to)]);
      expect([reply.exit, reply.json[0]?.ok], reply.stderr).toEqual([73, false]);
      expect(reply.stderr).toMatch(/^pedigree: error: /);
      expect([await events(home), readdirSync(path('.')).sort()]).toEqual(before);
      expect(readFileSync(path('letter'), 'utf8')).toBe('Dear Sir or Madam');
      expect(readdirSync(path('folder'))).toEqual([]);
    },
  );
});
