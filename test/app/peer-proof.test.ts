// Who is shown what between real homes: keys that are locked, changed or copied, and parties that nobody has accredited yet.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeer, introducePeer, peersShown } from '../../src/app/exchange/peers.ts';
import { serve } from '../../src/app/exchange/serve.ts';
import { pushNow, type SyncAnswer, syncWith } from '../../src/app/exchange/sync.ts';
import { setProduct } from '../../src/app/items/product.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { setConfig } from '../../src/app/node/config.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { rotateKeys, setPassphrase } from '../../src/app/parties/keys.ts';
import { dial } from '../../src/sync/client.ts';
import { ACME, HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

let net: Network;
let ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('midway', MIDWAY, { roles: ['distributor'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.carry('agency', 'midway');
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
  net.remove();
});

/** Answers as that party until the end, and gives the address. */
async function served(name: string, peers?: 'known' | 'open', passphrase?: string): Promise<string> {
  const home = openHome(net.env(name, passphrase === undefined ? {} : { passphrase: () => passphrase }));
  const stop = new AbortController();
  const running = serve(home, { port: 0, ...(peers === undefined ? {} : { peers }) }, stop.signal);
  const { value } = await running.next();
  if (value === undefined) throw new Error('it does not serve');
  ends.push(async () => {
    stop.abort();
    await running.next();
    home.close();
  });
  return value.url;
}

/** The chains of parties other than the founder that are here, by name of the party. */
function known(home: Home): readonly string[] {
  return home.ledger.read((view) =>
    view.chains().flatMap(({ chain, size }) => {
      const name = view.authority().partyOf(chain)?.name;
      return name === undefined || size === 1 ? [] : [name];
    }),
  );
}

const sync = (name: string, url: string, options = {}): Promise<SyncAnswer> =>
  net.at(name, (home) => syncWith(home, [url]), options);

describe('a party that locks its key', () => {
  it('goes on syncing and serving without the passphrase, and records nothing', async () => {
    await net.at('midway', (home) => setPassphrase(home, 'correct horse'));
    const url = await served('midway');
    await net.at('acme', (home) => setProduct(home, { gtin: '09506000134352', name: 'Panacea' }));
    const there = await sync('acme', url);
    expect([there.exit, there.peers[0]?.limited, there.warnings]).toEqual([0, undefined, []]);
    const hub = await served('agency');
    expect(await sync('midway', hub)).toMatchObject({ exit: 0, warnings: [] });
    await expect(net.at('midway', (home) => rotateKeys(home, ['sign']))).rejects.toMatchObject({
      code: 'key-passphrase',
    });
  });

  it('has another key for exchanges once its sign key is changed, and the old one is a stranger’s', async () => {
    const passphrase = () => 'correct horse';
    await net.at('midway', (home) => backUp(home, net.path('midway.backup')));
    await net.at('midway', (home) => rotateKeys(home, ['sign']), { passphrase });
    const hub = await served('agency');
    expect(await sync('midway', hub)).toMatchObject({ exit: 0, warnings: [] });
    restore(net.env('thief'), net.path('midway.backup'));
    await net.at('acme', (home) => setProduct(home, { gtin: '09506000134352', name: 'Panacea Forte' }));
    await sync('acme', hub);
    const copied = await sync('thief', hub);
    expect(copied.peers[0]).toMatchObject({ limited: 'stranger-there' });
    expect(copied.new.alerts).toEqual([]);
    const size = (home: Home) =>
      home.ledger.read((view) => view.chains().find(({ chain }) => chain === acme)?.size ?? 0);
    const acme = await net.at('acme', (home) => home.self.chain);
    expect(await net.at('thief', size)).toBeLessThan(await net.at('agency', size));
  });
});

describe('a party that nobody has accredited', () => {
  it('leaves its card, gets the public chains, and is told so', async () => {
    await net.init('park', { name: 'Park', gln: '9506000100043', network: net.path('agency.card') });
    const hub = await served('agency');
    const answer = await sync('park', hub);
    expect(answer.exit).toBe(0);
    expect(answer.peers[0]).toMatchObject({ limited: 'stranger-there', out: 1 });
    expect(answer.warnings).toEqual([expect.stringContaining('this party is not known there as honoured')]);
    expect(await net.at('park', known)).toEqual(['Medicines Agency']);
    const chain = await net.at('park', (home) => home.self.chain);
    expect(await net.at('agency', (home) => home.ledger.read((view) => view.chain(chain)?.size))).toBe(1);
  });

  it('has told nobody of what it sends', async () => {
    const hub = await served('agency');
    const sent = await net.at('park', (home) => {
      addPeer(home, 'hub', hub);
      return pushNow(home);
    });
    expect(sent).toEqual([{ peer: 'hub', error: expect.stringContaining('not known there') }]);
    expect(await net.at('park', peersShown)).toMatchObject([{ error: expect.stringContaining('not known there') }]);
  });

  it('is shown everything by a node that is open, by its setting or as it is started', async () => {
    const open = await served('agency', 'open');
    expect((await sync('park', open)).warnings).toEqual([]);
    expect(await net.at('park', known)).toContain('Acme');
    const shown = () => doctor(net.env('agency')).checks.find(({ code }) => code === 'shown')?.level;
    expect(shown()).toBe('ok');
    await net.at('agency', (home) => setConfig(home, 'peers', 'open'));
    expect(shown()).toBe('warning');
    await net.at('agency', (home) => setConfig(home, 'peers', undefined));
  });
});

describe('whoever answers', () => {
  it('and proves nothing is a failure, learns one card, and makes nothing newer', async () => {
    const home = openHome(net.env('hill'));
    try {
      const { network } = home.self;
      const midway = openHome(net.env('midway'));
      const { serveLedger } = await import('../../src/sync/server.ts');
      const bare = await serveLedger(midway.ledger, { network, chain: midway.self.chain, clock: midway.env.clock });
      ends.push(async () => {
        await bare.close();
        midway.close();
      });
      const answer = await syncWith(home, [bare.url]);
      expect(answer.exit).toBe(75);
      expect(answer.peers[0]?.error).toContain('did not prove who it is');
      expect(peersShown(home)).toEqual([]);
      await introducePeer(home, 'bare', bare.url);
      expect(peersShown(home)[0]?.chain).toBeUndefined();
    } finally {
      home.close();
    }
  });

  it('is not proved for by a dialler without keys, which gets what everybody may have', async () => {
    const hub = await served('agency');
    const home = openHome(net.env('hill'));
    try {
      const { network, chain } = home.self;
      const { limited, error } = await dial(home.ledger, hub, { network, chain, peer: 'hub', clock: home.env.clock });
      expect([limited, error]).toEqual(['unproven', undefined]);
    } finally {
      home.close();
    }
  });
});
