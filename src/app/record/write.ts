// Recording on the own chain: one transaction for the events, the `--once` key and what the command says of them.

import { crypto } from '../../builtins.ts';
import { type Bytes, b64u } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Draft } from '../../chain/compose.ts';
import type { Author } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import { EVENTS } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { needsRole, roleAllows } from '../../custody/rights.ts';
import { PedigreeError } from '../../errors.ts';
import type { AppendTx, Local, View } from '../../ledger/types.ts';
import { say } from '../../words/en/record.ts';
import { CLOCK_LAG } from '../node/clock.ts';
import type { Home } from '../node/home.ts';
import { warningsOf } from './cautions.ts';
import { catchUp } from './inventory.ts';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { type Once, type OnceAnswer, onceOf, onceWords, recordedOnce } from './once.ts';
import { mustBeReadable } from './readable.ts';

/** What every writing command answers besides its own fields. */
export interface Written {
  /** The event that matters most of those written, `CHAIN/SEQ`; absent where nothing was. */
  readonly event?: string;
  /** When, ISO 8601 UTC; of what is `already` recorded, when that was. */
  readonly at: string;
  /** The ledger said so before: nothing was written. */
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

export interface What {
  readonly command: string;
  /** The key of `--once`. */
  readonly once?: string;
  /** What was asked; the same key with another request is refused. */
  readonly request?: Json;
  /** Words for the own party alone. */
  readonly note?: string;
  /** Makes the first answer from the event that carries the key, and from what is kept of the answer, if anything is. */
  readonly again?: (known: Knowledge, event: CustodyEvent, kept: JsonObject | undefined) => object;
  /** Its answer has the verdicts in it, so that their cautions are not told again as warnings. */
  readonly tells?: boolean;
}

/** An event to be added; who may read it follows from its type and its partners. */
export interface NewEvent extends Omit<Draft, 'readers' | 'siblings'> {
  /** GLNs of the trading partners that may read the manifest. */
  readonly partners?: readonly string[];
}

export interface WriteTx {
  /** Sees what this transaction added. */
  readonly view: View;
  readonly local: Local;
  /** The moment the next event will carry, ms. */
  readonly at: number;
  /** Random bytes, and the same ones where this is run again. */
  readonly random: (n: number) => Bytes;
  /** The ref that the next event will have. */
  nextRef(): string;
  /** Items and lives as this transaction sees them. */
  readonly known: Knowledge;
  /**
   * Seals and writes one event, readable by the author, the partners and every honoured regulator. The event added with
   * an `answer` is what the command is about: it carries the `--once` key and what a later run with that key is told.
   */
  add(entry: NewEvent, answer?: OnceAnswer): CustodyEvent & { readonly kd?: Bytes; readonly km?: Bytes };
  /** Ends the commit here; the transaction goes on. */
  closeCommit(): void;
  /** Names the event that the answer is about, where it is not the last. */
  about(ref: string): void;
  /** Says that nothing had to be written; `ref` is the event that had said so. */
  already(ref?: string): void;
  warn(text: string): void;
}

const GRANTS_LIMIT = 256;

/**
 * Runs `fn` in one append to the own chain and answers its value with what was written. `fn` may be run more than once, as the
 * ledger says of `append`: it changes nothing but what `tx` gives it. What `fn` throws undoes
 * everything; with `--dry-run` everything is checked and then undone. A `--once` key that was used for the same request
 * gives the first answer again, as `already`.
 * @throws once-key-reused (2), what the ledger throws on appending, and whatever `fn` throws
 */
export function record<T extends object>(home: Home, what: What, fn: (tx: WriteTx) => T): T & Written {
  const once = what.once === undefined ? undefined : onceOf(what.once, what.command, what.request);
  let warnings: string[] = [];
  let about: string | undefined;
  let already = false;
  let saidAt: number | undefined;
  const appended = home.ledger.append(home.signer(), home.appendOptions(), (tx): T => {
    [warnings, about, already, saidAt] = [[], undefined, false, undefined];
    const known = knowledgeOf(home, tx.view, tx.local, () => tx.at);
    catchUp(known);
    if (once !== undefined) {
      const before = recordedOnce(tx.local, once);
      if (before !== undefined) {
        already = true;
        about = before.event;
        const first = before.event === undefined ? undefined : tx.view.event(before.event);
        saidAt = first?.leaf.at;
        return ((first && what.again?.(known, first, before.answer)) ?? before.answer ?? {}) as T;
      }
    }
    // Before anything is added: a long append runs ahead of the clock by itself.
    const late = !home.env.nowGiven && home.env.clock() < tx.at - CLOCK_LAG;
    let last: string | undefined;
    const value = fn({
      view: tx.view,
      local: tx.local,
      known,
      get at() {
        return tx.at;
      },
      random: tx.random,
      nextRef: () => `${tx.chain}/${tx.view.chain(tx.chain)?.size ?? 0}`,
      add: (entry, answer) => {
        const { partners, ...draft } = entry;
        const words = wordsOf(home, what, once && answer ? { once, answer } : undefined);
        const sealed = { ...draft.private, ...words };
        mustBeReadable(draft.type, { ...draft, private: Object.keys(sealed).length === 0 ? undefined : sealed });
        const event = tx.add({
          ...draft,
          ...(Object.keys(sealed).length === 0 ? {} : { private: sealed }),
          ...readersOf(home, tx.view, entry, Object.keys(sealed).length > 0),
        });
        if (entry.items !== undefined || needsRole(entry.type)) mustCount(home, tx.view, event);
        last = event.ref;
        if (answer !== undefined) about = event.ref;
        known.changed();
        return event;
      },
      closeCommit: () => tx.closeCommit(),
      about: (ref) => {
        about = ref;
      },
      already: (ref) => {
        already = true;
        about = ref ?? about;
      },
      warn: (text) => warnings.push(text),
    });
    about ??= last;
    if (already && about !== undefined) saidAt = tx.view.event(about)?.leaf.at;
    if (what.tells !== true) for (const one of warningsOf(known, late)) warnings.push(one);
    if (once !== undefined && last !== undefined) keepOnce(tx, once, about ?? last, value);
    return value;
  });
  return {
    ...appended.value,
    ...(about === undefined ? {} : { event: about }),
    at: new Date(saidAt ?? appended.at).toISOString(),
    already,
    warnings,
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

/** What counts for nobody would only look like a step. @throws not-allowed (77) */
function mustCount(home: Home, view: View, event: CustodyEvent): void {
  const { name } = home.self;
  const { type } = event.leaf;
  if (event.author !== undefined) {
    if (roleAllows(type, event.author.roles)) {
      const { gtin } = event.leaf.public;
      if (typeof gtin !== 'string' || !needsRole(type) || mayName(event.author, type, gtin)) return;
      // A grant of this product may have ended, while others go on.
      throw new PedigreeError('not-allowed', say('not-accredited-as-maker', { name, gtin }), {
        hint: say('regulator-says', { gln: home.self.gln, gtin }),
      });
    }
    throw new PedigreeError('not-allowed', say('has-not-role', { name, type }), {
      hint: say('status-says-which-roles'),
    });
  }
  const why = view.authority().refusal(event);
  throw new PedigreeError(
    'not-allowed',
    why === 'revoked' || why === 'ended'
      ? say('accreditation-of-has-ended', { name })
      : say('not-accredited-as-far', { name }),
    { hint: say('regulator-accredits-accredit-card') },
  );
}

/** Makers speak of what they make, regulators of everything; a regulator makes nothing. */
function mayName(author: Author, type: string, gtin: string): boolean {
  return author.mayMake(gtin) || (type !== EVENT.commission.type && author.roles.includes('regulator'));
}

function keepOnce(tx: AppendTx, once: Once, event: string, value: object): void {
  const answer = JSON.parse(JSON.stringify(value)) as JsonObject;
  tx.local.once.put(once.key, { request: once.request, event, answer });
}

function wordsOf(
  home: Home,
  what: What,
  carried: { readonly once: Once; readonly answer: OnceAnswer } | undefined,
): JsonObject {
  return {
    ...(home.env.operator === undefined ? {} : { operator: home.env.operator }),
    ...(what.note === undefined ? {} : { note: what.note }),
    ...(carried === undefined ? {} : onceWords(carried.once, carried.answer, what.again !== undefined)),
  };
}

/** The seal keys that get a grant: the own party's of everything that is sealed, partners' and regulators' of what is for them. */
function readersOf(home: Home, view: View, entry: NewEvent, own: boolean): Pick<Draft, 'siblings' | 'readers'> {
  const told = entry.items !== undefined || entry.details !== undefined || entry.manifest !== undefined;
  if (!told && !own) return {};
  const authority = view.authority();
  // By its chain: a folder that nobody has accredited may claim any GLN.
  const siblings = authority.partyOf(home.self.chain)?.sealKeys ?? [];
  if (!told || EVENTS.get(entry.type)?.readers === 'own') return { siblings: siblings.slice(0, GRANTS_LIMIT - 1) };
  const keys = new Map<string, Bytes>();
  const take = (list: readonly Bytes[]) => {
    for (const key of list) keys.set(b64u(key), key);
  };
  take(siblings);
  for (const regulator of authority.regulators()) take(regulator.sealKeys);
  if (keys.size > GRANTS_LIMIT) {
    throw new PedigreeError('bad-input', say('more-than-keys', { limit: GRANTS_LIMIT }));
  }
  // A partner with ever so many tills must not keep others from writing to it: the first of them read.
  for (const gln of entry.partners ?? []) take(authority.sealKeysOf(gln).slice(0, GRANTS_LIMIT - keys.size));
  return { siblings, readers: [...keys.values()] };
}

/** Values of a list that are joined at a time: of a million at once there would be several copies. */
const JOINED = 10_000;

/** A short fingerprint of a long list for `request`, so that a request of a million serials compares as one hash. */
export function digestOf(values: Iterable<string>): string {
  const digest = crypto().createHash('sha256');
  let some: string[] = [];
  let between = '';
  const close = () => {
    digest.update(between + some.join('\n'));
    between = '\n';
    some = [];
  };
  for (const value of values) if (some.push(value) === JOINED) close();
  if (some.length > 0) close();
  return b64u(digest.digest());
}
