// Another till of a party without the regulator, and nodes that only look on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { endorse } from '../../src/app/parties/endorse.ts';
import { showEvent } from '../../src/app/record/log.ts';
import { record } from '../../src/app/record/write.ts';
import { questionOf } from '../../src/app/verdict/verify.ts';
import { refusedLater } from '../refused.ts';
import { ACME, HILL, MIDWAY, makeNetwork, type Network, START } from './network.ts';

const RIGHTS = { prefixes: [], gtins: [] };
let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser', 'distributor'] });
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.init('till', { joinParty: net.path('hill.card'), site: '9506000100074' });
  await net.at('till', (home) => writeCard(home, net.path('till.card')));
});
afterAll(() => net.remove());

/** Writes an event with a note that is the party's own. */
function rename(home: Home, note: string): string {
  const { event = '' } = record(home, { command: 'product set', note }, (tx) => {
    tx.add({ type: 'profile', public: { name: HILL.name } });
    return {};
  });
  return event;
}

describe('a till', () => {
  it('is of the party on the card, and of no other', async () => {
    await net.at('till', ({ self }) => expect(self).toMatchObject({ ...HILL, site: '9506000100074' }));
    const other = { joinParty: net.path('hill.card'), gln: ACME.gln };
    expect(await refusedLater(() => net.init('x', other))).toMatchObject({ code: 'usage' });
    expect(await refusedLater(() => net.init('x', { joinParty: net.path('till.welcome') }))).toMatchObject({
      exit: 66,
    });
  });

  it('is endorsed by its party alone, with no more than its roles, and once', async () => {
    const card = net.path('till.card');
    expect(await refusedLater(() => net.at('acme', (home) => endorse(home, { who: card, roles: [] })))).toMatchObject({
      code: 'not-allowed',
    });
    await net.at('hill', async (home) => {
      expect(await refusedLater(() => endorse(home, { who: card, roles: ['manufacturer'] }))).toMatchObject({
        exit: 77,
      });
      expect(await refusedLater(() => endorse(home, { who: card, roles: ['king'] }))).toMatchObject({ code: 'usage' });
      expect(await refusedLater(() => endorse(home, { who: net.path('hill.card'), roles: [] }))).toMatchObject({
        code: 'usage',
      });
    });
    const welcome = net.path('till.welcome');
    const noted = await net.at('hill', (home) => rename(home, 'before any till'));
    const data = await net.at('hill', (home) => endorse(home, { who: card, roles: ['dispenser'], welcome }));
    expect(data).toMatchObject({ roles: ['dispenser'], party: { ...HILL, site: '9506000100074' }, already: false });
    expect(await net.at('hill', (home) => endorse(home, { who: card, roles: ['dispenser'] }))).toMatchObject({
      already: true,
      event: data.event,
    });
    await net.at('till', (home) => readBundle(home.ledger, welcome, { now: START, expectNetwork: home.self.network }));
    const { parties } = await net.at('till', listParties);
    const own = parties.find(({ self }) => self);
    expect(own?.gln).toBe(HILL.gln);
    expect(own?.chains).toHaveLength(2);
    expect(own?.chains).toContain(data.chain);
    // The welcome brings what was written for the party before.
    const [event] = (await net.at('till', (home) => showEvent(home, noted))).events;
    expect(event).toMatchObject({ private: { note: 'before any till' }, sealed: [] });
  });

  it('endorses none itself', async () => {
    await net.init('third', { joinParty: net.path('till.card') });
    await net.at('third', (home) => writeCard(home, net.path('third.card')));
    const request = { who: net.path('third.card'), roles: [] };
    expect(await refusedLater(() => net.at('till', (home) => endorse(home, request)))).toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('endorsed itself'),
    });
  });
});

describe('an observer', () => {
  it('reads and verifies without a GLN, judges no custody, and records nothing', async () => {
    const made = await net.init('watch', { network: net.path('agency.card'), observer: true });
    expect(made).toMatchObject({ role: 'observer' });
    await net.carry('agency', 'watch');
    await net.at('watch', async (home) => {
      expect(listParties(home).parties.map(({ name }) => name)).toContain('Acme');
      expect(home.ledger.read((view) => questionOf(home, view, { strict: false }).viewer)).toBeUndefined();
      expect(await refusedLater(() => home.signer())).toMatchObject({ code: 'not-allowed', exit: 77 });
      await writeCard(home, net.path('watch.card'));
    });
    const request = { ...RIGHTS, who: net.path('watch.card'), roles: ['observer'] };
    expect(await refusedLater(() => net.at('agency', (home) => accredit(home, request)))).toMatchObject({ exit: 65 });
  });

  it('with a GLN is accredited as one: what it writes counts for nothing', async () => {
    await net.init('press', { ...MIDWAY, network: net.path('agency.card') });
    await net.at('press', (home) => writeCard(home, net.path('press.card')));
    const welcome = net.path('press.welcome');
    const request = { ...RIGHTS, who: net.path('press.card'), roles: ['observer'], welcome };
    expect(await net.at('agency', (home) => accredit(home, request))).toMatchObject({ roles: ['observer'] });
    await net.at('press', (home) => readBundle(home.ledger, welcome, { now: START, expectNetwork: home.self.network }));
    await net.at('press', (home) => {
      expect(home.ledger.read((view) => questionOf(home, view, { strict: false }).viewer)).toBeUndefined();
    });
  });
});
