// Bundle files: the frames of one side of an exchange, closed by a SHA-256 that tells a cut file from a damaged one.
import { Buffer } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { crypto } from '../builtins.ts';
import { sameBytes } from '../chain/bytes.ts';
import { encodeFrame, FRAME, FRAME_HEADER, type Frame, FrameReader, frameHeader } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/sync.ts';
import { fromFrame, toFrame } from './frames.ts';
import { FOR_ALL } from './out-file.ts';
import { foreseeOut, type Out, openOut, type Stdout } from './out-stream.ts';

/** How a bundle file ended: as it was written, before its end, or with other bytes than were written. */
export type BundleEnd = 'whole' | 'cut' | 'damaged';

/** A frame that is not what its type says, passed over: what other frames prove stays good. */
export interface UnreadFrame {
  /** Its place in the file, from 1. */
  readonly frame: number;
  /** Its type as the protocol calls it, or its number. */
  readonly type: string;
  readonly why: string;
}

/** What a bundle says of itself before any event. */
export interface BundleHead {
  readonly network: string;
  /** The chain of whoever wrote it. */
  readonly chain: string | undefined;
}

const BUNDLE = { kind: 'a bundle', isKind: startsLikeBundle, binary: true };

/**
 * Begins a bundle file, `-` on `stdout`, for its owner alone unless it is `forAll`. A bundle that was there before is
 * replaced; any other file is not.
 * @throws cannot-create, io-failed
 */
export function openBundleFile(file: string, stdout?: Stdout, forAll = false): Out {
  return openOut(file, forAll ? { ...BUNDLE, mode: FOR_ALL } : BUNDLE, stdout);
}

/** What `openBundleFile` would say, without making anything. @throws cannot-create */
export function foreseeBundleFile(file: string, stdout?: Stdout): void {
  foreseeOut(file, BUNDLE, stdout);
}

/** Writes frames to a bundle file, closes it and puts it in its place; the bytes in it. @throws io-failed */
export function writeBundleFile(out: Out, frames: Iterable<Frame>): number {
  const sum = crypto().createHash('sha256');
  for (const frame of frames) {
    const data = encodeFrame(frame);
    sum.update(data);
    out.write(data);
  }
  out.write(encodeFrame(toFrame({ type: 'done', asks: 0, sha256: sum.digest() }, false)));
  return out.keep();
}

function startsLikeBundle(start: Uint8Array): boolean {
  return start.length > FRAME_HEADER && start[4] === FRAME.hello && Buffer.from(start).includes('"type":"hello"');
}

/**
 * Gives the frames of a bundle file to `take`, one after another, and says how the file ended. A frame that `take` calls bad is passed over
 * and told to `unread`: that its author wrote what nobody can read does not damage the file.
 * @throws no-such-file, bad-bundle (not a bundle at all), io-failed, and whatever `take` throws besides bad-frame
 */
export async function readBundleFile(
  file: string,
  take: (frame: Frame) => void | Promise<void>,
  unread: (frame: UnreadFrame) => void = () => {},
): Promise<BundleEnd> {
  const sum = crypto().createHash('sha256');
  const reader = new FrameReader({ reuse: true, anyCodec: true });
  let count = 0;
  let damaged = false;
  let first = true;
  let closing: Uint8Array | undefined;
  let trailing = false;
  const one = async (frame: Frame) => {
    count += 1;
    if (closing !== undefined) {
      trailing = true;
      return;
    }
    const message = frame.type === FRAME.done || first ? readable(frame) : undefined;
    if (first && message?.type !== 'hello') throw notABundle(file);
    first = false;
    if (message?.type === 'done') {
      closing = message.sha256;
      damaged ||= closing === undefined || !sameBytes(closing, sum.digest());
      closing ??= new Uint8Array(0);
    } else {
      sum.update(frameHeader(frame.type, frame.codec, frame.body.length));
      sum.update(frame.body);
    }
    try {
      const taking = take(frame);
      if (taking !== undefined) await taking;
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code !== 'bad-frame') throw error;
      const name = Object.entries(FRAME).find(([, type]) => type === frame.type)?.[0];
      unread({ frame: count, type: name ?? String(frame.type), why: error.message });
    }
  };
  try {
    for await (const chunk of bytesOf(file)) for (const frame of reader.read(chunk)) await one(frame);
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
    // A pipe may never begin and cannot be read twice; a device may never end.
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) throw notABundle(file);
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) yield chunk as Uint8Array;
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { file }));
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
  return new PedigreeError('bad-bundle', say('not-bundle', { file }), {
    hint: say('bundles-made-by-export'),
  });
}
