// Whoever reads what an event says is given typed fields or nothing.
import { expect, test } from 'vitest';
import { EVENT } from '../../src/custody/events/all.ts';
import { saidIn } from '../../src/custody/events/said.ts';

const product = { gtin: '09506000134352', name: 'Amoxicillin', size: '28 tablets' };

test('what an event says in public is read by its type', () => {
  expect(saidIn(EVENT.product, { type: 'product', public: product })).toEqual(product);
});

test.each([
  ['of another type', 'profile', product],
  ['whose field is of another kind', 'product', { ...product, size: 28 }],
  ['that lacks a field', 'product', { gtin: product.gtin }],
])('of one %s nothing is read', (_, type, said) => {
  expect(saidIn(EVENT.product, { type, public: said })).toBeUndefined();
});
