// How containers are called: by an SSCC, or by the GTIN and serial of a case that is a product itself. Names are what people type.

/** What is printed on a container. */
export type ContainerCode =
  | { readonly sscc: string }
  | { readonly sscc?: never; readonly gtin: string; readonly serial: string };

const GTIN_AT = '(01)'.length;
const GTIN_ENDS = GTIN_AT + 14;
const SERIAL_AT = GTIN_ENDS + '(21)'.length;

/** The SSCC, or GTIN and serial as bracketed text. */
export function containerCalled(code: {
  readonly sscc?: string | undefined;
  readonly gtin?: string | undefined;
  readonly serial?: string | undefined;
}): string {
  return code.sscc ?? `(01)${code.gtin}(21)${code.serial}`;
}

/** What a container of this name has printed on it. */
export function codeOfContainer(name: string): ContainerCode {
  if (!name.startsWith('(')) return { sscc: name };
  return { gtin: name.slice(GTIN_AT, GTIN_ENDS), serial: name.slice(SERIAL_AT) };
}
