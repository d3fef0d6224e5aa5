// Labels into files: one file, or a folder of one file a label; moved into place when whole.
import { Buffer } from 'node:buffer';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PedigreeError } from '../../errors.ts';
import { type Format, startsLike } from '../../label/formats.ts';
import type { Drawing } from '../../label/layout.ts';
import type { Sheet } from '../../label/pdf.ts';
import { makeFolder } from '../../make-folder.ts';
import { partFor, settleName } from '../../sync/out-file.ts';
import { foreseeOut, openOut, type Stdout } from '../../sync/out-stream.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/labels.ts';

export interface Output {
  readonly format: Format;
  readonly path: string;
  readonly count: number;
  readonly sheet?: Sheet;
  /** ZPL as a picture. */
  readonly graphics: boolean;
  /** The name of each label's file in a folder. */
  readonly names: readonly string[];
  /** Where they go for `-`. */
  readonly stdout?: Stdout | undefined;
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
export function draft(drawings: AsyncIterable<Drawing>, output: Output): Promise<Drafted> {
  return isFolder(output.format, output.count) ? draftFolder(drawings, output) : draftFile(drawings, output);
}

/** What `draft` would say of the place, without drawing: for dry runs. @throws cannot-create (73) */
export function foresee(output: Pick<Output, 'path' | 'format' | 'count' | 'stdout'>): void {
  const { path, format, count, stdout } = output;
  if (isFolder(format, count)) mustHaveRoom(path, mustBeFree(path, count));
  else foreseeOut(path, labelsIn(format), stdout);
}

/** Whether the folder can be made, with those above it that are not there yet. @throws cannot-create (73) */
function mustHaveRoom(path: string, target: string): void {
  let above = dirname(target);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  try {
    readdirSync(above);
    accessSync(above, constants.W_OK);
  } catch (cause) {
    throw new PedigreeError('cannot-create', say('cannot-write', { path }), { cause });
  }
}

/** On standard output they are held back until they are counted. */
const labelsIn = (format: Format) => ({
  kind: phrase('file-of-labels', { format }),
  isKind: startsLike(format),
  binary: format === 'png' || format === 'pdf',
  held: true,
});

async function draftFile(drawings: AsyncIterable<Drawing>, output: Output): Promise<Drafted> {
  const { path, format, stdout } = output;
  const out = openOut(path, labelsIn(format), stdout);
  try {
    for await (const piece of pieces(drawings, output)) out.write(piece);
    return { drop: () => out.drop(), keep: () => void out.keep() };
  } catch (error) {
    out.drop();
    throw error;
  }
}

/** A new folder or an empty one, by its real path. @throws cannot-create (73) */
function mustBeFree(path: string, count: number): string {
  if (path === '-') {
    throw new PedigreeError('usage', say('one-file-each', { count }), {
      hint: say('name-folder'),
    });
  }
  const found = statSync(path, { throwIfNoEntry: false });
  const target = found === undefined ? resolve(path) : realpathSync(path);
  if (found?.isDirectory() === false) {
    throw new PedigreeError('cannot-create', say('is-a-file', { path }), {
      hint: say('needs-folder', { count }),
    });
  }
  if (found !== undefined && readdirSync(target).length > 0) {
    throw new PedigreeError('cannot-create', say('folder-not-empty', { path }), { hint: say('new-folder') });
  }
  return target;
}

async function draftFolder(drawings: AsyncIterable<Drawing>, { path, format, count, names }: Output): Promise<Drafted> {
  const target = mustBeFree(path, count);
  const cannot = (cause: unknown, doing?: 'creating') => asFailure(cause, phrase('cannot-write', { path }), doing);
  let part: string;
  try {
    makeFolder(dirname(target));
    part = partFor(target);
    mkdirSync(part, { mode: 0o700 });
  } catch (cause) {
    throw cannot(cause, 'creating');
  }
  const drop = () => rmSync(part, { recursive: true, force: true });
  try {
    let at = 0;
    for await (const drawing of drawings) {
      const data = await single(drawing, format);
      try {
        writeFileSync(join(part, `${names[at] ?? at + 1}.${format}`), data, { mode: 0o600 });
      } catch (cause) {
        throw cannot(cause);
      }
      at++;
    }
  } catch (error) {
    drop();
    throw error;
  }
  return {
    drop,
    keep: () => {
      try {
        // An empty folder gives way to the full one.
        renameSync(part, target);
        settleName(target);
      } catch (cause) {
        drop();
        throw cannot(cause);
      }
    },
  };
}

async function* pieces(drawings: AsyncIterable<Drawing>, output: Output): AsyncIterable<Uint8Array> {
  if (output.format === 'pdf') {
    const { labelPdf } = await import('../../label/pdf.ts');
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
  const { labelZpl, bitmapZpl } = await import('../../label/zpl.ts');
  const { labelBitmap } = await import('../../label/raster.ts');
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
    const { labelSvg } = await import('../../label/svg.ts');
    return Buffer.from(labelSvg(drawing));
  }
  const { labelBitmap } = await import('../../label/raster.ts');
  const { bitmapPng } = await import('../../label/png.ts');
  return bitmapPng(await labelBitmap(drawing), drawing.dpi);
}
