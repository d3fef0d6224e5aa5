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
