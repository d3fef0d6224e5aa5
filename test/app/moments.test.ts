// Moments as people and scripts write them for --now.
import { expect, test } from 'vitest';
import { makeEnv } from '../../src/app/node/env.ts';

const moment = (text: string) => makeEnv({ home: '/nowhere', now: text }).clock();

test.each(['2026-02-30', '2026-02-30T00:00:00Z', '2027-02-29T10:00', '2026-04-31T23:59:59+01:00', '2026-13-01', ''])(
  '%s is no moment, and not the day after it either',
  (text) => {
    expect(() => moment(text)).toThrow(expect.objectContaining({ exit: 2 }));
  },
);

test.each([
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2026-03-01T00:30:00+01:00', '2026-02-28T23:30:00.000Z'],
])('%s is a moment', (text, iso) => {
  expect(new Date(moment(text)).toISOString()).toBe(iso);
});
