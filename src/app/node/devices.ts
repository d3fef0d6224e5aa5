// Devices of the desk: a code pairs one, once and for a few minutes; the device then has a token of which the folder keeps the hash.
import { b64u, base32 } from '../../chain/bytes.ts';
import { sha256Hex } from '../../chain/hash.ts';
import { cleanText, nameKey } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/desk.ts';
import {
  changeDesk,
  type DeskBook,
  type DeskDevice,
  type DeskRole,
  deskStamp,
  type PairingCode,
  readDesk,
} from './desk-file.ts';
import type { Env } from './env.ts';

/** How long a code pairs, ms, where nobody says otherwise. */
export const CODE_TIME = 10 * 60_000;
/** The longest that may be said. */
export const LONGEST_CODE_TIME = 24 * 3_600_000;
/** A token that nobody has used for so long is nobody's. */
const UNUSED = 90 * 24 * 3_600_000;
/** That a device was seen is written at most so often. */
const SEEN_AGAIN = 3_600_000;
/** Codes that wait at a time; the oldest goes for another one. */
const MOST_CODES = 20;
const LONGEST_NAME = 40;

export interface NewCode {
  /** As it is read out, in six groups. */
  readonly code: string;
  readonly role: DeskRole;
  readonly name?: string;
  /** ISO 8601. */
  readonly expires: string;
}

/** @throws usage (2) for a name that is taken, empty or too long */
export function newCode(
  env: Env,
  { role, name, time = CODE_TIME }: { readonly role: DeskRole; readonly name?: string; readonly time?: number },
): NewCode {
  const letters = base32(env.random(16));
  const expires = new Date(env.clock() + time).toISOString();
  const called = name === undefined ? {} : { name: deviceName(name) };
  const waiting: PairingCode = { code: hashOf(letters), role, ...called, expires };
  changeDesk(env.home, (before) => {
    const book = current(before, env.clock());
    if (called.name !== undefined && book.devices.some(isCalled(called.name))) {
      throw new PedigreeError('usage', say('name-taken', { name: called.name }), { hint: say('name-otherwise') });
    }
    return [{ ...book, codes: [...book.codes.slice(1 - MOST_CODES), waiting] }, undefined];
  });
  return { code: grouped(letters), role, ...called, expires };
}

/** Takes a code for a device, which is the only time that its token is told; undefined where nobody gave out such a code. */
export function pairDevice(
  env: Env,
  typed: string,
  name: string | undefined,
): { readonly token: string; readonly device: DeskDevice } | undefined {
  const code = hashOf(lettersOf(typed));
  const token = b64u(env.random(32));
  return changeDesk(env.home, (before) => {
    const now = env.clock();
    const book = current(before, now);
    const found = book.codes.find((one) => one.code === code);
    if (found === undefined) return [before, undefined];
    const at = new Date(now).toISOString();
    const wanted = found.name ?? (name === undefined ? phrase('device') : deviceName(name));
    const device: DeskDevice = {
      name: freeName(book, wanted),
      role: found.role,
      token: hashOf(token),
      created: at,
      seen: at,
    };
    const codes = book.codes.filter((one) => one !== found);
    return [
      { ...book, codes, devices: [...book.devices, device] },
      { token, device },
    ];
  });
}

/** Takes a device away; whoever has it can do nothing any more. @throws not-found (66) */
export function forgetDevice(env: Env, name: string): DeskDevice {
  return changeDesk(env.home, (book) => {
    const device = book.devices.find(isCalled(name));
    if (device === undefined)
      throw new PedigreeError('not-found', say('no-device', { name }), { hint: say('devices-lists') });
    return [{ ...book, devices: book.devices.filter((one) => one !== device) }, device];
  });
}

/** Takes all of them away, and the codes that wait: the key of the party was changed, or the party is another one. */
export function forgetDevices(home: string): void {
  if (deskStamp(home) === '') return;
  changeDesk(home, (book) => [
    book.devices.length + book.codes.length === 0 ? book : { ...book, devices: [], codes: [] },
    undefined,
  ]);
}

/** Who may work here now: what has ended is left out. */
export function devicesHere(env: Env): DeskBook {
  return current(readDesk(env.home), env.clock());
}

/** The devices of a folder for whoever asks at every request: the file is read again when it is another one. */
export class Devices {
  readonly #env: Env;
  #stamp: string | undefined;
  #book: DeskBook = { devices: [], codes: [], operators: [] };

  constructor(env: Env) {
    this.#env = env;
  }

  get book(): DeskBook {
    const stamp = deskStamp(this.#env.home);
    if (stamp !== this.#stamp) {
      this.#book = readDesk(this.#env.home);
      this.#stamp = stamp;
    }
    return this.#book;
  }

  /** The device that has this token. */
  who(token: string): DeskDevice | undefined {
    const hash = hashOf(token);
    const now = this.#env.clock();
    const device = this.book.devices.find((one) => one.token === hash && !isUnused(one, now));
    if (device !== undefined && now - Date.parse(device.seen) > SEEN_AGAIN) this.#see(device);
    return device;
  }

  /** That it could not be written is no reason to keep a device from its work. */
  #see({ token }: DeskDevice): void {
    const seen = new Date(this.#env.clock()).toISOString();
    try {
      changeDesk(this.#env.home, (book) => [
        { ...book, devices: book.devices.map((one) => (one.token === token ? { ...one, seen } : one)) },
        undefined,
      ]);
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      this.#env.warn(error.message);
    }
  }
}

function current(book: DeskBook, now: number): DeskBook {
  return {
    ...book,
    devices: book.devices.filter((one) => !isUnused(one, now)),
    codes: book.codes.filter(({ expires }) => Date.parse(expires) > now),
  };
}

function isUnused({ seen }: DeskDevice, now: number): boolean {
  return now - Date.parse(seen) > UNUSED;
}

/** Whether something is called so, however it is spelt. */
export const isCalled = (name: string) => {
  const key = nameKey(name);
  return (one: { readonly name: string }) => nameKey(one.name) === key;
};

/** @throws usage */
export function deviceName(typed: string): string {
  const name = cleanText(typed);
  if (name !== '' && name.length <= LONGEST_NAME) return name;
  throw new PedigreeError('usage', say('no-name', { longest: LONGEST_NAME }), { hint: say('name-as') });
}

/** The name, with a number where it is another's. */
function freeName(book: DeskBook, wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!book.devices.some(isCalled(name))) return name;
  }
}

function hashOf(secret: string): string {
  return sha256Hex(secret);
}

/** In groups of five, five and four times four. */
function grouped(letters: string): string {
  const ends = [5, 10, 14, 18, 22, 26];
  return ends
    .map((end, at) => letters.slice(ends[at - 1] ?? 0, end))
    .join('-')
    .toUpperCase();
}

/** However it was typed: digits that look like letters are no digits of a code. */
function lettersOf(typed: string): string {
  return typed
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('8', 'b');
}
