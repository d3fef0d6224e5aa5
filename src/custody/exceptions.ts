// Differences between goods and data: the kinds that trading partners tell each other of (PDG and HDA exception handling).

export const EXCEPTIONS = [
  'underage',
  'overage',
  'damaged',
  'refused',
  'goods-without-data',
  'data-without-goods',
  'wrong-data',
  'label',
  'packaging',
  'hold',
] as const;

export type ExceptionKind = (typeof EXCEPTIONS)[number];

/** What partners agree on (PDG). */
export const RESOLUTIONS = [
  'Send new data',
  'Send product',
  'Return product',
  'Send back product',
  'Credit account',
  'Debit account',
] as const;

export type Resolution = (typeof RESOLUTIONS)[number];

/** The member of a PDG exception message that says the same. */
export const PDG_MEMBERS: Readonly<Record<ExceptionKind, string>> = {
  underage: 'underages',
  overage: 'overages',
  damaged: 'other_errors',
  refused: 'other_errors',
  'goods-without-data': 'missing_product_data',
  'data-without-goods': 'missing_product',
  'wrong-data': 'data_misalignment',
  label: 'other_errors',
  packaging: 'other_errors',
  hold: 'other_errors',
};
