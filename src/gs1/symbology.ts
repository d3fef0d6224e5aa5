// AIM symbology identifiers (ISO/IEC 15424): which code was scanned, and whether it carries GS1 data.

/** What an identifier says about the data behind it. */
export interface Symbology {
  readonly name: string;
  /** `gs1`: element string after FNC1; `ean`: the digits of a GTIN; `plain`: anything. */
  readonly data: 'gs1' | 'ean' | 'plain';
}

/** Identifiers by name: those of GS1 data, of GTINs alone, and of plain data. */
const NAMES = {
  gs1: 'GS1 DataMatrix:d2 d5,GS1-128:C1,GS1 DataBar:e0,GS1 QR Code:Q3,GS1 DotCode:J1',
  ean: 'EAN-13:E0,EAN-8:E4,ITF-14:I1',
  plain: 'Data Matrix:d0 d1 d3 d4 d6,Code 128:C0 C2,QR Code:Q0 Q1 Q2,DotCode:J0',
} as const;

/** Symbologies by the two characters of the identifier as one number. */
const BY_CODE: ReadonlyMap<number, Symbology> = new Map(
  (['gs1', 'ean', 'plain'] as const).flatMap((data) =>
    NAMES[data].split(',').flatMap((row) => {
      const [name = '', identifiers = ''] = row.split(':');
      return identifiers
        .split(' ')
        .map((one) => [one.charCodeAt(0) * 256 + one.charCodeAt(1), { name, data }] as const);
    }),
  ),
);

/** Letters of identifiers whose symbologies carry no GS1 data, by what they are called. */
const OTHERS = 'A:Code 39,B:Telepen,F:Codabar,G:Code 93,H:Code 11,L:PDF417,M:MSI,P:Plessey,U:MaxiCode,z:Aztec';

/** An identifier as people know it: `Code 39 (]A0)`; where nobody does, as it is. */
export function otherSymbology(identifier: string): string {
  const known = OTHERS.split(',').find((one) => one.charAt(0) === identifier.charAt(1));
  return known === undefined ? identifier : `${known.slice(2)} (${identifier})`;
}

/** The symbology that a scan names in its first three characters. */
export function symbologyOf(scan: string): Symbology | undefined {
  return scan.charCodeAt(0) === 0x5d ? BY_CODE.get(scan.charCodeAt(1) * 256 + scan.charCodeAt(2)) : undefined;
}
