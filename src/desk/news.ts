// Live news: one stream a tab, and one look a second at whether anybody has written to the ledger, as long as somebody listens.
import type { ServerResponse } from 'node:http';
import { type Before, heardSince, type NewRecall, startNews } from '../app/exchange/after-sync.ts';
import type { Env } from '../app/node/env.ts';
import { openReading, type Reading } from '../app/node/reading.ts';
import { isOpen, TurnedAway } from './replies.ts';

/** How often it is looked, and how often something is said where there is nothing to say, ms. */
const LOOK = 1_000;
const ALIVE = 20_000;
/** Streams that one device may have open: its tabs. */
const MOST_STREAMS = 4;

export type DeskEvent = 'hello' | 'recall' | 'alert' | 'incoming' | 'outbox' | 'fresh' | 'lock' | 'session' | 'version';

interface Stream {
  readonly device: string;
  readonly response: ServerResponse;
}

/** How much waits that only the keys tell. */
export interface WaitsHere {
  /** Open alerts by id. */
  readonly alerts: readonly string[];
  /** Shipments on their way here. */
  readonly incoming: readonly string[];
}

export interface NewsOptions {
  readonly env: Env;
  /** What waits now; undefined where it cannot be told. DeskAsked after something was written. */
  readonly waiting: () => Promise<WaitsHere | undefined>;
  /** Whether a device is one still: it may have been forgotten at a terminal. */
  readonly isPaired: (device: string) => boolean;
  /** Another text when the program was changed under this process. */
  readonly version: () => string;
}

export class DeskNews {
  readonly #options: NewsOptions;
  readonly #streams = new Set<Stream>();
  #timer: NodeJS.Timeout | undefined;
  #spoke = 0;
  #reading: Reading | undefined;
  /** As this reading counts them; undefined where it was opened after somebody wrote. */
  #commits: number | undefined;
  #before: Before | undefined;
  #waited: WaitsHere | undefined;
  #outbox = 0;
  readonly #version: string;
  #looking = false;
  /** A look was wanted while another one was going on. */
  #owed = false;

  constructor(options: NewsOptions) {
    this.#options = options;
    this.#version = options.version();
  }

  /** Keeps an answer open as a stream. @throws busy */
  open(device: string, response: ServerResponse, hello: object): void {
    if ([...this.#streams].filter((one) => one.device === device).length >= MOST_STREAMS) throw new TurnedAway('busy');
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const stream = { device, response };
    this.#streams.add(stream);
    response.on('close', () => this.#forget(stream));
    // What cannot be written to a tab any more is the tab's loss, and nobody else's.
    response.on('error', () => this.#forget(stream));
    write(stream, 'hello', hello);
    this.#begin();
  }

  /** Tells those who listen; with a device its tabs alone. */
  tell(event: DeskEvent, data: object, device?: string): void {
    for (const stream of this.#streams)
      if (device === undefined || stream.device === device) write(stream, event, data);
  }

  /** Ends the streams of a device that was forgotten, or all. */
  end(device?: string): void {
    for (const stream of [...this.#streams]) {
      if (device !== undefined && stream.device !== device) continue;
      // Before it has closed: whoever reads slowly is told nothing more meanwhile.
      this.#forget(stream);
      stream.response.end();
    }
    if (device === undefined) this.#rest();
  }

  /** The devices that listen. */
  get devices(): ReadonlySet<string> {
    return new Set([...this.#streams].map(({ device }) => device));
  }

  #forget(stream: Stream): void {
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#rest();
  }

  #begin(): void {
    if (this.#timer !== undefined) return;
    this.#spoke = performance.now();
    this.#timer = setInterval(() => void this.#look(), LOOK);
    void this.#look();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#close();
    if (!this.#looking) this.#before = undefined;
  }

  #close(): void {
    this.#reading?.close();
    this.#reading = undefined;
    this.#commits = undefined;
  }

  async #look(): Promise<void> {
    if (this.#looking) {
      this.#owed = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#owed = false;
        await this.#lookOnce();
      } while (this.#owed && this.#timer !== undefined);
    } catch (error) {
      // A ledger that is away for a moment is looked at again in a second, from where the last look ended.
      this.#close();
      if (error instanceof Error) this.#options.env.warn(error.message);
    } finally {
      this.#looking = false;
      // Nobody is owed what comes while nobody listens: a page that comes back asks for all that it shows. Who came back while
      // it was looked is owed what came since.
      if (this.#timer === undefined) this.#before = undefined;
    }
  }

  async #lookOnce(): Promise<void> {
    for (const { device } of [...this.#streams]) if (!this.#options.isPaired(device)) this.end(device);
    if (performance.now() - this.#spoke > ALIVE) {
      this.#spoke = performance.now();
      for (const { response } of this.#streams) if (isOpen(response)) response.write(': \n\n');
      if (this.#options.version() !== this.#version) this.tell('version', { version: this.#options.version() });
    }
    const reading = this.#open();
    if (this.#before === undefined) return this.#start(reading);
    const commits = reading.ledger.commits();
    if (commits === this.#commits) return;
    const { recalls, ends, now } = heardSince(reading, this.#before);
    for (const recall of recalls) this.tell('recall', recallTold(recall));
    for (const recall of ends) this.tell('recall', recall);
    this.#before = now;
    // Only now: a look that failed is owed.
    this.#commits = commits;
    this.tell('fresh', { at: new Date(this.#options.env.clock()).toISOString() });
    const outbox = reading.ledger.local.outbox.count();
    if (outbox !== this.#outbox) this.tell('outbox', { waiting: outbox });
    this.#outbox = outbox;
    this.#compare(await this.#options.waiting());
  }

  #open(): Reading {
    this.#reading ??= openReading(this.#options.env);
    return this.#reading;
  }

  /** Where the looks begin: whatever was written after this is told. */
  async #start(reading: Reading): Promise<void> {
    this.#commits = reading.ledger.commits();
    this.#before = startNews(reading);
    this.#outbox = reading.ledger.local.outbox.count();
    this.#waited = await this.#options.waiting();
  }

  #compare(waiting: WaitsHere | undefined): void {
    const before = this.#waited;
    this.#waited = waiting ?? before;
    if (before === undefined || waiting === undefined) return;
    const fresh = (now: readonly string[], then: readonly string[]) => now.filter((id) => !then.includes(id)).length;
    const alerts = fresh(waiting.alerts, before.alerts);
    const incoming = fresh(waiting.incoming, before.incoming);
    if (alerts > 0) this.tell('alert', { count: alerts });
    if (incoming > 0) this.tell('incoming', { count: incoming });
  }
}

function recallTold(recall: NewRecall): object {
  return { state: 'open', ...recall, ...(recall.of === undefined ? {} : { id: recall.of }) };
}

/** A tab that takes nothing any more is not kept. */
const MOST_UNREAD = 1024 * 1024;

function write({ response }: Stream, event: DeskEvent, data: object): void {
  if (!isOpen(response)) return;
  if (response.writableLength > MOST_UNREAD) {
    response.destroy();
    return;
  }
  // JSON has no line ends of its own.
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
