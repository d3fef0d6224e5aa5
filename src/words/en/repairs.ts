// What was done to a scan before it made sense, by the codes of its repairs. In English the toolkit has said it: its evidence.
import { area } from '../say.ts';

/** The evidence of a repair, and the first two texts that it quotes. */
export interface RepairSaid {
  readonly evidence: string;
  readonly one?: string;
  readonly other?: string;
}

const asItIs = ({ evidence }: RepairSaid): string => evidence;

export const say = /* @__PURE__ */ area('repairs', () => ({
  'as-printed': asItIs,
  base64: asItIs,
  blanks: asItIs,
  'caps-lock': asItIs,
  'case-lost': asItIs,
  column: asItIs,
  'ean-behind': asItIs,
  escapes: asItIs,
  frame: asItIs,
  'gs-lost': asItIs,
  'gs-substitute': asItIs,
  'identifier-changed': asItIs,
  'identifier-cut': asItIs,
  'identifier-missing': asItIs,
  json: asItIs,
  layout: asItIs,
  'leading-gs': asItIs,
  'line-break': asItIs,
  'line-end': asItIs,
  'link-names': asItIs,
  'link-scheme': asItIs,
  'link-slash': asItIs,
  'link-wrapped': asItIs,
  numbers: asItIs,
  'plain-identifier': asItIs,
  quotes: asItIs,
  'scanned-twice': asItIs,
  'scanner-prefix': asItIs,
  'scanner-suffix': asItIs,
  'start-lost': asItIs,
  'symbols-joined': asItIs,
  typography: asItIs,
}));
