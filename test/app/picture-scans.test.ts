// A picture of a pack is that pack, whatever else is printed on it: EAN, leaflet link, the codes of the carton in two halves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLabel } from '../../src/app/labels/label-check.ts';
import { scansOfPicture } from '../../src/app/scans/picture-scans.ts';
import { type SessionLine, scanSession } from '../../src/app/sessions/session.ts';
import { dispenseScans } from '../../src/app/steps/dispense-scans.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { allScans, scansOf } from '../../src/commands/scan-words.ts';
import { parse } from '../../src/gs1/index.ts';
import { filed } from '../label/degraded.ts';
import { drawn, sheetOf, smudged, together } from './drawn.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

const EAN = GTIN.slice(1);
const nothing = async function* (): AsyncIterable<Uint8Array> {};

describe('a photograph of a pack with its EAN', () => {
  let world: World;
  let packs: readonly string[];
  const bracketed = (n: number): string =>
    parse(packs[n] ?? '').elements.reduce((text, { ai, value }) => `${text}(${ai})${value}`, '');
  const photographed = async (n: number, name = `pack-${n}.png`): Promise<string> => {
    const path = world.path(name);
    writeFileSync(path, await sheetOf(['ean13', EAN], ['gs1datamatrix', bracketed(n)]));
    return path;
  };

  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 4 });
    packs = scans;
    await world.share();
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
  });
  afterAll(() => world.remove());

  test('is verified as one good pack', async () => {
    const path = await photographed(0);
    const verdicts: unknown[] = [];
    for await (const { exit, data, error } of verifyScans(world.env('hill'), scansOf([path], nothing), {
      strict: true,
    })) {
      verdicts.push([exit, error, 'status' in data ? data.status : undefined]);
    }
    expect(verdicts).toEqual([[0, undefined, 'genuine']]);
  });

  test('is dispensed as one pack', async () => {
    const path = await photographed(1);
    const exits: unknown[] = [];
    await world.as('hill', async (home) => {
      for await (const { exit, error } of dispenseScans(home, scansOf([path], nothing), {})) exits.push([exit, error]);
    });
    expect(exits).toEqual([[0, undefined]]);
  });

  test('is put into quarantine as one pack', async () => {
    const items = await allScans([await photographed(2)], nothing);
    expect(items).toHaveLength(1);
    const { packs: count } = await world.as('hill', (home) => quarantine(home, { items, reason: 'suspect' }));
    expect(count).toBe(1);
  });

  test('is checked as one good label, and its EAN is shown beside', async () => {
    const { exit, symbols, unread } = await checkLabel(world.env('hill'), await photographed(0));
    expect([exit, unread]).toEqual([0, undefined]);
    expect(symbols.map(({ format, verdict }) => [format, verdict?.status])).toEqual([
      ['EAN13', undefined],
      ['DataMatrix', 'genuine'],
    ]);
  });

  test.each([
    ['is checked as one good label', undefined, 0, 'genuine'],
    ['with a serial that nobody made is a label of no good pack', 'NOBODYMADE77', 11, 'stop'],
  ])(
    'whose code stands in two halves %s',
    async (_is, other, exit, status) => {
      const made = new Map(parse(packs[0] ?? '').elements.map(({ ai, value }) => [ai, value]));
      const path = world.path('halves.png');
      const [first, second] = [
        `(01)${GTIN}(17)${made.get('17')}`,
        `(10)${made.get('10')}(21)${other ?? made.get('21')}`,
      ];
      writeFileSync(path, await sheetOf(['gs1-128', first], ['gs1-128', second]));
      const checked = await checkLabel(world.env('hill'), path);
      expect(checked.symbols.map(({ errors, verdict }) => [errors, verdict?.status])).toEqual([
        [[], status],
        [[], status],
      ]);
      expect(checked.exit).toBe(exit);
    },
    60_000,
  );

  test('among several that stand in halves has its own verdict', async () => {
    const halves = [2, 3].flatMap((n) => {
      const made = new Map(parse(packs[n] ?? '').elements.map(({ ai, value }) => [ai, value]));
      return [`(01)${GTIN}(17)${made.get('17')}`, `(10)${made.get('10')}(21)${made.get('21')}`];
    });
    const path = world.path('several-halves.png');
    const drawnHalves = halves.map((text) => ['gs1-128', text] as const);
    writeFileSync(path, await sheetOf(...drawnHalves, ['gs1datamatrix', bracketed(0)]));
    const { symbols } = await checkLabel(world.env('hill'), path);
    expect(symbols.find(({ format }) => format === 'DataMatrix')?.verdict?.item.serial).toBe(
      parse(packs[0] ?? '').elements.find(({ ai }) => ai === '21')?.value,
    );
  });

  test('beside one that cannot be read is a good pack and one that is told of', async () => {
    const [ean, good, bad] = [
      await drawn('ean13', EAN),
      await drawn('gs1datamatrix', bracketed(0)),
      smudged(await drawn('gs1datamatrix', bracketed(1))),
    ];
    const folder = world.path('two');
    mkdirSync(folder);
    const path = join(folder, 'two.png');
    writeFileSync(path, filed(together(ean, good, bad)));
    const told: unknown[] = [];
    for await (const { exit, error } of verifyScans(world.env('hill'), scansOf([path], nothing), { strict: false })) {
      told.push([error?.exit ?? exit, error?.message]);
    }
    const missed = '1 more symbol seen, not read';
    expect(told).toEqual([
      [0, undefined],
      [65, missed],
    ]);
    await expect(allScans([path], nothing)).rejects.toMatchObject({ code: 'bad-input', message: missed });
    expect(await checkLabel(world.env('hill'), path)).toMatchObject({ exit: 65, unread: 1 });
    const said: SessionLine[] = [];
    const options = { strict: false, lines: async function* () {}, watch: folder };
    for await (const line of scanSession(world.env('hill'), { mode: 'verify' }, options)) said.push(line);
    expect(said.filter(({ exit }) => exit === 65).map(({ data }) => data.text)).toEqual([`${path}: ${missed}`]);
    expect(said.at(-1)?.data).toMatchObject({ tally: { counted: 1 } });
  });

  test('that is put into a watched folder is one good scan', async () => {
    const folder = world.path('watched');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.png'), await sheetOf(['ean13', EAN], ['gs1datamatrix', bracketed(3)]));
    const said: SessionLine[] = [];
    const options = { strict: false, lines: async function* () {}, watch: folder };
    for await (const line of scanSession(world.env('hill'), { mode: 'verify' }, options)) said.push(line);
    expect(said.map(({ exit }) => exit)).not.toContain(65);
    expect(said.at(-1)?.data).toMatchObject({ tally: { scans: 1, counted: 1, unreadable: 0 } });
  });
});

describe('of the symbols in one picture', () => {
  const GS = '\x1d';
  const pack = (serial: string, lot = 'LOT1') => `]d201${GTIN}1728063010${lot}${GS}21${serial}`;
  const left = (...texts: readonly string[]) => scansOfPicture(texts.map((text) => ({ text }))).map(({ text }) => text);

  test.each([
    ['the EAN of the pack', `]E0${EAN}`],
    ['the product in a DataBar', `]e001${GTIN}`],
    ['product, date and lot in a GS1-128', `]C101${GTIN}1728063010LOT1`],
    ['the link to a leaflet', ']Q1https://leaflet.example/amoxicillin'],
    ['the number of a folding box', ']C0FB-2210-7'],
    ['a PZN', ']A0-04150036'],
    ['the ITF-14 of the case', `]I119506000134359`],
    ['the same pack as a link', `]Q1https://id.gs1.org/01/${GTIN}/21/A1`],
    ['the same pack in a GS1-128', pack('A1').replace(']d2', ']C1')],
  ])('%s says nothing more', (_name, other) => {
    expect(left(other, pack('A1'))).toEqual([other.startsWith(']C101') && other.includes('21A1') ? other : pack('A1')]);
    expect(left(pack('A1'), other)).toEqual([pack('A1')]);
  });

  test.each([
    ['the EAN of another product', ']E09506000117843'],
    ['a second pack', pack('A2')],
    ['a second box with the same code', pack('A1')],
    ['the same serial in another lot', pack('A1', 'LOT2').replace(']d2', ']C1')],
    ['the product in another lot', `]C101${GTIN}1728063010LOT2`],
    ['a DataMatrix that is no GS1 code', ']d1hello'],
    ['a code that was printed wrong', `]d201${GTIN}172806`],
  ])('%s is told beside the pack', (_name, other) => {
    expect(left(pack('A1'), other)).toEqual([pack('A1'), other]);
  });

  test('what a pallet label says of the contents is of the logistic unit', () => {
    const sscc = ']C100095060000000000015';
    expect(left(sscc, ']C102195060001343593740')).toEqual([sscc]);
    expect(left(']C102195060001343593740', sscc, ']I119506000134359')).toEqual([sscc]);
  });

  test('two halves that name one pack together are one, whatever lies between', () => {
    const halves = [`]C101${GTIN}17280630`, `]E0${EAN}`, `]C110LOT1${GS}21A1`] as const;
    const whole = `]C101${GTIN}17280630${GS}10LOT1${GS}21A1`;
    expect(left(...halves)).toEqual([whole]);
    expect(left(...halves.toReversed())).toEqual([whole]);
    expect(left(`]d201${GTIN}17280630`, `]d210LOT1${GS}21A1`)).toEqual([whole]);
  });

  test('halves of two packs are not joined by guessing', () => {
    const texts = [`]C101${GTIN}17280630`, `]C110LOT1${GS}21A1`, `]C101${GTIN}17280630`, `]C110LOT1${GS}21A2`];
    expect(left(...texts)).toEqual(texts);
  });

  test('where none is a pack all stay, each with what is to be said of it', () => {
    const texts = [`]E0${EAN}`, ']Q1https://leaflet.example/amoxicillin'];
    expect(left(...texts)).toEqual(texts);
  });
});
