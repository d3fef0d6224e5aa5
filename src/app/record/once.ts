// Keys of `--once`: how an event carries one, and how a later run with it finds the first answer.
import { b64u, concat, utf8 } from '../../chain/bytes.ts';
import { encodeCanonical, type Json, type JsonObject } from '../../chain/canonical.ts';
import { sha256 } from '../../chain/hash.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { say } from '../../words/en/record.ts';
import { mustBeReadable } from './readable.ts';

export interface Once {
  readonly key: string;
  /** Hash of what was asked. */
  readonly request: string;
}

/** Of an event whose answer can be made again: nothing but its key has to be kept. */
export const AGAIN = 'again';
/** The answer that a later run is told, or that it can be made again from the events. */
export type OnceAnswer = JsonObject | typeof AGAIN;

const LABEL = utf8('pedigree/once/v1\0');
/** Characters for the key, and for what was asked. */
const [KEY, REQUEST] = [16, 8];
/** What an event says where its key is as short as all others: its private part is padded as though it said so, said or not. */
export const ONCE_ROOM: JsonObject = { once: '.'.repeat(KEY + REQUEST) };

/** @throws usage (2) for a key that is empty or too long to be recorded */
export function onceOf(key: string, command: string, request: Json | undefined): Once {
  // As any event carries it.
  mustBeReadable(EVENT.dispense.type, { private: { once: key } });
  return { key, request: b64u(sha256(encodeCanonical([command, request ?? null]))) };
}

function digestOfKey(key: string): string {
  return b64u(sha256(concat(LABEL, utf8(key)))).slice(0, KEY);
}

/** What the event says of its key. With `short` the key is a digest, of one length whatever it is. */
export function onceWords({ key, request }: Once, told: OnceAnswer, short: boolean): JsonObject {
  if (!short) return { once: key, onceRequest: request, onceAnswer: told };
  return {
    once: digestOfKey(key) + request.slice(0, REQUEST),
    ...(told === AGAIN ? {} : { onceAnswer: told }),
  };
}

/** The name and the record of a key that an event of the own party carries; undefined where it carries none. */
export function carriedOnce(
  words: JsonObject | undefined,
  event: string,
): { readonly name: string; readonly record: JsonObject } | undefined {
  const { once, onceRequest, onceAnswer } = words ?? {};
  if (typeof once !== 'string') return undefined;
  const answer = onceAnswer === undefined ? {} : { answer: onceAnswer };
  if (typeof onceRequest === 'string') return { name: once, record: { request: onceRequest, event, ...answer } };
  if (once.length !== KEY + REQUEST) return undefined;
  return { name: nameOf(once.slice(0, KEY)), record: { request: once.slice(KEY), event, ...answer } };
}

// No key has a line end in it that is followed by so much: keys have at most 200 characters, in one line.
function nameOf(digest: string): string {
  return `\n${digest}`;
}

/**
 * What was recorded under this key; `answer` is absent where it has to be made again.
 * @throws once-key-reused (2) where it was used for another request
 */
export function recordedOnce(
  local: Local,
  { key, request }: Once,
): { readonly event?: string; readonly answer?: JsonObject } | undefined {
  const whole = local.once.get(key) as JsonObject | undefined;
  const before = whole ?? (local.once.get(nameOf(digestOfKey(key))) as JsonObject | undefined);
  if (before === undefined) return undefined;
  if (before.request !== (whole === undefined ? request.slice(0, REQUEST) : request)) {
    throw new PedigreeError('once-key-reused', say('key-used-for-another', { key }), {
      hint: say('each-request-has-key'),
    });
  }
  return {
    ...(typeof before.event === 'string' ? { event: before.event } : {}),
    ...(before.answer === undefined ? {} : { answer: before.answer as JsonObject }),
  };
}
