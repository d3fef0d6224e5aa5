// A reason is told in words, and so that words can be made of it in any language: what fills them, and what to do as steps.
import { describe, expect, test } from 'vitest';
import { NEXT_STEPS, REASONS, type ReasonCode } from '../../src/custody/reasons.ts';
import { tell, templateOf } from '../../src/custody/tell.ts';
import { ALL, AUTHORITY } from './particulars.ts';

const codes = Object.keys(REASONS) as ReasonCode[];

describe.each(codes)('%s', (code) => {
  const told = tell(code, ALL, { authority: AUTHORITY, viewer: '2' });

  test('has in its values what its sentences are filled with, and nothing else', () => {
    const names = [...`${templateOf('reasons', code)} ${templateOf('advice', code)}`.matchAll(/\{(\w+)\}/g)].map(
      ([, name]) => name,
    );
    const said = Object.keys(told.values).filter((name) => name !== 'by2');
    expect(said.sort()).toEqual([...new Set(names)].sort());
  });

  test('says the same in words and as steps', () => {
    expect(told.next.every((step) => NEXT_STEPS.includes(step))).toBe(true);
    const says = (step: string, words: RegExp) =>
      expect([step, told.next.includes(step as never)]).toEqual([step, words.test(told.advice)]);
    says('report', /pedigree report/);
    says('sync', /pedigree sync/);
    says('receive', /pedigree receive/);
  });
});

test('parties are named, and a time is one for machines, whoever asks', () => {
  const { values, text } = tell('already-dispensed', ALL, { authority: AUTHORITY, viewer: '2' });
  expect(values).toEqual({ by: 'Acme', by2: 'Hill', site: '9506000100001', when: '2026-01-02T03:04:00.000Z' });
  expect(text).toContain('Acme +44 1 and you'.replace(' +44 1', ''));
});

test.each([
  ['a scan in doubt', { scan: true }, ['scan-again']],
  ['what asks', { asks: true }, ['look', 'call', 'dispense']],
  ['what stops at the door', { stops: true }, ['refuse', 'call']],
  ['what was declared lost on its way here', { givenUp: true }, ['receive']],
] as const)('%s has steps of its own', (_, more, next) => {
  expect(tell('contested', { ...ALL, ...more }, { authority: AUTHORITY }).next).toEqual(next);
});

test('who would have to ask itself is told what to do instead', () => {
  expect(tell('in-transit-elsewhere', ALL, { authority: AUTHORITY, viewer: '1' }).next).toEqual(['outgoing']);
  expect(tell('in-transit-elsewhere', ALL, { authority: AUTHORITY, viewer: '2' }).next).toEqual(['put-aside', 'call']);
});

test('what is not known is in no value', () => {
  expect(tell('decommissioned', {}, { authority: AUTHORITY }).values).toEqual({});
});
