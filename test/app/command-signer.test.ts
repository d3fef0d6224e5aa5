// A sign key that is not in the key file: a command signs, the party records as ever, and what goes wrong with it records nothing.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { audit } from '../../src/app/maintenance/audit.ts';
import { commandSigner } from '../../src/app/node/command-signer.ts';
import { rotateKeys } from '../../src/app/parties/keys.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { refused } from '../refused.ts';
import { ACME, makeNetwork, type Network } from './network.ts';

const GTIN = '09506000134352';
let network: Network;
let key: string;
let token: string;
let publicKey: Uint8Array;

// The token: a program that has the key, and signs what it reads.
const TOKEN = `
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const [key, does] = process.argv.slice(2);
if (does === 'refuses') process.exit(3);
const signature = sign(null, readFileSync(0), createPrivateKey(readFileSync(key)));
process.stdout.write(does === 'cuts' ? signature.subarray(0, 20) : does === 'mistakes' ? signature.reverse() : signature);
`;

const signer = (...does: readonly string[]) => commandSigner(publicKey, process.execPath, token, key, ...does);

beforeAll(async () => {
  network = makeNetwork();
  await network.found();
  key = join(network.dir, 'token.pem');
  token = join(network.dir, 'token.mjs');
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(token, TOKEN);
  publicKey = Buffer.from(String(createPublicKey(pair.privateKey).export({ format: 'jwk' }).x), 'base64url');
});

afterAll(() => network.remove());

describe('a key in a token', () => {
  it('signs what the party records from its first event on', async () => {
    await network.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] }, { signer: signer() });
    await network.at(
      'acme',
      (home) => {
        setProduct(home, { gtin: GTIN, name: 'Amoxicillin' });
        const lot = mint(home, { gtin: GTIN, lot: 'L1', expiry: '2030-06-30', count: 30, caseOf: 10, once: 'job 1' });
        expect(lot).toMatchObject({ cases: 3, already: false });
        const again = mint(home, { gtin: GTIN, lot: 'L1', expiry: '2030-06-30', count: 30, caseOf: 10, once: 'job 1' });
        expect(again).toMatchObject({ event: lot.event, ssccs: lot.ssccs, already: true });
      },
      { signer: signer() },
    );
    // Who has its public key alone takes it all.
    await network.carry('acme', 'agency');
    await network.at('agency', (home) => expect(audit(home).findings).toEqual([]));
  });

  it('is the only one that can: the key file signs nothing', async () => {
    await network.at('acme', (home) => {
      expect(refused(() => setProduct(home, { gtin: GTIN, name: 'Amoxi' })).code).toBe('not-allowed');
    });
  });

  it.each(['refuses', 'cuts', 'mistakes'])('that %s leaves nothing recorded', async (does) => {
    const wrong = { signer: signer(does) };
    const size = () => network.at('acme', ({ ledger, self }) => ledger.read((view) => view.chain(self.chain)?.size));
    const before = await size();
    await network.at(
      'acme',
      (home) => {
        const error = refused(() => setProduct(home, { gtin: GTIN, name: 'Amoxi' }));
        expect(error).toMatchObject({ exit: 74, detail: { recorded: false } });
      },
      wrong,
    );
    expect(await size()).toBe(before);
  });

  it('that is not there is said to be missing', async () => {
    const none = { signer: commandSigner(publicKey, join(network.dir, 'no-such-agent')) };
    await network.at(
      'acme',
      (home) => {
        const error = refused(() => setProduct(home, { gtin: GTIN, name: 'Amoxi' }));
        expect(error).toMatchObject({ code: 'io-failed', message: expect.stringContaining('the key did not sign') });
      },
      none,
    );
  });

  it('is not replaced here, where nobody has its secret', async () => {
    await network.at('acme', (home) => expect(refused(() => rotateKeys(home, ['sign'])).code).toBe('bad-input'), {
      signer: signer(),
    });
  });
});
