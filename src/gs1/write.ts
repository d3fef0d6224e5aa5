// What fewer programs need beside `pedigree/gs1`: EPC URNs, compressed Digital Links and scan data of carriers written.
export { compressDigitalLink, compressElements } from './digital-link-compress.ts';
export { companyPrefixes, epcIdentity, epcUrn, isEpcUrn, type PrefixLength } from './epc-urn.ts';
export { isNearMiss } from './near-misses.ts';
export { type Carrier, readScanData, type ScanData, writeScanData } from './scan-data.ts';
