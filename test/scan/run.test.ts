// Sessions against real ledgers: what is recorded is what the commands record, and nothing that was scanned is lost.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { type SessionLine, type SessionRequest, scanSession } from '../../src/app/sessions/session.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import type { ScanTerminal } from '../../src/scan/terminal.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { HILL, MIDWAY } from '../app/network.ts';

const ENTRY = resolve(import.meta.dirname, '../../src/ui/entry.ts');

async function* lines(scans: readonly string[]): AsyncIterable<Uint8Array> {
  for (const scan of scans) yield Buffer.from(`${scan}\n`);
}

/** Types chunk after chunk; a number waits so many ms, as a person would. */
function typing(...keys: readonly (string | number)[]): ScanTerminal & { readonly bells: number[] } {
  const bells: number[] = [];
  return {
    bells,
    bell: (times) => bells.push(times),
    line: () => {},
    close: () => {},
    chunks: async function* () {
      for (const key of keys) {
        if (typeof key === 'number') await new Promise((wake) => setTimeout(wake, key));
        else yield Buffer.from(key);
      }
    },
  };
}

describe('scanning at counters and docks', () => {
  let world: World;
  let scans: readonly string[];
  let ssccs: readonly string[];
  const session = async (
    who: 'acme' | 'midway' | 'hill' | 'corner',
    request: SessionRequest,
    source: readonly string[] | ScanTerminal,
    left?: 'continue' | 'discard' | 'finish',
  ): Promise<readonly SessionLine[]> => {
    const said: SessionLine[] = [];
    const terminal = 'chunks' in source ? { terminal: source } : {};
    const stdin = () => lines('chunks' in source ? [] : source);
    const options = {
      strict: false,
      lines: () => scansOf(['-'], stdin),
      ...terminal,
      ...(left === undefined ? {} : { left }),
    };
    for await (const line of scanSession(world.env(who), request, options)) said.push(line);
    return said;
  };
  const end = (said: readonly SessionLine[]) => said.at(-1)?.data;
  const results = (said: readonly SessionLine[]) =>
    said.filter(({ data }) => data.kind === 'scan').map(({ data }) => data.result);
  /** Types and public parts of the last events of a party, without what is random. */
  const written = (home: Home, from: number) =>
    home.ledger.read((view) => {
      const size = view.chain(home.self.chain)?.size ?? 0;
      return Array.from({ length: size - from }, (_, i) => {
        const leaf = view.event(`${home.self.chain}/${from + i}`)?.leaf;
        return [leaf?.type, leaf?.rows?.n, leaf?.public];
      });
    });
  const size = (home: Home) => home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);

  beforeAll(async () => {
    world = await makeWorld();
    const minted = await world.mint({ count: 60, caseOf: 10 });
    scans = minted.scans;
    ssccs = minted.ssccs ?? [];
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: ssccs.slice(0, 2), despatch: 'TWO' }));
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: ssccs.slice(2, 4), despatch: 'ONE' }));
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [...scans.slice(40, 50)], despatch: 'LOOSE' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('receiving by session writes the events that receive writes', async () => {
    // Two like deliveries: cases, a pack out of each, and something that was never announced.
    const likes = (first: number) => [ssccs[first] ?? '', scans[10 * first + 13] ?? '', scans[45] ?? ''];
    const before = { midway: await world.as('midway', size), corner: await world.as('corner', size) };
    const said = await session('midway', { mode: 'receive' }, likes(0));
    await world.as('corner', (home) => receive(home, { items: likes(2) }));
    const bySession = await world.as('midway', (home) => written(home, before.midway));
    expect(bySession.length).toBeGreaterThan(0);
    expect(bySession).toEqual(await world.as('corner', (home) => written(home, before.corner)));
    expect(results(said)).toEqual(['counted', 'counted', 'refused']);
    expect(end(said)).toMatchObject({ result: 'recorded', missing: [], tally: { expected: 2, here: 2 } });
  });

  test('what did not come of a delivery is missing at the end, a repetition is counted once', async () => {
    const [a = '', b = ''] = scans.slice(40);
    const said = await session('hill', { mode: 'receive' }, [a, b, a]);
    expect(results(said)).toEqual(['counted', 'counted', 'duplicate']);
    expect(said.at(-1)?.exit).toBe(20);
    expect(end(said)?.missing).toHaveLength(8);
    expect(end(said)?.repeated).toEqual([a]);
    expect((await world.as('hill', (home) => stock(home, {}))).packs).toBe(2);
    await world.as('hill', (home) => receive(home, { items: ['LOOSE'] }));
  });

  test('a person takes back, answers, and ends with Enter: one commit', async () => {
    const [a, b, c] = scans.slice(40);
    const before = await world.as('hill', size);
    const terminal = typing(`${a}\r${b}\r`, `${c}\r`, '\x1a', `${b}\r`, '2\r', 400, '\r');
    const said = await session('hill', { mode: 'dispense' }, terminal);
    expect(said.find(({ data }) => data.asks === true)?.data).toMatchObject({ result: 'duplicate', status: 'caution' });
    expect(said.find(({ data }) => data.result === 'copy')).toMatchObject({
      exit: 10,
      data: { tally: { counted: 1 } },
    });
    expect(terminal.bells).toEqual([1, 2]);
    expect(end(said)).toMatchObject({ result: 'recorded', copies: [b] });
    expect((await world.as('hill', (home) => written(home, before))).map(([type]) => type)).toEqual(['dispense']);
    const again = await session('hill', { mode: 'dispense' }, [a ?? '']);
    expect(again.find(({ data }) => data.kind === 'scan')).toMatchObject({
      exit: 14,
      data: { code: 'already-dispensed' },
    });
  });

  test('what was left by an interruption goes on where it was', async () => {
    const [, , , d, e] = scans.slice(40);
    const kept = await session('hill', { mode: 'dispense' }, typing(`${d}\r`, '\x03'));
    expect(kept.at(-1)).toMatchObject({ exit: 130, data: { result: 'kept' } });
    const told = await session('hill', { mode: 'stock-take' }, []);
    expect(told[0]?.data.unfinished).toMatchObject([{ mode: 'dispense', scans: 1 }]);
    const asked = await session('hill', { mode: 'dispense' }, typing('\r', 400, `${e}\r`, 400, '\r'));
    expect(asked.some(({ data }) => data.continued?.scans === 1)).toBe(true);
    expect(end(asked)).toMatchObject({ result: 'recorded', tally: { counted: 2, packs: 2 } });
    await session('hill', { mode: 'dispense' }, typing(`${scans[46]}\r`, '\x03'));
    const dropped = await session('hill', { mode: 'dispense' }, typing('d\r', 400, '\r'));
    expect(dropped.some(({ data }) => data.discarded === 1)).toBe(true);
    expect((await session('hill', { mode: 'dispense' }, []))[0]?.data.unfinished).toBeUndefined();
  });

  test('packs into one new container and ships it', async () => {
    const packed = await session('acme', { mode: 'pack', into: 'new' }, [scans[50] ?? '', scans[51] ?? '']);
    const { into = '' } = end(packed) ?? {};
    expect(into).toMatch(/^\d{18}$/);
    const shipped = await session('acme', { mode: 'ship', to: MIDWAY.gln }, [into, scans[50] ?? '', scans[45] ?? '']);
    expect(results(shipped)).toEqual(['counted', 'refused', 'refused']);
    expect(end(shipped)?.recorded).toMatchObject({ packs: 2, items: 1 });
  });

  test('a stock-take tells what is not there, what is and should not be, and writes nothing', async () => {
    const before = await world.as('midway', size);
    const said = await session('midway', { mode: 'stock-take' }, [
      ssccs[0] ?? '',
      scans[3] ?? '',
      scans[41] ?? '',
      'x',
    ]);
    expect(results(said)).toEqual(['counted', 'refused', 'refused', 'unreadable']);
    expect(end(said)).toMatchObject({ missingCount: 10, tally: { expected: 20, here: 10 } });
    expect(end(said)?.unexpected).toHaveLength(1);
    expect(await world.as('midway', size)).toBe(before);
  });

  test('what cannot be done is refused before the first scan', async () => {
    await expect(session('midway', { mode: 'dispense' }, [])).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(session('midway', { mode: 'ship', to: 'Nobody' }, [])).rejects.toMatchObject({
      code: 'not-accredited',
    });
    await expect(session('midway', { mode: 'ship', to: HILL.gln }, [], 'continue')).rejects.toMatchObject({ exit: 66 });
  });

  test('two sessions killed with -9 lose no scan, and each is taken up by itself', async () => {
    const home = world.env('midway').home;
    const inside = scans.slice(10, 18);
    const killed = async (some: readonly string[]) => {
      const args = [
        ENTRY,
        'scan',
        '--mode',
        'ship',
        '--to',
        HILL.gln,
        '--home',
        home,
        '--now',
        '2026-11-23T09:00:00Z',
        '--json',
      ];
      const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.write(some.map((scan) => `${scan}\n`).join(''));
      let heard = 0;
      for await (const chunk of child.stdout) {
        heard += String(chunk).split('"kind":"scan"').length - 1;
        if (heard >= some.length) break;
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
    await Promise.all([killed(inside.slice(0, 4)), killed(inside.slice(4))]);
    expect(readdirSync(join(home, 'sessions'))).toHaveLength(2);
    const request = { mode: 'ship', to: HILL.gln } as const;
    const start = await session('midway', request, []);
    expect(start[0]?.data.unfinished).toMatchObject([{ scans: 4 }, { scans: 4 }]);
    const packs: unknown[] = [];
    for (const left of ['finish', 'continue'] as const) {
      const { recorded } = end(await session('midway', request, [], left)) as { recorded: { packs: number } };
      packs.push(recorded.packs);
    }
    expect(packs).toEqual([4, 4]);
    expect(readdirSync(join(home, 'sessions'))).toEqual([]);
  });

  test('two sessions that scanned the same pack: the later one names it, and records the others without it', async () => {
    const [one = '', other = ''] = scans.slice(52, 54);
    const request = { mode: 'ship', to: MIDWAY.gln } as const;
    const pause = () => new Promise((wake) => setTimeout(wake, 400));
    const later = {
      ...typing(),
      chunks: async function* () {
        yield Buffer.from(`${one}\r${other}\r`);
        await pause();
        const first = await session('acme', request, [one]);
        expect(end(first)).toMatchObject({ result: 'recorded', recorded: { packs: 1 } });
        yield Buffer.from('\r');
        yield Buffer.from(`${one}\r`);
        yield Buffer.from('0\r');
        await pause();
        yield Buffer.from('\r');
      },
    };
    const said = await session('acme', request, later);
    expect(said.find(({ data }) => data.kind === 'problem')?.data.items).toMatchObject([{ input: one }]);
    expect(end(said)).toMatchObject({ result: 'recorded', recorded: { packs: 1 }, tally: { counted: 1 } });
  });

  test('a session whose record stood before its file was removed records nothing twice', async () => {
    const [one = ''] = scans.slice(18, 19);
    const home = world.env('midway').home;
    const request = { mode: 'ship', to: HILL.gln } as const;
    await session('midway', request, typing(`${one}\r`, '\x03'));
    const [name = ''] = readdirSync(join(home, 'sessions'));
    const file = join(home, 'sessions', name);
    const id = name.split('.')[0] ?? '';
    await world.as('midway', (at) => ship(at, { to: HILL.gln, items: [one], once: `scan-${id}` }));
    appendFileSync(file, `${JSON.stringify({ finish: { items: [one], told: [] } })}\n{"sc`);
    const before = await world.as('midway', size);
    const said = await session('midway', request, [], 'continue');
    expect(end(said)).toMatchObject({ recorded: { already: true, packs: 1 } });
    expect(await world.as('midway', size)).toBe(before);
    expect(existsSync(file)).toBe(false);
  });

  test('pictures that are put into a folder are scanned, a broken one is told of', async () => {
    const { dataMatrixPng } = await import('../../src/label/data-matrix.ts');
    const folder = world.path('pictures');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.png'), await dataMatrixPng((scans[5] ?? '').replace(/^\]d2/, '')));
    writeFileSync(join(folder, 'b.jpg'), 'no picture');
    const said: SessionLine[] = [];
    const options = { strict: false, lines: async function* () {}, watch: folder };
    for await (const line of scanSession(world.env('midway'), { mode: 'verify' }, options)) said.push(line);
    expect(results(said)).toEqual(['counted']);
    expect(said.some(({ exit, data }) => exit === 65 && data.kind === 'problem')).toBe(true);
  });
});
