// The candidates of a scan, for whoever has a ledger to choose by: `pedigree/gs1/candidates`.

export { decodeAgain } from './decode-again.ts';
export { type OtherReading, readAgain, readings } from './readings.ts';
