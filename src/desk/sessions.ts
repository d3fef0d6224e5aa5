// The sessions of all devices: opened, found again after a restart, closed when nobody works on them, and told of each other.
import type { DeskDevice } from '../app/node/desk-file.ts';
import type { Env } from '../app/node/env.ts';
import type { SessionLine, SessionRequest } from '../app/sessions/session.ts';
import { discardSession, newSessionId, unfinishedSessions } from '../app/sessions/session-journal.ts';
import { isSameNumber } from '../custody/name.ts';
import type { TapJournal } from './journal.ts';
import type { DeskNews } from './news.ts';
import { TurnedAway } from './replies.ts';
import { DeskSession, type MoveLine } from './session.ts';

/** Sessions there may be, open and left together. */
const MOST_SESSIONS = 200;
/** Sessions that are open in memory; the one that was used longest ago goes to the disk for another. */
const MOST_OPEN = 40;
/** One that nobody works on goes to the disk after so long, ms. */
const IDLE = 10 * 60_000;

/** A session as others see it. */
export interface SessionTold {
  readonly id: string;
  readonly device: string;
  readonly mode: string;
  readonly to?: string;
  readonly into?: string;
  readonly shipment?: string;
  readonly despatch?: string;
  readonly ref?: string;
  /** ISO 8601. */
  readonly since: string;
  readonly scans: number;
}

/** Who opens a session, and in which environment it records. */
export interface SessionPlace {
  readonly device: DeskDevice;
  readonly operator: string | undefined;
  readonly env: Env;
}

export interface BegunSession {
  readonly session: DeskSession;
  readonly start: object;
  readonly others: readonly SessionTold[];
  /** What moves have to say. */
  readonly owner: string;
}

export class DeskSessions {
  readonly #env: Env;
  readonly #taps: TapJournal;
  readonly #news: DeskNews;
  readonly #open = new Map<string, DeskSession>();
  readonly #since = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(env: Env, taps: TapJournal, news: DeskNews) {
    this.#env = env;
    this.#taps = taps;
    this.#news = news;
    this.#timer = setInterval(() => this.#later(() => this.#rest()), 60_000).unref();
  }

  /** Opens a session, or goes on with the one of this device for the same goods. */
  open(place: SessionPlace, request: SessionRequest, left: 'continue' | 'discard' | undefined): Promise<BegunSession> {
    return this.#inTurn(async () => {
      if (this.told().length >= MOST_SESSIONS) throw new TurnedAway('busy');
      const id = newSessionId(this.#env.random);
      const { session, start } = await this.#begin(id, { ...request, at: place.device.name }, place);
      // Only now names are definite.
      const own = this.#alike(session).filter(({ device }) => device === place.device.name);
      const before = left === 'discard' ? undefined : own[0];
      if (before === undefined) {
        for (const one of own) await this.#drop(one.id, place);
        this.#tell(session, 'opened');
        return { session, start, others: this.#others(session), owner: this.#take(session) };
      }
      await this.#drop(id, place);
      const found = await this.#found(before.id, place);
      if (found === undefined) throw new TurnedAway('not-found');
      const owner = this.#take(found);
      // What the tab of before has sent is done first: the numbers go on behind it.
      await found.settled();
      if (found.isEnded) throw new TurnedAway('busy', { detail: place.device.name });
      return { session: found, start, others: this.#others(found), owner };
    });
  }

  /**
   * Moves are numbered by whoever opened the session last: of two tabs of a device the older would take the answer to another's
   * move for its own. Who says no owner is taken for the one there is.
   * @throws once-key-reused
   */
  mustOwn(id: string, owner: string | undefined): void {
    const own = this.#taps.kept(ownerKey(id));
    if (own !== undefined && owner !== undefined && own !== owner) throw new TurnedAway('once-key-reused');
  }

  /** The session of this device, open or on the disk; undefined where there is none, or it has ended. */
  find(id: string, place: SessionPlace): Promise<DeskSession | undefined> {
    return this.#inTurn(() => this.#found(id, place));
  }

  /** Drops a session of this device with all that was scanned. @throws not-found */
  drop(id: string, place: SessionPlace): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.told().some((one) => one.id === id && one.device === place.device.name))
        throw new TurnedAway('not-found');
      await this.#drop(id, place);
    });
  }

  /** The last lines of a session that has ended. */
  ending(id: string, device: string): readonly MoveLine[] | undefined {
    const kept = this.#taps.kept(endKey(id, device));
    return kept === undefined ? undefined : (JSON.parse(kept) as readonly MoveLine[]);
  }

  /** All that are not ended, of every device. */
  told(): readonly SessionTold[] {
    const open = [...this.#open.values()].filter(({ isEnded }) => !isEnded);
    const left = unfinishedSessions(this.#env.home).filter(({ id, request }) => {
      return request.at !== undefined && !open.some((one) => one.id === id);
    });
    return [
      ...open.map((one) => toldOf(one.id, one.request, this.#since.get(one.id) ?? 0, one.scans)),
      ...left.map(({ id, request, since, moves }) =>
        toldOf(id, request, since, moves.filter((move) => 'scan' in move).length),
      ),
    ];
  }

  /** Leaves all of them on the disk. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#open.values()].map((session) => this.#leave(session)));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** What nobody waits for: where it fails, the session is opened again from the disk by whoever asks for it. */
  #later(act: () => Promise<void>): void {
    this.#inTurn(act).catch((error: unknown) => {
      if (error instanceof Error) this.#env.warn(error.message);
    });
  }

  /** It is the opener's from now on, also after a restart. */
  #take({ id }: DeskSession): string {
    const owner = newSessionId(this.#env.random);
    this.#taps.keep(ownerKey(id), owner);
    return owner;
  }

  async #found(id: string, place: SessionPlace): Promise<DeskSession | undefined> {
    const open = this.#open.get(id);
    const isOwn = open?.request.at === place.device.name;
    if (open !== undefined && !isOwn) return undefined;
    if (open !== undefined && !open.isEnded && open.operator === place.operator) return open;
    if (open !== undefined) await this.#leave(open);
    const left = unfinishedSessions(this.#env.home).find((one) => one.id === id);
    if (left === undefined || left.request.at !== place.device.name) return undefined;
    const { session } = await this.#begin(id, left.request, place, left.since);
    return session;
  }

  async #begin(id: string, request: SessionRequest, place: SessionPlace, since = this.#env.clock()) {
    await this.#makeRoom();
    const session = new DeskSession(id, request, place.operator, {
      ended: (one, lines, line) => this.#ended(one, lines, line),
    });
    const start = await session.open(place.env);
    // What was cut off while it was recorded has ended by now.
    if (!session.isEnded) this.#open.set(id, session);
    this.#since.set(id, since);
    return { session, start };
  }

  async #drop(id: string, place: SessionPlace): Promise<void> {
    const open = this.#open.get(id);
    if (open !== undefined) await this.#leave(open);
    this.#discard(id, place.device.name);
  }

  /** Nobody goes on with what nothing was scanned in. */
  async #leave(session: DeskSession): Promise<void> {
    this.#open.delete(session.id);
    await session.close();
    if (session.last === 0) this.#discard(session.id, session.request.at);
  }

  #discard(id: string, device: string | undefined): void {
    const left = unfinishedSessions(this.#env.home).find((one) => one.id === id);
    if (left !== undefined && left.request.at === device) discardSession(left);
  }

  async #makeRoom(): Promise<void> {
    const all = [...this.#open.values()].sort((one, other) => one.used - other.used);
    for (const session of all.slice(0, Math.max(0, all.length + 1 - MOST_OPEN))) await this.#leave(session);
  }

  async #rest(): Promise<void> {
    const idle = performance.now() - IDLE;
    for (const session of [...this.#open.values()]) if (session.used < idle) await this.#leave(session);
  }

  /** Kept before it is gone from the disk, so that its end is told again; others count anew what is still to come. */
  #ended(session: DeskSession, lines: readonly MoveLine[], line: SessionLine): void {
    const { at = '' } = session.request;
    this.#taps.keep(endKey(session.id, at), JSON.stringify(lines));
    this.#open.delete(session.id);
    this.#since.delete(session.id);
    this.#tell(session, 'recorded', line.data.event);
    if (line.data.recorded === undefined) return;
    for (const other of [...this.#open.values()]) {
      if (other !== session && other.request.mode === 'receive') this.#later(() => this.#leave(other));
    }
  }

  /** The other sessions for the same goods. */
  #alike({ id, request }: DeskSession): readonly SessionTold[] {
    return this.told().filter((one) => one.id !== id && isSame(one, request));
  }

  #others(session: DeskSession): readonly SessionTold[] {
    return this.#alike(session).filter(({ device }) => device !== session.request.at);
  }

  /** To those who work on the same goods. */
  #tell(session: DeskSession, state: 'opened' | 'recorded', event?: string): void {
    const { id, request } = session;
    const { at: device = '', mode, shipment } = request;
    const data = {
      id,
      device,
      mode,
      state,
      ...(shipment === undefined ? {} : { shipment }),
      ...(event === undefined ? {} : { event }),
    };
    for (const other of new Set(this.#others(session).map((one) => one.device)))
      this.#news.tell('session', data, other);
  }
}

const ownerKey = (id: string) => `owner ${id}`;
const endKey = (id: string, device: string) => `session ${id} ${device}`;

type Goods = Pick<SessionTold, 'mode' | 'to' | 'into' | 'shipment' | 'despatch' | 'ref'>;

/** Of one delivery, one receiver and paper, one container; of stock there is one. */
function isSame(one: Goods, other: SessionRequest): boolean {
  if (one.mode !== other.mode) return false;
  switch (one.mode) {
    case 'receive':
      return one.shipment === undefined || other.shipment === undefined || one.shipment === other.shipment;
    case 'ship':
      return one.to === other.to && isAsSaid(one.despatch, other.despatch) && isAsSaid(one.ref, other.ref);
    case 'pack':
      return one.into === other.into;
    default:
      return true;
  }
}

/** Whoever says no number goes on with whatever one was said before; another number is another paper. */
function isAsSaid(before: string | undefined, now: string | undefined): boolean {
  return now === undefined || (before !== undefined && isSameNumber(before, now));
}

function toldOf(id: string, request: SessionRequest, since: number, scans: number): SessionTold {
  const { mode, to, into, shipment, despatch, ref, at = '' } = request;
  return {
    id,
    device: at,
    mode,
    ...(to === undefined ? {} : { to }),
    ...(into === undefined ? {} : { into }),
    ...(shipment === undefined ? {} : { shipment }),
    ...(despatch === undefined ? {} : { despatch }),
    ...(ref === undefined ? {} : { ref }),
    since: new Date(since).toISOString(),
    scans,
  };
}
