// Whoever waits for news of a hub is answered when there are some: at once where they must not wait, else every few seconds, so that
// thousands are not woken by every till. All are told the same bytes, and fetch by an exchange what is new.
import type { ServerResponse } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';

/** Where the history stands, and the newest change that must not wait. */
export interface HubNewsPlace {
  readonly epoch: string;
  readonly n: number;
  readonly urgentAt: number;
}

export interface HubNewsTimes {
  /** How often the hub is asked, ms. */
  readonly look: number;
  /** How long news that can wait are gathered, ms. */
  readonly gather: number;
  /** How long somebody waits who hears of nothing, ms: less than proxies wait. */
  readonly hold: number;
  /** A hub that has not answered a look for so long is away; 5 s, where absent. */
  readonly silent?: number;
}

/** How long a hub may take to answer a look before it counts as away, ms. */
const SILENT = 5_000;

export const NEWS_TIMES: HubNewsTimes = { look: 500, gather: 10_000, hold: 25_000 };

export class HubNews {
  readonly #read: () => Promise<HubNewsPlace>;
  readonly #times: HubNewsTimes;
  readonly #waiting = new Set<ServerResponse>();
  readonly #stop = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #told: HubNewsPlace | undefined;
  #toldAt = 0;
  #text = Buffer.alloc(0);
  #answeredAt = Number.NEGATIVE_INFINITY;

  /** `read` says where the history stands. */
  constructor(read: () => Promise<HubNewsPlace>, times: HubNewsTimes = NEWS_TIMES) {
    this.#read = read;
    this.#times = times;
  }

  /** Whether the hub answers: one that hangs says nothing at all. */
  get isReady(): boolean {
    return performance.now() - this.#answeredAt < this.#times.look + (this.#times.silent ?? SILENT);
  }

  get waiters(): number {
    return this.#waiting.size;
  }

  /** Looks for the first time, and then again and again until `stop`. @throws what the hub says the first time */
  async start(): Promise<void> {
    await this.#look();
    this.#looking = this.#lookOn(this.#stop.signal);
  }

  async #lookOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await later(this.#times.look, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      // What does not answer is asked again; until then this is not ready.
      await this.#look().catch(() => {
        this.#answeredAt = Number.NEGATIVE_INFINITY;
      });
    }
  }

  async #look(): Promise<void> {
    const now = performance.now();
    const place = await this.#read();
    this.#answeredAt = performance.now();
    const told = this.#told;
    const isNews = told === undefined || told.epoch !== place.epoch || told.n !== place.n;
    if (!isNews) return;
    const isUrgent = told === undefined || told.epoch !== place.epoch || place.urgentAt > told.urgentAt;
    if (!isUrgent && now - this.#toldAt < this.#times.gather) return;
    this.#told = place;
    this.#toldAt = now;
    this.#text = Buffer.from(
      `${JSON.stringify({ ok: true, epoch: place.epoch, n: place.n, urgent: place.urgentAt })}\n`,
    );
    for (const response of this.#waiting) this.#answer(response);
  }

  /** Answers whoever has heard of all up to `n` of `epoch`. */
  wait(response: ServerResponse, epoch: string | undefined, n: number): void {
    const told = this.#told;
    if (told === undefined || n < told.n || (epoch !== undefined && epoch !== told.epoch)) {
      this.#answer(response);
      return;
    }
    this.#waiting.add(response);
    const over = setTimeout(() => this.#answer(response), this.#times.hold);
    response.once('close', () => {
      clearTimeout(over);
      this.#waiting.delete(response);
    });
  }

  #answer(response: ServerResponse): void {
    this.#waiting.delete(response);
    if (response.writableEnded || response.destroyed) return;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': this.#text.length,
      'cache-control': 'no-store',
    });
    response.end(this.#text);
  }

  /** Answers all who wait, and looks no more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
    for (const response of this.#waiting) this.#answer(response);
  }
}
