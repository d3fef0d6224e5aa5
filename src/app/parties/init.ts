// Making a party: its keys, its chain and, for a joiner, the network's card. All of it, or nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeKeyFile, type Keyring, newKeyring } from '../../chain/keys.ts';
import { chainIdOf } from '../../chain/leaf.ts';
import type { Policy } from '../../custody/policy.ts';
import { mayHold, type Role } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import { foreseeOpening } from '../../sync/bundle.ts';
import { say } from '../../words/en/parties.ts';
import type { Env } from '../node/env.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { KEY_FILE } from '../node/folder.ts';
import { notATestHome } from '../node/home.ts';
import { settleHead } from '../node/joined.ts';
import { signing } from '../node/key-file.ts';
import { checkedText } from '../node/names.ts';
import { NO_GLN, type PartyName, partyName } from '../node/party-name.ts';
import { foreseeRecoveryFile, newRecovery, type Recovery, writeRecoveryFile } from '../node/recovery.ts';
import { refuseWhereTaken, Staging } from '../node/staging.ts';
import type { Written } from '../record/write.ts';
import { openingParty } from './accredit.ts';
import { peekBundle } from './bundle-files.ts';
import { checkCard, inPassing, type Making, type OpenedChain, openChain } from './opening.ts';
import { checkedRights, mustNameProducts, type Rights, type RightsAsked } from './rights.ts';

export interface InitRequest extends Partial<PartyName> {
  /** Founds a network with this custody policy. */
  readonly found?: {
    readonly custody: Policy;
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
  /** Whose network that is: the name of its founder. */
  readonly founder?: string;
  readonly home: string;
  readonly test: boolean;
  /** Whether the key file is locked with a passphrase. */
  readonly locked: boolean;
  /** Of a founder: where the words of the recovery key are. */
  readonly recovery?: 'words' | 'file' | 'none';
  readonly recoveryFile?: string;
  /** To be written down now: nothing here keeps them. */
  readonly recoveryWords?: readonly string[];
  /** Where a first peer was named: its name and address. */
  readonly peer?: string;
}

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
  refuseWhereTaken(env);
  if (card !== undefined) await checkCard(card, request.fingerprint);
  const keyFile = newKeyring(env.random);
  const passphrase = env.passphrase?.();
  const wanted = request.found?.recovery;
  const recovery = wanted === undefined ? undefined : newRecovery(env);
  const made = {
    request,
    party,
    keyring: signing(env, keyFile),
    ...(alone === undefined ? {} : { alone }),
    ...(contact === undefined ? {} : { contact }),
    ...(recovery === undefined ? {} : { recovery: recovery.hash }),
  };
  const undo = keepRecovery(env, wanted, recovery, party);
  let opened: OpenedChain;
  try {
    opened = env.dryRun
      ? await inPassing((dir) => openChain(dir, { ...env, dryRun: false }, made))
      : await inPlace(env, made, keyFile, passphrase);
  } catch (error) {
    undo();
    throw error;
  }
  const { self, at, founder } = opened;
  return {
    party: { ...party, ...(contact === undefined ? {} : { contact }) },
    role: roleOf(request),
    ...(alone === undefined ? {} : { alone: alone.roles }),
    ...(env.dryRun ? {} : { chain: self.chain }),
    ...(env.dryRun && card === undefined
      ? {}
      : { network: self.network, fingerprint: fingerprint(self.network), founder }),
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
    const missing = [name === undefined ? '--name <name>' : [], gln === undefined ? '--gln <gln>' : []]
      .flat()
      .join(', ');
    throw new PedigreeError('usage', say('required-option-not-specified', { missing }), { hint: say('init-help') });
  }
  return partyName({ name, gln, ...site });
}

/** The network of a card, to compare before anything is made. @throws no-such-file, bad-bundle, io-failed */
export async function networkOnCard(file: string): Promise<{ readonly fingerprint: string; readonly founder: string }> {
  const { network } = await peekBundle(file);
  const { name } = await partyOnCard(file, network);
  return { fingerprint: fingerprint(network), founder: name };
}

/** Who opened a chain of the card, that of whoever wrote it where none is named. */
async function partyOnCard(file: string, chain?: string): Promise<PartyName> {
  const { network } = await peekBundle(file);
  const foreseen = await foreseeOpening(file, { network, ...(chain === undefined ? {} : { chain }) });
  if (foreseen !== undefined && chainIdOf(foreseen.leaf.bytes) === foreseen.chain) return openingParty(foreseen.leaf);
  throw new PedigreeError('bad-bundle', say('not-party-s-card', { file }), { hint: say('card-o-file-writes') });
}

async function inPlace(
  env: Env,
  making: Making,
  keyFile: Keyring,
  passphrase: string | undefined,
): Promise<OpenedChain> {
  const staging = Staging.begin(env.home);
  try {
    const key = encodeKeyFile(keyFile, passphrase, env.random);
    writeFileSync(join(staging.dir, KEY_FILE), key, { mode: 0o600, flush: true });
    const made = await openChain(staging.dir, env, making);
    staging.moveIn(() => settleHead(env.home, env.state));
    return made;
  } catch (error) {
    throw staging.undo(error);
  }
}
