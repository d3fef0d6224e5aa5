// Whatever scanners, keyboards, hosts and people do to the code of a pack, its verdict is that of the pack, or "scan again".
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinHalves } from '../../src/app/scans/halves.ts';
import type { Scan } from '../../src/app/scans/scans.ts';
import { scanSession } from '../../src/app/sessions/session.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import { makeWorld, type World } from './goods-world.ts';
import { ACME, HILL } from './network.ts';

const G = '09506000134352';
const GS = '\x1d';
/** The code of a pack as a scanner gives it. */
const code = (serial: string, lot = 'LT9022'): string => `]d201${G}17310630` + `10${lot}${GS}21${serial}`;
const serialFirst = (serial: string, lot = 'LT9022'): string => `]d201${G}1731063021${serial}${GS}10${lot}`;

let world: World;
let drawn: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  const made = { gtin: G, expiry: '2031-06-30' };
  await world.mint({ ...made, lot: 'LT9022', count: 5, serials: ['7XK9', 'ab-12', 'ABC10X1', 'qq-7', 'QQ-7'] });
  const { scans } = await world.mint({ ...made, lot: 'LT1', count: 2 });
  const { scans: more } = await world.mint({ ...made, lot: 'RAM-77', count: 2 });
  drawn = [...scans, ...more];
  await world.share();
});
afterAll(() => world.remove());

/** The serial of the pack that a verdict on each of these finds in order, or its exit with what is told. */
const verdicts = async (...texts: readonly string[]): Promise<readonly string[]> =>
  await world.as('hill', async (home) => {
    const found: string[] = [];
    for await (const { exit, error, data } of verifyScans(home.env, texts, { strict: false, at: ACME.gln })) {
      if (error instanceof PedigreeError) found.push(`${error.exit}: ${error.message}`);
      else if (exit !== 0)
        found.push(`${exit}: ${'reasons' in data ? data.reasons.map(({ code }) => code).join(' ') : ''}`);
      else found.push('item' in data ? `${data.item.serial}` : '');
    }
    return found;
  });

const READ: Readonly<Record<string, readonly string[]>> = {
  'the EAN of the pack glued to the end': [
    `${serialFirst('7XK9')}9506000134352`,
    `${code('7XK9')}9506000134352`,
    `${code('7XK9')}]E09506000134352`,
    `9506000134352${code('7XK9')}`,
  ],
  'a suffix or a prefix of the scanner': [
    `${code('7XK9')},1`,
    `${code('7XK9')};Hall 3`,
    `${code('7XK9')}\t3`,
    `${code('7XK9')}#`,
    `QR:${code('7XK9')}`,
    `d2,${code('7XK9')}`,
    `A${code('7XK9')}`,
    `"1","${code('7XK9')}","x"`,
    `S${code('7XK9').slice(3)}`,
    `(01)${G}(17)310630(10)LT9022(21)7XK9,1`,
    `https://id.gs1.org/01/${G}/10/LT9022/21/7XK9?17=310630,1`,
  ],
  'letters of another case in one value': [
    `(01)${G}(17)310630(10)lt9022(21)7XK9`,
    code('7xk9'),
    code('7XK9', 'lt9022'),
    `https://id.gs1.org/01/${G}/10/lt9022/21/7xk9?17=310630`,
  ],
  'y and z, keyboards and lost separators in every form': [
    `httpsÖ--id.gs1.org-01-${G}-10-LT9022-21-7XK9_17´310630`,
    `)01=${G})17=310630)10=LT9022)21=7XK9`,
    `(01)${G}(17)310630(10)LT9022217XK9`,
    `(01)${G}(21)7XK910LT9022(17)310630`,
    `(01)${G}1731063010LT9022(21)7XK9`,
    `https://id.gs1.org/01/${G}/21/7XK910LT9022?17=310630`,
    `(01) ${G} (17) 310630 (10) LT9022 (21) 7XK9`,
  ],
  'a keyboard, and the separators lost': [
    'ღდ201095060001343521731063010LT9022217XK9',
    ']დ201095060001343521731063010LT9022217XK9',
    `+d201${G}217XK91731063010LT9022`,
  ],
  'a lost ] behind a dead key': [`d201${G}1731063010LT9022${GS}217XK9`, `2${code('7XK9').slice(2)}`],
  'separators spelt otherwise': [
    '_1',
    '~d029',
    '\\d029',
    '{29}',
    '<029>',
    '^29',
    'Alt029',
    'U+001D',
    ']C1',
    '  ',
    '\r\n',
  ].map((spelt) => code('7XK9').replace(GS, spelt)),
  'frame characters': [
    `${code('7XK9')} `,
    `${code('7XK9')}\x04`,
    `${code('7XK9')}\x1e\x04`,
    `${code('7XK9')}\f`,
    `\x07${code('7XK9')}`,
    `${code('7XK9')}\x1b`,
    `\u00a0${code('7XK9')}\u00a0`,
    code('7XK9').replace(']d2', ']d2 '),
    `w${code('7XK9')}`,
    `rDM${code('7XK9').slice(3)}`,
  ],
  'typography of hosts': [
    `(01)\u00a0${G}\u00a0(17)\u00a0310630 (10) LT9022 (21) 7XK9`,
    code('7XK9').replace('0630', '06\u00ad30'),
    code('7XK9').replace('0630', '06\u200b30'),
    [...code('7XK9')].map((c) => (c > ' ' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(''),
    `="${code('7XK9')}"`,
    `'${code('7XK9')}`,
    `“${code('7XK9')}”`,
    `(01)&nbsp;${G}(17)310630(10)LT9022(21)7XK9`,
  ],
  'as it is printed on labels': [
    `(01) ${G}\n(17) 310630\n(10) LT9022\n(21) 7XK9`,
    `GTIN (01) ${G} EXP (17) 310630 LOT (10) LT9022 SN (21) 7XK9`,
    `[01]${G}[17]310630[10]LT9022[21]7XK9`,
    `PC: ${G} SN: 7XK9 Lot: LT9022 EXP: 30.06.2031`,
    `PC: ${G}, SN: 7XK9, Ch.-B.: LT9022, Verw. bis: 2031-06-30`,
    `GTIN: 9506000134352\nSN: 7XK9\nLOT: LT9022\nEXP: 06/2031`,
    `(O1)${G}(17)310630(10)LT9022(21)7XK9`,
    `(01)${G.replaceAll('0', 'O')}(17)31O63O(10)LT9022(21)7XK9`,
    `GTIN:(01)${G};SN:(21)7XK9;LOT:(10)LT9022;EXP:(17)310630`,
    `PC: ${G} / SN: 7XK9 / Lot: LT9022 / EXP: 30 juin 2031`,
    `GTIN\tLot\tExpiry\tSerial\n${G}\tLT9022\t30.06.2031\t7XK9`,
  ],
  'a link that programs shortened or escaped': [
    `https://id.gs1.org/01%2F${G}%2F10%2FLT9022%2F21%2F7XK9?17=310630`,
    `https:/id.gs1.org/01/${G}/10/LT9022/21/7XK9?17=310630`,
    `https\\://id.gs1.org/01/${G}/10/LT9022/21/7XK9?17=310630`,
    `https:\\/\\/id.gs1.org\\/01\\/${G}\\/10\\/LT9022\\/21\\/7XK9?17=310630`,
  ],
  'a symbol that holds what people print, or a link': [
    `]d1PC: ${G} SN: 7XK9 Lot: LT9022 EXP: 30.06.2031`,
    `]d1(01) ${G}\n(17) 310630\n(10) LT9022\n(21) 7XK9`,
    `]Q1[01]${G}[17]310630[10]LT9022[21]7XK9`,
    `]d1"(01)${G}(17)310630(10)LT9022(21)7XK9"`,
    `]Q1https://id.gs1.org/01/${G}/10/LT9022/21/7XK9/?17=310630`,
    `]Q1https://id.gs1.org/01/${G}/10/LT9022/21/7XK9/`,
  ],
  'two symbols in one line': [`]C101${G}17310630]C110LT9022${GS}217XK9`],
};

describe('is read', () => {
  test.each(Object.entries(READ))('%s', async (_, scans) => {
    const found = await verdicts(...scans);
    expect(scans.map((scan, at) => [scan, found[at]])).toEqual(scans.map((scan) => [scan, '7XK9']));
  });
});

describe('is asked for again, and no alarm', () => {
  test('letters that may be those of two packs', async () => {
    expect(await verdicts(code('Qq-7'))).toEqual([
      '65: the scanner changed the code, and it can be read in several ways',
    ]);
    expect(await verdicts(code('qq-7'), code('QQ-7'))).toEqual(['qq-7', 'QQ-7']);
  });

  test('a code that was cut within its serial, where those of the lot are longer; not a third time, and not typed', async () => {
    for (const scan of drawn) {
      const serial = scan.slice(-16);
      expect(await verdicts(scan)).toEqual([serial]);
      for (const left of [1, 4, 9, 15]) {
        const cut = scan.slice(0, left - 16);
        expect([cut, (await verdicts(cut))[0]?.slice(0, 31)]).toEqual([cut, '65: the code was cut off within']);
      }
      const cut = scan.slice(0, -5);
      expect((await verdicts(cut, cut, cut)).map((one) => one.slice(0, 2))).toEqual(['65', '65', '11']);
      const lot = scan.includes('RAM-77') ? 'RAM-77' : 'LT1';
      expect((await verdicts(`(01)${G}(17)310630(10)${lot}(21)KJA1`))[0]?.slice(0, 2)).toBe('11');
      expect((await verdicts(`${scan.slice(0, -1)}U`, `${scan.slice(0, -4)}#1`)).map((one) => one.slice(0, 2))).toEqual(
        ['11', '65'],
      );
    }
  });

  test('a symbol with a code in brackets that was cut or lengthened: nobody types its identifier', async () => {
    const bracketed = (serial: string) => `]Q1(01)${G}(17)310630(10)LT9022(21)${serial}`;
    const [scan = ''] = drawn;
    const cut = `]d1(01)${G}(17)310630(10)LT1(21)${scan.slice(-16, -5)}`;
    expect((await verdicts(bracketed('7XK9091'), cut)).map((one) => one.slice(0, 3))).toEqual(['65:', '65:']);
    expect((await verdicts(bracketed('7XK9091').slice(3))).map((one) => one.slice(0, 2))).toEqual(['11']);
  });

  test('a cut code that a keyboard or a prefix changed as well', async () => {
    for (const scan of drawn) {
      const cut = scan.slice(0, -3);
      const changed = [`QR:${cut}`, cut.replace(']d2', 'ღდ2'), cut.replace(']d2', 'rDM'), `"${cut}`];
      expect([changed, (await verdicts(...changed)).map((one) => one.slice(0, 3))]).toEqual([
        changed,
        changed.map(() => '65:'),
      ]);
    }
  });

  test('letters or digits behind a serial, whatever is known of the length of its lot; a third time, and typed, a stop', {
    timeout: 240_000,
  }, async () => {
    let form = 0;
    for (const [i, scan] of [drawn[0] ?? '', drawn[2] ?? '', code('7XK9'), code('ABC10X1')].entries()) {
      const [head = '', serial = ''] = scan.split(`${GS}21`);
      const lot = head.slice(head.lastIndexOf('17310630') + 10);
      const typed = (value: string): readonly string[] => [
        `(01)${G}(17)310630(10)${lot}(21)${value}`,
        `(01)${G}(21)${value}(17)310630(10)${lot}`,
        `(01) ${G}\n(17) 310630\n(10) ${lot}\n(21) ${value}`,
        `[01]${G}[17]310630[10]${lot}[21]${value}`,
        `PC: ${G} Lot: ${lot} EXP: 30.06.2031 SN: ${value}`,
        `01=${G};17=310630;10=${lot};21=${value}`,
        `{"gtin":"${G}","lot":"${lot}","expiry":"2031-06-30","serial":"${value}"}`,
      ];
      for (const added of i % 2 === 0 ? ['X', '-7'] : ['3x', serial.slice(-1)]) {
        const longer = `${scan}${added}`;
        const exits = (await verdicts(longer, longer, longer)).map((one) => one.slice(0, 3));
        expect([longer, exits]).toEqual([longer, ['65:', '65:', '11:']]);
        const forms = typed(serial + added);
        const fakes = [forms[form++ % forms.length], forms[form++ % forms.length]].map((fake) => fake ?? '');
        expect([fakes, (await verdicts(...fakes)).map((one) => one.slice(0, 3))]).toEqual([
          fakes,
          fakes.map(() => '11:'),
        ]);
      }
      expect(await verdicts(...typed(serial))).toEqual(typed(serial).map(() => serial));
    }
  });

  test('what was read behind another pack too is no alarm however often it comes, for the scanner adds it each time', async () => {
    const [one = '', two = '', three = ''] = drawn.map((scan) => `${scan}X1`);
    const exits = await verdicts(one, one, two, one, one, two, two, two, `${three.slice(0, -2)}Y`, three, three, three);
    expect(exits.map((text) => text.slice(0, 3))).toEqual(Array.from({ length: 12 }, () => '65:'));
    // The same pack with more and with less of its label is one pack.
    const [whole, bare] = [`${code('7XK9')}X`, `]d201${G}217XK9X`];
    const same = await verdicts(whole, bare, whole, whole, bare, bare);
    expect(same.map((text) => text.slice(0, 3))).toEqual(['65:', '65:', '65:', '11:', '65:', '19:']);
    const fake = code('FAKE9X1');
    expect((await verdicts(one, two, fake)).map((text) => text.slice(0, 3))).toEqual(['65:', '65:', '11:']);
  });

  test('letters behind a code of which a host turned the case as well', async () => {
    const [one = ''] = await verdicts(`${serialFirst('ab-12')}9`.toUpperCase());
    expect(one.slice(0, 3)).toBe('65:');
  });

  test('letters behind what a plain symbol holds as people print it', async () => {
    const printed = (serial: string, lot: string): string => `]Q1[01]${G}[17]310630[10]${lot}[21]${serial}`;
    for (const scan of drawn) {
      const lot = scan.includes('RAM-77') ? 'RAM-77' : 'LT1';
      const longer = `${printed(scan.slice(-16), lot)}KLM`;
      expect((await verdicts(longer, longer, longer)).map((one) => one.slice(0, 3))).toEqual(['65:', '65:', '11:']);
    }
    const longer = [`${printed('7XK9', 'LT9022')}abc`, `QR:${code('7XK9')}X`];
    expect((await verdicts(...longer)).map((one) => one.slice(0, 3))).toEqual(['65:', '65:']);
    expect((await verdicts(printed('FAKE9', 'LT9022'))).map((one) => one.slice(0, 2))).toEqual(['11']);
  });

  test('letters and digits behind a code that the scanner may have put there', async () => {
    expect((await verdicts(`${code('7XK9')}X`, `${serialFirst('7XK9')}00`)).map((one) => one.slice(0, 3))).toEqual([
      '65:',
      '65:',
    ]);
  });
});

describe('a code that was cut within a serial that its maker said nothing of', () => {
  const serials = ['QX7-11aa1', 'QX7-12bb22', 'QX7-13cc333', 'QX7-14dd4'];
  test('is asked for again where packs of the lot were here, alone or in a case, and is a stop elsewhere', async () => {
    const own = await makeWorld();
    const common = { gtin: G, expiry: '2031-06-30', count: 2 };
    await own.mint({ ...common, lot: 'IMP-1', serials: serials.slice(0, 2) });
    const { ssccs = [] } = await own.mint({
      ...common,
      lot: 'IMP-2',
      serials: serials.slice(2),
      caseOf: 2,
      ssccPrefix: '9506000',
    });
    const items = [...serials.slice(0, 2).map((serial) => code(serial, 'IMP-1')), ...ssccs];
    await own.as('acme', (home) => ship(home, { to: HILL.gln, items }));
    await own.share();
    await own.as('hill', (home) => receive(home, { items: [...ssccs, code(serials[0] ?? '', 'IMP-1')] }));
    const exits = (who: 'hill' | 'corner', ...scans: readonly string[]) =>
      own.as(who, async (home) => {
        const found: unknown[] = [];
        for await (const { exit, error } of verifyScans(home.env, scans, { strict: false }))
          found.push(error?.exit ?? exit);
        return found;
      });
    const typed = (serial: string, lot: string) => `(01)${G}(17)310630(10)${lot}(21)${serial}`;
    for (const [lot, cut] of [
      ['IMP-1', 'QX7-11'],
      ['IMP-2', 'QX7-13cc'],
    ] as const) {
      const scan = code(cut, lot);
      expect(await exits('hill', scan, scan, scan)).toEqual([65, 65, 11]);
      expect(await exits('hill', typed(cut, lot), code('QX7-99zz9', lot))).toEqual([11, 11]);
      expect(await exits('corner', scan)).toEqual([11]);
      const dispensed = await own.as('hill', (home) => dispense(home, [scan]));
      expect(dispensed.lines[0]).not.toMatchObject({ exit: 11 });
    }
    own.remove();
  });
});

describe('one carton with two symbols', () => {
  const halves = [`]C101${G}17310630`, `]C110LT9022${GS}217XK9`] as const;
  test('is one pack, whichever is scanned first', async () => {
    expect(await verdicts(...halves)).toEqual(['7XK9']);
    expect(await verdicts(halves[1], halves[0], code('ab-12'))).toEqual(['7XK9', 'ab-12']);
    expect((await verdicts(halves[0], code('ab-12'))).at(1)).toBe('ab-12');
  });

  test('also where a date or a lot has the digits before a serial in it; no half has a serial', () => {
    for (const [half, whole] of [
      [`]C101${G}17210630`, `]C101${G}17210630${GS}217XK9`],
      [`]C101${G}1721063010A21B`, `]C101${G}1721063010A21B${GS}217XK9`],
    ] as const)
      expect([half, joinHalves(half, '217XK9')]).toEqual([half, whole]);
    for (const whole of [code('7XK9'), serialFirst('7XK9'), `]C101${G}217XK9`])
      expect([whole, joinHalves(whole, '217XK9')]).toEqual([whole, undefined]);
  });

  test('in a session too', async () => {
    async function* lines(): AsyncIterable<Scan> {
      let n = 0;
      for (const text of [halves[1], halves[0], code('ab-12')]) yield { n: ++n, input: text, text };
    }
    const told: unknown[] = [];
    const env = world.env('acme');
    for await (const { data } of scanSession(env, { mode: 'verify' }, { strict: false, lines }))
      if (data.kind === 'scan') told.push([data.item?.serial, data.status]);
    expect(told).toEqual([
      ['7XK9', 'caution'],
      ['ab-12', 'caution'],
    ]);
  });
});

describe('whoever acts on a scan that came changed', () => {
  const serials = ['PK1-a', 'PK2-b', 'PK3-c', 'PK4-d', 'PK5-e'] as const;
  const changed = ([a, b, c, d, e]: typeof serials): readonly string[] => [
    `${code(a, 'LT77')},1`,
    `(01) ${G}\n(17) 310630\n(10) LT77\n(21) ${b}`,
    `${serialFirst(c, 'LT77')}${G.slice(1)}`,
    `PC: ${G} SN: ${d} Lot: LT77 EXP: 30.06.2031`,
    code(e, 'lt77').replace(GS, '{29}'),
  ];

  test('receives, counts and dispenses the pack that it is', async () => {
    const world = await makeWorld();
    await world.mint({ gtin: G, expiry: '2031-06-30', lot: 'LT77', count: serials.length, serials: [...serials] });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: changed(serials) }));
    await world.share();
    const received = await world.as('hill', (home) => receive(home, { items: changed(serials) }));
    expect(received).toMatchObject({ exit: 0, packs: serials.length });
    const dispensed = await world.as('hill', (home) => dispense(home, changed(serials)));
    expect(dispensed.lines).toMatchObject(serials.map((serial) => ({ result: 'dispensed', item: { serial } })));
    const fake = await world.as('hill', (home) => dispense(home, [`${code('FAKE9', 'LT77')},1`]));
    expect(fake.lines).toMatchObject([{ result: 'refused', exit: 11 }]);
    world.remove();
  });
});

describe('is a stop as before', () => {
  const wrongDay = code('7XK9').replace('310630', '310430');
  test('a serial that was never made, a wrong lot, a wrong expiry, scanned or typed', async () => {
    const typed = (lot: string, serial: string, day = '310630') => `(01)${G}(17)${day}(10)${lot}(21)${serial}`;
    const fakes = [
      code('FAKE9'),
      code('7XK8'),
      typed('LT9022', 'FAKE9'),
      code('7XK9', 'WRONG1'),
      typed('WRONG1', '7XK9'),
    ];
    expect((await verdicts(...fakes)).map((one) => one.slice(0, 2))).toEqual(['11', '11', '11', '10', '10']);
    expect((await verdicts(wrongDay, typed('LT9022', '7XK9', '310430'))).map((one) => one.slice(0, 2))).toEqual([
      '10',
      '10',
    ]);
    expect((await verdicts(typed('LT9022', '7XK9X'))).map((one) => one.slice(0, 2))).toEqual(['11']);
  });
});
