// A scanner's ways, learned from one known symbol: every keyboard layout, caps lock and substitute is undone afterwards.
import { describe, expect, test } from 'vitest';
import { GS } from '../../src/gs1/index.ts';
import { KEYS, LAYOUTS } from '../../src/gs1/layouts.generated.ts';
import { learnProfile } from '../../src/scan/scanner-learn.ts';
import { CALIBRATION, CHARACTERS, isFaithful } from '../../src/scan/scanner-profile.ts';
import { makeUndo } from '../../src/scan/scanner-undo.ts';

const SYMBOL = CALIBRATION.map(({ ai, value }) => ai + value).join(GS);
const CODE = `]d20109506000134352217k2M_Qx4T(8RB3yzYZ${GS}1728063010ABC-123/q`;

/** What a host with this layout types for the keys of a US keyboard. */
function host(row: string, gs: string, caps = false): (text: string) => string {
  const typed = [...row];
  const keys = new Map([...KEYS].map((key, i) => [key, typed[i] ?? key]));
  const moved = typed.slice(KEYS.length);
  for (let i = 0; i + 1 < moved.length; i += 2) keys.set(moved[i] ?? '', moved[i + 1] ?? '');
  const turned = (key: string) => (key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase());
  const type = (key: string) => (key === GS ? gs : (keys.get(key) ?? key));
  return (text) => [...text].map((key) => type(caps && /[a-z]/i.test(key) ? turned(key) : key)).join('');
}

test('the symbol holds all 82 characters, each once, and a separator', () => {
  expect(new Set(CHARACTERS).size).toBe(82);
  expect(SYMBOL).toContain(GS);
});

describe.each(LAYOUTS)('the layout %s', (names, row) => {
  test.each(['\x1d', '|', '{GS}', ''])('with the separator typed as %j, with and without caps lock', (gs) => {
    for (const caps of [false, true]) {
      const type = host(row, gs, caps);
      const profile = learnProfile(type(`]d2${SYMBOL}`));
      expect(profile).toBeDefined();
      if (profile === undefined) return;
      const undo = makeUndo(profile);
      const known = [...CODE].some((character) => profile.lost.includes(character));
      const clash = [...type('0aA')].some((key) => key === gs) || profile.keys.includes(gs || '\0');
      if (known || clash) continue;
      expect(undo(type(CODE)), `${names} ${caps}`).toEqual([gs === '' ? CODE.replace(GS, '') : CODE]);
    }
  });
});

test('a faithful scanner leaves nothing to undo, with and without its identifier', () => {
  for (const scan of [SYMBOL, `]d2${SYMBOL}`, `\x02]d2${SYMBOL}\x03`]) {
    const profile = learnProfile(scan);
    expect(profile && isFaithful(profile)).toBe(true);
    expect(profile).toMatchObject({ layout: 'us', caps: false, lost: '' });
  }
});

test('another symbol, or one that lost characters, teaches nothing', () => {
  expect(learnProfile(CODE)).toBeUndefined();
  expect(learnProfile(SYMBOL.replace('=', ''))).toBeUndefined();
  expect(learnProfile('')).toBeUndefined();
});

test('what cannot have come from this scanner is not read by its ways', () => {
  const german = LAYOUTS.find(([names]) => names.startsWith('de'));
  const profile = learnProfile(host(german?.[1] ?? '', GS)(`]d2${SYMBOL}`));
  if (profile === undefined) throw new Error('not learned');
  expect(profile).toMatchObject({ layout: 'de at', caps: false });
  expect(makeUndo(profile)('Ωλ')).toEqual([]);
});

describe('what hosts do with dead keys', () => {
  const german = LAYOUTS.find(([names]) => names.startsWith('de'));
  const type = host(german?.[1] ?? '', GS);
  test('letters that a dead key was joined with are taken apart', () => {
    const profile = learnProfile(type(`]d2${SYMBOL}`));
    if (profile === undefined) throw new Error('not learned');
    const code = `]d20109506000134352217k=E4=o${GS}1728063010A=B`;
    const joined = type(code).replace('´E', 'É').replace('´o', 'ó');
    expect(joined).not.toBe(type(code));
    expect(makeUndo(profile)(joined)).toEqual([code]);
  });

  test('a ] that was swallowed, and a separator in front, belong to what stands before codes', () => {
    for (const lead of ['d2', '2', `]d2${GS}`, `x]d2${GS}`]) {
      const profile = learnProfile(lead + SYMBOL);
      if (profile === undefined) throw new Error('not learned');
      const [text = ''] = makeUndo(profile)(`${lead}0109506000134352217k2M`);
      expect([lead, text.replace(/^\]d2/, '').replace(GS, '')]).toEqual([lead, '0109506000134352217k2M']);
    }
  });

  test('a symbol of which several characters were swallowed teaches nothing, or which of them', () => {
    const swallowed = (characters: string) =>
      learnProfile([...`]d2${SYMBOL}`].filter((one) => !characters.includes(one)).join(''));
    expect(swallowed('"')).toMatchObject({ lost: '"' });
    expect(swallowed('"\'=?<>:;')).toBeUndefined();
  });
});

test('of the symbol that earlier versions drew, keys of one character are learned', () => {
  const former = `]d291${CHARACTERS}${GS}920123456789azAZ`;
  expect(learnProfile(`A${former}#`)).toMatchObject({ before: 'A', after: '#', bracket: ']', gs: GS, lost: '' });
  const german = LAYOUTS.find(([names]) => names.startsWith('de'));
  expect(learnProfile(host(german?.[1] ?? '', '|')(former))).toMatchObject({ layout: 'de at', gs: '|' });
});
