// Names in any script: whoever types one decomposed, as some keyboards and file systems do, means the same.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, inProcess } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

const run = (party: string, ...words: string[]) =>
  inProcess(path('.'), [...words, '--json'], { env: { PEDIGREE_HOME: path(party) } });

async function good(party: string, ...words: string[]): Promise<Readonly<Record<string, unknown>>> {
  const { exit, json, stderr } = await run(party, ...words);
  expect(exit, `${words.join(' ')}\n${stderr}`).toBe(0);
  return json[0] ?? {};
}

const nfd = (text: string) => text.normalize('NFD');

/** Composed and decomposed they differ. */
const PHARMACY = 'Apothéke Grüne Straße';
const NOTE = 'LS-Ü/7';

beforeAll(async () => {
  await good('agency', 'init', '--name', 'Agéncia', '--gln', '9506000100005', '--regulator', '--test');
  await good('agency', 'card', '-o', path('agency.card'));
  for (const [party, name, gln, role] of [
    ['acme', 'Ácme', '9506000100012', ['manufacturer', '--prefix', '9506000']],
    ['hill', nfd(PHARMACY), '9506000100036', ['dispenser']],
  ] as const) {
    await good(party, 'init', '--name', name, '--gln', gln, '--network', path('agency.card'), '--test');
    await good(party, 'card', '-o', path(`${party}.card`));
    await good('agency', 'accredit', path(`${party}.card`), '--role', ...role, '-o', path('news.welcome'));
  }
  for (const party of ['acme', 'hill']) await good(party, 'import', path('news.welcome'));
});

test('a name that was given decomposed is kept composed', async () => {
  const { parties } = await good('agency', 'parties');
  expect(parties).toContainEqual(expect.objectContaining({ name: PHARMACY, gln: '9506000100036' }));
});

describe('a party, a shipment, a recall and a key of --once are found', () => {
  test.each([
    ['composed', PHARMACY, NOTE],
    ['decomposed', nfd(PHARMACY), nfd(NOTE)],
    ['in capitals', PHARMACY.toUpperCase(), NOTE],
  ])('%s', async (_, name, note) => {
    const stamp = `${name.length}${note.length}`;
    const lot = `L${stamp}${name === name.toUpperCase() ? 'U' : ''}`;
    const minted = path(`${lot}.txt`);
    await good(
      'acme',
      'mint',
      '--gtin',
      '09506000134352',
      '--lot',
      lot,
      '--expiry',
      '2039-06-30',
      '--count',
      '2',
      '--out',
      minted,
    );
    const despatch = `${NOTE}-${lot}`;
    const bundle = path(`${lot}.pedigree`);
    const ship = ['ship', '--to', name, `@${minted}`, '--despatch', despatch];
    const first = await good('acme', ...ship, '--bundle', bundle, '--once', `Ä${lot}`);
    const again = await good('acme', ...ship, '--once', `A\u0308${lot}`);
    expect(again).toMatchObject({ already: true, event: first.event });
    await good('hill', 'import', bundle);
    const typed = note === NOTE ? despatch : nfd(despatch);
    await good('hill', 'contents', typed);
    expect(await good('hill', 'receive', typed)).toMatchObject({ packs: 2 });
    expect(await good('hill', 'verify', typed)).toMatchObject({ status: 'genuine' });

    const number = `Rückruf ${lot}`;
    const order = ['--gtin', '09506000134352', '--lot', lot, '--class', '1', '--reason', 'Glas', '--confirm', lot];
    await good('acme', 'recall', 'issue', ...order, '--number', number, '--no-sync');
    const asked = note === NOTE ? number : nfd(number);
    expect(await good('acme', 'recall', 'show', asked)).toMatchObject({ recall: { number } });
    const end = ['recall', 'end', asked, '--confirm', number, '--dry-run'];
    expect((await run('acme', ...end)).json[0]).toMatchObject({ ok: true });
  });
});

describe('a peer may be called', () => {
  test.each([
    'फ़ार्मेसी दिल्ली',
    'ร้านยาเชียงใหม่',
    'صيدلية',
    '薬局',
    'Łódź',
    'Apothéke',
    'நிலையம்',
    "O'Brien & Söhne (Köln)",
    'Ł&Ż, s.c.',
  ])('%s', async (name) => {
    const url = 'http://127.0.0.1:7417/';
    const { peers } = await good('acme', 'peer', 'add', nfd(name), url);
    expect(peers).toEqual([expect.objectContaining({ name: name.normalize('NFC') })]);
    expect(await good('acme', 'peer', 'add', name, url)).toMatchObject({ already: true });
    expect(await good('acme', 'peer', 'remove', nfd(name))).toMatchObject({ peers: [] });
  });

  test('but not by what is no name', async () => {
    for (const name of ['', '-x', '\u0301', 'a/b', 'a:b', 'a\\b', 'a'.repeat(64), 'a\nb\u001b[2J']) {
      expect((await run('acme', 'peer', 'add', '--', name, 'http://127.0.0.1:7417/')).exit).toBe(2);
    }
  });
});

test('a product and whoever works here are kept composed', async () => {
  await good(
    'acme',
    'product',
    'set',
    '--gtin',
    '09506000134352',
    '--name',
    nfd('Amoxicillín'),
    '--operator',
    nfd('José'),
  );
  expect(await good('acme', 'product', 'list')).toMatchObject({ products: [{ name: 'Amoxicillín' }] });
  const { events } = await good('acme', 'log', '--type', 'product');
  expect(JSON.stringify(events)).toContain('Amoxicillín');
});

test('names of files stay as they were typed', async () => {
  const file = path(nfd('Karte Zürich.card'));
  await good('acme', 'card', '-o', file);
  expect(
    (await good('agency', 'accredit', file, '--role', 'manufacturer', '--prefix', '9506000', '--dry-run')).ok,
  ).toBe(true);
});
