// One word of the CBV in its three ways of writing.
import { expect, test } from 'vitest';
import { urnOf, webUriOf, wordOf } from '../../src/epcis/vocabulary.ts';

test('a word is the same as URN of 1.2, as web URI of 2.0 and bare', () => {
  for (const written of [
    'shipping',
    'urn:epcglobal:cbv:bizstep:shipping',
    'https://ref.gs1.org/cbv/BizStep-shipping',
    'cbv:BizStep-shipping',
  ])
    expect(wordOf('bizStep', written)).toBe('shipping');
  expect(urnOf('disposition', 'in_transit')).toBe('urn:epcglobal:cbv:disp:in_transit');
  expect(webUriOf('errorReason', 'did_not_occur')).toBe('https://ref.gs1.org/cbv/ER-did_not_occur');
  expect(wordOf('measurement', 'gs1:Temperature')).toBe('Temperature');
});

test('what the CBV does not have stays as it was written', () => {
  for (const other of ['dancing', 'urn:epcglobal:cbv:bizstep:dancing', 'http://example.com/bizstep/dancing'])
    expect([wordOf('bizStep', other), urnOf('bizStep', other)]).toEqual([other, other]);
});
