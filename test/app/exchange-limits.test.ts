// What exchanges may take is set in one place, within limits, and a server waits for no other process.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../src/app/exchange/serve.ts';
import { pauseOf } from '../../src/app/exchange/sync-rounds.ts';
import { listConfig, readConfig, setConfig } from '../../src/app/node/config.ts';
import { makeWorld, type World } from './goods-world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const refused = (fn: () => unknown): unknown => {
  try {
    fn();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
  return undefined;
};

describe('a limit of exchanges', () => {
  test.each([
    ['connections', '8', '7', 'many'],
    ['sessions', '100000', '100001', '-1'],
    ['port', '65535', '65536', '80.5'],
    ['port', '0', '70000', '-1'],
    ['patience', '10m', '11m', '0s'],
    ['exchange-time', '24h', '25d', '9s'],
    ['turn-size', '64', '63', '1000000'],
  ])('%s may be %s, and not %s or %s', async (name, right, wrong, other) => {
    await world.at('hill', (home) => {
      for (const value of [wrong, other]) expect(refused(() => setConfig(home, name, value))).toBe('bad-setting');
      expect(setConfig(home, name, right).settings).toMatchObject([{ name, value: right, default: false }]);
      setConfig(home, name, undefined);
    });
  });

  test('has a default that is told', async () => {
    await world.at('hill', (home) => {
      expect(readConfig(home.ledger.local)).toMatchObject({
        connections: 256,
        sessions: 1_024,
        port: 7_417,
        patience: 15_000,
        exchangeTime: 900_000,
        turnSize: 524_288,
      });
      for (const { about } of listConfig(home).settings) expect(about.length).toBeLessThan(48);
    });
  });

  test('no round is further away than a timer can wait', () => {
    expect([pauseOf('1s'), pauseOf('24d')]).toEqual([1_000, 24 * 86_400_000]);
    for (const text of ['25d', '999999d', '0s', '600h0', '']) expect(refused(() => pauseOf(text))).toBe('usage');
  });

  test('no port is beyond the last', async () => {
    await world.at('hill', async (home) => {
      for (const port of [65_536, -1, 1.5]) {
        const served = serve(home, { port }, new AbortController().signal);
        await expect(served.next()).rejects.toMatchObject({ code: 'usage' });
      }
    });
  });
});

test('a server says at once that another process writes, and takes nothing meanwhile', async () => {
  await world.at('hill', async (home) => {
    const stop = new AbortController();
    const served = serve(home, { port: 0 }, stop.signal);
    await served.next();
    const other = new Database(join(home.ledger.dir, 'ledger.db'));
    other.exec('BEGIN IMMEDIATE');
    const start = performance.now();
    expect(refused(() => home.ledger.write((local) => local.setSetting('x', 1)))).toBe('locked');
    expect(performance.now() - start).toBeLessThan(15_000);
    other.exec('ROLLBACK');
    other.close();
    home.ledger.write((local) => local.setSetting('x', 1));
    stop.abort();
    await served.next();
  });
});
