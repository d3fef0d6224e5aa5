// How much and how fast somebody may ask: requests a second for each device, tries of a code for everybody, bytes of a body.
import type { IncomingMessage } from 'node:http';
import { TurnedAway } from './replies.ts';

/** What fills up again by the second, up to a burst. */
export class Allowance {
  readonly #rate: number;
  readonly #burst: number;
  readonly #left = new Map<string, { left: number; at: number }>();

  /** @param rate a second */
  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = burst;
  }

  /** Takes one of them. @throws too-many, with the seconds to wait */
  take(who: string, now = performance.now()): void {
    const before = this.#left.get(who) ?? { left: this.#burst, at: now };
    const left = Math.min(this.#burst, before.left + (Math.max(0, now - before.at) / 1_000) * this.#rate);
    if (left < 1) {
      this.#left.set(who, { left, at: now });
      throw new TurnedAway('too-many', { wait: Math.ceil((1 - left) / this.#rate) });
    }
    this.#left.set(who, { left: left - 1, at: now });
    if (this.#left.size > MOST_KNOWN) this.#forget(now);
  }

  /** What was taken for nothing. */
  giveBack(who: string): void {
    const known = this.#left.get(who);
    if (known !== undefined) known.left = Math.min(this.#burst, known.left + 1);
  }

  /** Whoever has all of it back need not be remembered. */
  #forget(now: number): void {
    for (const [who, { left, at }] of this.#left) {
      if (left + ((now - at) / 1_000) * this.#rate >= this.#burst) this.#left.delete(who);
    }
  }
}

const MOST_KNOWN = 1_000;

/** How long a short body may take, ms. */
const BODY_TIME = 10_000;

/**
 * A body that is read whole. Whoever is refused is answered still, so that the stream is left open.
 * @throws too-large, too-slow; what the connection breaks with
 */
export function bodyOf(request: IncomingMessage, most: number, time = BODY_TIME): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  if (Number(request.headers['content-length'] ?? 0) > most) {
    reject(new TurnedAway('too-large'));
    return promise;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  let over = false;
  const refuse = (error: Error): void => {
    if (over) return;
    over = true;
    clearTimeout(late);
    request.pause();
    reject(error);
  };
  const late = setTimeout(() => refuse(new TurnedAway('too-slow')), time).unref();
  request.on('data', (chunk: Uint8Array) => {
    length += chunk.length;
    if (length > most) refuse(new TurnedAway('too-large'));
    else if (!over) chunks.push(chunk);
  });
  request.on('end', () => {
    over = true;
    clearTimeout(late);
    resolve(chunks.length === 1 && chunks[0] instanceof Buffer ? chunks[0] : Buffer.concat(chunks));
  });
  request.on('error', refuse).on('close', () => refuse(new TurnedAway('too-slow')));
  return promise;
}
