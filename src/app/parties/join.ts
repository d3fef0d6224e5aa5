// A party that worked alone joins a network. Ids, keys and tokens are of one network, so a new chain with a new key opens in the
// other one; the ledger of before stays to be read in `past/NETWORK`. All of it, or nothing: the new party is put together beside
// the old one, and one rename makes it the one that is there.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../chain/bytes.ts';
import { encodeKeyFile, keyFileNeedsPassphrase, newKeyring, renewed } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { mayHold } from '../../custody/roles.ts';
import { PedigreeError, wordsOf } from '../../errors.ts';
import { PAST, syncFile } from '../../ledger/carried.ts';
import { syncFolder } from '../../ledger/head-file.ts';
import { takeLease } from '../../ledger/lease.ts';
import { withNobodyElse } from '../../ledger/nobody-else.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import type { View } from '../../ledger/types.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/parties.ts';
import { isAlone } from '../node/alone.ts';
import type { Env } from '../node/env.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { JOINED, JOINING, KEY_FILE } from '../node/folder.ts';
import { type Home, openHome } from '../node/home.ts';
import { dropUnjoined, PAST_FILE, type PastMark } from '../node/joined.ts';
import { passphraseOf, readKeyFile, readKeyring, signing } from '../node/key-file.ts';
import { moveIn } from '../node/move-in.ts';
import { nameOf, type PartyName } from '../node/party-name.ts';
import type { Self } from '../node/reading.ts';
import { keepDocument } from '../outside/anchor.ts';
import { indexKept } from '../outside/document-index.ts';
import {
  keepPastDocument,
  keepPastLedger,
  PAST_NOTE,
  type PastLedger,
  pastLedgers,
} from '../outside/past-documents.ts';
import type { Written } from '../record/write.ts';
import {
  type CarriedOver,
  type JoinMoves,
  type JoinStays,
  leavesGoods,
  movesOf,
  putOver,
  staysOf,
  takenFrom,
} from './join-carried.ts';
import { checkCard, inPassing, openChain } from './opening.ts';

export type { JoinMoves, JoinStays };

export interface JoinRequest {
  /** The network's card: the path of a bundle. */
  readonly card: string;
  /** What the network's fingerprint must be, as read out by somebody who knows it. */
  readonly fingerprint: string;
  /** The id of the own chain: needed where goods stay behind. */
  readonly confirm?: string;
}

export interface JoinData extends Written {
  readonly party: PartyName;
  /** The new chain; absent in a dry run. */
  readonly chain?: string;
  readonly network: string;
  readonly fingerprint: string;
  readonly home: string;
  readonly test: boolean;
  /** The ledger of before. */
  readonly past: {
    readonly network: string;
    readonly chain: string;
    /** Own events in it. */
    readonly size: number;
    readonly folder: string;
    /** SHA-256 of its last signed note, which the new chain anchors; absent in a dry run. */
    readonly note?: string;
  };
  /** Absent of what was joined before. */
  readonly moves?: JoinMoves;
  readonly stays?: JoinStays;
}

/**
 * Joins the network of a card. The same again is `already`.
 * @throws fingerprint-differs (77); not-allowed (77) for a party that did not found its network alone, and for the card of one
 * that did; confirm-missing (2) where goods stay behind; locked (75) where the folder is in use; bad-bundle (65), and as `initParty`.
 * Then the party is the one that it was
 * @example
 * ```ts
 * import { joinNetwork, makeEnv } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/pedigree' });
 * const { chain, stays } = await joinNetwork(env, { card: 'agency.card', fingerprint: '58203 11746 90258 33417 62095' });
 * ```
 */
export async function joinNetwork(env: Env, request: JoinRequest): Promise<JoinData> {
  const network = await checkCard(request.card, request.fingerprint);
  const home = openHome(env, { readOnly: true });
  let counted: { readonly moves: JoinMoves; readonly stays: JoinStays };
  try {
    const [past] = home.self.network === network ? pastLedgers(home.ledger.local) : [];
    if (past !== undefined) return joinedBefore(home, past);
    home.ledger.read((view) => refuseUnlessAlone(home, view, network));
    counted = { moves: movesOf(home), stays: staysOf(home) };
    refuseUnconfirmed(home, request, counted);
  } finally {
    home.close();
  }
  const data = env.dryRun ? await inPassing((dir) => joined(env, request, dir)) : await joined(env, request);
  return { ...data, ...counted };
}

/** @throws not-allowed (77) */
function refuseUnlessAlone(home: Home, view: View, network: string): void {
  if (home.self.network === network) {
    throw new PedigreeError('not-allowed', say('card-of-own-network'), { hint: say('join-is-of-alone') });
  }
  if (isAlone(home, view)) return;
  throw new PedigreeError('not-allowed', say('not-alone'), { hint: say('join-is-of-alone') });
}

/** A founder alone admits nobody. @throws not-allowed (77) */
function refuseOthersAlone(view: View): void {
  if (!mayHold(view.authority().partyOf(view.founder)?.roles ?? [])) return;
  throw new PedigreeError('not-allowed', say('founder-of-card-is-alone'), { hint: say('ask-regulator-for-card') });
}

/** @throws confirm-missing (2), with the counts */
function refuseUnconfirmed(
  { self, env }: Home,
  { confirm }: JoinRequest,
  counted: { readonly stays: JoinStays },
): void {
  const { packs, made, waiting } = counted.stays;
  if (env.dryRun || !leavesGoods(counted.stays) || confirm === self.chain) return;
  throw new PedigreeError('confirm-missing', say('goods-stay-behind', { packs, made, waiting }), {
    hint: say('join-with-confirm', { chain: self.chain }),
    detail: counted,
  });
}

function joinedBefore(home: Home, { network, chain, size, folder, hash }: PastLedger): JoinData {
  const { self, ledger } = home;
  const opened = ledger.read((view) => view.eventAt(self.chain, 0, 0));
  return {
    ...answerOf(home.env, self, home.test),
    past: { network, chain, size, folder: `${PAST}/${folder}`, note: hash },
    event: `${self.chain}/0`,
    at: new Date(opened?.leaf.at ?? home.env.clock()).toISOString(),
    already: true,
    warnings: [],
  };
}

function answerOf(env: Env, self: Self, test: boolean) {
  const { chain, network } = self;
  return {
    party: nameOf(self),
    chain,
    network,
    fingerprint: fingerprint(network),
    home: env.home,
    test,
  };
}

async function joined(env: Env, request: JoinRequest, elsewhere?: string): Promise<JoinData> {
  const ledger = join(env.home, LEDGER_FILE);
  // Before anything is read for it: whatever is recorded until the end makes this come to nothing.
  const standing = elsewhere === undefined ? withNobodyElse(ledger, (now) => now) : undefined;
  const { home, made, at, mark } = await prepared(env, request, elsewhere);
  const { self, test } = home;
  const { chain, ...known } = answerOf(env, made.self, test);
  const past = { network: self.network, chain: self.chain, size: made.size, folder: `${PAST}/${mark.folder}` };
  const answer = { ...known, past, at: new Date(at).toISOString(), already: false, warnings: [] };
  if (standing === undefined) return { ...answer, dryRun: true };
  commit(env, standing);
  enter(env, chain);
  return {
    ...answer,
    chain,
    past: { ...past, note: made.note },
    event: `${chain}/0`,
    warnings: [phrase('nothing-counts-before-card')],
  };
}

interface Prepared {
  readonly home: Pick<Home, 'self' | 'test'>;
  readonly made: { readonly self: Self; readonly size: number; readonly note: string };
  readonly at: number;
  readonly mark: PastMark;
}

/** Puts the new party together in `.join`, or in another folder. Where it fails there is nothing. */
async function prepared(env: Env, request: JoinRequest, elsewhere: string | undefined): Promise<Prepared> {
  const home = openHome(env, { readOnly: true });
  const dir = elsewhere ?? join(env.home, JOINING);
  let lease: { close(): void } | undefined;
  try {
    if (elsewhere === undefined) lease = begun(env.home, dir);
    return await put(home, request, dir);
  } catch (error) {
    lease?.close();
    lease = undefined;
    try {
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // It counts for nothing, and is taken away when the folder is opened next.
    }
    throw inOurWords(error);
  } finally {
    lease?.close();
    home.close();
  }
}

/** The empty folder of the making, with the lease that tells others that somebody is at it. @throws locked, cannot-create */
function begun(home: string, dir: string): { close(): void } {
  try {
    dropUnjoined(home);
    mkdirSync(dir, { mode: 0o700 });
    chmodSync(dir, 0o700);
    return takeLease(dir, 0);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-make-folder', { dir }), 'creating');
  }
}

async function put(home: Home, request: JoinRequest, dir: string): Promise<Prepared> {
  const { env, self, ledger } = home;
  const taken = takenFrom(home);
  const old = readKeyring(env, ledger, self.chain);
  const locked = keyFileNeedsPassphrase(readKeyFile(env.home));
  // What the old keys opened stays open.
  const keyFile = renewed(old, newKeyring(env.random), 'sign', 'seal');
  const text = encodeKeyFile(keyFile, locked ? passphraseOf(env) : undefined, env.random);
  writeFileSync(join(dir, KEY_FILE), text, { mode: 0o600, flush: true });
  const keyring = signing(env, keyFile);
  const making = { request: { network: request.card, test: home.test }, party: nameOf(self), keyring };
  // No head is written outside of the folder before there is a party, and the card was compared with the clock already.
  const { state: _, ...around } = env;
  const inside: Env = { ...around, home: dir, dryRun: false, prefers: () => {} };
  const opened = await openChain(dir, inside, making);
  const mark = { folder: self.network, network: self.network, joined: opened.self.network };
  const fresh = openHome({ ...inside, clockIsRight: true });
  let note = '';
  try {
    fresh.ledger.read(refuseOthersAlone);
    if (!env.dryRun) note = await fill(fresh, home, taken, mark);
  } finally {
    fresh.close();
  }
  if (!env.dryRun) settle(dir, mark);
  return { home: { self, test: home.test }, made: { self: opened.self, size: taken.size, note }, at: opened.at, mark };
}

/** What comes along, and the anchor of what stays; the hash of its last note. */
async function fill(fresh: Home, old: Home, taken: CarriedOver, { folder, network }: PastMark): Promise<string> {
  const { ledger, env } = fresh;
  const { profile, documents, note, size } = taken;
  if (profile !== undefined) {
    ledger.append(fresh.signer(), fresh.appendOptions(), (tx) => tx.add({ type: EVENT.profile.type, public: profile }));
  }
  putOver(ledger, taken);
  const { chain } = old.self;
  const kept = keepDocument(fresh, utf8(note), {
    direction: 'out',
    standard: 'signed-note',
    profile: PAST_NOTE,
    instance: `${chain}/${size}`,
  });
  ledger.write((local) => {
    keepPastLedger(local, { folder, network, chain, size, hash: kept.hash });
    for (const document of documents) keepPastDocument(local, document);
  });
  for (const [done, { hash: document, event, at, note }] of documents.entries()) {
    if (env.signal?.aborted === true) throw new PedigreeError('interrupted', say('interrupted'));
    env.progress(done, documents.length, phrase('indexing-documents'));
    await indexKept(fresh, { document, event, at, note }, old.dir);
  }
  return kept.hash;
}

/** Everything of it on the disk, in files that are whole by themselves. */
function settle(dir: string, mark: PastMark): void {
  const ledger = join(dir, LEDGER_FILE);
  withNobodyElse(ledger, () => undefined);
  writeFileSync(join(dir, PAST_FILE), `${JSON.stringify(mark)}\n`, { mode: 0o600, flush: true });
  syncFile(ledger);
  syncFolder(dir);
}

/** From the rename on the party is the one of the other network. @throws locked where something was recorded meanwhile */
function commit({ home }: Env, standing: string): void {
  const [from, to] = [join(home, JOINING), join(home, JOINED)];
  try {
    withNobodyElse(join(home, LEDGER_FILE), (now) => {
      if (now !== standing) throw new PedigreeError('locked', say('recorded-meanwhile'), { hint: say('join-again') });
      renameSync(from, to);
      syncFolder(home);
    });
  } catch (cause) {
    // Where only the last sync of the folder failed, it is done.
    if (existsSync(to)) return;
    try {
      rmSync(from, { recursive: true, force: true });
    } catch {
      // As above.
    }
    throw asFailure(cause, phrase('cannot-make-folder', { dir: to }), 'creating');
  }
}

/** @throws io-failed, which says that the network is joined */
function enter(env: Env, chain: string): void {
  try {
    moveIn(env);
  } catch (cause) {
    if (!(cause instanceof PedigreeError)) throw cause;
    const { code, hint } = cause;
    throw new PedigreeError(code, wordsOf(cause), {
      hint: hint ?? say('join-again'),
      detail: { recorded: true, event: `${chain}/0` },
      cause,
    });
  }
}
