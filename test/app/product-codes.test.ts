// Numbers that a product has elsewhere: the NDC of the USA, which its GTIN holds.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { checkDigit } from '../../src/gs1/keys.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

/** A GTIN of the USA with these ten digits of an NDC. */
const gtinOf = (ten: string) => `003${ten}${checkDigit(`003${ten}`)}`;

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.init('hill', {
    ...HILL,
    found: { custody: 'required', alone: { roles: ['dispenser'], prefixes: [], gtins: [] } },
  });
});
afterAll(() => net.remove());

const named = (gtin: string, codes: Readonly<Record<string, string>>) =>
  net.at('hill', (home) => setProduct(home, { gtin, name: 'Amoxil', codes }));

test.each([
  ['0904123456', '0904-1234-56'],
  ['5090412345', '50904-123-45'],
  ['5090412345', '50904-1234-5'],
  ['0904123456', '00904-1234-56'],
  ['5090412345', '50904-0123-45'],
  ['5090412345', '50904-1234-05'],
])('a GTIN with %s is of NDC %s', async (ten, ndc) => {
  const gtin = gtinOf(ten);
  expect(await named(gtin, { ndc })).toMatchObject({ products: [{ gtin, codes: { ndc } }] });
  const { products } = await net.at('hill', (home) => listProducts(home));
  expect(products.find((one) => one.gtin === gtin)?.codes).toEqual({ ndc });
  expect((await named(gtin, { ndc })).already).toBe(true);
});

test.each([
  ['0904123456', '0904-1234-57'],
  ['0904123456', '0904123456'],
  ['0904123456', '090-41234-56'],
  ['0904123456', '10904-1234-56'],
  ['0904123456', 'abcd-1234-56'],
])('a GTIN with %s is not of NDC %s', async (ten, ndc) => {
  await expect(named(gtinOf(ten), { ndc })).rejects.toMatchObject({ code: 'bad-input', exit: 65 });
});

test('of a GTIN that is not of the USA any NDC is taken, and other numbers of any name', async () => {
  const codes = { ndc: '0904-1234-56', pzn: '01234567' };
  expect(await named('09506000134352', codes)).toMatchObject({ products: [{ codes }] });
  await expect(named('09506000134352', { 'P Z N': '1' })).rejects.toMatchObject({ code: 'bad-input' });
});
