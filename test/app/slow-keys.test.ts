// A day on which all keys take their time to sign: every record is made of the same bytes when it is made again, so that each is
// signed once, and nothing that was signed was for nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Signer } from '../../src/app/index.ts';
import { setProduct } from '../../src/app/items/product.ts';
import type { EnvOptions } from '../../src/app/node/env.ts';
import type { Home } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { checkpointText } from '../../src/chain/checkpoint.ts';
import { signerOf, signPair } from '../../src/chain/keys.ts';
import { random } from '../ledger/network.ts';
import { asking } from '../ledger/slow-key.ts';
import { ACME, HILL, makeNetwork, type Network } from './network.ts';

const GTIN = '09506000134352';
const keys = new Map<string, Signer & { readonly signed: readonly Uint8Array[] }>();
const options = (name: string): Partial<EnvOptions> => {
  const signer = keys.get(name) ?? asking(signerOf(signPair(random(32))));
  keys.set(name, signer);
  return { signer };
};
const serials = Array.from({ length: 12 }, (_, at) => `S${String(at).padStart(11, '0')}`);
const scan = (at: number) => `(01)${GTIN}(21)${serials[at] ?? ''}(17)300630(10)L1`;
let network: Network;

const at = <T>(name: string, fn: (home: Home) => T | Promise<T>) => network.at(name, fn, options(name));

beforeAll(async () => {
  network = makeNetwork();
  await network.found();
  await network.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] }, options('acme'));
  await network.join('hill', HILL, { roles: ['dispenser'] }, options('hill'));
  await network.carry('agency', 'acme');
});

afterAll(() => network.remove());

test('a day with a recall at its end', async () => {
  await at('acme', (home) => {
    setProduct(home, { gtin: GTIN, name: 'Amoxicillin' });
    const lot = { gtin: GTIN, lot: 'L1', expiry: '2030-06-30', serials, caseOf: 4 };
    const { ssccs = [] } = mint(home, { ...lot, once: 'job 1' });
    mint(home, { gtin: GTIN, lot: 'L2', expiry: '2030-06-30', count: 40, caseOf: 10 });
    unpack(home, { items: [scan(0), scan(1)], from: ssccs[0] ?? '' });
    const { container } = pack(home, { into: 'new', items: [scan(0), scan(1)] });
    ship(home, { to: HILL.gln, items: [container], once: 'order 1' });
    ship(home, { to: HILL.gln, items: [scan(4), scan(8)], once: 'order 2' });
  });
  await network.carry('acme', 'hill');
  await at('hill', (home) => receive(home, { items: [], all: true }));
  // Nothing was heard of the maker for long, so what it has may have been sent: the place of that in the outbox is part of what
  // the supply of the other one carries.
  network.later(10 * 86_400_000);
  await at('hill', (home) => {
    const said = { ref: 'RX 1', later: true, once: 'till 1' };
    const { lines } = dispense(home, [scan(5), scan(0)], said);
    expect(lines.map((line) => ('result' in line ? line.result : line))).toEqual(['queued', 'dispensed']);
  });
  await issueRecall(network.env('acme', options('acme')), {
    gtin: GTIN,
    lots: ['L1'],
    allLots: false,
    class: 1,
    reason: 'glass',
    number: 'R 1',
    confirm: ['L1'],
    unknownLot: false,
    sync: false,
  });
  await network.carry('acme', 'hill');
  const { data } = await respondToRecall(network.env('hill', options('hill')), 'R 1', {});
  expect(data.quarantined).toBe(3);

  for (const [name, { signed }] of keys) {
    const stored = await at(name, ({ ledger, self: { chain } }) =>
      ledger.read((view) =>
        signed.filter((text) => {
          const [, size = ''] = Buffer.from(text).toString().split('\n');
          const root = view.rootAt(chain, 0, Number(size));
          return root !== undefined && checkpointText(chain, Number(size), root) === Buffer.from(text).toString();
        }),
      ),
    );
    expect({ name, used: stored.length }).toEqual({ name, used: signed.length });
    expect(new Set(signed.map((text) => Buffer.from(text).toString())).size).toBe(signed.length);
    expect(signed.length).toBeGreaterThan(2);
  }
});
