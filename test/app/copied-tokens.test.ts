// Tokens that somebody copied out of others' records: their author is named once, and looking for more costs next to nothing.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { MIDWAY } from './network.ts';

const LOT = 6_000;
const HOUR = 3_600_000;

describe('copied tokens', () => {
  let world: World;
  let serials: readonly string[];
  beforeEach(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: LOT });
    serials = scans.map((scan) => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '');
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(0, 40) }));
    await world.share();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    world.remove();
  });

  const tokenOf = (network: string, pack: number, step: number) =>
    itemToken(packKey(network, GTIN, serials[pack] ?? ''), step);

  /** Writes an event with the token of a pack, which opens only for whoever has the key. */
  const use = (who: Who, pack: number, knows: boolean) =>
    world.as(who, (home) => {
      const { network } = home.self;
      const key = knows ? packKey(network, GTIN, serials[pack] ?? '') : Buffer.alloc(32, pack);
      home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
        tx.add({ type: 'dispense', public: {}, items: [{ key, token: tokenOf(network, pack, 1) }] }),
      );
    });

  /** How often the packs of the maker were looked through for what has come. */
  const looks = async () => {
    await world.carry('corner', 'acme');
    await world.carry('hill', 'acme');
    const asked = vi.spyOn(LedgerView.prototype, 'noRows');
    await world.as('acme', (home) => retryOutbox(home));
    const count = asked.mock.calls.filter(([tokens]) => tokens.length >= 1000).length;
    asked.mockRestore();
    return count;
  };
  const alerts = async () => {
    const { data } = await listAlerts(world.env('acme'), { open: true });
    return data.alerts.map(({ code, parties, id }) => ({ code, parties, id }));
  };

  test('name their author, once, and are looked for no more with every sync', async () => {
    await use('corner', 0, false);
    expect(await looks()).toBeGreaterThan(0);
    const named = [{ code: 'copied-tokens', parties: [CORNER.name], id: expect.stringContaining('copied-tokens:') }];
    expect(await alerts()).toEqual(named);
    for (let pack = 1; pack < 8; pack++) {
      await use('corner', pack, false);
      expect(await looks()).toBe(0);
    }
    expect(await alerts()).toEqual(named);
    // In an hour they are all looked for at once.
    world.later(HOUR);
    expect(await looks()).toBeGreaterThan(0);
    expect(await alerts()).toEqual(named);
  }, 240_000);

  test('hide nobody who uses the code of the same pack', async () => {
    await use('corner', 0, false);
    await looks();
    await use('hill', 0, true);
    await looks();
    expect((await alerts()).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['copied-tokens', 'unauthorised-use']),
    );
  }, 240_000);

  test('that are doubled among packs of others are looked for less and less often', async () => {
    const found: number[] = [];
    for (let i = 0; i < 8; i++) {
      // Two who know a code that is not the maker's.
      for (const who of ['corner', 'hill'] as const) {
        await world.as(who, (home) => {
          const key = packKey(home.self.network, '09521000134352', `S${i}`);
          home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
            tx.add({ type: 'dispense', public: {}, items: [{ key, token: itemToken(key, 1) }] }),
          );
        });
      }
      found.push(await looks());
    }
    expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(4);
    expect(await alerts()).toEqual([]);
  }, 240_000);

  test('of a whole lot in one commissioning of a stranger are one alert', async () => {
    await world.as('corner', (home) => {
      const tokens = serials
        .slice(0, 40)
        .map((_, pack) => Buffer.from(tokenOf(home.self.network, pack, 0)))
        .sort(Buffer.compare);
      const body = { gtin: GTIN, lot: 'COPY', expiry: '2029-01-31', count: tokens.length };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
        tx.add({ type: 'commission', public: body, tokens: Buffer.concat(tokens) }),
      );
    });
    await use('corner', 3, true);
    await looks();
    const codes = (await alerts()).map(({ code }) => code);
    expect(codes.filter((code) => code === 'copied-tokens')).toHaveLength(1);
  }, 240_000);
});
