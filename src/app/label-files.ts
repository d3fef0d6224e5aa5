// Labels into files: one file, or a folder of one file a label; moved into place when whole.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { PedigreeError } from '../errors.ts';
import type { Drawing } from '../label/layout.ts';
import type { Sheet } from '../label/pdf.ts';

export const FORMATS = ['svg', 'png', 'pdf', 'zpl'] as const;
export type Format = (typeof FORMATS)[number];

export interface Output {
  readonly format: Format;
  readonly path: string;
  readonly count: number;
  readonly sheet?: Sheet;
  /** ZPL as a picture. */
  readonly graphics: boolean;
  /** The name of each label's file in a folder. */
  readonly names: readonly string[];
}

export interface Drafted {
  /** Moves the labels to where they were asked for. @throws io-failed (74) */
  keep(): void;
  drop(): void;
}

/** Whether each label has a file of its own. */
export const isFolder = (format: Format, count: number): boolean => (format === 'svg' || format === 'png') && count > 1;

/**
 * Draws all labels beside the place where they are to be.
 * @throws cannot-create (73), io-failed (74), and what drawing throws; then nothing is left behind
 */
export async function draft(drawings: AsyncIterable<Drawing>, output: Output): Promise<Drafted> {
  const { path, format, count } = output;
  const folder = isFolder(format, count);
  if (existsSync(path) && statSync(path).isDirectory() !== folder) {
    throw new PedigreeError('cannot-create', folder ? `${path} is a file` : `${path} is a folder`, {
      hint: folder ? `${count} labels go into a folder: -o DIR` : '-o FILE',
    });
  }
  if (folder && existsSync(path) && readdirSync(path).length > 0) {
    throw new PedigreeError('cannot-create', `the folder ${path} is not empty`, { hint: '-o a new one' });
  }
  const temporary = `${path}.part`;
  rmSync(temporary, { recursive: true, force: true });
  const drop = () => rmSync(temporary, { recursive: true, force: true });
  try {
    if (folder) await intoFolder(drawings, output, temporary);
    else await intoFile(drawings, output, temporary);
  } catch (error) {
    drop();
    if (error instanceof PedigreeError) throw error;
    throw new PedigreeError('cannot-create', `cannot write ${path}`, { cause: error });
  }
  return {
    drop,
    keep: () => {
      try {
        if (folder) rmSync(path, { recursive: true, force: true });
        renameSync(temporary, path);
      } catch (cause) {
        throw new PedigreeError('io-failed', `the labels are in ${temporary}`, { hint: `move them to ${path}`, cause });
      }
    },
  };
}

async function intoFolder(drawings: AsyncIterable<Drawing>, { format, names }: Output, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  let at = 0;
  for await (const drawing of drawings) {
    writeFileSync(join(folder, `${names[at] ?? at + 1}.${format}`), await single(drawing, format));
    at++;
  }
}

async function intoFile(drawings: AsyncIterable<Drawing>, output: Output, path: string): Promise<void> {
  const file = openSync(path, 'w');
  try {
    for await (const piece of pieces(drawings, output)) writeSync(file, piece);
  } finally {
    closeSync(file);
  }
}

async function* pieces(drawings: AsyncIterable<Drawing>, output: Output): AsyncIterable<Uint8Array> {
  if (output.format === 'pdf') {
    const { labelPdf } = await import('../label/pdf.ts');
    yield* labelPdf(drawings, output.sheet);
    return;
  }
  if (output.format === 'zpl') {
    yield* zplPieces(drawings, output.graphics);
    return;
  }
  for await (const drawing of drawings) yield await single(drawing, output.format);
}

const AT_ONCE = 500;

async function* zplPieces(drawings: AsyncIterable<Drawing>, graphics: boolean): AsyncIterable<Uint8Array> {
  const { labelZpl, bitmapZpl } = await import('../label/zpl.ts');
  const { labelBitmap } = await import('../label/raster.ts');
  let labels: string[] = [];
  for await (const drawing of drawings) {
    labels.push(graphics ? bitmapZpl(drawing, await labelBitmap(drawing)) : labelZpl(drawing));
    if (labels.length < AT_ONCE) continue;
    yield Buffer.from(labels.join(''));
    labels = [];
  }
  yield Buffer.from(labels.join(''));
}

async function single(drawing: Drawing, format: Format): Promise<Uint8Array> {
  if (format === 'svg') {
    const { labelSvg } = await import('../label/svg.ts');
    return Buffer.from(labelSvg(drawing));
  }
  const { labelBitmap } = await import('../label/raster.ts');
  const { bitmapPng } = await import('../label/png.ts');
  return bitmapPng(await labelBitmap(drawing), drawing.dpi);
}
