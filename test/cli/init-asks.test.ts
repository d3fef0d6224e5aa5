// `init` at a terminal asks for what it was not told; without one it names all of that at once.
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { HAS_TERMINAL, type Terminal, terminal } from '../scan/pty.ts';
import { folder, inProcess, PROGRAM, pedigree } from './program.ts';

let dir: ReturnType<typeof folder>;
let open: Terminal[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of open) await one.hangUp();
  open = [];
  dir.remove();
});

const run = (...args: readonly string[]) => inProcess(dir.path(''), args);

/** Starts a command, `init` if none is named, and answers each question as it is asked. */
async function answering(
  words: string,
  answers: readonly (readonly [string, string])[],
  env = {},
  command = 'init',
): Promise<Terminal> {
  const at = terminal(dir.path(''), `'${process.execPath}' '${PROGRAM}' ${command} ${words}`, { env });
  open.push(at);
  let seen = 0;
  for (const [question, answer] of answers) {
    const shown = await at.until((text) => text.includes(question, seen));
    seen = shown.indexOf(question, seen) + question.length;
    at.type(`${answer}\r`);
  }
  return at;
}

const NO_MORE = [
  ['Phone or mail', ''],
  ['first peer', ''],
  ['passphrase', ''],
] as const;

async function agencyCard(): Promise<string> {
  const home = ['--home', dir.path('agency')];
  await run(...home, 'init', '--name', 'Agency', '--gln', '9506000100012', '--regulator');
  expect((await run(...home, 'card', '-o', dir.path('agency.card'))).exit).toBe(0);
  const { json } = await run(...home, 'key', 'show', '--json');
  return String(json[0]?.fingerprint);
}

test('without a terminal everything that is missing is named at once', async () => {
  const bare = await run('init');
  expect(bare.exit).toBe(2);
  const said = bare.stderr.replace(/\s+/g, ' ');
  expect(said).toContain('--regulator, --alone or --network CARD; --name <name>; --gln <gln>');
  const maker = await run('init', '--alone', '--name', 'Acme', '--role', 'manufacturer');
  expect(maker.stderr.replace(/\s+/g, ' ')).toContain('--gln <gln>; --prefix <gcp> or --gtin <gtin>');
  const german = await run('init', '--alone', '--lang', 'de');
  expect(german.stderr.replace(/\s+/g, ' ')).toContain(
    'init muss mehr wissen: --name <name>; --gln <gln>; --role <role>',
  );
  expect(existsSync(dir.path('party'))).toBe(false);
});

test('a wrong check digit is answered with the right one', async () => {
  const { exit, stderr } = await run('init', '--regulator', '--name', 'Agency', '--gln', '950600010001-3');
  expect(exit).toBe(65);
  expect(stderr).toContain('9506000100012');
  const other = await run('init', '--regulator', '--name', 'Agency', '--gln', '95060001');
  expect(other.stderr).toContain('13 digits');
});

test('where no party is, verify leads on to what works without one and to making one', async () => {
  const { exit, stderr } = await run('verify', ']d201095060001343522112345');
  expect(exit).toBe(66);
  for (const way of ['pedigree decode', 'pedigree demo', 'pedigree init']) expect(stderr).toContain(way);
});

test('init says whose fingerprint it is', async () => {
  const fingerprint = await agencyCard();
  const words = ['init', '--name', 'Hill', '--gln', '9506000100043', '--network', dir.path('agency.card')] as const;
  const { json } = await run(...words, '--dry-run', '--json');
  expect(json[0]).toMatchObject({ fingerprint, founder: 'Agency' });
  expect((await run(...words)).stdout).toContain(`${fingerprint}, of Agency`);
});

describeGiven('script of util-linux', HAS_TERMINAL, 'init at a terminal', () => {
  it('has its key locked later, in the language of whoever types', { timeout: 240_000 }, async () => {
    await run('init', '--regulator', '--name', 'Agency', '--gln', '9506000100012');
    const answers = [
      ['Neue Passphrase: ', 'open sesame'],
      ['Noch einmal: ', 'open sesame'],
    ] as const;
    const at = await answering('', answers, { LANG: 'de_DE.UTF-8' }, 'key passphrase');
    expect(await at.ended()).toBe(0);
    expect((await run('key', 'show', '--json')).json[0]).toMatchObject({ locked: true });
  });

  it('makes a pharmacy of a network from nothing but answers', { timeout: 240_000 }, async () => {
    const fingerprint = await agencyCard();
    const at = await answering('', [
      ['Number:', '7'],
      ['none of these', '1'],
      ['Name of the organisation', 'Hill Pharmacy'],
      ['GLN (13 digits', '950600010004'],
      ['Enter takes 9506000100043', ''],
      ['file of the card', 'nowhere.card'],
      ['nowhere.card', dir.path('agency.card')],
      [`network of Agency: ${fingerprint}`, 'yes'],
      ['Phone or mail', '+44 1865 000001'],
      ['first peer', 'ftp://nowhere'],
      ['first peer', 'http://127.0.0.1:9'],
      ['called here', 'agency'],
      ['passphrase', 'open sesame'],
      ['Once more', 'open sesame!'],
      ['passphrase', 'open sesame'],
      ['Once more', 'open sesame'],
    ]);
    expect(await at.ended()).toBe(0);
    expect(at.shown()).toContain('Hill Pharmacy is ready to join');
    expect(at.shown()).not.toContain('sesame');
    expect((await run('peer', 'list', '--json')).json[0]).toMatchObject({
      peers: [{ name: 'agency', url: 'http://127.0.0.1:9' }],
    });
    expect((await run('key', 'show', '--json')).json[0]).toMatchObject({ locked: true });
  });

  it('makes nothing where the fingerprint is another one', async () => {
    await agencyCard();
    const at = await answering('--name Hill --gln 9506000100043', [
      ['Number:', '1'],
      ['file of the card', dir.path('agency.card')],
      ['yes or no', 'no'],
    ]);
    expect(await at.ended()).toBe(77);
    expect(existsSync(dir.path('party'))).toBe(false);
  });

  it('asks a maker alone for its products, and leaves a key open for which nothing is typed', async () => {
    const at = await answering('--alone', [
      ['Name of', 'Acme Pharma'],
      ['GLN (13', '9506000100029'],
      ['dispenser, distributor', 'manufacturer'],
      ['company prefix', '9506000'],
      ...NO_MORE,
    ]);
    expect(await at.ended()).toBe(0);
    expect((await run('parties', '--json')).json[0]).toMatchObject({
      parties: [{ name: 'Acme Pharma', roles: ['regulator', 'manufacturer'] }],
    });
    expect((await run('key', 'show', '--json')).json[0]).toMatchObject({ locked: false });
  });

  it('asks a founder about its policy, in German where that is spoken', async () => {
    const at = await answering('--regulator --gln 9506000100012 --lang de', [
      ['Name des Betriebs', 'Behörde für Arznei'],
      ['required', 'endpoints'],
      ['Telefon', ''],
      ['Gegenstelle', ''],
      ['Passphrase', ''],
    ]);
    expect(await at.ended()).toBe(0);
    expect(at.shown()).toContain('Behörde für Arznei');
    expect((await run('status', '--json')).json[0]).toMatchObject({ party: { name: 'Behörde für Arznei' } });
  });

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('makes nothing after %s', async (_, key) => {
    const at = await answering('', []);
    await at.until((shown) => shown.includes('Number:'));
    at.type(key);
    expect(await at.ended()).toBe(130);
    expect(existsSync(dir.path('party'))).toBe(false);
  });

  it('shows the recovery words of a founder whose first peer is not waited for', async () => {
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const at = await answering('--regulator --gln 9506000100012 --custody required', [
        ['Name of', 'Agency'],
        ['Phone or mail', ''],
        ['first peer', `http://127.0.0.1:${port}`],
        ['called here', 'silent'],
        ['passphrase', ''],
      ]);
      await asked.promise;
      at.type('\x03');
      expect(await at.ended()).toBe(130);
      expect(at.shown()).toContain('Recovery words.');
      expect(at.shown().replace(/\s+/g, ' ')).toContain('the peer silent was not added');
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('makes nothing after Ctrl-D in the place of a passphrase', async () => {
    const at = await answering('--regulator --gln 9506000100012 --custody required', [
      ['Name of', 'Agency'],
      ['Phone or mail', ''],
      ['first peer', ''],
    ]);
    await at.until((shown) => shown.includes('A passphrase'));
    at.type('\x04');
    expect(await at.ended()).toBe(130);
    expect(at.shown()).toContain('nothing was made');
    expect(existsSync(dir.path('party'))).toBe(false);
  });

  it('joins no other network than the one whose fingerprint was compared', async () => {
    await agencyCard();
    const other = ['--home', dir.path('other')];
    await run(...other, 'init', '--name', 'Other', '--gln', '9506000100029', '--regulator');
    expect((await run(...other, 'card', '-o', dir.path('other.card'))).exit).toBe(0);
    const at = await answering(`--name Hill --gln 9506000100043 --network ${dir.path('agency.card')}`, [
      ['network of Agency', 'yes'],
    ]);
    await at.until((shown) => shown.includes('A passphrase'));
    copyFileSync(dir.path('other.card'), dir.path('agency.card'));
    at.type('\r');
    expect(await at.ended()).toBe(77);
    expect(existsSync(dir.path('party'))).toBe(false);
  });

  it('asks nothing with --no-input or --json', () => {
    for (const flag of ['--no-input', '--json']) {
      const { exit } = pedigree(dir.path(''), ['init', flag]);
      expect(exit).toBe(2);
    }
  });
});
