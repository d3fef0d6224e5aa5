// A rotation is proved by the key before it: nobody signs himself in with a key of his own.
import { afterEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { encodeCanonical } from '../../src/chain/canonical.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { leafHash, treeRoot } from '../../src/chain/merkle.ts';
import { accredit, add, batchOf, cleanUp, NOW, party, random } from '../ledger/network.ts';
import { talk } from './talk.ts';

afterEach(cleanUp);

describe('a rotation', () => {
  it('that only the new key vouches for is refused', () => {
    const agency = party('Agency', '9506000100001', null);
    const acme = party('Acme', '9506000100018', agency.chain);
    accredit(agency, acme, ['distributor']);
    talk(agency.chain, agency, { ...acme, ledger: acme.ledger });
    const thief = newKeyring(random);
    const before = batchOf(acme.ledger, acme.chain);
    const leaves = [...before.leaves];
    const sign = (type: string, body: object) => {
      const prev = leafHash(leaves.at(-1) ?? new Uint8Array());
      const leaf = { v: 1, seq: leaves.length, prev: b64u(prev), at: NOW + 60_000, type, public: { ...body } };
      leaves.push(encodeCanonical(leaf));
    };
    sign('rotate', { signKey: b64u(thief.sign.public) });
    sign('profile', { name: 'Acme', contact: 'the thief' });
    const root = treeRoot(leaves.map(leafHash));
    const note = signCheckpoint(acme.chain, leaves.length, root, thief.sign.public, (message) =>
      thief.sign.sign(message),
    );
    const forged = { chain: acme.chain, start: 1, leaves: leaves.slice(1), note, now: NOW };
    expect(agency.ledger.admit(forged)).toMatchObject({ kind: 'refused' });
  });

  it('that the old key signed travels, and what follows it', () => {
    const agency = party('Agency', '9506000100001', null);
    const acme = party('Acme', '9506000100018', agency.chain);
    accredit(agency, acme, ['distributor']);
    acme.ledger.admit(batchOf(agency.ledger, agency.chain));
    const renewed = newKeyring(random);
    add(acme, { type: 'profile', public: { name: 'Acme', contact: 'one' } });
    add(acme, { type: 'rotate', public: { signKey: b64u(renewed.sign.public) } });
    const later = { ...acme, keyring: renewed, signer: { ...acme.signer, keyring: renewed } };
    add(later, { type: 'profile', public: { name: 'Acme', contact: 'two' } });
    expect(talk(agency.chain, acme, agency).answerer.in).toBe(4);
    expect(agency.ledger.audit().findings).toEqual([]);
  });
});
