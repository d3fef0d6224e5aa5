// Events as people see them: no raw name of a field, no milliseconds, nothing that only a machine can use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenedEvent } from '../../src/app/record/log.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/show.ts';

const style = plainStyle(false, { zone: () => 'Europe/Berlin' });
const NOON = Date.UTC(2026, 10, 22, 12, 5);

function shown(parts: Partial<OpenedEvent>): string {
  const event = { event: 'chain/7', type: 'dispense', at: new Date(NOON).toISOString(), bytes: 600, public: {} };
  return text({ events: [{ ...event, hash: 'h', prev: 'p', contested: false, sealed: [], ...parts }] }, style);
}

describe('an event', () => {
  test('tells when goods were supplied in the zone of the folder, beside the own reference', () => {
    const said = shown({ private: { suppliedAt: NOON - 3_600_000, ref: 'RX-17', onceAnswer: { lines: [] } } });
    expect(said).toContain('When  2026-11-22 13:05');
    expect(said).toContain('  supplied at: 2026-11-22 12:05');
    expect(said).toContain('  reference: RX-17');
    expect(said).not.toMatch(/onceAnswer|suppliedAt|\d{13}/);
  });

  test('names goods as goods, not as rows of a manifest', () => {
    const pack = { gtin: '09506000134352', lot: 'ABC123', expiry: '2028-06-30', n: 3, serials: ['A1', 'B2'] };
    const said = shown({ manifest: { items: { packs: [pack] }, to: '9506000100043', soldTo: '9506000100050' } });
    expect(said).toContain('    2 packs of 09506000134352, lot ABC123, exp 2028-06-30: A1, B2');
    expect(said).toContain('  sold to: 9506000100050');
    expect(said).not.toMatch(/serials|packs 1|\bn:/);
  });

  test('keeps the seed of a lot to itself: whoever has it can print every pack once more', () => {
    expect(shown({ private: { count: 12_000, seed: 'c2VjcmV0' } })).toMatch(/count: 12 000\n {2}seed: not shown/);
  });

  test('never shows a moment as milliseconds, nor a name in camel case, whatever a later version adds', () => {
    const name = fc.stringMatching(/^[a-z]{2,8}([A-Z][a-z]{1,6}){1,2}$/);
    const moment = fc.integer({ min: Date.UTC(2002, 0), max: Date.UTC(2199, 0) });
    fc.assert(
      fc.property(name, moment, (field, at) => {
        const said = shown({ details: { [field]: at } });
        expect(said).not.toContain(String(at));
        expect(said).not.toContain(field);
      }),
    );
  });
});
