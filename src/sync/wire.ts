// The wire: where exchanges are answered, and frames on a stream with back-pressure: nothing is made before the reader has room for it.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { encodeFrame, type Frame, FrameReader } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';

/** Where exchanges are answered, below the URL of a peer. */
export const EXCHANGE_PATH = 'v1/exchange';
/** Where news are waited for. */
export const NEWS_PATH = 'v1/news';
export const FRAMES_TYPE = 'application/vnd.pedigree.frames';
export const SESSION_HEADER = 'pedigree-session';

/**
 * The address of exchanges at a peer.
 * @throws usage for what is no http or https URL
 */
export const exchangeUrl = (url: string): URL => urlBelow(url, EXCHANGE_PATH);

/** The address of news at a peer. @throws as `exchangeUrl` */
export const newsUrl = (url: string): URL => urlBelow(url, NEWS_PATH);

function urlBelow(url: string, path: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.hostname === '') {
    throw new PedigreeError('usage', say('not-address-of-peer', { url }), { hint: say('write-as-http-host') });
  }
  return new URL(path, `${base.origin}${base.pathname.replace(/\/*$/, '/')}`);
}

/** Writes frames as fast as the stream takes them, and tells how many bytes each had. Stops early when `stop` says so. */
export async function writeFrames(
  stream: Writable,
  frames: Iterable<Frame>,
  stop: () => boolean = () => false,
  wrote: (bytes: number) => void = () => {},
): Promise<void> {
  const waiting = frames[Symbol.iterator]();
  let next = waiting.next();
  while (next.done !== true && !stop() && !stream.destroyed) {
    // One write a frame: a corked chunked message says that it is full and then never says that it has drained.
    const data = encodeFrame(next.value);
    const room = stream.write(data);
    wrote(data.length);
    // The next frame is made while this one is on its way.
    next = waiting.next();
    if (room) continue;
    const ended = new AbortController();
    const close = () => ended.abort();
    stream.once('close', close);
    await once(stream, 'drain', { signal: ended.signal }).catch((error: unknown) => {
      if (!stream.destroyed) throw error;
    });
    stream.off('close', close);
  }
}

/**
 * Gives every frame of a stream to `take`, one after the other; a frame is valid until `take` returns. Where it cannot be taken
 * yet, `before` says what is to be waited for. The bytes read. `keeps` is told how many bytes of memory this takes.
 * @throws bad-frame where the stream ends inside a frame, and whatever `take` and `keeps` throw
 */
export async function readFrames(
  stream: AsyncIterable<Uint8Array>,
  take: (frame: Frame) => void,
  {
    keeps = () => {},
    before = () => undefined,
  }: {
    readonly keeps?: (bytes: number) => void;
    readonly before?: (frame: Frame) => Promise<unknown> | undefined;
  } = {},
): Promise<number> {
  const reader = new FrameReader({ reuse: true });
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    for (const frame of reader.read(chunk)) {
      const wait = before(frame);
      if (wait !== undefined) await wait;
      take(frame);
    }
    keeps(reader.kept);
  }
  if (reader.pending > 0) throw new PedigreeError('bad-frame', say('peer-broke-off-inside'));
  return bytes;
}
