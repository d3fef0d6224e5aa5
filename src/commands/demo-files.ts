// The files that partners outside send in `pedigree demo outside`: made on the spot, of the days before it is played, by the writer
// that writes all EPCIS here.
import { paperId } from '../epcis/biz-numbers.ts';
import { convertEpcis } from '../epcis/convert.ts';
import { linkOf } from '../epcis/id-forms.ts';
import { LEGAL_NOTICE, US } from '../epcis/us-words.ts';

/** A pack as its label has it. */
export interface DemoPack {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  /** YYYY-MM-DD */
  readonly expiry: string;
}

export interface DemoProduct {
  readonly gtin: string;
  readonly name: string;
  readonly strength: string;
  readonly form: string;
  readonly size: string;
  readonly ndc: string;
}

export interface DemoPlace {
  readonly gln: string;
  readonly name: string;
  readonly street: string;
  readonly city: string;
}

export interface DemoDelivery {
  readonly from: string;
  readonly to: string;
  readonly despatch: string;
  /** Packs whose making the file tells, and the lot that it tells of them where that is not the one on them. */
  readonly made: readonly DemoPack[];
  readonly lotSaid?: string;
  /** Packs that the file says were shipped. */
  readonly shipped: readonly DemoPack[];
  /** Case that they are in: an SSCC. */
  readonly into?: string;
  /** When it was shipped, ms; what was before was in the days before. */
  readonly at: number;
  readonly product: DemoProduct;
  /** Who sends and who receives, with their addresses. */
  readonly places: readonly DemoPlace[];
  /** Company prefix of all that is named but the receiver, and that of the receiver. */
  readonly prefixes: readonly string[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const CBV = 'urn:epcglobal:cbv:mda#';

/** In the header an identifier is text, and stays as it is written. */
const sgln = (gln: string, prefixes: readonly string[]) => {
  const { length = 0 } = prefixes.find((prefix) => gln.startsWith(prefix)) ?? '';
  return `urn:epc:id:sgln:${gln.slice(0, length)}.${gln.slice(length, -1)}.0`;
};
const packLink = ({ gtin, serial }: DemoPack) => linkOf('01', gtin, serial);
const iso = (at: number) => new Date(at).toISOString();

/** The file, as EPCIS 1.2 in XML. */
export async function demoFile(delivery: DemoDelivery): Promise<string> {
  const text = Buffer.from(JSON.stringify(documentOf(delivery)));
  let xml = '';
  await convertEpcis(
    () => [text],
    { to: '1.2', ids: 'urn', prefixes: delivery.prefixes },
    (piece) => {
      xml += piece;
    },
  );
  return xml;
}

function documentOf(delivery: DemoDelivery): object {
  const { from, to, despatch, made, lotSaid, shipped, into, at, product, places, prefixes } = delivery;
  const [first] = made;
  const place = { id: linkOf('414', from) };
  const step = (days: number) => ({ eventTime: iso(at - days * DAY), eventTimeZoneOffset: '+00:00', readPoint: place });
  const party = (gln: string) => [
    { type: 'owning_party', [gln === from ? 'source' : 'destination']: linkOf('414', gln) },
  ];
  const packs = shipped.map(packLink);
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { gs1ushc: US }],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: iso(at + HOUR),
    sender: sgln(from, prefixes),
    receiver: sgln(to, prefixes),
    instanceIdentifier: despatch,
    epcisHeader: {
      'gs1ushc:dscsaTransactionStatement': {
        'gs1ushc:affirmTransactionStatement': 'true',
        'gs1ushc:legalNotice': LEGAL_NOTICE,
      },
      epcisMasterData: { vocabularyList: [productWords(product), placeWords(places)] },
    },
    epcisBody: {
      eventList: [
        {
          type: 'ObjectEvent',
          ...step(3),
          epcList: made.map(packLink),
          action: 'ADD',
          bizStep: 'commissioning',
          disposition: 'active',
          ilmd: { 'cbvmda:lotNumber': lotSaid ?? first?.lot, 'cbvmda:itemExpirationDate': first?.expiry },
        },
        ...(into === undefined
          ? []
          : [
              {
                type: 'AggregationEvent',
                ...step(2),
                parentID: linkOf('00', into),
                childEPCs: packs,
                action: 'ADD',
                bizStep: 'packing',
                disposition: 'in_progress',
              },
            ]),
        {
          type: 'ObjectEvent',
          ...step(0),
          epcList: into === undefined ? packs : [linkOf('00', into)],
          action: 'OBSERVE',
          bizStep: 'shipping',
          disposition: 'in_transit',
          bizTransactionList: [{ type: 'desadv', bizTransaction: paperId(from, despatch) }],
          sourceList: party(from),
          destinationList: party(to),
        },
      ],
    },
  };
}

const attribute = (id: string, value: string) => ({ id: `${CBV}${id}`, attribute: value });

function productWords({ gtin, name, strength, form, size, ndc }: DemoProduct): object {
  return {
    type: 'urn:epcglobal:epcis:vtype:EPCClass',
    vocabularyElementList: [
      {
        id: linkOf('01', gtin),
        attributes: [
          attribute('regulatedProductName', name),
          attribute('strengthDescription', strength),
          attribute('dosageFormType', form),
          attribute('netContentDescription', size),
          attribute('additionalTradeItemIdentification', ndc),
          attribute('additionalTradeItemIdentificationTypeCode', 'US_FDA_NDC'),
        ],
      },
    ],
  };
}

function placeWords(places: readonly DemoPlace[]): object {
  return {
    type: 'urn:epcglobal:epcis:vtype:Location',
    vocabularyElementList: places.map(({ gln, name, street, city }) => ({
      id: linkOf('414', gln),
      attributes: [attribute('name', name), attribute('streetAddressOne', street), attribute('city', city)],
    })),
  };
}
