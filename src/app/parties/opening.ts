// The opening of a chain: the network's card taken in, the first events of the party, and the settings that say who this is.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { os } from '../../builtins.ts';
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { Keyring } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Policy } from '../../custody/policy.ts';
import { PedigreeError } from '../../errors.ts';
import { openLedger } from '../../ledger/ledger.ts';
import type { AppendOptions, Ledger } from '../../ledger/types.ts';
import { say } from '../../words/en/parties.ts';
import type { Env } from '../node/env.ts';
import { fingerprint, isFingerprint } from '../node/fingerprint.ts';
import { appendOptions } from '../node/home.ts';
import { minuteIn } from '../node/moments.ts';
import type { PartyName } from '../node/party-name.ts';
import { newPeerKey } from '../node/prover.ts';
import { SELF_SETTING, type Self, TEST_SETTING } from '../node/reading.ts';
import { peekBundle, readBundle } from './bundle-files.ts';
import { grantOf, type Rights } from './rights.ts';

const DAY = 86_400_000;

/** What a chain is opened with. */
export interface Making {
  readonly request: {
    readonly found?: { readonly custody: Policy };
    /** Cards, of which there is one. */
    readonly network?: string;
    readonly joinParty?: string;
    readonly observer?: boolean;
    readonly test?: boolean;
  };
  readonly party: PartyName;
  readonly contact?: string;
  /** What signs; in the key file there may be another sign key. */
  readonly keyring: Keyring;
  /** Hash of the recovery key. */
  readonly recovery?: string;
  /** What a founder of a network of one gives itself. */
  readonly alone?: Rights;
}

/**
 * The card's network, which is compared before anything exists here; its signatures are checked when it is taken in.
 * @throws fingerprint-differs (77), bad-bundle
 */
export async function checkCard(file: string, typed: string | undefined): Promise<string> {
  const { network } = await peekBundle(file);
  if (typed === undefined || isFingerprint(typed, network)) return network;
  throw new PedigreeError('fingerprint-differs', say('card-of-another-network', { network: fingerprint(network) }), {
    hint: say('ask-regulator-for-card'),
  });
}

/** Has all made in a folder that is thrown away, so that a dry run fails where the real one would. */
export async function inPassing<T>(make: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(os().tmpdir(), 'pedigree-'));
  try {
    return await make(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface OpenedChain {
  readonly self: Self;
  /** Who has founded the network, as its founder's own chain says. */
  readonly founder: string;
  readonly at: number;
}

/** Makes the ledger: the card's chains, the opening event, the profile, and the settings that say who this is. */
export async function openChain(dir: string, env: Env, making: Making): Promise<OpenedChain> {
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
    const { value: opened } = ledger.append(signer, options, (tx): OpenedChain => {
      const { chain, leaf } = tx.add({ type: EVENT.open.type, public: opening });
      if (contact !== undefined) tx.add({ type: EVENT.profile.type, public: profileOf(party, contact) });
      const policy = joined === undefined ? (request.found?.custody ?? 'required') : tx.view.policy;
      const observes = request.observer === true ? { observer: true as const } : {};
      const self = { chain, ...party, network: joined ?? chain, policy, ...observes };
      tx.local.setSetting(SELF_SETTING, { ...self });
      peer.keep(tx.local);
      if (request.test === true) tx.local.setSetting(TEST_SETTING, true);
      const founder = joined === undefined ? party : tx.view.authority().partyOf(joined);
      return { self, founder: founder?.name ?? joined ?? chain, at: leaf.at };
    });
    const { alone } = making;
    if (alone !== undefined) {
      const { chain } = opened.self;
      ledger.append({ ...signer, chain }, options, (tx) => {
        tx.add({ type: EVENT.accredit.type, public: grantOf(chain, party, alone) });
      });
    }
    return opened;
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
