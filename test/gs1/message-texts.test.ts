// What programs and people write of packs: one pack is read, and two, or what was lost on the way, are never read as one.
import { describe, expect, test } from 'vitest';
import { readAgain, readings } from '../../src/gs1/candidates/index.ts';
import { bracketed } from '../../src/gs1/index.ts';

const G = '09506000134352';
const OTHER = '09521321000018';

/** The code that is read, or what is wrong with the text. */
function read(text: string): string {
  const { ok, elements, errors } = readAgain(text);
  return ok ? bracketed(elements) : `no: ${errors[0]?.code}`;
}

const json = (message: unknown): string => JSON.stringify(message);
const pack = `"gtin":"${G}","serial":"A1"`;
const A1 = `(01)${G}(21)A1`;

describe('two packs in one message are no pack', () => {
  test.each([
    json([
      { gtin: G, serial: 'AAA' },
      { gtin: OTHER, serial: 'BBB', lot: 'L2', expiry: '2031-06-30' },
    ]),
    json([
      { gtin: G, serial: 'AAA' },
      { gtin: G, serial: 'BBB', lot: 'L2', expiry: '2031-06-30' },
    ]),
    json([
      { gtin: G, serial: 'AAA' },
      { gtin: OTHER, serial: 'B B' },
    ]),
    json({ gtin: G, serial: ['A', 'B'] }),
    json({ gtin: [G, OTHER], serial: 'A' }),
    json({ product: { gtin: G }, last: { serial: 'A' } }),
    json(Array.from({ length: 40 }, () => ({ gtin: G, serial: 'A' }))),
    `{${pack},"serial":"B2"}`,
    `{"gtin":"${G}","serial":"A"}\n{"gtin":"${OTHER}","serial":"B","lot":"L2"}`,
    `<pack><gtin>${G}</gtin><serial>A</serial></pack><pack><gtin>${OTHER}</gtin><serial>B</serial></pack>`,
    json([{ data: `]d201${G}21A1` }, { gtin: OTHER, serial: 'BBB' }]),
    `{'gtin': '${G}', 'sn': 'A1', 'previous': {'exp': '2020-01-31'}}`,
    `{'gtin': '${G}', 'sn': 'A1'}, {'lot': 'OLD'}`,
    `<p><gtin>${G}</gtin><serial>A1</serial></p><history><lot>OLD</lot></history>`,
    `<p gtin="${G}" serial="A1"><last lot="OLD"/></p>`,
    `GTIN: ${G}\nSN: A\nGTIN: ${OTHER}\nLot: L2`,
    `GTIN: ${G}\nSN: A\nGTIN: ${G}\nLot: L2`,
    `GTIN: ${G} SN: A Lot: L1 SN: A Lot: L2`,
    `GTIN\tSerial\tSerial\n${G}\tA\tB`,
  ])('%s', (text) => {
    expect(read(text)).toMatch(/^no: /);
  });
});

test.each([
  [json({ gtin: G, serial: 'A1', previous: { exp: '2020-01-31' } })],
  [json({ gtin: G, serial: 'A1', history: { lot: 'OLD' } })],
  [json({ previous_lot: 'OLD', gtin: G, serial: 'A1' })],
  [json({ gtin: G, serial: 'A1', lot: '', colour: 'red' })],
  [json({ pack: { '01': G, '21': 'A1' }, price: 12.1 })],
  [json({ data: `]d201${G}21A1`, parsed: { gtin: G, serial: 'A1', lot: 'L1' } })],
  [`<p gtin="${G}" serial="A1"/>`],
  [`{'gtin': '${G}', 'sn': 'A1'}`],
  [json({ note: `GTIN: ${G} SN: A1` })],
  [json(json({ gtin: G, serial: 'A1', history: { lot: 'OLD' } }))],
  [encodeURIComponent(json({ gtin: G, serial: 'A1', history: { lot: 'OLD' } }))],
  [`GTIN: ${G} EAN: ${G.slice(1)} SN: A1 SN: A1, 10 pc. each`],
  [`<serial>A1</serial><country>DE</country><gtin>${G}</gtin>`],
])('a pack has what is told of itself alone: %s', (text) => {
  expect([A1, `(21)A1(01)${G}`]).toContain(read(text));
});

test.each(['12345678901234567890', '12.10', '1e5', '-1', 'true', '{"a":1}'])(
  'a serial or a lot is no number that may have been shortened: %s',
  (number) => {
    expect(read(`{"gtin":"${G}","serial":${number}}`)).toMatch(/^no: /);
    expect(read(`{${pack},"lot":${number}}`)).toMatch(/^no: /);
    expect(read(`{${pack},"price":${number}}`)).toBe(A1);
  },
);

test('a number that is written in few digits is what it says', () => {
  expect(read(`{"gtin":9506000134352,"serial":1234567890123456,"lot":null,"expiry":310630}`)).toBe(
    `(01)${G}(21)1234567890123456(17)310630`,
  );
});

test.each([
  `{"gtin":"${G}","sn":"A1","lot":"L 1"}`,
  `{"gtin":"${G}","sn":"A 1"}`,
  `{'gtin': '${G}', 'sn': 'A1', 'lot': 'X 1'}`,
  `GTIN\tSN\tLot\n${G}\tA1\tX 1`,
])('a lot or serial with a blank is not read in part: %s', (text) => {
  expect(read(text)).toMatch(/^no: /);
});

const LABELS = [
  [`(01)${G}(21)A=\nB(10)L1`, 'A=', 'B'],
  [`(01)${G}(21)L= B(10)L1`, 'L=', 'B'],
  [`(01) ${G} (21) Numero seriale: B (10) L1`, 'Numero', 'B'],
  [`(01) ${G} (21) :B (10) L1`, ':B', 'B'],
  [`(01) ${G} (21) A%28B (10) L1`, 'A%28B', 'A\\(B'],
  [`(01) ${G} (21) A%3AB (10) L1`, 'A%3AB', 'A:B'],
  [`01=${G};21=A%3AB;10=L1`, 'A%3AB', 'A:B'],
  [`GTIN: ${G}\nSN: A%29B\nLot: L1`, 'A%29B', 'A)B'],
] as const;
test.each(LABELS)('what may be of a serial is left to the ledger: %s', (text, ...serials) => {
  expect(read(text)).toBe('no: ambiguous');
  const found = readings(text).map(({ elements }) => bracketed(elements));
  expect(found).toEqual(expect.arrayContaining(serials.map((one) => `(01)${G}(21)${one}(10)L1`)));
});

test.each([
  `(01) GTIN: ${G} (21) SN: A1`,
  `(01): ${G}\n(21): A1`,
  `(01):${G}\n(21):A1`,
  `%2801%29${G}%2821%29A1`,
  `%5Dd201${G}21A1`,
  encodeURIComponent(`(01): ${G} (21): A1`).replace(/[()]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
])('a frame that cannot be of a serial is taken off: %s', (text) => {
  expect(read(text)).toBe(A1);
});
