// EPCIS files, 1.2 and 2.0: read as they come, checked, their events named. Pure: it knows no party and no ledger.
export { type CheckedFile, type CheckOptions, checkEpcis } from './check.ts';
export type { Claim, ClaimedState } from './claims.ts';
export { type ConvertedFile, type ConvertOptions, convertEpcis, type WrittenForm } from './convert.ts';
export type { FileProfile } from './dscsa.ts';
export type { FileFinding, FileFindingCode, FileFindingLevel } from './findings.ts';
export type { FoundAt, TakeFound } from './found.ts';
export { type Dialect, EventHasher } from './hash-id.ts';
export type { IdForm } from './id-forms.ts';
export { glnOf, type Id, type IdFault, readId } from './ids.ts';
export type { LostCode, LostKind } from './lost.ts';
export { type MendedFile, type MendedPart, mendEpcis } from './mend.ts';
export type { MendCode } from './mend-event.ts';
export type {
  Attribute,
  ByteSource,
  EpcisDocument,
  EpcisEvent,
  EpcisEventType,
  EpcisForm,
  EpcisKind,
  EpcisPart,
  EpcisTime,
  ErrorDeclaration,
  EventPlace,
  Extension,
  Namespace,
  Partner,
  Quantity,
  SensorElement,
  SensorPart,
  Statement,
  TypedId,
  VocabularyElement,
} from './model.ts';
export { readEpcis } from './read.ts';
