// What the GS1 toolkit says in English is said to people in their language, from its codes and values.
import { afterEach, describe, expect, test } from 'vitest';
import { decodeAgain } from '../../src/gs1/candidates/index.ts';
import { fault, TEXTS } from '../../src/gs1/faults.ts';
import { PHRASES, TABLES } from '../../src/words/de/index.ts';
import { inEnglish, sentence, speak, textOf } from '../../src/words/say.ts';
import { faultSaid, repairSaid } from '../../src/words/scan-words.ts';

const G = '09506000134352';
const GS = '\x1d';
const PACK = `]d201${G}17310630217XK9${GS}10LT9022`;

afterEach(() => speak('en', {}));

/** The toolkit knows no command: what is done by one is told by its line here. */
const BY_COMMAND: Readonly<Record<string, string>> = { ambiguous: 'run pedigree scanner calibrate' };

test('each fault of the toolkit has its sentence and its hint in the tables, in the same words', () => {
  const codes = [...Object.keys(TEXTS), 'iso3166'];
  for (const code of codes)
    for (const ai of ['17', undefined]) {
      const one = fault(code, 0, 1, ai, 'detail');
      const { message, hint } = faultSaid(one);
      expect([code, inEnglish(message), inEnglish(hint)]).toEqual([code, one.message, BY_COMMAND[code] ?? one.hint]);
    }
});

/** A scan for each repair, by its code. */
const REPAIRED: Readonly<Record<string, string>> = {
  'as-printed': `[01]${G}[21]7XK9`,
  base64: Buffer.from(PACK).toString('base64'),
  blanks: PACK.replace('0630', '06 30'),
  'caps-lock': swapped(PACK),
  'case-lost': PACK.toUpperCase().replace(']D2', ']d2').replace('7XK9', 'LT'),
  column: `"1","${PACK}"`,
  escapes: `%5Dd201${G}217XK9`,
  frame: `\x02${PACK}`,
  'gs-lost': `]d201${G}1731063010LT9022217XK9`,
  'gs-substitute': PACK.replace(GS, '{GS}'),
  'identifier-changed': PACK.replace(']', '*'),
  'identifier-cut': PACK.slice(1),
  'identifier-missing': PACK.slice(3),
  json: JSON.stringify({ data: PACK }),
  layout: PACK.replace(']d2', '*d2').replaceAll('-', '/'),
  'leading-gs': GS + PACK,
  'line-break': `(01)${G}(17)31\r\n0630(10)LT9022(21)7XK9`,
  'line-end': `${PACK}\x04`,
  'link-names': `https://acme.example/gtin/${G}/ser/7XK9`,
  'link-scheme': `id.gs1.org/01/${G}/21/7XK9`,
  'link-slash': `https://id.gs1.org/01/${G}/21/7XK9/`,
  'link-wrapped': `https://mail.example/?url=${encodeURIComponent(`https://id.gs1.org/01/${G}/21/7XK9`)}`,
  numbers: Buffer.from(PACK).toString('hex'),
  'plain-identifier': PACK.replace(']d2', ']d1'),
  quotes: `"(01)${G}(21)7XK9"`,
  'scanned-twice': PACK + PACK,
  'scanner-prefix': `QR:${PACK}`,
  'start-lost': PACK.slice(4),
  'symbols-joined': `]C101${G}17310630]C110LT9022${GS}217XK9`,
  typography: PACK.replace('0630', '06\u200b30'),
};

function swapped(text: string): string {
  return text.replace(/[a-z]/gi, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase()));
}

describe('what was done to a scan', () => {
  const repairs = Object.values(REPAIRED).flatMap((scan) => {
    const { repairs, candidates } = decodeAgain(scan);
    return [...repairs, ...candidates.flatMap((one) => one.repairs)];
  });
  test('is said in German by its code and what it quotes', () => {
    const seen = new Set(repairs.map(({ code }) => code));
    expect(Object.keys(REPAIRED).filter((code) => !seen.has(code))).toEqual([]);
    for (const repair of repairs) expect(textOf(repairSaid(repair))).toBe(repair.evidence);
    speak('de', TABLES, PHRASES);
    for (const repair of repairs) {
      const said = textOf(repairSaid(repair));
      expect([said, said === repair.evidence]).toEqual([said, false]);
      const quoted = /"(?:[^"\\]|\\.)*"/.exec(repair.evidence)?.[0];
      if (quoted !== undefined) expect(said).toContain(quoted);
    }
  });
});

test('codes of other trades are named in German, with what they say', () => {
  const said = (scan: string): string => {
    const [first] = decodeAgain(scan).errors;
    return first === undefined ? '' : sentence(faultSaid(first).message);
  };
  speak('de', TABLES, PHRASES);
  expect(said('PZN-03752864')).toBe('das ist die PZN 03752864 des Produkts mit der GTIN 04150037528643');
  expect(said('+A123BJC5D6E71/$$0231LOT98')).toBe(
    'das ist ein HIBC-Code: Hersteller A123, Produkt BJC5D6E7, Charge LOT9, Verfall 2031-02',
  );
  // What programs keep stays English.
  expect(decodeAgain('PZN-03752864').errors[0]?.message).toMatch(/^this is the PZN/);
});
