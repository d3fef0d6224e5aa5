// What scanners and hosts do to codes is undone or refused, and never read as another code in silence.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bracketed, decode, GS, parse } from '../../src/gs1/index.ts';
import { swapCase } from '../../src/gs1/keyboard.ts';
import { KEYS, LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import { isNearMiss, textsNear } from '../../src/gs1/near-misses.ts';
import { describeGiven, itGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { suite } from './suite.ts';

/** Corruptions whose truth must come out, and those where it must be found or be among the candidates. */
const FOUND =
  /^(valid|trailing_gs|leading_gs|no_symbology_id|symid_|wrong_symid|terminator|double_scan|dup_serial_same|gs_as_|caps_inverted$)/;
const AMONG = /^(gs_dropped|qwertz_yz|caps_inverted_noid)$/;
/** Corruptions that syntax always shows. */
const REFUSED =
  /^(bad_expiry|dup_serial_diff|gtin_check_digit|missing_gtin|mutex_01_37|serial_illegal_char|serial_too_long|unknown_ai)$/;

function readings(scan: string): { readonly chosen: string | undefined; readonly all: readonly string[] } {
  const parsed = parse(scan);
  const chosen = parsed.ok ? bracketed(parsed.elements) : undefined;
  const candidates = parsed.candidates.map(({ elements }) => bracketed(elements));
  return { chosen, all: chosen === undefined ? candidates : [chosen, ...candidates] };
}

describeGiven(VECTORS, suite('oracle.pharma'), 'corrupted pharma scans', (pharma) => {
  const byCorruption = Map.groupBy(pharma, (row) => String(row.corruption));
  for (const [corruption, rows] of byCorruption)
    it(`${corruption}: ${rows.length} scans`, () => {
      for (const row of rows) {
        const { chosen, all } = readings(row.input);
        if (FOUND.test(corruption)) expect([row.id, chosen], row.input).toEqual([row.id, row.truth]);
        if (AMONG.test(corruption))
          expect([row.id, all.includes(String(row.truth))], row.input).toEqual([row.id, true]);
        // A blank at the end of a scan is the scanner's, wherever it came from.
        const blankAtEnd = corruption === 'serial_illegal_char' && row.input.endsWith(' ');
        if (REFUSED.test(corruption) && !blankAtEnd) expect([row.id, chosen], row.input).toEqual([row.id, undefined]);
      }
    });
});

const CODE = `]d20109506000134352173012311 0AB-1/2${GS}21Yz"x;9`.replace(' ', '');
const TRUTH = '(01)09506000134352(17)301231(10)AB-1/2(21)Yz"x;9';

describe('keyboards', () => {
  const typed = (scan: string, layout: Readonly<Record<string, string>>): string =>
    [...scan].map((character) => layout[character] ?? character).join('');

  itGiven(
    VECTORS,
    vectors('gs1/layouts.json'),
    'every layout with and without caps lock: the code is found or among the candidates',
    (layouts) => {
      const all = JSON.parse(readFileSync(layouts, 'utf8')) as Record<string, Record<string, string>>;
      for (const [name, layout] of Object.entries(all))
        for (const code of [CODE, CODE.slice(3), CODE.replace(GS, '')])
          for (const [how, scan] of [
            ['plain', typed(code, layout)],
            ['caps before', typed(swapCase(code), layout)],
            ['caps after', swapCase(typed(code, layout))],
          ] as const)
            expect([name, how, code.length, readings(scan).all.includes(TRUTH)], scan).toEqual([
              name,
              how,
              code.length,
              true,
            ]);
    },
  );

  it('of caps lock that turns plain letters alone none is chosen for another, and the code is among the candidates', () => {
    for (const [names, row] of LAYOUTS) {
      const keys = [...row];
      const moved = keys.slice(KEYS.length);
      const by: Record<string, string> = {};
      [...KEYS].forEach((key, i) => {
        by[key] = keys[i] ?? key;
      });
      for (let i = 0; i + 1 < moved.length; i += 2) by[moved[i] ?? ''] = moved[i + 1] ?? '';
      for (const lot of ['RAM-77', 'ab;M,1?', 'x/y.z:K']) {
        const truth = `(01)09506000134352(17)310630(10)${lot}(21)7XK9`;
        const scan = typed(`]d20109506000134352173106${'3010'}${lot}${GS}217XK9`, by).replace(/[A-Za-z]+/g, swapCase);
        const { chosen = truth, all } = readings(scan);
        expect([names, chosen, all.includes(truth)], scan).toEqual([names, truth, true]);
      }
    }
  });

  it('names the layout and its evidence', () => {
    const parsed = parse('+d2010950600013435217301231112AB');
    expect(parsed.ok).toBe(false);
    const german = parse(`+d201095060001343521730123110AB${GS}2112`);
    expect(german.ok).toBe(true);
    expect(german.repairs[0]).toMatchObject({ code: 'layout', harmless: false });
    expect(german.repairs[0]?.evidence).toContain('de at');
    expect(parse(`]D201095060001343521730123110ab${GS}21XYz`).repairs.map(({ code }) => code)).toEqual(['caps-lock']);
  });
});

describe('separators', () => {
  const code = (separator: string): string => `]d2010950600013435217301231${'10AB1'}${separator}21S1x`;
  it.each([
    '{GS}',
    '<GS>',
    '|',
    '~',
    '^',
    '^]',
    ' ',
    '␝',
    '↔',
    '\\x1d',
    '\\u001d',
    '&#29;',
    '%1D',
    '{FNC1}',
    '\x1b[19~',
    '#',
    '@',
    '<gs>',
    '\\(GS)',
    '&GS;',
    '{F8}',
    'Ctrl+]',
    '\\000029',
    '\\u{1d}',
    '\\F',
    '_x001D_',
  ])('GS sent as %j is taken for GS, and that is said', (separator) => {
    const parsed = parse(code(separator));
    expect(bracketed(parsed.elements)).toBe('(01)09506000134352(17)301231(10)AB1(21)S1x');
    expect(parsed.repairs.map(({ code: name }) => name)).toContain('gs-substitute');
    expect(parsed.elements.map(({ offset }) => offset)).toEqual([3, 19, 27, 32 + separator.length]);
  });

  it('a digit spelling of GS is only offered', () => {
    expect(readings(code('029')).all).toContain('(01)09506000134352(17)301231(10)AB1(21)S1x');
  });

  it('a lost separator is put back only where one way is left', () => {
    expect(readings(code('')).all).toContain('(01)09506000134352(17)301231(10)AB1(21)S1x');
    const long = parse('010950600013435221ABCDEFGHIJKLMNOPQRST1730123110ABCDEFGHIJKLMNOPQRST');
    expect(bracketed(long.elements)).toBe(
      '(01)09506000134352(21)ABCDEFGHIJKLMNOPQRST(17)301231(10)ABCDEFGHIJKLMNOPQRST',
    );
  });

  it('readings of a whole pack come before others', () => {
    for (const scan of [code(''), code('').slice(3), `]d2010950600013435221S1x${'10AB1'}17301231`]) {
      const [first, ...more] = parse(scan).candidates.map(({ elements }) =>
        elements
          .map(({ ai }) => ai)
          .toSorted()
          .join(),
      );
      expect([scan, first]).toEqual([scan, '01,10,17,21']);
      expect(more.lastIndexOf('01,10,17,21')).toBeLessThan(more.filter((ais) => ais === '01,10,17,21').length);
    }
  });

  it('doubled separators are one', () => {
    const parsed = parse(`]d2${GS}0109506000134352${GS}17301231${GS}${GS}10AB1${GS}${GS}21S1x${GS}${GS}`);
    expect(bracketed(parsed.elements)).toBe('(01)09506000134352(17)301231(10)AB1(21)S1x');
    expect([parsed.ok, parsed.repairs.every(({ harmless }) => harmless)]).toEqual([true, true]);
    expect(parsed.elements.map(({ offset }) => offset)).toEqual([4, 21, 31, 38]);
  });

  it('the one of several separators that was lost is found among the candidates', () => {
    for (const [scan, truth] of [
      [`${CODE.replace(GS, '')}${GS}710037528643`, `${TRUTH}(710)037528643`],
      [`${CODE}710037528643`, `${TRUTH}(710)037528643`],
    ] as const)
      expect([scan, readings(scan).all.includes(truth)]).toEqual([scan, true]);
  });

  it('an illegal character beside a real separator is not one', () => {
    expect(parse(`]d20109506000134352173012311012^${GS}21A`).ok).toBe(false);
  });
});

describe('letters that lost their case', () => {
  const upper = `]d2010950600013435217301231${'10AB1'}${GS}21XYZ7`;
  it('text that a host wrote in one case is found among the candidates', () => {
    const truth = '(01)09506000134352(17)301231(10)AB1(21)XYZ7';
    for (const scan of [upper.toLowerCase(), upper.toUpperCase(), upper.slice(3).toLowerCase()])
      expect([scan, readings(scan).all.includes(truth)]).toEqual([scan, true]);
  });

  it('caps lock and a lost separator together leave the truth among the candidates', () => {
    const scan = '0105352123265039112710061729010010zdliee21g1a2mzxfsf08x1b';
    expect(readings(scan).all).toContain('(01)05352123265039(11)271006(17)290100(10)ZDLIEE(21)G1A2MZXFSF08X1B');
  });
});

describe('other things that come out of scanners', () => {
  it('two codes without anything between them are split at the second GTIN', () => {
    const parsed = parse(`0109506000134352172701311012${GS}21A${GS}0109506000134376172701311034${GS}21B`);
    expect(parsed.errors.map(({ code }) => code)).toEqual(['several-scans']);
    expect(parsed.candidates.map(({ elements }) => bracketed(elements))).toEqual([
      '(01)09506000134352(17)270131(10)12(21)A',
      '(01)09506000134376(17)270131(10)34(21)B',
    ]);
  });

  it('two different codes read as one are split and none is chosen', () => {
    const parsed = parse(`]d2010950600013435221A]d2010950600013435221B`);
    expect(parsed.errors.map(({ code }) => code)).toEqual(['several-scans']);
    expect(parsed.candidates.map(({ elements }) => bracketed(elements))).toEqual([
      '(01)09506000134352(21)A',
      '(01)09506000134352(21)B',
    ]);
  });

  it('an EAN or ITF-14 on a pack says to scan the square code', () => {
    for (const scan of [']I119506000134359', ']E09506000134352', '9506000134352', ']E495050003'])
      expect(decode(scan)).toMatchObject({ kind: 'ean', warnings: [{ code: 'linear-on-pack' }] });
    expect(decode(']E09506000134352').elements).toEqual([{ ai: '01', title: 'GTIN', value: '09506000134352' }]);
  });

  it('a cut scan is refused by the profile of the market', () => {
    const cut = `]d201095060001343521730123110AB`;
    expect(parse(cut).ok).toBe(true);
    expect(parse(cut, { profile: 'eu-fmd' }).errors).toMatchObject([{ code: 'profile-missing', ai: '21' }]);
    expect(parse(`]d2010950600013435221ABCDEFGHIJKLM${GS}91EE08${GS}92abc`, { profile: 'ru' }).errors).toMatchObject([
      { code: 'profile-shape', ai: '92' },
    ]);
  });

  it('all faults are reported at once, with their places in the scan', () => {
    expect(parse(` ]d2010950600013435117301331`).errors.map(({ code, ai, offset }) => [code, ai, offset])).toEqual([
      ['incorrect-check-digit', '01', 19],
      ['illegal-month', '17', 24],
    ]);
  });

  it('reads German packs with a PPN, and checks it', () => {
    const message = (ppn: string): string => `[)>\x1e06${GS}9N${ppn}${GS}1T12345${GS}D301231${GS}SABC1\x1e\x04`;
    expect(bracketed(parse(message('110375286414')).elements)).toBe(
      '(01)04150037528643(710)03752864(10)12345(17)301231(21)ABC1',
    );
    expect(parse(message('110375286415')).errors).toMatchObject([{ code: 'ppn-check' }]);
  });

  it('recognises HIBC by its check character', () => {
    expect(parse('+A123BJC5D6E71G')).toMatchObject({ kind: 'hibc', errors: [{ code: 'hibc' }] });
    expect(parse('+A123BJC5D6E71H').kind).not.toBe('hibc');
  });

  it('warns of national numbers with a wrong check digit and reads them all the same', () => {
    const scan = (number: string): string => `]d20109506000134352710${number}`;
    expect(parse(scan('03752864'))).toMatchObject({ ok: true, warnings: [] });
    expect(parse(scan('03752865'))).toMatchObject({ ok: true, warnings: [{ code: 'nhrn-check', ai: '710' }] });
  });

  it('lists every near miss of a serial, and nothing else', () => {
    const near = new Set(textsNear('A1B2'));
    for (const text of near) expect([text, isNearMiss('A1B2', text)]).toEqual([text, true]);
    for (const text of ['A1B3', '1AB2', 'A1B', 'A1B22', 'ZA1B2', 'AB12']) expect(near.has(text)).toBe(true);
    expect(near.has('A1B2')).toBe(false);
  });

  it('knows a near miss', () => {
    for (const known of ['ABD', 'BAC', 'AB', 'ABCC', 'XABC']) expect(isNearMiss('ABC', known), known).toBe(true);
    for (const known of ['ABC', 'CBA', 'A', 'XYC']) expect(isNearMiss('ABC', known), known).toBe(false);
  });
});
