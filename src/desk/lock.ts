// Who is at work on which device: let in by PIN or badge, locked again when nobody does anything there. A restart locks all.
import type { DeskBook, DeskDevice } from '../app/node/desk-file.ts';
import { isCalled } from '../app/node/devices.ts';
import { badgeOf, isPinOf } from '../app/node/operators.ts';
import { nameKey } from '../custody/name.ts';
import { TurnedAway } from './replies.ts';

/** Wrong tries in a row before each further one waits: a minute, then twice as long. */
const TRIES = 5;
const FIRST_WAIT = 60_000;
const LONGEST_WAIT = 24 * 3_600_000;
/** How often it is looked for devices that nobody works on, ms. */
const LOOK = 5_000;

/** What proves who somebody is. */
export interface DeskProof {
  readonly operator?: string | undefined;
  readonly pin?: string | undefined;
  readonly badge?: string | undefined;
}

interface AtWork {
  readonly operator: string;
  readonly device: string;
  used: number;
}

interface Wrong {
  readonly tries: number;
  readonly until: number;
}

export class DeskLocks {
  readonly #book: () => DeskBook;
  readonly #after: number;
  readonly #locked: (device: string, operator: string) => void;
  /** By the token of the device. */
  readonly #atWork = new Map<string, AtWork>();
  readonly #wrong = new Map<string, Wrong>();
  readonly #timer: NodeJS.Timeout;

  /** @param after ms without anything done */
  constructor(book: () => DeskBook, after: number, locked: (device: string, operator: string) => void) {
    this.#book = book;
    this.#after = after;
    this.#locked = locked;
    this.#timer = setInterval(() => this.#look(), LOOK).unref();
  }

  /** Seconds. */
  get after(): number {
    return Math.round(this.#after / 1_000);
  }

  /** Whether anybody works here by name; where nobody does, devices stand for themselves. */
  get isUsed(): boolean {
    return hasOperators(this.#book());
  }

  /** Who is at work on a device, without saying that anything is done. */
  operatorAt({ token }: DeskDevice): string | undefined {
    this.#look();
    return this.#atWork.get(token)?.operator;
  }

  /**
   * Who does something on a device now; undefined where nobody is asked for. A device that only looks, as a screen on a wall, is
   * not locked.
   * @param isPerson whether somebody does it, and not the page by itself
   * @throws locked
   */
  working(device: DeskDevice, isPerson = true): string | undefined {
    const book = this.#look();
    const at = this.#atWork.get(device.token);
    if (at === undefined) mustBeOpen(book, device);
    else if (isPerson) at.used = performance.now();
    return at?.operator;
  }

  /** Lets somebody work on a device. @throws wrong-pin, too-many */
  async unlock(device: DeskDevice, proof: DeskProof): Promise<string> {
    const operator = await this.#proved(device, proof);
    this.#atWork.set(device.token, { operator, device: device.name, used: performance.now() });
    return operator;
  }

  /** Whoever is at work shows once more that it is so. @throws locked, pin-needed, wrong-pin, too-many */
  async again(device: DeskDevice, { pin, badge }: DeskProof): Promise<void> {
    const book = this.#look();
    const operator = this.#atWork.get(device.token)?.operator;
    if (operator === undefined) return mustBeOpen(book, device);
    if (pin === undefined && badge === undefined) throw new TurnedAway('pin-needed');
    const proved = await this.#proved(device, badge === undefined ? { operator, pin } : { badge });
    if (proved !== operator) throw new TurnedAway('wrong-pin');
  }

  lock({ token }: DeskDevice): void {
    const at = this.#atWork.get(token);
    this.#atWork.delete(token);
    if (at !== undefined) this.#locked(at.device, at.operator);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #proved(device: DeskDevice, { operator = '', pin = '', badge }: DeskProof): Promise<string> {
    const book = this.#book();
    const whose = badge === undefined ? pinTries(book, operator) : `badge ${device.token}`;
    const before = this.#wrong.get(whose);
    const now = performance.now();
    if (before !== undefined && before.until > now)
      throw new TurnedAway('too-many', { wait: Math.ceil((before.until - now) / 1_000) });
    // Counted before it is known, so that tries at once are no more than tries in a row.
    const tries = (before?.tries ?? 0) + 1;
    const wait = tries < TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - TRIES));
    this.#wrong.set(whose, { tries, until: now + wait });
    const named = badge === undefined ? await this.#byPin(book, operator, pin) : badgeOf(book, badge)?.name;
    if (named === undefined) throw new TurnedAway('wrong-pin', wait === 0 ? {} : { wait: wait / 1_000 });
    this.#wrong.delete(whose);
    return named;
  }

  async #byPin(book: DeskBook, name: string, pin: string): Promise<string | undefined> {
    const isRight = await isPinOf(book, name, pin);
    return isRight ? book.operators.find(isCalled(name))?.name : undefined;
  }

  #look(): DeskBook {
    const book = this.#book();
    const idle = performance.now() - this.#after;
    for (const [token, at] of this.#atWork) {
      if (at.used > idle && book.operators.some(({ name }) => name === at.operator)) continue;
      this.#atWork.delete(token);
      this.#locked(at.device, at.operator);
    }
    return book;
  }
}

const hasOperators = ({ operators }: DeskBook): boolean => operators.length > 0;

/** @throws locked where somebody would have to be at work */
function mustBeOpen(book: DeskBook, { role }: DeskDevice): void {
  if (hasOperators(book) && role !== 'look') throw new TurnedAway('locked');
}

/** What counts the tries of a PIN: the operator however the name is spelt, and one count for all names that are nobody's. */
function pinTries({ operators }: DeskBook, name: string): string {
  const found = operators.find(isCalled(name));
  return found === undefined ? 'nobody' : `pin ${nameKey(found.name)}`;
}
