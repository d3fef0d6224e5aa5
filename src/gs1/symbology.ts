// AIM symbology identifiers (ISO/IEC 15424): which code was scanned, and whether it carries GS1 data.

/** What an identifier says about the data behind it. */
export interface Symbology {
  readonly name: string;
  /** `gs1`: element string after FNC1; `ean`: the digits of a GTIN; `plain`: anything. */
  readonly data: 'gs1' | 'ean' | 'plain';
}

/** The identifiers that GS1 uses, and the plain twins of its symbologies. */
export const SYMBOLOGIES: ReadonlyMap<string, Symbology> = new Map(
  Object.entries({
    ']d2': { name: 'GS1 DataMatrix', data: 'gs1' },
    ']C1': { name: 'GS1-128', data: 'gs1' },
    ']e0': { name: 'GS1 DataBar', data: 'gs1' },
    ']Q3': { name: 'GS1 QR Code', data: 'gs1' },
    ']J1': { name: 'GS1 DotCode', data: 'gs1' },
    ']E0': { name: 'EAN-13', data: 'ean' },
    ']E4': { name: 'EAN-8', data: 'ean' },
    ']d1': { name: 'Data Matrix', data: 'plain' },
    ']Q1': { name: 'QR Code', data: 'plain' },
    ']J0': { name: 'DotCode', data: 'plain' },
    ']d0': { name: 'Data Matrix', data: 'plain' },
    ']d3': { name: 'Data Matrix', data: 'plain' },
    ']d4': { name: 'Data Matrix', data: 'plain' },
    ']d5': { name: 'GS1 DataMatrix', data: 'gs1' },
    ']d6': { name: 'Data Matrix', data: 'plain' },
    ']C0': { name: 'Code 128', data: 'plain' },
    ']C2': { name: 'Code 128', data: 'plain' },
    ']Q0': { name: 'QR Code', data: 'plain' },
    ']Q2': { name: 'QR Code', data: 'plain' },
    ']A0': { name: 'Code 39', data: 'plain' },
    ']I0': { name: 'Interleaved 2 of 5', data: 'plain' },
    ']L0': { name: 'PDF417', data: 'plain' },
    ']z0': { name: 'Aztec Code', data: 'plain' },
  } as const),
);

const BY_CODE: ReadonlyMap<number, Symbology> = new Map(
  [...SYMBOLOGIES].map(([identifier, symbology]) => [
    identifier.charCodeAt(1) * 256 + identifier.charCodeAt(2),
    symbology,
  ]),
);

/** The symbology that a scan names in its first three characters. */
export function symbologyOf(scan: string): Symbology | undefined {
  return scan.charCodeAt(0) === 0x5d ? BY_CODE.get(scan.charCodeAt(1) * 256 + scan.charCodeAt(2)) : undefined;
}
