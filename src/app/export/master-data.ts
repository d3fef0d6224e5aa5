// Master data of a file: what its products are, and who and where its parties are, as they and regulators say it.
import { productOf } from '../../custody/lot.ts';
import type { VocabularyElement } from '../../epcis/model.ts';
import { tensOfNdc } from '../../gs1/ndc.ts';
import type { View } from '../../ledger/types.ts';
import { profileOf } from '../node/profiles.ts';
import type { Ids } from './ids.ts';

const MDA = 'urn:epcglobal:cbv:mda#';
const CLASS = 'urn:epcglobal:epcis:vtype:EPCClass';
const PLACE = 'urn:epcglobal:epcis:vtype:Location';

/** What was found missing of a product or a party. */
export interface Lacking {
  readonly names: string[];
  readonly ndcs: string[];
  readonly addresses: string[];
}

type NdcForm = 'US_FDA_NDC' | 'FDA_NDC_11';

/** Words for products and parties; what nobody says is gathered in `lacking`. */
export function masterData(
  view: View,
  ids: Ids,
  {
    gtins,
    cases,
    glns,
    ndc,
  }: {
    readonly gtins: readonly string[];
    /** GTINs of containers: nobody sells them, so none needs a name. */
    readonly cases: ReadonlySet<string>;
    readonly glns: readonly string[];
    readonly ndc?: NdcForm;
  },
  lacking: Lacking,
): readonly VocabularyElement[] {
  const products = gtins.flatMap((gtin) => {
    const said = productOf(gtin, view);
    if (said === undefined) {
      if (!cases.has(gtin)) lacking.names.push(gtin);
      return [];
    }
    const code =
      typeof said.codes?.ndc === 'string' && ndc !== undefined ? ndcAs(ndc, gtin, said.codes.ndc) : undefined;
    if (ndc !== undefined && code === undefined && !cases.has(gtin)) lacking.ndcs.push(gtin);
    const maker = view.authority().makersOf(gtin)[0]?.name;
    return [
      word(CLASS, ids.product(gtin), [
        ['additionalTradeItemIdentification', code],
        ['additionalTradeItemIdentificationTypeCode', code && ndc],
        ['regulatedProductName', said.name],
        ['manufacturerOfTradeItemPartyName', maker],
        ['dosageFormType', said.form],
        ['strengthDescription', said.strength],
        ['netContentDescription', said.size],
      ]),
    ];
  });
  const places = glns.map((gln) => {
    const { address } = profileOf(view, gln);
    if (address === undefined) lacking.addresses.push(gln);
    return word(PLACE, ids.place(gln), [
      ['name', view.authority().party(gln)?.name],
      ['streetAddressOne', address?.street],
      ['city', address?.city],
      ['state', address?.state],
      ['postalCode', address?.postcode],
      ['countryCode', address?.country],
    ]);
  });
  return [...products, ...places].filter(({ attributes }) => attributes.length > 0);
}

function word(
  type: string,
  id: string,
  said: readonly (readonly [name: string, value: string | undefined])[],
): VocabularyElement {
  const attributes = said.flatMap(([name, value]) => (value === undefined ? [] : [{ id: MDA + name, value }]));
  return { type, id, line: 0, attributes, children: [] };
}

/** Lengths of the parts of ten digits. */
const TENS = [
  [4, 4, 2],
  [5, 3, 2],
  [5, 4, 1],
] as const;

/** A National Drug Code as the two releases of the guideline write it; undefined where it cannot be told which it is. */
export function ndcAs(form: NdcForm, gtin: string, ndc: string): string | undefined {
  const parts = ndc.split('-');
  const lengths = parts.map(({ length }) => length).join('-');
  if (form === 'FDA_NDC_11') {
    const [labeler = '', product = '', size = ''] = parts;
    const eleven = labeler.padStart(5, '0') + product.padStart(4, '0') + size.padStart(2, '0');
    return eleven.length === 11 && parts.length === 3 ? eleven : undefined;
  }
  if (TENS.some((tens) => tens.join('-') === lengths)) return ndc;
  // Of eleven digits one is a zero that was put in: the GTIN tells which.
  const ten = tensOfNdc(ndc).find((digits) => gtin.slice(1, 3) === '03' && gtin.slice(3, 13) === digits);
  const [labeler = '', product = '', size = ''] = parts;
  const cut = [
    [labeler.slice(1), product, size],
    [labeler, product.slice(1), size],
    [labeler, product, size.slice(1)],
  ].filter((some) => some.join('') === ten);
  const [only, ...more] = cut;
  return only === undefined || more.length > 0 ? undefined : only.join('-');
}
