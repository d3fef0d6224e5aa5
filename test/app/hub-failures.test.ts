// What a database of a hub refuses is said so that a person can act on it.
import { expect, test } from 'vitest';
import { asHubFailure } from '../../src/app/hub/hub-database.ts';

const told = (code: string) => asHubFailure(Object.assign(new Error('x'), { code, severity: 'ERROR' }));

test.each([
  ['28P01', 'not-allowed', 77],
  ['42501', 'not-allowed', 77],
  ['3D000', 'bad-setting', 78],
  ['0A000', 'bad-setting', 78],
  ['55000', 'bad-setting', 78],
  ['53100', 'io-failed', 74],
  ['57P01', 'peer-away', 75],
  ['XX000', 'io-failed', 74],
])('%s is %s', (state, code, exit) => {
  expect(told(state)).toMatchObject({ code, exit });
});

test('a copy is called one, and the hint says what to name', () => {
  expect(told('55000')).toMatchObject({
    message: expect.stringContaining('copy'),
    hint: expect.stringContaining('primary'),
  });
});
