// `-` is standard input or output wherever a file is named, and what comes through a pipe is as good as a file.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../../src/ui/io.ts';
import { main } from '../../src/ui/main.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { itGiven } from '../left-out.ts';
import { environment, folder, inProcess, pedigree, shell } from './program.ts';

const { path, remove } = folder();
afterAll(remove);
const GTIN = '09506000134352';
const EXPIRY = `${new Date().getUTCFullYear() + 3}-06-30`;

/** A line of bash in which `agency`, `acme` and `hill` are the program at their homes. */
const bash = (line: string) =>
  shell(
    path('.'),
    `for who in agency acme hill new; do eval "$who() { PEDIGREE_HOME='${path('.')}/$who' pedigree \\"\\$@\\"; }"; done\n${line}`,
  );
const good = (line: string) => {
  const reply = bash(line);
  expect([line, reply.exit], reply.stderr).toEqual([line, 0]);
  return reply;
};
const json = (home: string, ...words: string[]) =>
  pedigree(path('.'), [...words, '--json'], { env: { PEDIGREE_HOME: path(home) } }).json;
const events = (home: string) => ((json(home, 'log')[0]?.events ?? []) as readonly unknown[]).length;

/** What may be looked at on a terminal, and how it ends. */
const TEXTS: Readonly<Record<string, number>> = {
  mint: 0,
  label: 0,
  'epcis convert': 0,
  'epcis mend': 20,
  'epcis complain': 0,
  'recall letter': 0,
  'dscsa trace': 20,
  'dscsa 3911': 20,
  'dscsa pdg': 20,
};

const EPCIS = `<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2" creationDate="2026-11-20T10:00:00Z"><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-11-20T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9521321.000001.A1</epc></epcList><action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><disposition>urn:epcglobal:cbv:disp:active</disposition></ObjectEvent>
</EventList></EPCISBody></epcis:EPCISDocument>
`;

beforeAll(() => {
  // A network without one file: cards and welcomes go from hand to hand.
  good(`agency init --name Agency --gln 9506000100012 --regulator -q
    agency card -o - 2>/dev/null >agency.card
    agency card -o - 2>/dev/null | acme init --name Acme --gln 9506000100029 --network - -q
    agency card -o - 2>/dev/null | hill init --name Hill --gln 9506000100043 --network /dev/stdin -q
    acme card -o - 2>/dev/null | agency accredit - --role manufacturer dispenser --prefix 9506000 -q
    agency accredit <(hill card -o - 2>/dev/null) --role dispenser -o - 2>/dev/null | hill import - -q
    agency export - 2>/dev/null | acme import - -q
    acme mint --gtin ${GTIN} --lot L1 --expiry ${EXPIRY} --count 12 --out - 2>/dev/null >packs.txt
    acme recall issue --gtin ${GTIN} --lot LX --class 3 --reason leaflet --number R-1 --unknown-lot --confirm LX -q`);
  expect(readFileSync(path('packs.txt'), 'latin1')).toMatch(new RegExp(`^(\\]d201${GTIN}[!-z\\x1d]+\\n){12}$`));
});

test('no file is ever called -', () => {
  expect(readdirSync(path('.')).sort()).toEqual(['acme', 'agency', 'agency.card', 'hill', 'packs.txt']);
  for (const line of ['demo -', '--home - status', 'init --home - --name x --gln 9506000100012 --regulator']) {
    expect([line, bash(`pedigree ${line}`).exit]).toEqual([line, 2]);
  }
  expect(existsSync(path('-'))).toBe(false);
});

describe('what is written to -', () => {
  test('is the file alone, byte by byte, and the answer is talk', () => {
    for (const [line, file] of [
      ['acme export', 'export.x'],
      ['acme card -o', 'card.x'],
      ['acme ship --to Hill --once a "$(head -1 packs.txt)" --bundle', 'ship.x'],
    ]) {
      const { stderr } = good(`${line} - >stream.x; ${line} ${file} >/dev/null; cmp stream.x ${file}`);
      expect([line, stderr.replaceAll('\n', ' ')]).toEqual([line, expect.stringContaining('standard output')]);
    }
    expect(bash('acme backup - >backup.x').stderr).toContain('standard output');
    good('new restore - -q <backup.x; rm -r new');
    good('new restore <(cat backup.x) -q; rm -r new *.x');
  });

  test('of a label is what a printer is sent, and a picture of it is read from a pipe', () => {
    good('acme label --lot L1 --range 2 --format png -o - 2>/dev/null | acme label check -');
    good(`acme label --lot L1 --range 3 --format png -o - 2>/dev/null | acme decode - | grep -q ${GTIN}`);
    expect(good('acme label --lot L1 --range 4-5 --format zpl -o - 2>/dev/null').stdout).toMatch(
      /^\^XA[\s\S]+\^XZ\s*$/,
    );
    expect(bash('acme label --lot L1 --range 6-7 --format svg -o -').exit).toBe(2);
    expect(
      json('acme', 'label', '--lot', 'L1', '--range', '6', '--format', 'svg', '-o', 'six.svg', '-n'),
    ).toMatchObject([{ lots: [{ reprinted: 0 }] }]);
  });

  test('cannot be beside an answer in JSON: nothing is recorded', async () => {
    writeFileSync(path('kept.xml'), EPCIS);
    const document = /"document":"(\w+)/.exec(bash('acme epcis import kept.xml --json').stdout)?.[1] ?? '';
    const told = good(`acme report '(01)00309041234567(21)B1(10)L1(17)310630' --as illegitimate --note blurred --json`);
    const came = bash(`acme receive '(01)09521321000018(21)Z1(10)L9(17)310630' --json`);
    const waiting = /"waiting":"(\w+)"/.exec(came.stdout)?.[1] ?? '';
    const report = /"event":"([^"]+)"/.exec(told.stdout)?.[1] ?? '';
    const lines: Record<string, readonly string[]> = {
      init: ['init', '--name', 'X', '--gln', '9506000110004', '--regulator', '--recovery-out', '-'],
      card: ['card', '-o', '-'],
      accredit: ['accredit', 'Acme', '--role', 'distributor', '-o', '-'],
      endorse: ['endorse', path('acme.card'), '-o', '-'],
      mint: ['mint', '--gtin', GTIN, '--lot', 'L9', '--expiry', EXPIRY, '--count', '2', '--out=-'],
      label: ['label', '--lot', 'L1', '--range', '8', '--format', 'zpl', '-o-'],
      ship: ['ship', '--to', 'Hill', readFileSync(path('packs.txt'), 'utf8').split('\n')[8] ?? '', '--bundle', '-'],
      'scanner calibrate': ['scanner', 'calibrate', '-o', '-'],
      export: ['export', '-'],
      'epcis convert': ['epcis', 'convert', path('kept.xml'), '--to', '2.0', '-o', '-'],
      'epcis mend': ['epcis', 'mend', path('kept.xml'), '-o', '-'],
      'epcis export': ['epcis', 'export', document, '-o', '-'],
      'epcis complain': ['epcis', 'complain', document, '-o', '-'],
      'dscsa trace': ['dscsa', 'trace', '--gtin', '09521321000018', '--as', 'csv', '-o', '-'],
      'dscsa 3911': ['dscsa', '3911', report, '-o', '-'],
      'recall letter': ['recall', 'letter', 'R-1', '-o', '-'],
      'dscsa pdg': ['dscsa', 'pdg', waiting, '-o', '-'],
      backup: ['backup', '-'],
    };
    for (const { name, load } of COMMANDS) {
      const { command } = await load();
      const writes = [...(command.options ?? []), ...(command.arguments ?? [])].some(({ out }) => out);
      expect([name, name in lines]).toEqual([name, writes]);
      if (!writes) continue;
      const home = name === 'accredit' ? 'agency' : 'acme';
      const before = events(home);
      const env = { env: { PEDIGREE_HOME: path(home) } };
      const reply = await inProcess(path('.'), [...(lines[name] ?? []), '--json'], env);
      expect([name, reply.exit, reply.json, events(home)]).toEqual([
        name,
        2,
        [expect.objectContaining({ ok: false, code: 'usage' })],
        before,
      ]);
      // There is a party already.
      if (name === 'init') continue;
      // Binary data is not for a terminal; a list of scans, ZPL, SVG, EPCIS and a form may be looked at.
      const shown = await onTerminal(lines[name] ?? [], path(home));
      const text = name in TEXTS;
      expect([name, shown.exit, shown.stdout !== '']).toEqual([name, TEXTS[name] ?? 2, text]);
      if (!text) expect(events(home)).toBe(before);
    }
  });

  itGiven('/dev/full', existsSync('/dev/full') || undefined, 'and cannot be is told, with what is recorded', () => {
    const pack = readFileSync(path('packs.txt'), 'utf8').split('\n')[9];
    const before = events('acme');
    const full = bash(`acme ship --to Hill '${pack}' --bundle - >/dev/full`);
    expect([full.exit, events('acme')]).toEqual([74, before + 1]);
    expect(full.stderr.replace(/\s+/g, ' ')).toMatch(
      /^pedigree: error: it is recorded, but cannot write standard output: the disk is full/,
    );
    expect(bash('acme export - >/dev/full').exit).toBe(74);
    const unread = bash(`acme mint --gtin ${GTIN} --lot L3 --expiry ${EXPIRY} --count 2 --out - | true`);
    expect([unread.exit, events('acme')]).toEqual([0, before + 3]);
    expect(unread.stderr.replace(/\s+/g, ' ')).toContain(
      'nobody read the file to its end; what the command does is done and recorded',
    );
    expect(bash('acme card -o - | true').stderr.replace(/\s+/g, ' ')).toMatch(
      /to its end; what the command does besides is done $/,
    );
  });

  test('is a backup, or the words that a network hangs on, only where somebody reads them', () => {
    rmSync(path('acme/last-backup'), { force: true });
    const cut = bash('acme backup - | true');
    expect([cut.exit, cut.stderr.replace(/\s+/g, ' ')]).toEqual([
      74,
      expect.stringMatching(/^pedigree: error: nobody read standard output to its end pedigree: hint: name a file/),
    ]);
    expect([cut.stderr.match(/nobody/g)?.length, existsSync(path('acme/last-backup'))]).toEqual([1, false]);
    expect(bash('acme backup - | cat >whole.backup').exit).toBe(0);
    expect(existsSync(path('acme/last-backup'))).toBe(true);
    const founding = 'new init --name New --gln 9506000100012 --regulator --recovery-out -';
    expect(bash(`${founding} | true`)).toMatchObject({ exit: 74, stderr: expect.stringContaining('nobody read') });
    expect(existsSync(path('new'))).toBe(false);
    expect(bash(`${founding} | cat >new.words`).exit).toBe(0);
  });
});

async function onTerminal(words: readonly string[], home: string) {
  let stdout = '';
  const io: Io = {
    write: (data) => {
      stdout += String(data);
    },
    talk: () => {},
    outIsTerminal: true,
    talkIsTerminal: false,
    inIsTerminal: false,
    environment: environment(home, { PEDIGREE_HOME: home }),
    stdin: async function* () {},
  };
  return { exit: await main(words, io), stdout };
}

describe('what comes through a pipe', () => {
  test('is a bundle wherever it comes from', () => {
    good('acme export acme.news -q');
    for (const line of [
      'hill import - <acme.news',
      'cat acme.news | hill import -',
      'cat acme.news | hill import /dev/stdin',
      'hill import /dev/stdin <acme.news',
      'hill import <(cat acme.news)',
      'mkfifo queue; (sleep 0.3; cat acme.news >queue) & hill import queue; exit=$?; rm queue; exit $exit',
      'hill recover --from <(cat acme.news)',
    ]) {
      good(line);
    }
    expect(bash('hill import - </dev/null').stderr).toMatch(
      /^pedigree: error: standard input is not a pedigree bundle/,
    );
    expect(bash('head -c 2000 acme.news | hill import -').exit).toBe(65);
  });

  test('is one of several files, and the worst of them is the exit', () => {
    const { exit, stdout, stderr } = bash('hill import acme.news nowhere - agency.card <acme.news');
    expect([exit, stderr.split('\n')[0]]).toEqual([
      66,
      expect.stringMatching(/^pedigree: error: .*nowhere.*no such file/),
    ]);
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual(['acme.news', '-', 'agency.card', '']);
    const lines = json('hill', 'import', 'acme.news', 'packs.txt', 'nowhere', 'agency.card');
    expect(lines).toMatchObject([
      { ok: true, n: 1, input: 'acme.news', file: 'acme.news', already: true, exit: 0 },
      { ok: false, n: 2, input: 'packs.txt', code: 'bad-bundle', exit: 65 },
      { ok: false, n: 3, input: 'nowhere', code: 'no-such-file', exit: 66 },
      { ok: true, n: 4, input: 'agency.card', exit: 0 },
    ]);
    const env = { PEDIGREE_HOME: path('hill') };
    expect(pedigree(path('.'), ['import', 'packs.txt', 'nowhere', 'acme.news'], { env }).exit).toBe(65);
  });

  test('is a list of scans, serials or a passphrase', () => {
    for (const line of [
      'verify - <packs.txt',
      'verify @- <packs.txt',
      'verify /dev/stdin <packs.txt',
      'cat packs.txt | acme verify /dev/stdin',
      'cat packs.txt | acme verify @/dev/stdin',
      'verify <(cat packs.txt)',
      'verify @<(cat packs.txt)',
    ]) {
      const { stdout } = bash(`${line.includes('acme') ? '' : 'acme '}${line} --json`);
      expect([line, stdout.split('\n').length]).toEqual([line, 13]);
    }
    for (const line of [
      'contents - <one.txt',
      'contents @one.txt',
      'trace - <one.txt',
      'cat one.txt | acme contents -',
    ]) {
      good(
        `head -1 packs.txt >one.txt; ${line.includes('acme') ? '' : 'acme '}${line}; exit=$?; rm one.txt; exit $exit`,
      );
    }
    const mint = `acme mint --gtin ${GTIN} --expiry ${EXPIRY} -q`;
    good(`${mint} --lot L4 --serials <(echo A1; echo A2)`);
    good(`(echo A3; echo A4) | ${mint} --lot L5 --serials -`);
    // The line of the passphrase alone is taken from standard input.
    good(`acme key passphrase --new-passphrase-file <(echo secret) -q
      (echo secret; tail -1 packs.txt) | acme dispense - --passphrase-file -
      (echo secret; echo A5) | ${mint} --lot L6 --serials - --passphrase-file -
      acme key passphrase --remove --passphrase-file - -q <<<secret`);
  });

  test('is read by one alone: the other would do nothing without a word', () => {
    const before = events('acme');
    for (const line of [
      'dispense - -',
      'dispense - @/dev/stdin',
      'receive - --damaged -',
      'import - /dev/stdin',
      'scan --mode receive --damaged @-',
      'verify - @-',
    ]) {
      const { exit, stderr } = bash(`acme ${line} <packs.txt`);
      expect([line, exit, stderr.split(':')[1]]).toEqual([line, 2, ' error']);
    }
    expect(events('acme')).toBe(before);
  });
});
