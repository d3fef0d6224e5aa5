// Serving: answers peers over HTTP, and dials the own peers from time to time, until it is told to stop.
import { setImmediate as next, setTimeout as wait } from 'node:timers/promises';
import { PedigreeError } from '../../errors.ts';
import { portOf } from '../../sync/listening.ts';
import { serveLedger } from '../../sync/server.ts';
import { phrase } from '../../words/en/exchange.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { Answered } from '../node/meetings.ts';
import { peerRecords } from '../node/peer-records.ts';
import { proverOf } from '../node/prover.ts';
import { ownChains } from '../node/reading.ts';
import { afterNews, type EndedRecall, type NewRecall, type News, startNews } from './after-sync.ts';
import { NewsWatch } from './news-watch.ts';
import { patienceOf } from './patience.ts';
import { syncWith } from './sync.ts';

export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  /** Who is shown everything, if not as it is set. */
  readonly peers?: 'known' | 'open';
  /** Milliseconds between two rounds of dialling the own peers, sooner where one tells of a recall; never, where absent. */
  readonly syncEvery?: number;
}

export interface ServeAnswer {
  /** Where peers reach this node. */
  readonly url: string;
  readonly party: { readonly name: string; readonly gln: string };
  /** Who is shown everything: those who prove an honoured chain, or anybody. */
  readonly peers: 'known' | 'open';
}

/** Peers do not wait as long as a person for another process that writes here: they come again. */
const LOCK_PATIENCE = 250;
/** What has to be done here is tried again for so long, between answers. */
const TRIES = 80;

/**
 * Serves until `signal` says stop, and lets turns that are under way end. Yields once, when peers can come. What peers
 * bring is told through `env.warn`.
 * @throws bad-setting (78) when the address cannot be listened on
 * @example
 * ```ts
 * import { makeEnv, openHome, serve } from 'pedigree';
 *
 * const stop = new AbortController();
 * process.once('SIGTERM', () => stop.abort());
 * const midway = openHome(makeEnv({ home: '/var/lib/midway' }));
 * for await (const { url } of serve(midway, { host: '0.0.0.0', port: 7417 }, stop.signal)) console.log('at', url);
 * ```
 */
export async function* serve(home: Home, options: ServeOptions, signal: AbortSignal): AsyncGenerator<ServeAnswer> {
  const { ledger, self, env } = home;
  const config = readConfig(ledger.local);
  const peers = options.peers ?? config.peers;
  ledger.waitForWriters(LOCK_PATIENCE);
  ledger.putOffLongWork();
  let before = startNews(home);
  let telling: Promise<void> = Promise.resolve();
  let tidying: Promise<void> | undefined;
  const tidy = () => {
    tidying ??= tidyUp(home, signal)
      .catch((error: unknown) => {
        // Who stops while another process writes leaves it to the next who serves, or takes a lot in.
        if (!signal.aborted) env.warn(messageOf(error));
      })
      .finally(() => {
        tidying = undefined;
      });
  };
  /** One after another, and not within the answer to a peer, which need not wait for what follows here. */
  const later = (run: () => Promise<void>) => {
    telling = telling.then(run).catch((error: unknown) => env.warn(messageOf(error)));
  };
  const answered = new Answered(home);
  const tellNext = async () => {
    const since = before;
    before = startNews(home);
    tell(home, await unlessLocked(() => afterNews(home, since), signal));
  };
  const serving = await serveLedger(ledger, {
    network: self.network,
    chain: self.chain,
    own: ownChains(self),
    prover: proverOf(home),
    peers,
    clock: () => env.clock(),
    host: options.host ?? '127.0.0.1',
    port: portOf(options.port ?? config.port),
    connections: config.connections,
    sessions: config.sessions,
    turnBytes: config.turnSize,
    patience: patienceOf(config),
    news: () => later(tellNext),
    turned: tidy,
    had: (chain, cursor) => later(() => unlessLocked(async () => answered.heard(chain, cursor, env.clock()), signal)),
  });
  try {
    yield { url: serving.url, party: { name: self.name, gln: self.gln }, peers };
    await untilStopped(home, options.syncEvery, signal, () => {
      before = startNews(home);
      tidy();
    });
  } finally {
    await serving.close();
    await telling;
    await tidying;
  }
}

async function untilStopped(
  home: Home,
  every: number | undefined,
  signal: AbortSignal,
  told: () => void,
): Promise<void> {
  const watch = new NewsWatch({ random: home.env.random, signal });
  try {
    while (!signal.aborted) {
      if (every !== undefined) await dialOwn(home, watch, signal, told);
      await watch.rest(every ?? LONG);
    }
  } finally {
    watch.close();
  }
}

/** One round with the own peers. One that fails, on a locked or a full disk, is not the end of a server. */
async function dialOwn(home: Home, watch: NewsWatch, signal: AbortSignal, told: () => void): Promise<void> {
  try {
    const peers = peerRecords(home.ledger.local);
    if (peers.length === 0) return;
    const answer = await watch.round(peers, () => unlessLocked(() => syncWith(home), signal));
    tell(home, answer);
    for (const { name, error } of answer.peers) if (error !== undefined) home.env.warn(`${name}: ${error}`);
    told();
  } catch (error) {
    if (!signal.aborted) home.env.warn(messageOf(error));
  }
}

const LONG = 3_600_000;

/** What was put off while peers were answered, a piece at a time: they are answered between the pieces. */
async function tidyUp({ ledger, env }: Home, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await unlessLocked(async () => ledger.tidy(env.clock()), signal))) await next();
}

/** Again where another process holds the lock, and peers are answered meanwhile. @throws what `run` throws */
async function unlessLocked<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code !== 'locked' || tries === TRIES || signal.aborted)
        throw error;
      await wait(LOCK_PATIENCE, undefined, { signal }).catch(() => {});
    }
  }
}

const TOLD_AS = { issue: 'new-recall-class', extend: 'recall-extended', amend: 'recall-amended' } as const;

function coversOf({ scope, lots, singles = 0, packs = 0 }: NewRecall | EndedRecall): string {
  if (scope === 'all') return phrase('all-lots');
  if (scope === 'serials') return phrase('single-packs', { packs });
  return phrase('lot-and-single', { lots, singles });
}

/** What a person at this node should see, although nobody asked: on stderr, recalls first. */
function tell(home: Home, { new: { recalls, ends = [], alerts, incoming }, outbox, forks }: News): void {
  const { warn } = home.env;
  for (const recall of recalls) {
    const { class: grade, kind, gtin, product, reason, by, state } = recall;
    const over =
      state === 'rescinded' ? phrase('taken-back') : state === 'ended' ? phrase('ended-packs-stay-recalled') : '';
    warn(phrase(TOLD_AS[kind], { grade, product: product ?? gtin, covers: coversOf(recall), reason, by, over }));
  }
  for (const recall of ends) {
    const { gtin, product, state, by } = recall;
    const over = state === 'rescinded' ? phrase('taken-back-2') : phrase('ended-packs-stay-recalled-2');
    warn(phrase('recall-of', { product: product ?? gtin, covers: coversOf(recall), over, by }));
  }
  for (const { chain, name, index, below } of forks) {
    const where =
      index === undefined ? phrase('part-before-event', { below: below ?? 0 }) : phrase('from-event', { index });
    warn(phrase('chain-of-has-two', { name: name ?? chain, where }));
  }
  if (alerts.length > 0) warn(phrase('new-alerts-see-alerts', { count: alerts.length }));
  if (incoming.length > 0) warn(phrase('new-shipments-on-way', { count: incoming.length }));
  if (outbox.recorded + outbox.failed > 0)
    warn(phrase('of-what-waited-recorded', { recorded: outbox.recorded, failed: outbox.failed }));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
