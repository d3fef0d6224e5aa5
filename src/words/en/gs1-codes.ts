// Codes on packs that are not of a pack, by what they say.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('gs1-codes', () => ({
  hibc: 'a HIBC code: {facts}',
  labeler: 'labeler {value}',
  product: 'product {value}',
  lot: 'lot {value}',
  serial: 'serial {value}',
  expiry: 'expiry {value}',
  'expiry-day': 'expiry day {day} of {year}',
  pzn: 'the PZN {pzn}, of the product with GTIN {gtin}',
  aic: 'the AIC A{aic} of Italy (Code 32)',
  cnk: 'the CNK {cnk} of Belgium',
  ndc: 'the NDC {ndc}, of the product with GTIN {gtin}',
  'one-of': '{first} or {others}',
  'add-on': 'the EAN/UPC of the product (GTIN {gtin}) with the add-on {more}',
  china: 'the drug traceability code {digits} of China',
  'india-bare': 'the text of an Indian pack (schedule H2)',
  india: 'the text of an Indian pack (schedule H2): {facts}',
}));
