// Dates as packs have them: every language of the EU writes its months in its own way, and Russian and Ukrainian theirs.
import { describe, expect, test } from 'vitest';
import { datesIn } from '../../src/gs1/candidates/dates.ts';

const LANGUAGES = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv ru uk'.split(' ');
const MONTHS = Array.from({ length: 12 }, (_, month) => month);

describe('a month by its name', () => {
  test.each(LANGUAGES)('in %s, short and long, with its day and without, in capitals too', (language) => {
    for (const month of MONTHS)
      for (const style of ['short', 'long'] as const)
        for (const day of [undefined, 'numeric'] as const) {
          const format = new Intl.DateTimeFormat(language, { month: style, year: 'numeric', day, timeZone: 'UTC' });
          const text = format.format(new Date(Date.UTC(2031, month, 15)));
          const expected = `31${String(month + 1).padStart(2, '0')}${day === undefined ? '00' : '15'}`;
          expect([text, datesIn(text).includes(expected), datesIn(text.toUpperCase()).includes(expected)]).toEqual([
            text,
            true,
            true,
          ]);
        }
  });

  test('that is another one in another language stands for both', () => {
    expect(datesIn('lip 2031')).toEqual(['310600', '310700']);
    expect(datesIn('srp 2031')).toEqual(['310700', '310800']);
    expect(datesIn('červen 2031')).toEqual(['310600']);
    expect(datesIn('červenec 2031')).toEqual(['310700']);
    expect([datesIn('mei 2031'), datesIn('meith 2031')]).toEqual([['310500'], ['310600']]);
    expect(datesIn('mar 2031')).toEqual(['310300']);
    expect(datesIn('marras 2031')).toEqual(['311100']);
  });
});

test('a month in Roman numerals stands where a month stands: a 1 that was misread is none', () => {
  expect(datesIn('30.VI.2031')).toEqual(['310630']);
  expect(datesIn('VI 2031')).toEqual(['310600']);
  expect(datesIn('I2/2031')).toEqual(['311200']);
  expect(datesIn('l5.06.2O31')).toContain('310615');
});

test('what is no date is none', () => {
  for (const text of ['', 'June', '2031', 'JUN 203', '31 JUN 2031', 'JUN MAY 2031', '30 JUN 20 31', 'X 2031 Y'])
    expect([text, datesIn(text)]).toEqual([text, []]);
});
