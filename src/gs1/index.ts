// The GS1 toolkit: read whatever a scanner types, print whatever a line needs.
export { type Ai, AiTable, loadDictionary, standardTable } from './ai-table.ts';
export { bracketed, hri } from './bracketed.ts';
export { GS } from './characters.ts';
export { type Decoded, decode } from './decode.ts';
export { buildDigitalLink, CANONICAL_STEM, digitalLink } from './digital-link.ts';
export { decompressDigitalLink } from './digital-link-compressed.ts';
export type { Element } from './element-string.ts';
export type { Fault } from './faults.ts';
export { checkDigit, isGln, isGtin, isSscc, toGtin14 } from './keys.ts';
export { LINTERS, type Lint, type Linter } from './lint/index.ts';
export {
  elementString,
  elementsOf,
  expiryFromYYMMDD,
  lastDay,
  type Pack,
  packOf,
  scanText,
  ssccOf,
  yymmdd,
} from './pack.ts';
export { parse } from './parse.ts';
export { PROFILES, type Profile } from './profiles.ts';
export type { Candidate, Kind, Parsed, ParseOptions, Repair } from './reading.ts';
