// Files of the vectors, and what is read from any file, for tests of what is written.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConvertedFile, type ConvertOptions, convertEpcis } from '../../src/epcis/convert.ts';
import type { EpcisEvent, EpcisPart } from '../../src/epcis/model.ts';
import { readEpcis } from '../../src/epcis/read.ts';
import { vectors } from '../vectors.ts';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

export async function partsOf(text: string | Uint8Array): Promise<readonly EpcisPart[]> {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const parts: EpcisPart[] = [];
  for await (const part of readEpcis(() => [bytes])) parts.push(part);
  return parts;
}

export async function eventsOf(text: string | Uint8Array): Promise<readonly EpcisEvent[]> {
  return (await partsOf(text)).flatMap((part) => (part.part === 'event' ? [part.event] : []));
}

export async function converted(
  text: string | Uint8Array,
  options: ConvertOptions,
): Promise<ConvertedFile & { readonly text: string }> {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  let out = '';
  const done = await convertEpcis(
    () => [bytes],
    options,
    (piece) => {
      out += piece;
    },
  );
  return { ...done, text: out };
}

/** Names and bytes of all files below a folder of the vectors; undefined where there is none. */
export function filesIn(
  ...folders: readonly string[]
): readonly (readonly [name: string, bytes: Uint8Array])[] | undefined {
  if (folders.some((folder) => vectors(folder) === undefined)) return undefined;
  return folders.flatMap((folder) =>
    readdirSync(vectors(folder) ?? '', { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(?:xml|json|jsonld)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path.slice(path.indexOf(folder)), readFileSync(path)] as const),
  );
}
