// Keys whose secrets lie elsewhere, in a token or an agent: whoever signs, seals and opens needs what they can do, and nothing
// else of them.
import { describe, expect, test } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { encodeKeyFile, type Keyring, newKeyring, renewed } from '../../src/chain/keys.ts';
import { openGrant, openPart } from '../../src/chain/open.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { cleanUp, folder, NOW, random } from '../ledger/network.ts';

/** What another process offers of its keys: it is asked, and says what it was asked. */
function elsewhere(keyring: Keyring): { readonly keyring: Keyring; readonly asked: string[] } {
  const asked: string[] = [];
  const { sign, seal } = keyring;
  return {
    asked,
    keyring: {
      sign: {
        public: sign.public,
        sign: (message) => {
          asked.push('sign');
          return sign.sign(message);
        },
      },
      seal: {
        public: seal.public,
        publics: seal.publics,
        agree: (theirs, which) => {
          asked.push('agree');
          return seal.agree(theirs, which);
        },
      },
    },
  };
}

describe('keys that lie elsewhere', () => {
  test('open a chain, sign what is appended, and open what was sealed for them', () => {
    const { keyring, asked } = elsewhere(newKeyring(random));
    const reader = newKeyring(random);
    const ledger = openLedger(folder(), { create: true });
    const opening = {
      network: null,
      party: { name: 'Agency', gln: '9506000100001' },
      signKey: b64u(keyring.sign.public),
      sealKey: b64u(keyring.seal.public),
      custody: 'required',
    };
    const options = { now: NOW, clockIsRight: true };
    const opened = ledger.append({ keyring, random }, options, (tx) => tx.add({ type: 'open', public: opening }));
    const { chain } = opened.value;
    const report = {
      type: 'report',
      public: {},
      manifest: { as: 'suspect', note: 'torn' },
      readers: [reader.seal.public],
    };
    const { value } = ledger.append({ chain, keyring, random }, options, (tx) => tx.add(report));
    expect(asked.filter((what) => what === 'sign')).toHaveLength(2);
    const none = () => undefined;
    for (const pair of [reader.seal.agree(keyring.seal.public), keyring.seal.agree(keyring.seal.public)]) {
      const km = openGrant(value.leaf, chain, pair)?.km;
      expect(km && openPart(value.leaf, chain, 'manifest', km, none)).toEqual({ as: 'suspect', note: 'torn' });
    }
    expect(ledger.audit().findings).toEqual([]);
    ledger.close();
    cleanUp();
  });

  test('are in no key file, and are not renewed here', () => {
    const { keyring } = elsewhere(newKeyring(random));
    const refused = expect.objectContaining({ code: 'bad-input' });
    expect(() => encodeKeyFile(keyring, undefined, random)).toThrow(refused);
    expect(() => renewed(keyring, newKeyring(random), 'sign')).toThrow(refused);
  });

  test('agree with every seal key that they ever had, and with no other', () => {
    const [first, second] = [newKeyring(random), newKeyring(random)];
    const now = renewed(first, second, 'seal');
    expect(now.seal.publics).toEqual([second.seal.public, first.seal.public]);
    expect(now.sign.public).toEqual(first.sign.public);
    const theirs = newKeyring(random).seal.public;
    expect(now.seal.agree(theirs)).toEqual(second.seal.agree(theirs));
    expect(now.seal.agree(theirs, 1)).toEqual(first.seal.agree(theirs));
    expect(() => now.seal.agree(theirs, 2)).toThrow(TypeError);
  });
});
