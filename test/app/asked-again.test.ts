// What a run remembers of scans that were asked for again: enough to tell a scanner's habit from one pack's code, and no more.
import { expect, test } from 'vitest';
import { AskedAgain } from '../../src/app/scans/asked-again.ts';
import { PedigreeError } from '../../src/errors.ts';

const told = (added: string, serial: string): PedigreeError =>
  new PedigreeError('not-gs1', 'again', { detail: { again: true, added, candidates: [{ gtin: '1', serial }] } });

test('what was read behind two packs is never counted up to a stop, what is behind one is', () => {
  const asked = new AskedAgain();
  asked.note('AX', told('X', 'A'));
  asked.note('AX', told('X', 'A'));
  expect(asked.times('AX')).toBe(2);
  asked.note('BX', told('X', 'B'));
  expect([asked.times('AX'), asked.times('BX')]).toEqual([0, 0]);
});

test('where it is not known what was added, nothing is taken for the habit of a scanner', () => {
  const asked = new AskedAgain();
  for (const serial of ['A', 'B', 'B']) asked.note(serial, told('', serial));
  expect([asked.times('A'), asked.times('B')]).toEqual([1, 2]);
});
