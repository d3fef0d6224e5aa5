// Requests to the node: who asks is told by a header alone, and an answer that did not come is told apart from one that did.
import { effect, signal } from '@preact/signals';
import { language } from '../base/language.ts';
import { tokenNow } from '../base/token.ts';
import type { Failure } from './documents.ts';

/** How long an answer may take before the node counts as away, ms. */
const PATIENCE = 20_000;
/** Of a command that asks others first: each of them may be slow, ms. */
const LONG_PATIENCE = 300_000;
const LONG: ReadonlySet<string> = new Set(['sync']);

/** What came of a request. `away`: nobody knows whether it was carried out. */
export type Reply<T> =
  | { readonly kind: 'document'; readonly document: T }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly status: number }
  | { readonly kind: 'away' };

/** Whether the node answered the last request. Undefined before the first. */
export const connected = signal<boolean | undefined>(undefined);
/** Set when the node knows this device no more. */
export const forgotten = signal(false);
/** Set when a person has to say who works here. */
export const locked = signal(false);

export function headers(): Record<string, string> {
  const token = tokenNow();
  return {
    'Accept-Language': language.value,
    ...(token === undefined ? {} : { Authorization: `Desk ${token}` }),
  };
}

/** Asks the node; never throws. */
export async function ask<T>(path: string, body?: object, patience = PATIENCE): Promise<Reply<T>> {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    return heard<T>(response.status, await response.text());
  } catch {
    connected.value = false;
    return { kind: 'away' };
  }
}

/** How long is waited for lines that are there already, ms. */
const AT_ONCE = 3_000;

/** The lines that a stream begins with; none where it has none yet. Never throws. */
export async function firstLines<T>(path: string): Promise<readonly T[]> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), AT_ONCE);
  try {
    const response = await fetch(path, { headers: headers(), cache: 'no-store', signal: enough.signal });
    if (!response.ok || response.body === null) return [];
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
      const lines = whole.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
      if (lines.length > 0) return lines;
    }
    return [];
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
    enough.abort();
  }
}

/** Bytes to the node: a picture, a file of the world outside. */
export async function send<T>(path: string, bytes: Blob): Promise<Reply<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { ...headers(), 'Content-Type': 'application/octet-stream' },
      body: bytes,
      cache: 'no-store',
    });
    return heard<T>(response.status, await response.text());
  } catch {
    connected.value = false;
    return { kind: 'away' };
  }
}

/** Asks for a text that is no document: a letter, a symbol. */
export async function askText(path: string, body: object): Promise<Reply<string>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { ...headers(), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (!response.ok) return heard<string>(response.status, text);
    connected.value = true;
    return { kind: 'document', document: text };
  } catch {
    connected.value = false;
    return { kind: 'away' };
  }
}

function heard<T>(status: number, text: string): Reply<T> {
  // Throws where it is no answer of the node, but of a proxy before it.
  const document = JSON.parse(text.split('\n', 1)[0] ?? '') as (T & { readonly ok: true }) | Failure;
  connected.value = true;
  if (document.ok) return { kind: 'document', document };
  if (status === 401) forgotten.value = true;
  if (status === 423) locked.value = document.code === 'locked';
  return { kind: 'failure', failure: document, status };
}

/** What a command is given. Scans are literal to the node. */
export interface Order {
  readonly scans?: readonly string[];
  readonly args?: Readonly<Record<string, string | readonly string[]>>;
  readonly options?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly once?: string;
  /** Of whoever works here, where the node asks for it once more. */
  readonly pin?: string;
  /** The page asks by itself: it is no sign that somebody is at work here. */
  readonly quiet?: true;
  /** No button asks for it, but a scan, or the second one of the same code: the node looks whether one may. */
  readonly by?: 'scan' | 'rescan';
}

/** Carries a command out, and gives its document; of several the first. */
export function carryOut<T>(command: string, order: Order = {}): Promise<Reply<T>> {
  const patience = LONG.has(command) ? LONG_PATIENCE : PATIENCE;
  return ask<T>(`/v1/do/${command.replaceAll(' ', '-')}`, order, patience);
}

/** A key for one tap: whatever happens to its answer, it is done once. */
export function onceKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Between two tries of what has to be carried out, ms. */
const AGAIN = 1_500;

/** Set while the node wants the PIN of whoever works here once more; called with it, or with nothing to leave it be. */
export const pinAsked = signal<((pin: string | undefined) => void) | undefined>(undefined);

function askPin(): Promise<string | undefined> {
  return new Promise((resolve) => {
    pinAsked.value = (pin) => {
      pinAsked.value = undefined;
      resolve(pin);
    };
  });
}

/** Until somebody says who works here. */
function unlocked(): Promise<void> {
  return new Promise((resolve) => {
    const end = effect(() => {
      if (locked.value) return;
      resolve();
      // Not before the effect has a name.
      queueMicrotask(() => end());
    });
  });
}

/** Not paired any more, or not allowed: the node says nothing of an earlier try, whose answer was lost. */
const TURNED_AWAY: ReadonlySet<number> = new Set([401, 403, 423]);

/**
 * Carries out what writes, and asks again with the same key until there is an answer. `waits` is told of each break. After a break
 * a refusal to listen is no answer: it may have been recorded by the try before.
 */
export async function carryOutOnce<T>(
  command: string,
  order: Order & { readonly once: string },
  waits: () => void = () => undefined,
): Promise<Exclude<Reply<T>, { kind: 'away' }>> {
  let pin: string | undefined;
  let broke = false;
  for (;;) {
    const reply = await carryOut<T>(command, pin === undefined ? order : { ...order, pin });
    if (reply.kind === 'failure' && reply.failure.code === 'pin-needed') {
      pin = await askPin();
      if (pin === undefined) return toldOf(reply, broke);
      continue;
    }
    if (reply.kind === 'failure' && reply.failure.code === 'locked' && broke) {
      waits();
      await unlocked();
      continue;
    }
    if (reply.kind === 'document') return reply;
    if (reply.kind === 'failure' && !isBusy(reply)) return toldOf(reply, broke);
    broke ||= reply.kind === 'away';
    waits();
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function toldOf(
  reply: Extract<Reply<never>, { kind: 'failure' }>,
  broke: boolean,
): Extract<Reply<never>, { kind: 'failure' }> {
  if (!broke || !TURNED_AWAY.has(reply.status)) return reply;
  return { ...reply, failure: { ...reply.failure, unsure: true } };
}

function isBusy<T>(reply: Reply<T>): boolean {
  return reply.kind === 'failure' && (reply.status === 429 || reply.status === 503);
}
