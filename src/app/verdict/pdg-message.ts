// A message of the Partnership for DSCSA Governance about an exception (its report schema of 2024-08-12): what goes to a partner who
// has not joined, by mail or into a portal. Names and texts are those of the schema, in English whatever is spoken here.
import type { Resolution } from '../../custody/exceptions.ts';
import { uuidNamed } from '../node/uuid.ts';

/** A pack as it is told. */
export interface ToldPack {
  readonly gtin: string;
  readonly serial: string;
}

/** Goods and the data of them beside each other. */
export interface ToldMisalignment extends ToldPack {
  readonly received: { readonly lot: string; readonly expiry: string };
  readonly data: { readonly lot: string; readonly expiry: string };
}

/** How many of a product were announced, and how many came. */
export interface ToldCount {
  readonly gtin: string;
  readonly ordered: number;
  readonly received: number;
}

/** What is told, by the member of the message that it stands in. */
export interface ToldDifferences {
  /** Announced, and not here. */
  readonly missingProduct: readonly ToldPack[];
  /** Here, and not announced. */
  readonly missingData: readonly ToldPack[];
  readonly misaligned: readonly ToldMisalignment[];
  readonly overages: readonly ToldCount[];
  /** What the schema has no member for. */
  readonly others: readonly string[];
}

export const NOTHING_TOLD: ToldDifferences = {
  ...{ missingProduct: [], missingData: [], misaligned: [], overages: [], others: [] },
};

/** What is told of, and by whom. */
export interface ToldCase {
  /** The event that it begins with: the same case has the same id whoever asks, and a repeat is the same message. */
  readonly event: string;
  /** The event that this message is of: that of the case, or the one that ended it. */
  readonly says: string;
  /** ms. */
  readonly at: number;
  readonly differences: ToldDifferences;
  readonly isResolved: boolean;
  /** The file that announced the goods, or the shipment. */
  readonly file: string;
  readonly po?: string | undefined;
  /** What is asked for; each kind of difference has what is usual where absent, but for goods: that is a matter of business. */
  readonly resolution?: Resolution | undefined;
  readonly sender: { readonly gln: string; readonly email?: string; readonly phone?: string };
}

/** What is told, without who tells it. */
export type ToldAbout = Omit<ToldCase, 'sender'>;

/** Fields of the message that only a person can fill. */
export type PdgField = 'po_number' | 'email' | 'resolution_request';

export interface PdgMessage {
  readonly message_uuid: string;
  readonly exception_case_uuid: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly po_number: string;
  readonly sender_information: { readonly gln: string; readonly email: string; readonly phone?: string };
  readonly exceptions: Readonly<Record<string, readonly Readonly<Record<string, string | number>>[]>>;
  readonly other_errors: readonly string[] | null;
  readonly case_resolved: boolean;
}

/** The message, and what a person has to fill in: it stands there empty. */
export function pdgMessage(told: ToldCase): { readonly message: PdgMessage; readonly missing: readonly PdgField[] } {
  const { event, says, at, isResolved, po = '', sender, file } = told;
  const missing = new Set<PdgField>();
  if (po === '') missing.add('po_number');
  const { email = '', phone, gln } = sender;
  if (email === '') missing.add('email');
  const uuid = (...parts: readonly string[]) => uuidNamed(['pedigree', event, ...parts].join(' '));
  const ask = (usual?: Resolution) => {
    const asked = told.resolution ?? usual;
    if (asked === undefined) missing.add('resolution_request');
    return { resolution_request: asked ?? '' };
  };
  const { missingProduct, missingData, misaligned, overages, others } = isResolved ? NOTHING_TOLD : told.differences;
  const item = (kind: string, name: string) => ({ exception_item_uuid: uuid(kind, name) });
  const members = {
    missing_product_data: missingData.map(({ gtin, serial }) => ({
      ...item('missing_product_data', `${gtin}/${serial}`),
      ...{ product_gtin: gtin, observation_source: 'Scan', product_serial: serial, ...ask('Send new data') },
    })),
    missing_product: missingProduct.map(({ gtin, serial }) => ({
      ...item('missing_product', `${gtin}/${serial}`),
      ...{ file_id: file, product_gtin: gtin, product_serial: serial, ...ask() },
    })),
    data_misalignment: misaligned.map(({ gtin, serial, received, data }) => ({
      ...item('data_misalignment', `${gtin}/${serial}`),
      ...side('received_product', { gtin, serial, ...received }),
      ...side('product_data', { gtin, serial, ...data }),
      ...ask('Send new data'),
    })),
    overages: overages.map(({ gtin, ordered, received }) => ({
      ...item('overages', gtin),
      ...{ gtin, quantity_ordered: ordered, quantity_received: received, ...ask() },
    })),
  };
  const message = {
    message_uuid: uuid('message', says),
    exception_case_uuid: uuid('case'),
    timestamp: Math.floor(at / 1000),
    po_number: po,
    sender_information: { gln, email, ...(phone === undefined ? {} : { phone }) },
    exceptions: Object.fromEntries(Object.entries(members).filter(([, items]) => items.length > 0)),
    other_errors: others.length === 0 ? null : others,
    case_resolved: isResolved,
  };
  return { message, missing: [...missing] };
}

function side(name: string, pack: ToldPack & ToldMisalignment['data']): Readonly<Record<string, string>> {
  const { gtin, lot, expiry, serial } = pack;
  return { [`${name}_gtin`]: gtin, [`${name}_lot`]: lot, [`${name}_expiry`]: expiry, [`${name}_serial`]: serial };
}
