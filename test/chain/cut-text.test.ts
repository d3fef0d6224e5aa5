// What is cut of a text of others can always be written into an event.
import { expect, it } from 'vitest';
import { cutText } from '../../src/chain/cut-text.ts';

it.each([
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['ab\u{1f600}', 4, 'ab\u{1f600}'],
  ['ab\u{1f600}', 3, 'ab'],
  ['ab\ud83d', 3, 'ab'],
  ['a\ude00b\ud83dc', 9, 'a\ufffdb\ufffdc'],
  ['', 3, ''],
])('of %j at most %d units are %j', (text, most, expected) => {
  expect(cutText(text, most)).toBe(expected);
});
