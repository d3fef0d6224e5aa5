// What a recall says first to whoever reads it, and whether it asks for an answer.
import { describe, expect, test } from 'vitest';
import type { RecallHere } from '../../src/app/judging/recall-here.ts';
import { hereText, nextCommand } from '../../src/ui/text/recall-lines.ts';

const NONE = {
  received: 0,
  held: 0,
  quarantined: 0,
  dispensed: 0,
  sentOn: 0,
  decommissioned: 0,
  unaccounted: 0,
  disputed: 0,
};
const here = (more: Partial<RecallHere>): RecallHere => ({
  mayHold: true,
  own: false,
  answered: false,
  unrecorded: false,
  counts: NONE,
  places: [],
  sentTo: [],
  coming: 0,
  ...more,
});
const asks = (told: RecallHere) => nextCommand({ id: 'chain/7', here: told } as Parameters<typeof nextCommand>[0]);
const RESPOND = 'pedigree recall respond chain/7';

describe('a recall', () => {
  test.each<[string, Partial<RecallHere>, string, string | undefined]>([
    [
      'says how many are held, where, and what became of the rest',
      {
        counts: { ...NONE, received: 37, held: 9, quarantined: 5, dispensed: 3, sentOn: 20 },
        places: [{ within: '095060001343520017', packs: 10 }, { packs: 4 }],
        sentTo: ['Hill Pharmacy', 'Corner Pharmacy'],
      },
      'you hold 14 packs (2 places), dispensed 3, sent on 20 to 2 parties',
      RESPOND,
    ],
    ['of goods that are coming is answered too', { coming: 4 }, 'you hold none, on the way here 4', RESPOND],
    [
      'asks a party that has sent all of it on',
      { counts: { ...NONE, received: 2, sentOn: 2 }, sentTo: ['Hill Pharmacy'] },
      'you hold none, sent on 2 to 1 party',
      RESPOND,
    ],
    [
      'tells a regulator that it holds no goods',
      { mayHold: false },
      'you hold no goods: there is nothing to do here',
      undefined,
    ],
    ['asks nobody who never had any', {}, 'none of it was ever here: there is nothing to do', undefined],
    [
      'has the shelf searched where hand-overs need not be recorded',
      { unrecorded: true },
      'none is recorded here, and hand-overs need not be: look on the shelf',
      RESPOND,
    ],
    ['of the own party names its progress', { own: true }, 'issued by you', 'pedigree recall status chain/7'],
  ])('%s', (_, more, said, next) => {
    expect([hereText({ id: 'chain/7', here: here(more) }), asks(here(more))]).toEqual([said, next]);
  });

  test('that is answered asks again only while something lies open', () => {
    const counts = { ...NONE, received: 3, quarantined: 3 };
    expect(asks(here({ answered: true, counts }))).toBeUndefined();
    expect(asks(here({ answered: true, counts: { ...counts, held: 1 } }))).toBe(RESPOND);
  });

  test('that was taken back says that, and neither that a key is locked nor that a pack may be used', () => {
    const { counts: _, ...nothing } = here({});
    for (const own of [true, false]) {
      const said = hereText({ id: 'chain/7', state: 'rescinded', here: { ...nothing, own } });
      expect(said).toBe('taken back: it stops no pack any more');
    }
  });

  test('whose goods the locked key hides says so', () => {
    const { counts: _, ...locked } = here({ uncounted: 'locked' });
    expect(hereText({ id: 'chain/7', here: locked })).toBe('the key is locked: whether you hold any cannot be told');
    expect(asks(locked)).toBe(RESPOND);
  });

  test('of which much was made here names the command that counts it, whole', () => {
    const { counts: _, ...many } = here({ uncounted: 'many' });
    expect(hereText({ id: 'chain/7', number: 'R 1', here: many })).toContain("pedigree recall status 'R 1' counts");
  });
});
