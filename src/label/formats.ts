// The formats of files with labels, and how to know one.
import { Buffer } from 'node:buffer';

export const FORMATS = ['svg', 'png', 'pdf', 'zpl'] as const;
export type Format = (typeof FORMATS)[number];

/** How a file of each format begins; any other file is not replaced. */
const STARTS: Readonly<Record<Format, string>> = { svg: '<svg', png: '\x89PNG', pdf: '%PDF', zpl: '^XA' };

export function startsLike(format: Format): (start: Uint8Array) => boolean {
  return (start) => Buffer.from(start).toString('latin1').startsWith(STARTS[format]);
}
