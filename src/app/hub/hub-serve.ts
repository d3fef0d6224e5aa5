// Serving a hub: any number of processes with one folder's keys and one database, each of which answers any turn.
import type { Question, Verdict } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import { isGln } from '../../gs1/index.ts';
import { within } from '../../ledger/postgres/connection.ts';
import { HubSource } from '../../ledger/postgres/hub-source.ts';
import { HubStore } from '../../ledger/postgres/hub-store.ts';
import { Mirror } from '../../ledger/postgres/mirror.ts';
import { checkHub } from '../../ledger/postgres/open-hub.ts';
import { openPool } from '../../ledger/postgres/pool.ts';
import { drainInto } from '../../sync/hub-bundle.ts';
import { HubNews, NEWS_TIMES } from '../../sync/hub-news.ts';
import { HubQuotas, QUOTAS } from '../../sync/hub-quotas.ts';
import { type HubServing, serveHub } from '../../sync/hub-server.ts';
import { HubTurns } from '../../sync/hub-turn.ts';
import { portOf } from '../../sync/listening.ts';
import { say } from '../../words/en/hub.ts';
import { patienceOf } from '../exchange/patience.ts';
import { readConfig } from '../node/config.ts';
import { configured } from '../node/config-read.ts';
import type { Home } from '../node/home.ts';
import { dayIn, sayMoment } from '../node/moments.ts';
import { proverOf } from '../node/prover.ts';
import { ownChains } from '../node/reading.ts';
import { drainOn } from './drain.ts';
import type { HubAddresses } from './dsn.ts';
import { asHubFailure, inHubWords } from './hub-database.ts';
import { type HubReader, type HubVerified, hubVerify } from './hub-verify.ts';
import { Lately } from './lately.ts';

export interface HubServeOptions {
  readonly host?: string;
  readonly port?: number;
  /** Where the machines of the hub reach it: /readyz, /metrics, /v1/verify. */
  readonly insideHost?: string;
  readonly insidePort?: number;
  readonly peers?: 'known' | 'open';
  /** Events of one chain a minute, and its bytes a day, that this process takes. */
  readonly mostEvents?: number;
  readonly mostBytes?: number;
  /** How news are gathered; shorter in tests. */
  readonly newsTimes?: typeof NEWS_TIMES;
  /** How an answer to a verify is told, and a failure. */
  readonly told: (answer: HubVerifyAnswer) => object;
}

/** What came of one question: a verdict, or why there is none. */
export type HubVerifyAnswer =
  | { readonly input: string; readonly verdict: Verdict; readonly micros: number }
  | { readonly input: string; readonly error: PedigreeError };

export interface HubServeData {
  /** Where peers reach it, and where the machines of the hub do. */
  readonly url: string;
  readonly inside: string;
  readonly party: { readonly name: string; readonly gln: string };
  readonly peers: 'known' | 'open';
}

/** Connections of the database beside those of turns. */
const CONNECTIONS = 16;
/** How long a statement may take, ms: of a copy another one answers instead. */
const [PRIMARY_TIME, COPY_TIME] = [30_000, 2_000] as const;

/**
 * Serves until `signal` says stop, and lets what is under way end. Yields once, when peers can come.
 * @throws bad-setting (78) when an address cannot be listened on, and as `withStore`
 */
export async function* hubServe(
  home: Home,
  addresses: HubAddresses,
  options: HubServeOptions,
  signal: AbortSignal,
): AsyncGenerator<HubServeData> {
  const hub = await openServing(home, addresses, options);
  try {
    const { self } = home;
    const { url, inside } = hub.serving;
    yield { url, inside, party: { name: self.name, gln: self.gln }, peers: hub.peers };
    await drainOn(home.ledger, () => drainOnce(hub.store, home), signal);
  } finally {
    await hub.close();
  }
}

async function drainOnce(store: HubStore, { ledger, env }: Home): Promise<void> {
  try {
    await drainInto(store, ledger, () => env.clock());
  } catch (error) {
    env.warn(messageOf(asHubFailure(error)));
  }
}

async function openServing(home: Home, { primary, copies }: HubAddresses, options: HubServeOptions) {
  const { ledger, self, env } = home;
  const config = readConfig(ledger.local);
  const peers = options.peers ?? config.peers;
  const port = portOf(options.port ?? config.port);
  const insidePort = portOf(options.insidePort ?? config.port + 1);
  const database = openPool({ connectionString: primary }, { most: CONNECTIONS, time: PRIMARY_TIME });
  const store = new HubStore(database, { random: Math.random });
  const quotas = new HubQuotas({
    events: options.mostEvents ?? QUOTAS.events,
    bytes: options.mostBytes ?? QUOTAS.bytes,
  });
  const turns = new HubTurns(store, quotas);
  const pools = copies.map((address) => openPool({ connectionString: address }, { time: COPY_TIME }));
  const readers: HubReader[] = [...pools, database].map((pool) => {
    const mirror = new Mirror();
    return { mirror, source: new HubSource(pool, mirror) };
  });
  const close = async (): Promise<void> => {
    turns.close();
    for (const { mirror } of readers) mirror.close();
    await store.close();
    for (const pool of pools) await pool.close();
  };
  const lately = new Lately();
  const readPlace = () =>
    database.lend((connection) =>
      within(connection, 'one-state', async (inside) => {
        await turns.mirror.advance(inside);
        const { mark, urgentAt } = turns.mirror;
        lately.note(mark?.n ?? 0);
        return { epoch: mark?.epoch ?? '', n: mark?.n ?? 0, urgentAt };
      }),
    );
  const counts = { verifies: 0, rounds: 0 };
  const verify = async (asked: unknown) => {
    const start = process.hrtime.bigint();
    let input = '';
    try {
      const { scan, at, seen = 0 } = readAsked(asked);
      input = scan;
      const least = Math.max(seen, lately.least());
      const done: HubVerified = await inHubWords(() =>
        hubVerify(
          readers,
          self.network,
          { scan, ...(at === undefined ? {} : { at }), seen: least },
          questionNow(home, turns.mirror.newestAt),
        ),
      );
      counts.verifies++;
      counts.rounds += done.rounds;
      const micros = Number((process.hrtime.bigint() - start) / 1000n);
      return { status: 200, body: options.told({ input, verdict: done.verdict, micros }), n: done.n };
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      // What whoever asks can put right; for all else another process may have the answer.
      const status = error.code === 'usage' || error.code === 'not-gs1' ? 400 : 503;
      return { status, body: options.told({ input, error }) };
    }
  };
  const news = new HubNews(readPlace, options.newsTimes ?? NEWS_TIMES);
  let serving: HubServing;
  try {
    await inHubWords(async () => {
      await checkHub(database);
      await drainInto(store, ledger, () => env.clock());
      await news.start();
    });
    serving = await serveHub(turns, news, {
      exchange: {
        network: self.network,
        chain: self.chain,
        own: ownChains(self),
        prover: proverOf(home),
        peers,
        clock: () => env.clock(),
        turnBytes: config.turnSize,
      },
      host: options.host ?? '127.0.0.1',
      port,
      inside: { host: options.insideHost ?? '127.0.0.1', port: insidePort },
      patience: patienceOf(config),
      verify,
      metrics: () => [
        ['n', turns.mirror.mark?.n ?? 0],
        ['verifies_total', counts.verifies],
        ['verify_rounds_total', counts.rounds],
        ['verify_statements_total', readers.reduce((sum, { source }) => sum + source.statements, 0)],
        ['over_quota_total', quotas.refused],
      ],
    });
  } catch (error) {
    await news.stop();
    await close();
    throw error;
  }
  return {
    serving,
    store,
    peers,
    close: async () => {
      await serving.close();
      await close();
    },
  };
}

/** @throws usage for what is no question */
function readAsked(asked: unknown): { readonly scan: string; readonly at?: string; readonly seen?: number } {
  const { scan, at, seen } = (typeof asked === 'object' && asked !== null ? asked : {}) as Readonly<
    Record<string, unknown>
  >;
  const isRight =
    typeof scan === 'string' &&
    (at === undefined || (typeof at === 'string' && isGln(at))) &&
    (seen === undefined || Number.isSafeInteger(seen));
  if (!isRight) throw new PedigreeError('usage', say('not-question'), { hint: say('question-is') });
  return { scan, ...(typeof at === 'string' ? { at } : {}), ...(typeof seen === 'number' ? { seen } : {}) };
}

function questionNow({ ledger, self, env }: Home, newest: number): Omit<Question, 'viewer'> {
  const now = env.clock();
  const { maxAge, expiresSoon, zone } = configured(ledger.local);
  return {
    now,
    today: dayIn(zone, now),
    chain: self.chain,
    fresh: { peers: 1, ...(newest === 0 ? {} : { oldest: Math.min(newest, now) }) },
    maxAge,
    soonDays: expiresSoon,
    sayTime: sayMoment(zone, now),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
