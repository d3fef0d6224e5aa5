// Rounds of sync and what shortens the time between them: peers that tell of news are asked all the while, and what must not wait
// there, a recall above all, begins the next round. Whatever such a peer does, there is a round as often as before and seldom more.
import { Agent } from 'node:http';
import { Agent as SafeAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { HubNewsPlace } from '../../sync/hub-news.ts';
import { askNews } from '../../sync/news-line.ts';
import type { Env } from '../node/env.ts';

export interface NewsWatchTimes {
  /** Between an answer and the next question, ms. */
  readonly least: number;
  /** The same where answers that say something come at once, again and again. */
  readonly quick: number;
  /** The same where a peer is away, or answers at once with what it has said. */
  readonly most: number;
  /** The same where a peer tells no news. */
  readonly none: number;
  /** An answer that takes longer was waited for, whatever it is. */
  readonly calm: number;
  /** How long the first round waits to hear where the peers stand. */
  readonly first: number;
  /** Between the beginnings of two rounds, of which the news of the one before brought something. */
  readonly gap: number;
  /** Those who hear the same begin within this time, and not all at once. */
  readonly spread: number;
}

export const NEWS_WATCH_TIMES: NewsWatchTimes = {
  least: 1_000,
  quick: 5_000,
  most: 60_000,
  none: 600_000,
  calm: 2_000,
  first: 1_000,
  gap: 2_000,
  spread: 2_000,
};

/** Where one peer is reached. */
interface Watched {
  readonly url: string;
}

interface Round {
  readonly peers: readonly (Watched & { readonly in: number; readonly error?: string })[];
}

export class NewsWatch {
  readonly #env: Pick<Env, 'random' | 'signal'>;
  readonly #times: NewsWatchTimes;
  readonly #asked = new Map<string, AbortController>();
  /** Peers that have told of what must not wait, and no round has heard it yet. */
  readonly #callers = new Set<string>();
  /** When the next round is due, by `performance.now`; at its time, where absent. */
  #due: number | undefined;
  #began: number | undefined;
  #gap: number;
  #woken = new AbortController();

  constructor(env: Pick<Env, 'random' | 'signal'>, times: NewsWatchTimes = NEWS_WATCH_TIMES) {
    this.#env = env;
    this.#times = times;
    this.#gap = times.gap;
  }

  /** Runs a round with the peers, which are asked for news from then on, and others no more. @throws what `run` throws */
  async round<T extends Round>(peers: readonly Watched[], run: () => Promise<T>): Promise<T> {
    const urls = new Set(peers.map(({ url }) => url));
    await this.#follow(urls);
    const callers = [...this.#callers].filter((url) => urls.has(url));
    this.#callers.clear();
    this.#due = undefined;
    this.#began = performance.now();
    let answers: T['peers'] | undefined;
    try {
      const done = await run();
      answers = done.peers;
      return done;
    } finally {
      // Who calls in vain is heard less and less.
      if (answers?.some((peer) => peer.in > 0) === true) this.#gap = this.#times.gap;
      else if (callers.length > 0) this.#gap *= 2;
      for (const url of callers) {
        const failed = answers === undefined || answers.some((peer) => peer.url === url && peer.error !== undefined);
        if (failed) this.#wake(url);
      }
    }
  }

  /** Waits until the next round: for `pause` ms, or until there is what must not wait. */
  async rest(pause: number): Promise<void> {
    const { signal } = this.#env;
    const over = performance.now() + pause;
    while (signal?.aborted !== true) {
      const early = this.#due === undefined ? over : Math.max(this.#due, (this.#began ?? 0) + this.#gap);
      const left = Math.min(over, early) - performance.now();
      if (left <= 0) break;
      this.#woken = new AbortController();
      const either = AbortSignal.any([this.#woken.signal, ...(signal === undefined ? [] : [signal])]);
      await wait(left, undefined, { signal: either }).catch(() => {});
    }
    // It has been told, even where no round follows.
    this.#due = undefined;
  }

  /** Asks nobody any more. */
  close(): void {
    for (const stop of this.#asked.values()) stop.abort();
    this.#asked.clear();
  }

  async #follow(urls: ReadonlySet<string>): Promise<void> {
    for (const [url, stop] of this.#asked) {
      if (urls.has(url)) continue;
      stop.abort();
      this.#asked.delete(url);
    }
    const begun = [...urls].filter((url) => !this.#asked.has(url)).map((url) => this.#begin(url));
    if (begun.length === 0) return;
    await Promise.race([Promise.all(begun), wait(this.#times.first)]);
  }

  /** Begins to ask a peer; until its first answer. */
  #begin(url: string): Promise<void> {
    const stop = new AbortController();
    this.#asked.set(url, stop);
    const { signal: given } = this.#env;
    const signal = given === undefined ? stop.signal : AbortSignal.any([stop.signal, given]);
    return new Promise((resolve) => {
      void this.#askOn(url, signal, resolve).finally(resolve);
    });
  }

  async #askOn(url: string, signal: AbortSignal, answered: () => void): Promise<void> {
    const { least, quick, most, none, calm } = this.#times;
    const kept = { keepAlive: true, maxSockets: 1 };
    const agent = url.startsWith('https:') ? new SafeAgent(kept) : new Agent(kept);
    let heard: HubNewsPlace | undefined;
    let pause = least;
    while (!signal.aborted) {
      const start = performance.now();
      const said = await askNews(url, { agent, signal, heard }).catch(() => undefined);
      if (signal.aborted) break;
      if (performance.now() - start >= calm) pause = least;
      else if (said === undefined || said === 'none' || (said.n === heard?.n && said.epoch === heard.epoch))
        pause = Math.min(most, 2 * pause);
      else pause = heard === undefined ? least : Math.min(quick, 2 * pause);
      if (said !== undefined && said !== 'none') {
        if (this.#mustNotWait(heard, said)) this.#wake(url);
        heard = said;
      }
      answered();
      const rest = (said === 'none' ? none : pause) * (0.5 + this.#chance());
      await wait(rest, undefined, { signal, ref: false }).catch(() => {});
    }
    agent.destroy();
  }

  /** Whether there may be something that must not wait which no round has heard that has begun. */
  #mustNotWait(heard: HubNewsPlace | undefined, { epoch, n, urgentAt }: HubNewsPlace): boolean {
    if (heard === undefined) return this.#began !== undefined;
    return epoch !== heard.epoch || Math.min(urgentAt, n) > heard.n;
  }

  #wake(url: string): void {
    this.#callers.add(url);
    this.#due ??= performance.now() + this.#chance() * this.#times.spread;
    this.#woken.abort();
  }

  /** From 0 to 1. */
  #chance(): number {
    const [a = 0, b = 0] = this.#env.random(2);
    return (256 * a + b) / 65_536;
  }
}
