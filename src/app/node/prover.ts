// How this home proves to peers who it is: with its key for exchanges, which lies in the database unlocked, as it can read what
// peers may see and sign no record; else with the sign key, where that is at hand.
import { type Bytes, b64u, sameBytes, unb64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { type Signer, signerOf, signPair } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { peerKeyOf } from '../../ledger/sign-keys.ts';
import type { Local } from '../../ledger/types.ts';
import type { Prover } from '../../sync/proof.ts';
import type { Home } from './home.ts';

/** Seed of the key for exchanges, and what nonces and passes are made with: kept as settings, and never shown as such. */
const PEER_KEY = 'peer-key';
const SECRET = 'exchange-secret';

const SIZE = 32;

/** A new key for exchanges: `said` stands in the event that names it, and it is kept in the same transaction. */
export function newPeerKey(random: (n: number) => Bytes): { readonly said: JsonObject; keep(local: Local): void } {
  const pair = signPair(random(SIZE));
  return {
    said: { peerKey: b64u(pair.public) },
    keep(local) {
      local.setSetting(PEER_KEY, b64u(pair.secret));
      if (local.setting(SECRET) === undefined) local.setSetting(SECRET, b64u(random(SIZE)));
    },
  };
}

/** What this home proves itself with. @throws io-failed, locked */
export function proverOf(home: Home): Prover {
  const signs = keyNow(home);
  return {
    // A server runs for long, and the keys may change meanwhile.
    sign: signs === undefined ? undefined : (message) => (keyNow(home) ?? signs).sign(message),
    secret: secretOf(home),
    random: home.env.random,
  };
}

/** The key for exchanges where the chain still names it, else the sign key, unless that is locked. */
function keyNow(home: Home): Signer | undefined {
  const seed = home.ledger.local.setting(PEER_KEY);
  const pair = typeof seed === 'string' ? signerOf(signPair(unb64u(seed))) : undefined;
  const named = namedPeerKey(home);
  // What the chain says may be damaged.
  if (pair !== undefined && (named === undefined || sameBytes(pair.public, named))) return pair;
  try {
    return home.keyring().sign;
  } catch (error) {
    // Locked, or not to be read: it is others that say so where it is needed.
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

function namedPeerKey({ ledger, self }: Home): Bytes | undefined {
  return ledger.read((view) => {
    let named: Bytes | undefined;
    for (const { leaf } of view.eventsOf([EVENT.open.type, EVENT.rotate.type], { chain: self.chain }))
      named = peerKeyOf(leaf) ?? named;
    return named;
  });
}

function secretOf({ ledger, env }: Home): Bytes {
  const known = ledger.local.setting(SECRET);
  if (typeof known === 'string') return unb64u(known);
  return ledger.write((local) => {
    // Another process may have been first.
    const other = local.setting(SECRET);
    if (typeof other === 'string') return unb64u(other);
    const secret = env.random(SIZE);
    local.setSetting(SECRET, b64u(secret));
    return secret;
  });
}
