// German: codes on packs that are not of a pack, by what they say.
import type { say } from '../en/gs1-codes.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  hibc: 'ein HIBC-Code: {facts}',
  labeler: 'Hersteller {value}',
  product: 'Produkt {value}',
  lot: 'Charge {value}',
  serial: 'Seriennr. {value}',
  expiry: 'Verfall {value}',
  'expiry-day': 'Verfall am Tag {day} von {year}',
  pzn: 'die PZN {pzn} des Produkts mit der GTIN {gtin}',
  aic: 'die AIC A{aic} von Italien (Code 32)',
  cnk: 'die CNK {cnk} von Belgien',
  ndc: 'die NDC {ndc} des Produkts mit der GTIN {gtin}',
  'one-of': '{first} oder {others}',
  'add-on': 'der EAN/UPC des Produkts (GTIN {gtin}) mit dem Zusatz {more}',
  china: 'der Arzneimittelcode {digits} von China',
  'india-bare': 'der Text einer indischen Packung (Schedule H2)',
  india: 'der Text einer indischen Packung (Schedule H2): {facts}',
});
