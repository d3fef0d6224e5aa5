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

/** What each kind means, for people. */
export const EXCEPTION_TEXTS: Readonly<Record<ExceptionKind, string>> = {
  underage: 'fewer items came than the data says',
  overage: 'more items came than the data says',
  damaged: 'items came damaged',
  refused: 'the delivery was refused',
  'goods-without-data': 'goods came and no data about them',
  'data-without-goods': 'data came and no goods',
  'wrong-data': 'lot, expiry or product of the data is not that of the goods',
  label: 'a label cannot be read or is wrong',
  packaging: 'the aggregation is not what is in the box',
  hold: 'the goods may not be handed on until something is settled',
};
