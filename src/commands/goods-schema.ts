// Shapes that answers about goods share.
import { boolean, fields, integer, list, number, string } from './spec.ts';

/** What a product is called; to be spread into `fields({…})`. */
export const PRODUCT = { 'product?': string('name and strength'), 'strength?': string(), 'form?': string() };

export const LOTS = list(
  fields({ gtin: string(), ...PRODUCT, lot: string(), expiry: string('YYYY-MM-DD'), packs: integer() }),
  'packs by lot',
);

/** Which shipment it is; to be spread into `fields({…})`. */
export const NAMED_SHIPMENT = {
  shipment: string('the ship event, CHAIN/SEQ'),
  from: string('GLN'),
  fromName: string(),
  to: string('GLN'),
  toName: string(),
  at: string('when it left, ISO 8601 in UTC'),
};

export const SHIPMENT = fields({
  ...NAMED_SHIPMENT,
  ageHours: number(),
  items: integer('outermost items that are still on their way'),
  packs: integer(),
  lots: LOTS,
  'despatch?': string('despatch advice number'),
  'reason?': string('why goods are sent back'),
  'refused?': fields(
    { event: string('the exception that says so'), at: string('ISO 8601 in UTC'), reason: string() },
    'whoever it went to has refused it: its shipper takes it back with void; receive --all passes it over',
  ),
  contact: string('whom to call'),
  'outside?': boolean('a file of a partner outside says so; shipment is then how its name begins'),
  'document?': string('SHA-256 of that file, in hex'),
  'came?': integer('of that file: outermost items that are here already'),
  'asked?': string('when its sender was asked about it, YYYY-MM-DD'),
});

export const DEED = { items: integer('outermost items'), packs: integer() };

export const ITEM = 'a scan, an SSCC, a picture, @FILE or -';
