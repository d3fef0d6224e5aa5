// What scanners and people type into a terminal: codes whole, separators kept, keys told from codes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyReader, type Keystroke, LineReader } from '../../src/scan/keyboard.ts';

const GS = '\x1d';
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const typed = (...chunks: readonly string[]): readonly Keystroke[] => {
  const reader = new KeyReader();
  return chunks.flatMap((chunk, at) => reader.feed(bytes(chunk), at * 1_000));
};
const line = (text: string): Keystroke => ({ kind: 'line', text });

describe('a keyboard-wedge scanner', () => {
  const code = `]d20109506000134352217K2M9QX4T8RB3WNC${GS}1728063010ABC123`;

  test('ends a code with CR, LF, both or TAB', () => {
    for (const end of ['\r', '\n', '\r\n', '\t'])
      expect(typed(code + end + code + end)).toEqual([line(code), line(code)]);
  });

  test.each([
    ['Ctrl-]', '\x1d'],
    ['F8', '\x1b[19~'],
    ['Alt with 029', '\x1b0\x1b2\x1b9'],
    ['Alt with 0029', '\x1b0\x1b0\x1b2\x1b9'],
    ['Alt with 29', '\x1b2\x1b9'],
  ])('sends the separator as %s', (_, keys) => {
    const sent = `${code.replace(GS, keys)}\r`;
    expect(typed(sent)).toEqual([line(code)]);
    expect(typed(...sent)).toEqual([line(code)]);
  });

  test.each([0, 2, 3, 4])('in ALT mode types every character by its number, in %d digits at least', (width) => {
    const every = ']d201!"%&\'()*+,-./09:;<=>?AZ_az\x1dGIJ';
    const keys = (character: string): string =>
      [...String(character.charCodeAt(0)).padStart(width, '0')].map((digit) => `\x1b${digit}`).join('');
    const sent = [...every].map(keys).join('');
    expect(typed(`${sent}\r`)).toEqual([line(every)]);
    expect(typed(...`${sent}\r`)).toEqual([line(every)]);
  });

  test('in a burst of 2 000 codes, cut anywhere, none is lost and none is changed', () => {
    const codes = Array.from({ length: 2_000 }, (_, i) => `]d2010950600013435221SERIAL${i}${GS}10LOT${i % 7}`);
    const all = bytes(codes.map((text) => `${text}\r\n`).join(''));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 50 }), (sizes) => {
        const reader = new KeyReader();
        const seen: string[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          for (const one of reader.feed(all.subarray(at, at + size), turn)) {
            expect(one.kind).toBe('line');
            if (one.kind === 'line') seen.push(one.text);
          }
          at += size;
        }
        expect(seen).toEqual(codes);
      }),
      { numRuns: 10 },
    );
  });

  test('frames codes with STX and ETX, and ISO 15434 messages keep their EOT', () => {
    expect(typed(`\x02${code}\x03\r`)).toEqual([line(`\x02${code}\x03`)]);
    expect(typed('[)>\x1e069NABC\x1e\x04\r')).toEqual([line('[)>\x1e069NABC\x1e\x04')]);
  });

  test('is not taken for a person by the control characters in its codes', () => {
    // Taken for keys they would end the session, or cut the code to one that reads well and names another pack.
    for (const key of ['\x03', '\x7f', '\b', '\x15', '\x04', '\x1a']) {
      expect(typed(`${code}${key}${code}\r`)).toEqual([line(`${code}${key}${code}`)]);
    }
    expect(typed(`${code}\x03\r`)).toEqual([line(`${code}\x03`)]);
    expect(typed(`\x11${code.slice(0, 9)}\x13\0${code.slice(9)}\r`)).toEqual([line(code)]);
  });

  test('does not end the session with a second line end right behind a code', () => {
    const reader = new KeyReader();
    expect(reader.feed(bytes('AB\r'), 0)).toEqual([line('AB')]);
    expect(reader.feed(bytes('\n'), 1)).toEqual([]);
    expect(reader.feed(bytes('\r'), 20)).toEqual([]);
    expect(reader.feed(bytes('\r'), 1_000)).toEqual([{ kind: 'enter' }]);
  });
});

describe('a person at the keys', () => {
  test('types, mends and takes back', () => {
    expect(typed('ABX', '\x7f', 'C\r')).toEqual([line('ABC')]);
    expect(typed('wrong', '\x15', 'right\r')).toEqual([line('right')]);
    expect(typed('\x1a')).toEqual([{ kind: 'undo' }]);
  });

  test('ends or interrupts', () => {
    expect(typed('\r')).toEqual([{ kind: 'enter' }]);
    expect(typed('\x04')).toEqual([{ kind: 'end' }]);
    expect(typed('AB', '\x03')).toEqual([{ kind: 'interrupt' }]);
    expect(typed(`${'A'.repeat(9)}\r\x03`)).toEqual([line('AAAAAAAAA'), { kind: 'interrupt' }]);
  });

  test('pastes several codes at once, an empty line among them', () => {
    expect(typed('\x1b[200~A\nB\n\nC\n\x1b[201~')).toEqual([line('A'), line('B'), line('C')]);
  });

  test('presses keys that say nothing', () => {
    expect(typed('\x1b[A\x1b[1;5C\x1bOPAB\r')).toEqual([line('AB')]);
  });

  test('in any alphabet, cut within a character', () => {
    const reader = new KeyReader();
    const text = bytes('àß§\r');
    expect([...text].flatMap((byte) => reader.feed(Uint8Array.of(byte), 0))).toEqual([line('àß§')]);
  });
});

describe('a serial scanner', () => {
  test('ends its codes with CR, LF, both or TAB', () => {
    const reader = new LineReader();
    expect(reader.feed(bytes(`A${GS}B\rC`))).toEqual([`A${GS}B`]);
    expect(reader.waits).toBe(true);
    expect(reader.feed(bytes('D\r\n\r\nE\tF'))).toEqual(['CD', 'E']);
    expect(reader.end()).toEqual(['F']);
    expect(reader.waits).toBe(false);
  });

  test('sends bytes in any pieces, flow control among them, and no endless line fills the memory', () => {
    const reader = new LineReader();
    const all = bytes(`\x11]d2A␝Bß\x13\r`);
    expect([...all].flatMap((byte) => reader.feed(Uint8Array.of(byte)))).toEqual([']d2A␝Bß']);
    expect(reader.feed(Uint8Array.of(0x41, 0xdf, 0x0d))).toEqual(['A\u00df']);
    for (let i = 0; i < 1_000; i++) reader.feed(bytes('x'.repeat(1_000)));
    expect(reader.feed(bytes('\r'))[0]?.length).toBeLessThan(10_000);
  });
});
