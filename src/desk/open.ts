// A desk from its start to its end: the key is unlocked, the folder is nobody else's desk, pages are answered until somebody says stop.
import { once } from 'node:events';
import { toFailure } from '../answer/failures.ts';
import { changeDesk } from '../app/node/desk-file.ts';
import { Devices, devicesHere, newCode } from '../app/node/devices.ts';
import type { Env } from '../app/node/env.ts';
import { openHome } from '../app/node/home.ts';
import { openReading } from '../app/node/reading.ts';
import { incoming } from '../app/steps/incoming.ts';
import { listAlerts } from '../app/verdict/alerts.ts';
import { PedigreeError } from '../errors.ts';
import { takeLease } from '../ledger/lease.ts';
import { readerWasm } from '../scan/picture-reader.ts';
import { portOf } from '../sync/listening.ts';
import { isLoopback } from '../sync/pace.ts';
import { say } from '../words/en/desk.ts';
import type { DeskCommands } from './commands.ts';
import type { DeskKey, DeskScreen, DeskState } from './desk.ts';
import { pageFiles, pageFolder } from './files.ts';
import { bothGates, type Gate, gateFor, LOOPBACK } from './gate.ts';
import { TapJournal } from './journal.ts';
import { linkTo } from './link.ts';
import { DeskLocks } from './lock.ts';
import { DeskLog } from './log.ts';
import { DeskNews, type WaitsHere } from './news.ts';
import { Allowance } from './pace.ts';
import { type DeskProgram, thisProgram } from './program.ts';
import { DESK_PACE, type DeskPace, listenAtDesk } from './server.ts';
import { DeskSessions } from './sessions.ts';
import { type TlsFiles, tlsFiles } from './tls.ts';

export const DESK_PORT = 7_418;
const LOCK_AFTER = 10 * 60_000;
/** Tries of codes that pair: so many at once, one more every twelve seconds. */
const TRIES = 5;
const TRIES_RATE = TRIES / 60;
/** One desk on a folder. */
const RUNNING = 'desk.running';
/** The certificate is looked at again after so long, ms. */
const LOOK_AT_TLS = 24 * 3_600_000;
/** What the keys tell is looked at again after so long at the earliest, ms. */
const LOOK_AGAIN = 10_000;

export interface DeskOptions {
  readonly host?: string;
  readonly port?: number;
  /** The origin of a proxy that answers in the place of this desk. */
  readonly behind?: string;
  /** The folder of a certificate. */
  readonly tls?: string;
  readonly screen?: DeskScreen;
  /** Gives a link that pairs one, also where there are devices. */
  readonly pairs?: boolean;
  /** A device is locked where nothing was done for so long, ms. */
  readonly lockAfter?: number;
  readonly release: string;
  /** How this program is started; as this process was, where absent. */
  readonly program?: DeskProgram;
  /** Tests use a slower one. */
  readonly pace?: DeskPace;
  /** After how long the certificate is looked at again, ms; a day, where absent. */
  readonly lookAtTls?: number;
  /** How commands are run in the folder of an environment. */
  readonly doing: (env: Env) => DeskCommands;
}

export interface DeskAnswer {
  /** Where the page is. */
  readonly url: string;
  /** Where it listens, which is where a proxy asks. */
  readonly listens: string;
  readonly party: { readonly name: string; readonly gln: string };
  readonly key: DeskKey;
  /** Pairs the first device, which is an office; absent where there is one. */
  readonly link?: string;
  readonly code?: string;
  readonly expires?: string;
}

/**
 * Answers pages until `signal` says stop. Yields once, when they can come.
 * @throws bad-setting (78) for an address that others reach in the clear; locked (75) where the folder has a desk that is open;
 * no-party (66), key-passphrase (77)
 */
export async function* openDesk(env: Env, options: DeskOptions, signal: AbortSignal): AsyncGenerator<DeskAnswer> {
  const { host = '127.0.0.1', behind } = options;
  const proxy = behind === undefined ? undefined : originOf(behind);
  const tls = options.tls === undefined ? undefined : tlsFiles(options.tls, env.clock());
  if (tls === undefined) refuseInTheClear(host, proxy);
  const here: Env = { ...env, unlocked: new Map(), signal };
  const { name, gln, observer } = selfOf(here);
  const key = observer === true ? 'observer' : unlocked(here);
  const running = takeRunning(env.home);
  let taps: TapJournal | undefined;
  let doing: DeskCommands | undefined;
  try {
    doing = options.doing(here);
    taps = new TapJournal(env.home, () => env.clock());
    yield* answering({ env: here, doing, taps, key, party: { name, gln } }, options, { proxy, tls }, signal);
  } finally {
    doing?.close();
    taps?.close();
    running.close();
  }
}

async function* answering(
  opened: Pick<DeskState, 'env' | 'doing' | 'taps' | 'key' | 'party'>,
  options: DeskOptions,
  { proxy, tls }: { readonly proxy: URL | undefined; readonly tls: TlsFiles | undefined },
  signal: AbortSignal,
): AsyncGenerator<DeskAnswer> {
  const { host = '127.0.0.1', port = DESK_PORT, screen, release } = options;
  const { env, key, party } = opened;
  const log = new DeskLog(env.home, () => env.clock(), env.warn);
  const waiting = key === 'open' ? waitingIn(env) : async () => undefined;
  const devices = new Devices(env);
  const isPaired = (name: string) => devices.book.devices.some((one) => one.name === name);
  const news = new DeskNews({ env, waiting, isPaired, version: () => release });
  const sessions = new DeskSessions(env, opened.taps, news);
  const locks = new DeskLocks(
    () => devices.book,
    options.lockAfter ?? LOCK_AFTER,
    (device, operator) => {
      log.note('locked', { device, operator });
      news.tell('lock', { locked: true }, device);
    },
  );
  let url = '';
  const desk: DeskState = {
    ...opened,
    release,
    screen,
    url: () => url,
    news,
    sessions,
    devices,
    locks,
    program: options.program ?? thisProgram(),
    log,
    tries: new Allowance(TRIES_RATE, TRIES),
  };
  const files = pageFiles(pageFolder(), readerWasm, tls?.root);
  const scheme = tls === undefined ? 'http' : 'https';
  const names = tls?.names.map(named) ?? (isLoopback(host) ? LOOPBACK : [named(host)]);
  const gate = (at: number): Gate => {
    const own = gateFor(scheme, names, at);
    return proxy === undefined ? own : bothGates(own, gateOf(proxy));
  };
  const server = await listenAtDesk(desk, files, {
    host,
    port: portOf(port),
    gate,
    pace: options.pace ?? DESK_PACE,
    ...(tls === undefined ? {} : { tls }),
  });
  const listens = `${named(host)}:${server.port}`;
  const own = tls === undefined ? listens : `${names[0] ?? host}:${server.port}`;
  const looking = setInterval(() => {
    try {
      if (options.tls !== undefined) server.show(tlsFiles(options.tls, env.clock()));
    } catch (error) {
      log.note('failed', { asked: 'tls', code: toFailure(error).code });
    }
  }, options.lookAtTls ?? LOOK_AT_TLS).unref();
  url = proxy === undefined ? `${scheme}://${own}/` : `${proxy.origin}/`;
  try {
    log.note('start');
    tellAddress(env.home, url);
    yield { url, listens, party, key, ...firstLink(env, url, screen, options.pairs) };
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    clearInterval(looking);
    await server.close();
    locks.close();
    await sessions.close();
    log.note('stop');
  }
}

function selfOf(env: Env) {
  const reading = openReading(env);
  try {
    return reading.self;
  } finally {
    reading.close();
  }
}

/** Unlocks the key once, for all that is done from here. @throws key-passphrase (77) for a passphrase that is wrong */
function unlocked(env: Env): DeskKey {
  const home = openHome(env, { readOnly: true });
  try {
    home.keyring();
    return 'open';
  } catch (error) {
    const isLocked = error instanceof PedigreeError && error.code === 'key-passphrase';
    if (!isLocked || env.passphrase?.() !== undefined) throw error;
    return 'locked';
  } finally {
    home.close();
  }
}

/** @throws locked (75) */
function takeRunning(home: string): { close(): void } {
  try {
    return takeLease(home, 0, RUNNING);
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code !== 'locked') throw error;
    throw new PedigreeError('locked', say('desk-open'), { hint: say('use-that-desk'), cause: error });
  }
}

/** The way to pair the first device: there is nobody yet who could give it a code. */
function firstLink(
  env: Env,
  url: string,
  screen: DeskScreen | undefined,
  always = false,
): Pick<DeskAnswer, 'link' | 'code' | 'expires'> {
  if (!always && devicesHere(env).devices.length > 0) return {};
  const { code, expires } = newCode(env, { role: 'office' });
  return { link: linkTo(url, code, screen), code, expires };
}

/** For `desk pair`, which is another process. */
function tellAddress(home: string, url: string): void {
  changeDesk(home, (book) => [book.url === url ? book : { ...book, url }, undefined]);
}

/** What only the keys tell, looked at again no sooner than it may have changed for somebody. */
function waitingIn(env: Env): () => Promise<WaitsHere | undefined> {
  let before: WaitsHere | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - looked < LOOK_AGAIN) return before;
    looked = performance.now();
    const { data } = await listAlerts(env, { open: true });
    const home = openHome(env, { readOnly: true });
    try {
      const shipments = incoming(home).shipments.map(({ shipment }) => shipment);
      before = { alerts: data.alerts.map(({ id }) => id), incoming: shipments };
      return before;
    } finally {
      home.close();
    }
  };
}

/** @throws bad-setting (78) */
function refuseInTheClear(host: string, proxy: URL | undefined): void {
  if (isLoopback(host) || proxy !== undefined) return;
  throw new PedigreeError('bad-setting', say('in-the-clear', { host }), { hint: say('tls-or-behind') });
}

/** @throws usage */
function originOf(behind: string): URL {
  const url = URL.canParse(behind) ? new URL(behind) : undefined;
  if (url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.hash === '') return url;
  throw new PedigreeError('usage', say('no-origin', { behind }), { hint: say('origin-as') });
}

function gateOf({ protocol, hostname, port }: URL): Gate {
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return gateFor(scheme, [hostname], port === '' ? (scheme === 'https' ? 443 : 80) : Number(port));
}

/** An address as it stands in a URL. */
function named(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
