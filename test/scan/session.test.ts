// Counting what is scanned: each thing once, a repetition asked about, the last scan taken back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JudgedScan, ScanSession } from '../../src/scan/session.ts';

const pack = (key: string, more: Partial<JudgedScan> = {}): JudgedScan => ({
  key,
  within: [],
  stands: [key],
  taken: true,
  packs: 1,
  ...more,
});

/** A session that heard these in order. */
function heard(session: ScanSession, ...scans: readonly JudgedScan[]): ScanSession {
  for (const judged of scans) session.scan(session.tally.scans + 1, judged.key ?? '?', judged);
  return session;
}
const counted = (session: ScanSession) => [...session.counted()].map(({ key }) => key);

describe('a pack scanned twice', () => {
  test('is asked about and never counted twice', () => {
    const session = heard(new ScanSession(), pack('a'));
    expect(session.scan(2, 'a', pack('a'))).toMatchObject({
      result: 'duplicate',
      about: { n: 1 },
      tally: { packs: 1 },
    });
    expect(session.question).toMatchObject({ first: 1, again: 2 });
    expect(session.answer('same')).toMatchObject({ result: 'same', tally: { counted: 1, packs: 1, duplicates: 1 } });
    expect([...session.repeated()]).toEqual([]);
  });

  test('as a second box is a copy: neither is counted, until that is taken back', () => {
    const session = heard(new ScanSession(), pack('a'), pack('b'), pack('a'));
    expect(session.answer('second')).toMatchObject({ result: 'copy', tally: { counted: 1, packs: 1 } });
    expect([...session.copies()].map(({ key }) => key)).toEqual(['a']);
    session.undo();
    expect(counted(session).sort()).toEqual(['a', 'b']);
  });

  test('once found to be a copy is not counted however often it is scanned', () => {
    const session = heard(new ScanSession(), pack('a'), pack('a'));
    session.answer('second');
    expect(heard(session, pack('a')).tally).toMatchObject({ counted: 0, duplicates: 2 });
    expect(session.question).toBeUndefined();
  });

  test('is taken out, wherever in the run it was counted', () => {
    const session = heard(new ScanSession(3), pack('a'), pack('b'), pack('c'), pack('a'));
    expect(session.answer('out')).toMatchObject({ result: 'out', about: { n: 1 }, tally: { counted: 2, here: 2 } });
    expect(counted(session)).toEqual(['b', 'c']);
    session.undo();
    expect(counted(session).sort()).toEqual(['a', 'b', 'c']);
  });

  test('and not answered stays named at the end', () => {
    const session = heard(new ScanSession(), pack('a'), pack('a'), pack('b'));
    expect(session.question).toBeUndefined();
    expect([...session.repeated()]).toEqual([{ key: 'a', first: 1, again: 2 }]);
  });
});

test('the last scan is taken back, and what it stood for is missing again', () => {
  const session = heard(new ScanSession(2), pack('a'), pack('b'));
  expect(session.tally).toMatchObject({ expected: 2, here: 2 });
  expect(session.undo()).toMatchObject({ result: 'undone', about: { key: 'b' }, tally: { here: 1, counted: 1 } });
  expect(session.isHere('b')).toBe(false);
  session.undo();
  expect(session.undo().result).toBe('nothing');
});

test('taking back a scan that was not counted takes back no other', () => {
  const refused = pack('b', { taken: false, told: true });
  const unread: JudgedScan = { within: [], stands: [], taken: false, packs: 0 };
  const session = heard(new ScanSession(), pack('a'), refused, pack('a'), unread);
  expect(session.undo()).toMatchObject({ result: 'undone', about: { n: 4 }, tally: { unreadable: 0, counted: 1 } });
  expect(session.undo()).toMatchObject({ about: { n: 3 }, tally: { duplicates: 0, counted: 1 } });
  expect([...session.repeated()]).toEqual([]);
  expect(session.undo()).toMatchObject({ about: { n: 2 }, tally: { refused: 0, counted: 1 } });
  expect([...session.told()]).toEqual([]);
  expect(session.undo()).toMatchObject({ about: { n: 1 }, tally: { counted: 0 } });
});

describe('what came damaged', () => {
  const names = (session: ScanSession) => [...session.damaged()].map(({ key }) => key);

  test('is the last scan, counted by itself, with its case, or before', () => {
    const session = new ScanSession(0, { apart: true });
    expect(session.damage().result).toBe('nothing');
    heard(session, pack('case', { packs: 10 }), pack('a', { within: ['case'] }));
    expect(session.damage()).toMatchObject({ result: 'damaged', about: { n: 2 }, tally: { damaged: 1, packs: 10 } });
    heard(session, pack('b'), pack('case'));
    session.damage();
    expect(names(session)).toEqual(['a', 'case']);
    heard(session, pack('c', { taken: false }));
    expect(session.damage().result).toBe('nothing');
  });

  test('is not damaged once that, or its scan, is taken back', () => {
    const session = heard(new ScanSession(), pack('a'));
    session.damage();
    session.undo();
    expect(names(session)).toEqual([]);
    expect(counted(session)).toEqual(['a']);
    heard(session, pack('b'));
    session.damage();
    heard(session, pack('b'));
    session.answer('out');
    expect(names(session)).toEqual([]);
  });
});

test('two packs of one case stand for the case once, and taking back one leaves it here', () => {
  const session = heard(new ScanSession(1), pack('a', { stands: ['case'] }), pack('b', { stands: ['case'] }));
  expect(session.tally.here).toBe(1);
  session.undo();
  expect(session.isHere('case')).toBe(true);
});

describe('a case and a pack in it', () => {
  const box = pack('case', { packs: 10 });
  const inner = pack('a', { within: ['case'] });

  test('are not both counted, in either order', () => {
    for (const scans of [
      [box, inner],
      [inner, box],
    ]) {
      const session = new ScanSession(0, { apart: true });
      const [first, second] = scans as [JudgedScan, JudgedScan];
      session.scan(1, '', first);
      expect(session.scan(2, '', second)).toMatchObject({ result: 'refused', overlaps: { n: 1 } });
      expect(session.tally.counted).toBe(1);
    }
  });

  test('the other one can be counted once the first is taken back', () => {
    const session = heard(new ScanSession(0, { apart: true }), inner);
    session.undo();
    expect(heard(session, box).tally.packs).toBe(10);
  });
});

test('what is refused, unreadable or only told of is not counted', () => {
  const session = heard(new ScanSession(), pack('a', { taken: false }), pack('b', { taken: false, told: true }), {
    within: [],
    stands: [],
    taken: false,
    packs: 0,
  });
  expect(session.tally).toMatchObject({ scans: 3, counted: 0, refused: 2, unreadable: 1 });
  expect([...session.told()].map(({ key }) => key)).toEqual(['b']);
});

test('whatever is scanned, answered and taken back, the tally is what was counted', () => {
  const move = fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'd').map((key) => ({ key })),
    fc.constantFrom('undo', 'same', 'second', 'out', 'damage').map((word) => ({ word })),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const session = new ScanSession(4);
      moves.forEach((one, at) => {
        if ('key' in one) session.scan(at, one.key, pack(one.key));
        else if (one.word === 'undo') session.undo();
        else if (one.word === 'damage') session.damage();
        else session.answer(one.word as 'same' | 'second' | 'out');
        const keys = counted(session);
        expect(new Set(keys).size).toBe(keys.length);
        expect(session.tally).toMatchObject({ counted: keys.length, packs: keys.length, here: keys.length });
        for (const { key } of session.copies()) expect(keys).not.toContain(key);
        for (const { key } of session.damaged()) expect(keys).toContain(key);
      });
    }),
  );
});
