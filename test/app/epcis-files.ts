// EPCIS files made for tests: what a wholesaler outside the network sends with a delivery.

export const LAKESIDE = '9521321000117';
export const GTIN = '09521321000018';
export const LOT = 'LOT7';
export const EXPIRY = '2031-06-30';

export interface DeliveryFile {
  readonly to: string;
  readonly serials: readonly string[];
  readonly from?: string;
  /** Two files of the same goods differ by this. */
  readonly despatch?: string;
  readonly lot?: string;
  readonly expiry?: string;
  /** Packs of a case, by the last digits of its SSCC; loose where absent. */
  readonly into?: string;
  readonly at?: string;
  /** Further events, as XML. */
  readonly more?: string;
  readonly shipped?: boolean;
  /** What the header has besides: see `described`. */
  readonly header?: string;
}

/** Words of a product, a party and the statement, as a header has them. */
export function described({ name = 'Examplamol', street = '1 Lake St', affirm = 'true', ndc = '' } = {}): string {
  const attribute = (id: string, value: string) => `<attribute id="urn:epcglobal:cbv:mda#${id}">${value}</attribute>`;
  const element = (id: string, attributes: string) => `<VocabularyElement id="${id}">${attributes}</VocabularyElement>`;
  const vocabulary = (type: string, elements: string) =>
    `<Vocabulary type="urn:epcglobal:epcis:vtype:${type}"><VocabularyElementList>${elements}</VocabularyElementList></Vocabulary>`;
  const codes =
    ndc === ''
      ? ''
      : attribute('additionalTradeItemIdentification', ndc) +
        attribute('additionalTradeItemIdentificationTypeCode', 'US_FDA_NDC');
  const product = element(
    'urn:epc:idpat:sgtin:9521321.000001.*',
    codes +
      attribute('regulatedProductName', name) +
      attribute('dosageFormType', 'TABLET') +
      attribute('strengthDescription', '5 mg') +
      attribute('netContentDescription', '30 tablets'),
  );
  const place = element(
    sgln(LAKESIDE),
    attribute('name', 'Lakeside Wholesale') +
      attribute('streetAddressOne', street) +
      attribute('city', 'Lakeside') +
      attribute('state', 'MN') +
      attribute('postalCode', '55001') +
      attribute('countryCode', 'US'),
  );
  return (
    `<extension><EPCISMasterData><VocabularyList>${vocabulary('EPCClass', product)}${vocabulary('Location', place)}</VocabularyList></EPCISMasterData></extension>` +
    '<gs1ushc:dscsaTransactionStatement xmlns:gs1ushc="http://epcis.gs1us.org/hc/ns">' +
    `<gs1ushc:affirmTransactionStatement>${affirm}</gs1ushc:affirmTransactionStatement>` +
    '<gs1ushc:legalNotice>Seller has complied.</gs1ushc:legalNotice></gs1ushc:dscsaTransactionStatement>'
  );
}

const sgln = (gln: string) => `urn:epc:id:sgln:${gln.slice(0, 7)}.${gln.slice(7, 12)}.0`;
export const sgtin = (serial: string) => `urn:epc:id:sgtin:9521321.000001.${serial}`;
/** As the URN of a case, by its serial reference of nine digits. */
export const sscc = (reference: string) => `urn:epc:id:sscc:9521321.0${reference.padStart(9, '0')}`;

function event(kind: string, at: string, inside: string): string {
  return `<${kind}><eventTime>${at}</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>${inside}</${kind}>`;
}

const list = (name: string, epcs: readonly string[]) =>
  `<${name}>${epcs.map((epc) => `<epc>${epc}</epc>`).join('')}</${name}>`;

/** An object event of a step. */
export function step(
  bizStep: string,
  epcs: readonly string[],
  at: string,
  action = 'OBSERVE',
  disposition = 'in_progress',
) {
  return event(
    'ObjectEvent',
    at,
    `${list('epcList', epcs)}<action>${action}</action><bizStep>urn:epcglobal:cbv:bizstep:${bizStep}</bizStep>` +
      `<disposition>urn:epcglobal:cbv:disp:${disposition}</disposition>`,
  );
}

/** An EPCIS 1.2 document: packs made, packed into a case where one is named, and shipped. */
export function delivery(file: DeliveryFile): string {
  const {
    to,
    serials,
    from = LAKESIDE,
    despatch = 'DA-0',
    lot = LOT,
    expiry = EXPIRY,
    into,
    more = '',
    shipped = true,
  } = file;
  const at = file.at ?? '2026-11-20T08:00:00.000Z';
  const packs = serials.map(sgtin);
  const made = event(
    'ObjectEvent',
    at,
    `${list('epcList', packs)}<action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>` +
      '<disposition>urn:epcglobal:cbv:disp:active</disposition>' +
      `<extension><ilmd><cbvmda:lotNumber>${lot}</cbvmda:lotNumber>` +
      `<cbvmda:itemExpirationDate>${expiry}</cbvmda:itemExpirationDate></ilmd></extension>`,
  );
  const later = new Date(Date.parse(at) + 3_600_000).toISOString();
  const packed =
    into === undefined
      ? step('storing', packs, later)
      : event(
          'AggregationEvent',
          later,
          `<parentID>${sscc(into)}</parentID>${list('childEPCs', packs)}<action>ADD</action>` +
            '<bizStep>urn:epcglobal:cbv:bizstep:packing</bizStep>',
        );
  const sent = event(
    'ObjectEvent',
    new Date(Date.parse(at) + 7_200_000).toISOString(),
    `${list('epcList', into === undefined ? packs : [sscc(into)])}<action>OBSERVE</action>` +
      '<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><disposition>urn:epcglobal:cbv:disp:in_transit</disposition>' +
      '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:desadv">' +
      `urn:epcglobal:cbv:bt:${from}:${despatch}</bizTransaction></bizTransactionList>` +
      '<extension><sourceList>' +
      `<source type="urn:epcglobal:cbv:sdt:owning_party">${sgln(from)}</source></sourceList><destinationList>` +
      `<destination type="urn:epcglobal:cbv:sdt:owning_party">${sgln(to)}</destination></destinationList></extension>`,
  );
  const header =
    '<EPCISHeader><sbdh:StandardBusinessDocumentHeader><sbdh:HeaderVersion>1.0</sbdh:HeaderVersion>' +
    `<sbdh:Sender><sbdh:Identifier Authority="GS1">${sgln(from)}</sbdh:Identifier></sbdh:Sender>` +
    `<sbdh:Receiver><sbdh:Identifier Authority="GS1">${sgln(to)}</sbdh:Identifier></sbdh:Receiver>` +
    '<sbdh:DocumentIdentification><sbdh:Standard>EPCglobal</sbdh:Standard><sbdh:TypeVersion>1.0</sbdh:TypeVersion>' +
    `<sbdh:InstanceIdentifier>${despatch}-${serials[0] ?? ''}</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type>` +
    `<sbdh:CreationDateAndTime>${later}</sbdh:CreationDateAndTime></sbdh:DocumentIdentification>` +
    `</sbdh:StandardBusinessDocumentHeader>${file.header ?? ''}</EPCISHeader>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:cbvmda="urn:epcglobal:cbv:mda" ' +
    'xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader" ' +
    `schemaVersion="1.2" creationDate="${later}">${header}<EPCISBody><EventList>` +
    `${made}${packed}${shipped ? sent : ''}${more}</EventList></EPCISBody></epcis:EPCISDocument>\n`
  );
}
