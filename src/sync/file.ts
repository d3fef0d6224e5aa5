// Bundle files: the frames of one side of an exchange, closed by a SHA-256 that tells a cut file from a damaged one.
import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodeFrame, FRAME, FRAME_HEADER, type Frame, FrameReader, frameHeader } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { fromFrame, toFrame } from './messages.ts';

/** How a bundle file ended: as it was written, before its end, or with other bytes than were written. */
export type Ending = 'whole' | 'cut' | 'damaged';

/** What a bundle says of itself before any event. */
export interface BundleHead {
  readonly network: string;
  /** The chain of whoever wrote it. */
  readonly chain: string | undefined;
}

/**
 * Writes frames to a file that appears only when it is whole and on the disk. A bundle that was there before is replaced;
 * any other file is not.
 * @throws cannot-create, io-failed
 */
export function writeBundleFile(file: string, frames: Iterable<Frame>): { readonly bytes: number } {
  refuseOther(file);
  const part = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.part`);
  const fd = create(part, file);
  try {
    const sum = createHash('sha256');
    let bytes = 0;
    const put = (data: Uint8Array) => {
      for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
      bytes += data.length;
    };
    for (const frame of frames) {
      const data = encodeFrame(frame);
      sum.update(data);
      put(data);
    }
    put(encodeFrame(toFrame({ type: 'done', asks: 0, sha256: sum.digest() }, false)));
    fsyncSync(fd);
    closeSync(fd);
    renameSync(part, file);
    return { bytes };
  } catch (cause) {
    try {
      closeSync(fd);
    } catch {
      // It was closed before the rename failed.
    }
    unlinkSync(part);
    if (cause instanceof PedigreeError) throw cause;
    throw new PedigreeError('io-failed', `cannot write ${file}: ${reason(cause)}`, { cause });
  }
}

function create(part: string, file: string): number {
  try {
    return openSync(part, 'wx', 0o644);
  } catch (cause) {
    throw new PedigreeError('cannot-create', `cannot create ${file}: ${reason(cause)}`, { cause });
  }
}

/** A slip of the hand must not cost a spreadsheet: only what is a bundle, or empty, is replaced. */
function refuseOther(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && (found.size === 0 || startsLikeBundle(file)))) return;
  throw new PedigreeError('cannot-create', `${file} is there already and is not a bundle`, {
    hint: 'name another file',
  });
}

function startsLikeBundle(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const start = Buffer.alloc(64);
    const length = readSync(fd, start, 0, start.length, 0);
    return length > FRAME_HEADER && start[4] === FRAME.hello && start.includes('"type":"hello"');
  } finally {
    closeSync(fd);
  }
}

/**
 * Gives the frames of a bundle file to `take` and says how the file ended. A frame that `take` calls bad is passed over:
 * what other frames prove stays good.
 * @throws no-such-file, bad-bundle (not a bundle at all), io-failed, and whatever `take` throws besides bad-frame
 */
export async function readBundleFile(file: string, take: (frame: Frame) => void): Promise<Ending> {
  const sum = createHash('sha256');
  const reader = new FrameReader({ reuse: true });
  let damaged = false;
  let first = true;
  let closing: Uint8Array | undefined;
  let trailing = false;
  const one = (frame: Frame) => {
    if (closing !== undefined) {
      trailing = true;
      return;
    }
    const message = frame.type === FRAME.done || first ? readable(frame) : undefined;
    if (first && message?.type !== 'hello') throw notABundle(file);
    first = false;
    if (message?.type === 'done') {
      closing = message.sha256;
      damaged ||= closing === undefined || Buffer.compare(closing, sum.digest()) !== 0;
      closing ??= new Uint8Array(0);
    } else {
      sum.update(frameHeader(frame.type, frame.codec, frame.body.length));
      sum.update(frame.body);
    }
    try {
      take(frame);
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code !== 'bad-frame') throw error;
      damaged = true;
    }
  };
  try {
    for await (const chunk of bytesOf(file)) for (const frame of reader.read(chunk)) one(frame);
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code !== 'bad-frame') throw error;
    if (first) throw notABundle(file);
    return 'damaged';
  }
  if (first) throw notABundle(file);
  if (damaged || trailing || (closing !== undefined && reader.pending > 0)) return 'damaged';
  return closing === undefined ? 'cut' : 'whole';
}

/**
 * Whose bundle this is, without taking anything from it.
 * @throws no-such-file, bad-bundle, io-failed
 */
export async function bundleHead(file: string): Promise<BundleHead> {
  const reader = new FrameReader();
  try {
    for await (const chunk of bytesOf(file)) {
      for (const frame of reader.read(chunk)) {
        const message = readable(frame);
        if (message?.type !== 'hello') throw notABundle(file);
        return { network: message.network, chain: message.chain };
      }
    }
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code !== 'bad-frame') throw error;
  }
  throw notABundle(file);
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) yield chunk as Uint8Array;
  } catch (cause) {
    if (cause instanceof PedigreeError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new PedigreeError('no-such-file', `there is no file ${file}`, { cause });
    if (code === 'EISDIR') throw notABundle(file);
    throw new PedigreeError('io-failed', `cannot read ${file}: ${reason(cause)}`, { cause });
  }
}

function readable(frame: Frame): ReturnType<typeof fromFrame> {
  try {
    return fromFrame(frame);
  } catch {
    return undefined;
  }
}

function notABundle(file: string): PedigreeError {
  return new PedigreeError('bad-bundle', `${file} is not a pedigree bundle`, {
    hint: 'bundles are made by pedigree export, card, accredit -o and ship --bundle',
  });
}

function reason(cause: unknown): string {
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
}
