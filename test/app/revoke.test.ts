import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { status } from '../../src/app/maintenance/status.ts';
import type { Home } from '../../src/app/node/home.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { type RevokeRequest, revoke } from '../../src/app/parties/revoke.ts';
import { copyFolder } from '../copy-folder.ts';
import { refused } from '../refused.ts';
import { ACME, HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
beforeEach(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
});
afterEach(() => net.remove());

const request = (more: Partial<RevokeRequest> = {}): RevokeRequest => ({
  who: ACME.gln,
  reason: 'key stolen',
  confirm: ACME.gln,
  ...more,
});
const writes = (home: Home, count: number, type = 'profile') =>
  home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
    Array.from({ length: count }, () => tx.add({ type, public: { name: home.dir } }).leaf.seq),
  );
/** Whether the events of a branch have an author, as the agency sees them. */
const honoured = (seqs: readonly number[]) =>
  net.at('agency', ({ ledger }) =>
    ledger.read((view) => {
      const chains = view.chains().filter(({ branch, chain }) => branch >= 0 && chain !== view.founder);
      return chains.map(({ chain, branch, size }) =>
        seqs.filter((seq) => seq < size && view.eventAt(chain, branch, seq)?.author !== undefined),
      );
    }),
  );

describe('a party that forked', () => {
  beforeEach(async () => {
    copyFolder(net.path('acme'), net.path('thief'));
    await net.at('thief', (home) => home.ledger.confirmHead());
    await net.at('acme', (home) => writes(home, 2));
    await net.at('thief', (home) => writes(home, 40));
    await net.carry('acme', 'agency');
    await net.carry('thief', 'agency');
  });

  it('is not ended before somebody has said which branch counts, and each choice says what it disowns', async () => {
    const error = await net.at('agency', (home) => refused(() => revoke(home, request())));
    expect(error).toMatchObject({ code: 'confirm-missing', exit: 2 });
    expect(error.detail?.items).toEqual([
      expect.objectContaining({ size: 4, disowns: { events: 40, packs: 0 } }),
      expect.objectContaining({ size: 42, disowns: { events: 2, packs: 0 } }),
    ]);
    expect(await net.at('agency', ({ ledger }) => ledger.read((view) => [...view.eventsOf(['revoke'])]))).toEqual([]);
  });

  it('is ended at the branch that is named, however short it is', async () => {
    const error = await net.at('agency', (home) => refused(() => revoke(home, request())));
    const items = (error.detail?.items ?? []) as readonly { readonly at: string }[];
    const at = [items[0]?.at ?? ''];
    expect(await net.at('agency', (home) => revoke(home, request({ at })))).toMatchObject({ revoked: [{ size: 4 }] });
    expect(await honoured([2, 3, 4, 20])).toEqual([[2, 3], []]);
    expect(await net.at('agency', (home) => revoke(home, request({ at })))).toMatchObject({ already: true });
    expect(await net.at('agency', (home) => revoke(home, request()))).toMatchObject({ already: true });
  });

  it('wants the hash of an event above the fork, an event that is here, and one of the party', async () => {
    await net.join('hill', HILL, { roles: ['dispenser'] });
    const chains = await net.at('agency', (home) =>
      listParties(home).parties.map(({ gln, chains }) => [gln, chains[0]]),
    );
    const chainOf = Object.fromEntries(chains) as Record<string, string>;
    await net.at('agency', (home) => {
      const refusedAt = (...at: string[]) => refused(() => revoke(home, request({ at })));
      expect(refusedAt(`${chainOf[ACME.gln]}/3`)).toMatchObject({
        code: 'usage',
        detail: { items: expect.any(Array) },
      });
      expect(refusedAt(`${chainOf[ACME.gln]}/3~00000000`)).toMatchObject({ code: 'not-found' });
      expect(refusedAt(`${chainOf[HILL.gln]}/1`)).toMatchObject({ code: 'usage' });
      expect(refusedAt('the first')).toMatchObject({ code: 'usage' });
      expect(refusedAt(`${chainOf[ACME.gln]}/1`, `${chainOf[ACME.gln]}/0`)).toMatchObject({ code: 'usage' });
    });
  });
});

describe('an end', () => {
  it('may be put earlier, never later', async () => {
    await net.at('acme', (home) => writes(home, 3));
    await net.carry('acme', 'agency');
    const chain = (await net.at('agency', (home) => listParties(home))).parties[0]?.chains[0];
    await net.at('agency', (home) => {
      expect(revoke(home, request({ at: [`${chain}/3`] })).revoked).toMatchObject([{ size: 4 }]);
      expect(refused(() => revoke(home, request({ at: [`${chain}/4`] })))).toMatchObject({ code: 'wrong-state' });
      expect(revoke(home, request({ at: [`${chain}/2`] })).revoked).toMatchObject([{ size: 3 }]);
    });
    expect(await honoured([1, 2, 3, 4])).toEqual([[1, 2]]);
  });

  it('is the end of tills that nobody has seen, until the party is named again', async () => {
    const till = await net.init('till', { ...ACME, network: net.path('agency.card') });
    await net.at('acme', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
        tx.add({ type: 'endorse', public: { chain: till.chain ?? '', roles: ['manufacturer'] } }),
      ),
    );
    await net.carry('acme', 'agency');
    await net.at('till', (home) => writes(home, 2, 'report'));
    const first = await net.at('agency', (home) => revoke(home, request()));
    expect(first).toMatchObject({ revoked: [{ size: 3 }], unseen: [till.chain] });
    await net.carry('till', 'agency');
    const seen = await net.at('agency', (home) => listParties(home).parties.find(({ gln }) => gln === ACME.gln));
    expect(seen).toMatchObject({ revoked: true, unnamed: [till.chain] });
    const { todo } = await status(net.env('agency'));
    expect(todo).toContainEqual({ what: 'unnamed', count: 1, command: 'pedigree parties' });
    const authors = () =>
      net.at('agency', ({ ledger }) => ledger.read((view) => view.event(`${till.chain}/1`)?.author?.name));
    expect(await authors()).toBeUndefined();
    const again = await net.at('agency', (home) => revoke(home, request()));
    expect(again).toMatchObject({ already: false, revoked: [{ chain: till.chain, size: 3 }] });
    expect(await authors()).toBe('Acme');
    expect(await net.at('agency', (home) => revoke(home, request()))).toMatchObject({ already: true });
  });
});
