// Making a party: its keys, its chain and, for a joiner, the network's card. All of it, or nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { os } from '../../builtins.ts';
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { encodeKeyFile, type Keyring, newKeyring } from '../../chain/keys.ts';
import { chainIdOf } from '../../chain/leaf.ts';
import { EVENT } from '../../custody/events/all.ts';
import { mayHold, type Role } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import { openLedger } from '../../ledger/ledger.ts';
import type { AppendOptions, Ledger } from '../../ledger/types.ts';
import { foreseeOpening } from '../../sync/bundle.ts';
import { say } from '../../words/en/parties.ts';
import type { Env } from '../node/env.ts';
import { fingerprint, isFingerprint } from '../node/fingerprint.ts';
import { appendOptions, notATestHome } from '../node/home.ts';
import { signing } from '../node/key-file.ts';
import { minuteIn } from '../node/moments.ts';
import { checkedText } from '../node/names.ts';
import { NO_GLN, type PartyName, partyName } from '../node/party-name.ts';
import { newPeerKey } from '../node/prover.ts';
import { KEY_FILE, SELF_SETTING, type Self, TEST_SETTING } from '../node/reading.ts';
import { foreseeRecoveryFile, newRecovery, type Recovery, writeRecoveryFile } from '../node/recovery.ts';
import { refuseWhereTaken, Staging } from '../node/staging.ts';
import type { Written } from '../record/write.ts';
import { openingParty } from './accredit.ts';
import { peekBundle, readBundle } from './bundle-files.ts';
import { checkedRights, grantOf, mustNameProducts, type Rights, type RightsAsked } from './rights.ts';

export interface InitRequest extends Partial<PartyName> {
  /** Founds a network with this custody policy. */
  readonly found?: {
    readonly custody: 'required' | 'endpoints';
    /** Makes a recovery key: its words go into this file, or into the answer. */
    readonly recovery?: { readonly file: string } | 'words';
    /** A network of one: the founder gives itself these roles, and regulates nobody. */
    readonly alone?: Pick<RightsAsked, 'roles' | 'prefixes' | 'gtins'>;
  };
  /** Joins the network of this card: the path of a bundle. */
  readonly network?: string;
  /** Another till or site of the party of this card, which is also the network's: name and GLN are those on it. */
  readonly joinParty?: string;
  /** Reads and verifies, and records nothing; name and GLN may be left out. */
  readonly observer?: boolean;
  /** What the network's fingerprint must be, as read out by somebody who knows it. */
  readonly fingerprint?: string;
  /** Phone or mail, shown wherever somebody has to ask this party. */
  readonly contact?: string;
  readonly test?: boolean;
}

export interface InitData extends Written {
  readonly party: PartyName & { readonly contact?: string };
  readonly role: 'founder' | 'joiner' | 'till' | 'observer';
  /** In a network of one: the roles that its founder gave itself. */
  readonly alone?: readonly Role[];
  /** Absent in a dry run: every chain is new. */
  readonly chain?: string;
  readonly network?: string;
  readonly fingerprint?: string;
  readonly home: string;
  readonly test: boolean;
  /** Whether the key file is locked with a passphrase. */
  readonly locked: boolean;
  /** Of a founder: where the words of the recovery key are. */
  readonly recovery?: 'words' | 'file' | 'none';
  readonly recoveryFile?: string;
  /** To be written down now: nothing here keeps them. */
  readonly recoveryWords?: readonly string[];
}

const DAY = 86_400_000;

/**
 * Makes a party in `env.home`.
 * @throws cannot-create (73) where a party is already, fingerprint-differs (77), not-a-test-home (78), usage, not-gs1,
 * and what reading the card throws; nothing is left behind
 * @example
 * ```ts
 * import { initParty, makeEnv } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/pedigree' });
 * const { chain, fingerprint } = await initParty(env, {
 *   name: 'Hill Pharmacy',
 *   gln: '9506000100043',
 *   network: 'agency.card',
 * });
 * ```
 */
export async function initParty(env: Env, request: InitRequest): Promise<InitData> {
  if (env.nowGiven && request.test !== true) throw notATestHome();
  const card = request.network ?? request.joinParty;
  const alone = request.found?.alone === undefined ? undefined : rightsAlone(request.found.alone);
  const party = await partyOf(request);
  const contact = request.contact === undefined ? undefined : checkedText(request.contact, 'contact');
  refuseWhereTaken(env.home);
  if (card !== undefined) await checkCard(card, request.fingerprint);
  const keyFile = newKeyring(env.random);
  const passphrase = env.passphrase?.();
  const wanted = request.found?.recovery;
  const recovery = wanted === undefined ? undefined : newRecovery(env);
  const made = {
    request,
    party,
    keyFile,
    keyring: signing(env, keyFile),
    ...(alone === undefined ? {} : { alone }),
    ...(contact === undefined ? {} : { contact }),
    ...(recovery === undefined ? {} : { recovery: recovery.hash }),
  };
  const undo = keepRecovery(env, wanted, recovery, party);
  let opened: { readonly self: Self; readonly at: number };
  try {
    opened = env.dryRun ? await inPassing(env, made) : await inPlace(env, made, passphrase);
  } catch (error) {
    undo();
    throw error;
  }
  const { self, at } = opened;
  return {
    party: { ...party, ...(contact === undefined ? {} : { contact }) },
    role: roleOf(request),
    ...(alone === undefined ? {} : { alone: alone.roles }),
    ...(env.dryRun ? {} : { chain: self.chain }),
    ...(env.dryRun && card === undefined ? {} : { network: self.network, fingerprint: fingerprint(self.network) }),
    home: env.home,
    test: request.test === true,
    locked: passphrase !== undefined,
    ...(request.found === undefined ? {} : recoveryAnswer(env, wanted, recovery)),
    ...(env.dryRun ? {} : { event: `${self.chain}/0` }),
    at: new Date(at).toISOString(),
    already: false,
    warnings: [],
    ...(env.dryRun ? { dryRun: true as const } : {}),
  };
}

type Wanted = NonNullable<InitRequest['found']>['recovery'];

/** Before anything else is made: without its words a recovery key is none. Gives what takes the file away again. */
function keepRecovery(env: Env, wanted: Wanted, recovery: Recovery | undefined, party: PartyName): () => void {
  if (recovery === undefined || wanted === undefined || wanted === 'words') return () => {};
  if (!env.dryRun) return writeRecoveryFile(env, wanted.file, recovery, party);
  foreseeRecoveryFile(env, wanted.file);
  return () => {};
}

function recoveryAnswer(env: Env, wanted: Wanted, recovery: Recovery | undefined) {
  if (wanted === undefined || recovery === undefined) return { recovery: 'none' as const };
  if (wanted !== 'words') return { recovery: 'file' as const, recoveryFile: wanted.file };
  return { recovery: 'words' as const, ...(env.dryRun ? {} : { recoveryWords: recovery.words }) };
}

function roleOf({ found, joinParty, observer }: InitRequest): InitData['role'] {
  if (found !== undefined) return 'founder';
  return joinParty !== undefined ? 'till' : observer === true ? 'observer' : 'joiner';
}

/** @throws usage for roles in which nobody has goods, and for a maker of nothing; not-gs1 */
function rightsAlone(asked: Pick<RightsAsked, 'roles' | 'prefixes' | 'gtins'>): Rights {
  const rights = checkedRights(asked);
  const idle = rights.roles.find((role) => !mayHold([role]));
  if (idle !== undefined) {
    throw new PedigreeError('usage', say('alone-has-goods', { role: idle }), { hint: say('role-of-goods') });
  }
  mustNameProducts(rights);
  return rights;
}

/** Who it will be: what was typed; for a till who is on the card. @throws usage, not-gs1, bad-bundle */
async function partyOf(request: InitRequest): Promise<PartyName> {
  const site = request.site === undefined ? {} : { site: request.site };
  if (request.joinParty !== undefined) {
    const { name, gln } = await partyOnCard(request.joinParty);
    for (const [said, typed] of [
      [name, request.name],
      [gln, request.gln],
    ]) {
      if (typed === undefined || typed === said) continue;
      throw new PedigreeError('usage', say('card-of-gln-2', { name, gln }), { hint: say('leave-name-and-gln') });
    }
    return partyName({ name, gln, ...site });
  }
  const { name = request.observer === true ? 'Observer' : undefined } = request;
  const { gln = request.observer === true ? NO_GLN : undefined } = request;
  if (name === undefined || gln === undefined) {
    const missing = name === undefined ? '--name <name>' : '--gln <gln>';
    throw new PedigreeError('usage', say('required-option-not-specified', { missing }), { hint: say('init-help') });
  }
  return partyName({ name, gln, ...site });
}

async function partyOnCard(file: string): Promise<PartyName> {
  const { network } = await peekBundle(file);
  const foreseen = await foreseeOpening(file, { network });
  if (foreseen !== undefined && chainIdOf(foreseen.leaf.bytes) === foreseen.chain) return openingParty(foreseen.leaf);
  throw new PedigreeError('bad-bundle', say('not-party-s-card', { file }), { hint: say('card-o-file-writes') });
}

interface Making {
  readonly request: InitRequest;
  readonly party: PartyName;
  readonly contact?: string;
  /** What is kept in the file; another sign key may sign. */
  readonly keyFile: Keyring;
  readonly keyring: Keyring;
  /** Hash of the recovery key. */
  readonly recovery?: string;
  /** What a founder of a network of one gives itself. */
  readonly alone?: Rights;
}

/** The card's network is compared before anything exists here; its signatures are checked when it is taken in. */
async function checkCard(file: string, typed: string | undefined): Promise<void> {
  const { network } = await peekBundle(file);
  if (typed === undefined || isFingerprint(typed, network)) return;
  throw new PedigreeError('fingerprint-differs', say('card-of-another-network', { network: fingerprint(network) }), {
    hint: say('ask-regulator-for-card'),
  });
}

/** Makes everything in a folder that is thrown away, so that a dry run fails where the real one would. */
async function inPassing(env: Env, making: Making): Promise<{ readonly self: Self; readonly at: number }> {
  const dir = mkdtempSync(join(os().tmpdir(), 'pedigree-init-'));
  try {
    return await openChain(dir, { ...env, dryRun: false }, making);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function inPlace(
  env: Env,
  making: Making,
  passphrase: string | undefined,
): Promise<{ readonly self: Self; readonly at: number }> {
  const staging = Staging.begin(env.home);
  try {
    const key = encodeKeyFile(making.keyFile, passphrase, env.random);
    writeFileSync(join(staging.dir, KEY_FILE), key, { mode: 0o600, flush: true });
    const made = await openChain(staging.dir, env, making);
    staging.moveIn(() => settleHead(env));
    return made;
  } catch (error) {
    throw staging.undo(error);
  }
}

/** Makes the ledger: the card's chains, the opening event, the profile, and the settings that say who this is. */
async function openChain(dir: string, env: Env, making: Making): Promise<{ readonly self: Self; readonly at: number }> {
  const { request, party, contact, keyring, recovery } = making;
  const ledger = openLedger(dir, { create: true });
  try {
    const card = request.network ?? request.joinParty;
    const joined = card === undefined ? undefined : await takeCard(ledger, card, env.clock());
    const peer = newPeerKey(env.random);
    const opening: JsonObject = {
      network: joined ?? null,
      party: { ...party },
      signKey: b64u(keyring.sign.public),
      sealKey: b64u(keyring.seal.public),
      ...peer.said,
      ...(request.found === undefined ? {} : { custody: request.found.custody }),
      ...(recovery === undefined ? {} : { recovery }),
    };
    const signer = { keyring, random: env.random };
    const options = openingOptions(env, ledger, request.test === true);
    const appended = ledger.append(signer, options, (tx): Self => {
      const chain = tx.add({ type: EVENT.open.type, public: opening }).chain;
      if (contact !== undefined) tx.add({ type: EVENT.profile.type, public: profileOf(party, contact) });
      const policy = joined === undefined ? (request.found?.custody ?? 'required') : tx.view.policy;
      const observes = request.observer === true ? { observer: true as const } : {};
      const self = { chain, ...party, network: joined ?? chain, policy, ...observes };
      tx.local.setSetting(SELF_SETTING, { ...self });
      peer.keep(tx.local);
      if (request.test === true) tx.local.setSetting(TEST_SETTING, true);
      return self;
    });
    const { alone } = making;
    if (alone !== undefined) {
      const { chain } = appended.value;
      ledger.append({ ...signer, chain }, options, (tx) => {
        tx.add({ type: EVENT.accredit.type, public: grantOf(chain, party, alone) });
      });
    }
    return { self: appended.value, at: appended.events[0]?.leaf.at ?? appended.at };
  } finally {
    ledger.close();
  }
}

/**
 * A card may be old, so a chain may open long after the last that is known; a clock that is behind the network is wrong.
 * @throws clock-suspect
 */
function openingOptions(env: Env, ledger: Ledger, test: boolean): AppendOptions {
  const options = appendOptions(env, test);
  // Regulators alone are taken at their word: anybody can write down a time that has not come yet.
  const newest = ledger.read((view) => {
    const chains = view
      .authority()
      .regulators()
      .flatMap((party) => party.chains);
    return chains.reduce((last, { chain }) => Math.max(last, view.chain(chain)?.lastAt ?? 0), 0);
  });
  if (options.clockIsRight !== true && options.now < newest - DAY) {
    throw new PedigreeError('clock-suspect', say('clock-behind-network', { at: minuteIn(undefined, newest) }), {
      hint: say('set-clock-if-right'),
    });
  }
  return { ...options, clockIsRight: true };
}

/** The head file names the folder it stands in, so that a copy is noticed; this move was no copy. */
function settleHead({ home, state }: Env): void {
  const ledger = openLedger(home, { state });
  try {
    ledger.confirmHead();
  } finally {
    ledger.close();
  }
}

/** Takes the network's chains in. @throws bad-bundle where the founder's chain is not whole in it, and proved */
async function takeCard(ledger: Ledger, file: string, now: number): Promise<string> {
  const { network, cut } = await readBundle(ledger, file, { now });
  const here = ledger.read((view) => view.founder === network && view.chain(network) !== undefined);
  if (here && !cut) return network;
  throw new PedigreeError('bad-bundle', say('card-cut-off', { file }), { hint: say('have-sent-again') });
}

function profileOf(party: PartyName, contact: string): JsonObject {
  return { name: party.name, contact, ...(party.site === undefined ? {} : { sites: [party.site] }) };
}
