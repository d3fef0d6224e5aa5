// Moments of EPCIS files: to the millisecond, and nothing guessed where there is no zone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOffset, readTime } from '../../src/epcis/times.ts';

const iso = (written: string, offset?: number) => {
  const { ms, fault } = readTime(written, offset);
  return [ms === undefined ? undefined : new Date(ms).toISOString(), fault];
};

test('a moment is read as it is written in any zone', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (date, minutes) => {
        const sign = minutes < 0 ? '-' : '+';
        const two = (n: number) => String(Math.trunc(n)).padStart(2, '0');
        const zone = `${sign}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        expect(iso(local + zone)).toEqual([date.toISOString(), undefined]);
        expect(iso(local, minutes)).toEqual([date.toISOString(), 'without-zone']);
        expect(iso(local + zone.replace(':', ''))).toEqual([date.toISOString(), 'form']);
        expect(readOffset(zone)).toEqual({ minutes: minutes === 0 ? expect.closeTo(0) : minutes, right: true });
      },
    ),
  );
});

test('midnight at the end of a day, and a fraction that carries over', () => {
  expect(iso('2026-11-20T24:00:00Z')).toEqual(['2026-11-21T00:00:00.000Z', undefined]);
  expect(iso('2026-12-31T23:59:59.9995Z')).toEqual(['2027-01-01T00:00:00.000Z', undefined]);
  expect(iso('2026-12-31T23:59:59.99949Z')).toEqual(['2026-12-31T23:59:59.999Z', undefined]);
  expect(iso('2022-04-13T12:35:29.017069617Z')).toEqual(['2022-04-13T12:35:29.017Z', undefined]);
});

test('what is no moment is none', () => {
  for (const written of [
    '',
    'yesterday',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-20',
    '2026-11-20T24:00:01Z',
    '2026-11-20T23:60:00Z',
    '2026-11-20T08:00:00+15:00',
    '20.11.2026 08:00:00',
  ])
    expect(iso(written)).toEqual([undefined, 'unreadable']);
  expect(iso('2026-11-20T08:15:30')).toEqual([undefined, 'without-zone']);
});

test('an offset is a sign and four digits with a colon; Z and others are readable', () => {
  expect(readOffset('-05:00')).toEqual({ minutes: -300, right: true });
  expect(readOffset('Z')).toEqual({ minutes: 0, right: false });
  expect(readOffset('-0530')).toEqual({ minutes: -330, right: false });
  expect(readOffset('EST')).toEqual({ minutes: undefined, right: false });
  expect(readOffset('')).toEqual({ minutes: undefined, right: false });
});
