// What the standard says of sensors: the fields of their metadata and reports in the order of the CBV, and what their values are.
import type { WordList } from './vocabulary.ts';

export const METADATA_FIELDS: readonly string[] =
  'time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules'.split(' ');
export const REPORT_FIELDS: readonly string[] = (
  'type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance value component ' +
  'stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue uom ' +
  'coordinateReferenceSystem'
).split(' ');

/** Fields whose values are numbers. */
export const SENSOR_NUMBERS: ReadonlySet<string> = new Set(
  'value minValue maxValue meanValue sDev percRank percValue'.split(' '),
);
/** Fields whose values are words of a list. */
export const SENSOR_WORDS: ReadonlyMap<string, WordList> = new Map([
  ['type', 'measurement'],
  ['exception', 'exception'],
  ['component', 'component'],
]);
