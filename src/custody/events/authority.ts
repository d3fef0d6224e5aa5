// Events that say who is who: open, rotate, endorse, retire, accredit, revoke, settle, successor, profile (DESIGN §3.4).
import { admitSealKey } from '../../chain/key-pair.ts';
import {
  both,
  bytes,
  chainId,
  type Field,
  gln,
  gtin,
  hash,
  list,
  moment,
  oneOf,
  prefix,
  type Read,
  role,
  shape,
  where,
  whole,
  words,
} from '../body.ts';

const name = words(200);
// A key of small order would make whoever grants to it, or looks for a grant from it, fail.
const sealKey = where(bytes(32), admitSealKey);
const party = shape({ name, gln }, { site: gln });
const network: Field<string | { readonly founds: true }> = (value) =>
  value === null ? { founds: true } : chainId(value);

/**
 * `network` is null for the founder (read as `{founds: true}`), whose chain id is the network id and whose `recovery` is the
 * hash of a key that is kept offline.
 */
export const open = {
  public: shape(
    { network, party, signKey: bytes(32), sealKey },
    { custody: oneOf('required', 'endpoints'), recovery: hash },
  ),
};
export const rotate = {
  public: where(
    shape({}, { signKey: bytes(32), sealKey }),
    (body) => (body.signKey === undefined) !== (body.sealKey === undefined),
  ),
};
export const endorse = { public: shape({ chain: chainId, roles: list(role, 6) }, { site: gln }) };
export const retire = { public: shape({}) };
export const accredit = {
  public: both(
    shape({ chain: chainId, party: shape({ name, gln }), roles: list(role, 6) }, { from: whole(), until: moment }),
    shape({}, { gtins: list(gtin), prefixes: list(prefix) }),
  ),
};
export const revoke = { public: shape({ chain: chainId, size: whole(), root: hash, reason: words() }) };
const tree = { chain: chainId, size: whole(1), root: hash };
/** Which branch of a forked chain counts. With `key` and `signature` the recovery key says so, and not the chain it stands on. */
export const settle = {
  public: where(
    shape(tree, { key: bytes(32), signature: bytes(64) }),
    (body) => (body.key === undefined) === (body.signature === undefined),
  ),
};
/** The recovery key hands the founder's part on: to `successor`, from the end of this tree of `chain`. */
export const successor = {
  public: where(
    shape({ ...tree, successor: chainId, key: bytes(32), signature: bytes(64) }),
    (body) => body.chain !== body.successor,
  ),
};
export const profile = { public: shape({ name }, { contact: words(), sites: list(gln, 1000) }) };

export type Open = Read<typeof open.public>;
export type Settle = Read<typeof settle.public>;
export type Successor = Read<typeof successor.public>;
