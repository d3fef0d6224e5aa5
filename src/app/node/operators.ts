// Operators of the desk: who works there, and the PIN or badge that shows it. The folder keeps what checks them, and neither of both.
import type { ScryptOptions } from 'node:crypto';
import { crypto } from '../../builtins.ts';
import { b64u, base32, unb64u } from '../../chain/bytes.ts';
import { sha256Hex } from '../../chain/hash.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/desk.ts';
import { changeDesk, type DeskBook, type DeskOperator } from './desk-file.ts';
import { deviceName, isCalled } from './devices.ts';
import type { Env } from './env.ts';

/** What a badge begins with: no code of goods does. */
const BADGE = 'PDG-OP:';
const PIN_DIGITS = 6;
/** 32 MiB and a tenth of a second for each try. */
const STRETCH: ScryptOptions & { readonly N: number } = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** Told once, when they are made. */
export interface NewOperator {
  readonly name: string;
  readonly pin?: string;
  readonly badge?: string;
}

/**
 * Lets somebody work at the desk; a name that is there already is given another PIN or badge.
 * @throws usage (2) for a name that is none
 */
export async function addOperator(
  env: Env,
  typed: string,
  by: { readonly pin: boolean; readonly badge: boolean },
): Promise<NewOperator> {
  const name = deviceName(typed);
  const pin = by.pin ? drawnPin(env) : undefined;
  const badge = by.badge ? BADGE + base32(env.random(10)).toUpperCase() : undefined;
  const salt = b64u(env.random(16));
  const checks = {
    ...(pin === undefined ? {} : { pin: { salt, hash: await stretched(pin, salt) } }),
    ...(badge === undefined ? {} : { badge: badgeHash(badge) }),
  };
  const created = new Date(env.clock()).toISOString();
  return changeDesk(env.home, (book) => {
    const before = book.operators.find(isCalled(name));
    const operator: DeskOperator = { ...(before ?? { name, created }), ...checks };
    const operators = [...book.operators.filter((one) => one !== before), operator];
    const told = {
      name: operator.name,
      ...(pin === undefined ? {} : { pin }),
      ...(badge === undefined ? {} : { badge }),
    };
    return [{ ...book, operators }, told];
  });
}

/** @throws not-found (66) */
export function removeOperator(env: Env, name: string): { readonly name: string } {
  return changeDesk(env.home, (book) => {
    const operator = book.operators.find(isCalled(name));
    if (operator === undefined)
      throw new PedigreeError('not-found', say('no-operator', { name }), { hint: say('operators-lists') });
    return [{ ...book, operators: book.operators.filter((one) => one !== operator) }, { name: operator.name }];
  });
}

/** Whether this is the PIN of an operator. Takes as long for a name that is nobody's. */
export async function isPinOf(book: DeskBook, name: string, pin: string): Promise<boolean> {
  const { salt, hash } = book.operators.find(isCalled(name))?.pin ?? { salt: b64u(new Uint8Array(16)), hash: '' };
  const tried = await stretched(pin.slice(0, 64), salt);
  return tried === hash;
}

/** Whose badge was scanned. */
export function badgeOf(book: DeskBook, scan: string): DeskOperator | undefined {
  const hash = badgeHash(scan);
  return isBadge(scan) ? book.operators.find(({ badge }) => badge === hash) : undefined;
}

/** Whether a scan is a badge, which goes to nobody else and is shown to nobody; with or without what names its symbol. */
export function isBadge(scan: string): boolean {
  return bare(scan).startsWith(BADGE);
}

const bare = (scan: string) =>
  scan
    .trim()
    .toUpperCase()
    .replace(/^\][A-Z]\d/, '');

function badgeHash(scan: string): string {
  return sha256Hex(bare(scan));
}

/** Each PIN as likely as any other. */
function drawnPin(env: Env): string {
  const most = 10 ** PIN_DIGITS;
  const fair = Math.floor(2 ** 32 / most) * most;
  for (;;) {
    const drawn = Buffer.from(env.random(4)).readUInt32BE(0);
    if (drawn < fair) return String(drawn % most).padStart(PIN_DIGITS, '0');
  }
}

function stretched(pin: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    crypto().scrypt(pin, unb64u(salt), 32, STRETCH, (error, key) => {
      if (error === null) resolve(b64u(key));
      else reject(error);
    });
  });
}
