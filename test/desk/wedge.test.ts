// What a hand scanner types into a page: the keys of any host, with every form of the separator and of the end of a code.
import { describe, expect, test } from 'vitest';
import { keysOf } from '../../src/gs1/keyed.ts';
import { type KeyDown, WedgeReader } from '../../web/scan/wedge.ts';

const CODE = '010950600013435221AB';
const GS = '\x1d';

let clock = 0;
function down(key: string, code: string, more: Partial<KeyDown> = {}): KeyDown {
  clock += 5;
  return { key, code, ctrl: false, alt: false, shift: false, meta: false, altGraph: false, at: clock, ...more };
}

const codeOf = (character: string): string =>
  /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`;
const typed = (text: string): readonly KeyDown[] =>
  [...text].map((character) => down(character, codeOf(character), { shift: /[A-Z]/.test(character) }));
const ENTER = (): KeyDown => down('Enter', 'Enter');

/** All that came of keys, and whether the last was kept from the browser. */
function heard(keys: readonly KeyDown[], reader = new WedgeReader()) {
  const all = keys.map((key) => reader.key(key));
  return { scans: all.flatMap(({ scan }) => scan ?? []), taken: all.at(-1)?.taken };
}

describe('separators', () => {
  test.each([
    ['Ctrl with ] on a US host', () => [down(']', 'BracketRight', { ctrl: true })]],
    ['Ctrl with the same key on a German host', () => [down('+', 'BracketRight', { ctrl: true })]],
    ['F8', () => [down('F8', 'F8')]],
    [
      'Alt with 029 on the keypad',
      () => [0, 2, 9].map((digit) => down(digit === 2 ? 'ArrowDown' : 'Insert', `Numpad${digit}`, { alt: true })),
    ],
    ['the character itself', () => [down(GS, '')]],
  ])('%s', (_, separator) => {
    const keys = [...typed(CODE), ...separator(), ...typed('10X'), ENTER()];
    const { scans, taken } = heard(keys);
    expect(scans.map((scan) => keysOf(scan).typed)).toEqual([`${CODE}${GS}10X`]);
    expect(taken).toBe(true);
  });

  test('none of them reaches the browser: it would zoom', () => {
    const reader = new WedgeReader();
    heard(typed(CODE), reader);
    expect(reader.key(down('+', 'BracketRight', { ctrl: true })).taken).toBe(true);
  });
});

describe('ends', () => {
  test.each([
    ['Enter', () => down('Enter', 'Enter')],
    ['Tab', () => down('Tab', 'Tab')],
    ['a line feed, which is Ctrl-J and opens the downloads', () => down('j', 'KeyJ', { ctrl: true })],
    ['a carriage return as Ctrl-M', () => down('m', 'KeyM', { ctrl: true })],
  ])('%s ends a code and is kept from the browser', (_, end) => {
    expect(heard([...typed(CODE), end()])).toEqual({ scans: [CODE], taken: true });
  });

  test('a second suffix is swallowed, and a person’s Enter later is not', () => {
    const reader = new WedgeReader();
    heard([...typed(CODE), ENTER()], reader);
    expect(reader.key(ENTER()).taken).toBe(true);
    clock += 400;
    expect(reader.key(ENTER()).taken).toBe(false);
    expect(reader.key(down('Tab', 'Tab')).taken).toBe(false);
  });

  test('a pause of more than a second drops what was begun', () => {
    const begun = typed('0109506');
    clock += 1_500;
    expect(heard([...begun, ...typed(CODE), ENTER()]).scans).toEqual([CODE]);
  });

  test('a space begins no code: it presses the button that has the focus', () => {
    expect(heard([down(' ', 'Space')]).taken).toBe(false);
  });

  test('shortcuts of the browser stay its own', () => {
    expect(heard([down('r', 'KeyR', { ctrl: true })]).taken).toBe(false);
    expect(heard([down('j', 'KeyJ', { ctrl: true })]).taken).toBe(false);
  });
});

describe('what was pressed', () => {
  test('is told beside what was typed where a French host types other characters', () => {
    const french: Readonly<Record<string, string>> = { 0: 'à', 1: '&', 2: 'é', A: 'Q', B: 'B' };
    const keys = [...'0121AB'].map((character) =>
      down(french[character] ?? character, codeOf(character), { shift: /[A-Z]/.test(character) }),
    );
    const [scan = ''] = heard([...keys, ENTER()]).scans;
    expect(keysOf(scan)).toEqual({ typed: 'à&é&QB', pressed: '0121AB' });
  });

  test('is not told where AltGr was held: the scanner is set to the host’s own keyboard', () => {
    const keys = [...typed('01'), down('@', 'KeyQ', { altGraph: true, ctrl: true, alt: true }), ENTER()];
    expect(heard(keys).scans).toEqual(['01@']);
  });

  test('a handheld that says Alt with each key is read all the same', () => {
    expect(heard([...typed(CODE).map((key) => ({ ...key, alt: true })), ENTER()]).scans).toEqual([CODE]);
  });
});

describe('in a text field', () => {
  const inField = (keys: readonly KeyDown[]) => {
    const reader = new WedgeReader();
    return keys.map((key) => reader.fieldKey(key)).flatMap(({ scan, burst }) => (burst === true ? [scan] : []));
  };

  test('what comes faster than any person is a scan', () => {
    expect(inField([...typed(CODE), ENTER()])).toEqual([CODE]);
  });

  test('what a person types is none, with Enter behind it too', () => {
    const slow = [...typed('abcdefgh'), ENTER()].map((key, i) => ({ ...key, at: clock + i * 80 }));
    expect(inField(slow)).toEqual([]);
  });

  test('a few fast keys are a person with quick fingers', () => {
    expect(inField([...typed('abcd'), ENTER()])).toEqual([]);
  });
});
