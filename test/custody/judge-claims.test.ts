// What may honestly be said of a pack on the word of a file: the table, row by row.
import { describe, expect, test } from 'vitest';
import { judgeClaims } from '../../src/custody/judge-claims.ts';
import type { OutsideClaim } from '../../src/custody/verdict.ts';

const HERE = '9506000100036';
const ELSEWHERE = '9506000100043';
const viewer = new Set([HERE]);
const label = { lot: 'L7', expiry: '2031-06-30' };

const claim = (more: Partial<OutsideClaim> = {}, day = 1): OutsideClaim => ({
  document: 'ab',
  event: 2,
  sender: '9521321000117',
  senderName: 'Lakeside',
  trust: 'trusted',
  at: `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`,
  lot: 'L7',
  expiry: '2031-06-30',
  state: 'shipped',
  to: HERE,
  ...more,
});
const code = (claims: readonly OutsideClaim[], question = { label, viewer }) => judgeClaims(claims, question)?.code;

describe('a pack that the network does not know', () => {
  test('of which nothing is claimed is as unknown as before', () => {
    expect(code([])).toBeUndefined();
  });

  test('that somebody who is trusted sends here is a caution, and no more', () => {
    expect(code([claim()])).toBe('outside-claim');
    expect(code([claim({ state: 'received' })])).toBe('outside-claim');
    expect(code([claim({ lot: undefined, expiry: undefined } as never)])).toBe('outside-claim');
    expect(code([claim({ expiry: '2031-06-00' })])).toBe('outside-claim');
    expect(judgeClaims([claim()], { label: {}, viewer })).toMatchObject({ sender: 'Lakeside', claims: [claim()] });
    expect(judgeClaims([claim({ to: ELSEWHERE })], { label })?.code).toBe('outside-claim');
  });

  test.each([
    ['who is not named', { trust: 'none' }],
    ['who is named alone', { trust: 'named' }],
    ['to somebody else', { to: ELSEWHERE }],
    ['to nobody', { to: undefined }],
    ['that was made alone', { state: 'made' }],
    ['that is set apart', { state: 'held' }],
    ['that the file contradicts', { state: 'unknown' }],
  ] as const)('by a sender %s is unproved', (_, more) => {
    expect(code([claim(more as never)])).toBe('outside-unproved');
  });

  test.each([{ lot: 'L8' }, { expiry: '2031-07-31' }])(
    'with another label than %j is unknown, and no sign of a fake',
    (more) => {
      for (const trust of ['trusted', 'named', 'none'] as const)
        expect(code([claim({ ...more, trust })])).toBe('outside-claim-differs');
      // What nobody trusted says does not speak against one who is.
      expect(code([claim({ ...more, trust: 'none' }), claim({}, 2)])).toBe('outside-claim');
      expect(code([claim(more), claim({}, 2)])).toBe('outside-claim-differs');
    },
  );

  test.each(['dispensed', 'destroyed', 'decommissioned'])(
    'that is %s is a stop by the word of who is trusted alone',
    (state) => {
      expect(code([claim(), claim({ state }, 2)])).toBe('outside-gone');
      for (const trust of ['named', 'none'] as const) expect(code([claim({ state, trust })])).toBe('outside-unproved');
      expect(code([claim(), claim({ state, trust: 'none' }, 2)])).toBe('outside-claim');
      expect(code([claim({ state }), claim({}, 2)])).toBe('outside-unproved');
    },
  );

  test('is judged by the last word, in whatever order the files came', () => {
    const [early, late] = [claim({ to: ELSEWHERE }), claim({}, 3)];
    expect([code([early, late]), code([late, early])]).toEqual(['outside-claim', 'outside-claim']);
    expect([code([claim(), claim({ to: ELSEWHERE }, 3)])]).toEqual(['outside-unproved']);
  });
});
