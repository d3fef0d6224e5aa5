// Operators of a desk: nobody works without a PIN or a badge once there are some, and what is recorded names who did it where.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addOperator, isBadge, removeOperator } from '../../src/app/node/operators.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { HILL } from '../app/network.ts';
import { inProcess } from '../cli/program.ts';
import { listenTo, openTestDesk, type TestDesk, tap } from './desk-world.ts';

let world: World;
let desk: TestDesk;
let scans: readonly string[];
let [till, office, look] = ['', '', ''];
let [pin, badge] = ['', ''];

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 10 })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [...scans] }));
  await world.share('agency', 'acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  desk = await openTestDesk(world.env('hill'), { lockAfter: 60_000 });
  till = await desk.pair('dispense', 'Counter 2');
  office = await desk.pair('office', 'Office');
  look = await desk.pair('look', 'Wall');
});
afterAll(async () => {
  vi.useRealTimers();
  await desk.close();
  world.remove();
});

const hill = () => world.env('hill');
const dispensed = (scan: string | undefined) => desk.post(till, '/v1/do/dispense', { scans: [scan], once: tap() });
const unlocked = (as: string, proof: object) => desk.post(as, '/v1/unlock', proof);

describe('operators', () => {
  it('are nobody’s business as long as there are none', async () => {
    expect((await dispensed(scans[0])).status).toBe(200);
    expect((await desk.ask('/v1/me', { as: till })).documents[0]).toMatchObject({ operators: false, lockAfter: 60 });
  });

  it('are told their PIN and badge once, and the folder keeps neither', async () => {
    const brown = await addOperator(hill(), 'M. Brown', { pin: true, badge: true });
    pin = brown.pin ?? '';
    badge = brown.badge ?? '';
    expect(pin).toMatch(/^\d{6}$/);
    expect(badge).toMatch(/^PDG-OP:[A-Z2-7]{16}$/);
    const text = readFileSync(join(world.path('hill'), 'desk.json'), 'utf8');
    expect(text).not.toContain(badge.slice(7));
    expect(text).not.toContain(`"${pin}"`);
    await addOperator(hill(), 'A. Green', { pin: true, badge: false });
    const { documents } = await desk.ask('/v1/operators', { as: till });
    expect(documents[0]?.operators).toEqual([
      { name: 'M. Brown', by: ['pin', 'badge'] },
      { name: 'A. Green', by: ['pin'] },
    ]);
  });

  it('are at work before anything is done, but for a device that only looks', async () => {
    const locked = await dispensed(scans[1]);
    expect([locked.status, locked.documents[0]?.code]).toEqual([423, 'locked']);
    for (const path of ['/v1/do/verify', '/v1/do/stock', '/v1/sessions'])
      expect([path, (await desk.post(till, path, { mode: 'receive' })).status]).toEqual([path, 423]);
    expect((await desk.post(look, '/v1/do/verify', { scans: [scans[1]] })).status).toBe(200);
    expect((await desk.ask('/v1/me', { as: till })).documents[0]).toMatchObject({ operators: true });
    expect((await unlocked(till, { operator: 'm. brown', pin })).documents[0]).toEqual({
      ok: true,
      operator: 'M. Brown',
    });
    expect((await desk.ask('/v1/me', { as: till })).documents[0]).toMatchObject({ operator: 'M. Brown' });
    expect((await dispensed(scans[1])).documents[0]).toMatchObject({ ok: true });
    const home = world.path('hill');
    const { json } = await inProcess(home, ['log', '--operator', 'M. Brown · Counter 2', '--json', '--home', home]);
    expect(json[0]?.events).toMatchObject([{ type: 'dispense', operator: 'M. Brown · Counter 2' }]);
    // Of this device, and of no other.
    expect((await desk.post(office, '/v1/do/stock', {})).status).toBe(423);
  });

  it('come by badge, which is no scan', async () => {
    await desk.post(till, '/v1/lock', {});
    expect((await dispensed(scans[2])).status).toBe(423);
    expect((await unlocked(till, { badge: `]Q3${badge.toLowerCase()}` })).documents[0]).toMatchObject({
      operator: 'M. Brown',
    });
    for (const scan of [badge, ` ${badge.toLowerCase()}`, `]d2${badge}`]) {
      expect(isBadge(scan)).toBe(true);
      const { status, text } = await desk.post(till, '/v1/do/verify', { scans: [scan] });
      expect([status, text.toUpperCase().includes(badge)]).toEqual([400, false]);
    }
    expect((await unlocked(till, { badge: 'PDG-OP:AAAAAAAAAAAAAAAA' })).status).toBe(403);
  });

  it('show themselves again for what an office alone may do', async () => {
    expect((await unlocked(office, { operator: 'A. Green', pin: 'wrong' })).status).toBe(403);
    const green = await addOperator(hill(), 'A. Green', { pin: true, badge: false });
    expect((await unlocked(office, { operator: 'A. Green', pin: green.pin })).status).toBe(200);
    const body = { options: { gtin: '09506000134352', name: 'Amoxicillin' }, once: tap() };
    const asked = await desk.post(office, '/v1/do/product-set', body);
    expect([asked.status, asked.documents[0]?.code]).toEqual([423, 'pin-needed']);
    expect((await desk.post(office, '/v1/do/product-set', { ...body, pin: 'x' })).status).toBe(403);
    // Another's badge is not the one who is at work.
    expect((await desk.post(office, '/v1/do/product-set', { ...body, badge })).status).toBe(403);
    expect((await desk.post(office, '/v1/do/product-set', { ...body, pin: green.pin })).status).toBe(200);
    expect(
      (await desk.post(office, '/v1/do/quarantine', { scans: [scans[3]], options: { reason: 'damaged' }, once: tap() }))
        .status,
    ).toBe(200);
    expect((await desk.post(office, '/v1/devices/pair', { role: 'look' })).status).toBe(423);
    expect((await desk.post(office, '/v1/devices/pair', { role: 'look', pin: green.pin })).status).toBe(200);
  });

  it('show themselves again also where the device is locked while the request comes', async () => {
    const green = await addOperator(hill(), 'A. Green', { pin: true, badge: false });
    expect((await unlocked(office, { operator: 'A. Green', pin: green.pin })).status).toBe(200);
    const body = JSON.stringify({ options: { gtin: '09506000134352', name: 'Amoxicillin' }, once: tap() });
    const status = new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        authorization: `Desk ${office}`,
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const sending = request(
        { host: '127.0.0.1', port: desk.port, path: '/v1/do/product-set', method: 'POST', agent: false, headers },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      sending.on('error', reject);
      sending.write(body.slice(0, 10));
      // The desk has the first half by the time that it has heard another request.
      setTimeout(() => {
        desk
          .post(office, '/v1/lock', {})
          .then(() => sending.end(body.slice(10)))
          .catch(reject);
      }, 200);
    });
    expect(await status).toBe(423);
  });

  it('are not guessed: after five wrong PINs each waits longer, the right one too', async () => {
    const { pin: right } = await addOperator(hill(), 'C. Black', { pin: true, badge: false });
    const tried: (string | number | unknown)[] = [];
    for (const operator of ['C. Black', ' C. Black', 'C.  BLACK', 'c.\tblack', 'C. Bl\u200back', 'C. Black '])
      tried.push((await unlocked(till, { operator, pin: '000000' })).status);
    expect(tried).toEqual([403, 403, 403, 403, 403, 429]);
    const { status, headers } = await unlocked(till, { operator: 'c. black', pin: right });
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
  });

  it('are gone from a device that asks by itself alone', async () => {
    await unlocked(till, { operator: 'M. Brown', pin });
    const begun = performance.now();
    let later = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => begun + later);
    const asked = async (after: number, path: string, body: object) => {
      later = after;
      return (await desk.post(till, path, body)).status;
    };
    const dispense = { scans: [scans[6]], quiet: true, once: tap() };
    try {
      // Of what records nothing alone: a pack goes out by nobody's asking again.
      expect(await asked(40_000, '/v1/do/dispense', dispense)).toBe(200);
      expect(await asked(90_000, '/v1/do/verify', { scans: [scans[5]] })).toBe(200);
      expect(await asked(140_000, '/v1/do/verify', { scans: [scans[5]], quiet: true })).toBe(200);
      expect(await asked(151_000, '/v1/do/verify', { scans: [scans[5]], quiet: true })).toBe(423);
      expect(await asked(151_000, '/v1/do/verify', { scans: [scans[5]], quiet: 'yes' })).toBe(400);
    } finally {
      clock.mockRestore();
    }
  });

  it('are gone from a device where nothing is done, and at once when they are removed', async () => {
    const news = await listenTo(desk, till);
    await news.next('hello');
    await unlocked(till, { operator: 'M. Brown', pin });
    expect(await news.next('lock')).toMatchObject({ locked: false, operator: 'M. Brown' });
    expect((await dispensed(scans[4])).status).toBe(200);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 61_000);
    expect((await dispensed(scans[5])).status).toBe(423);
    clock.mockRestore();
    expect(await news.next('lock')).toEqual({ locked: true });
    await unlocked(till, { operator: 'M. Brown', pin });
    removeOperator(hill(), 'M. Brown');
    expect((await dispensed(scans[5])).status).toBe(423);
    expect((await unlocked(till, { operator: 'M. Brown', pin })).status).toBe(403);
    news.end();
  });

  it('are not looked for by guessing names: those that are nobody’s are counted as one', async () => {
    const tried: number[] = [];
    for (const operator of ['D', 'E', 'F', 'G', 'H', 'I'])
      tried.push((await unlocked(till, { operator, pin: '000000' })).status);
    expect([tried[0], tried.at(-1)]).toEqual([403, 429]);
  });

  it('are named in the log of the desk, without a secret or a scan', () => {
    const text = readFileSync(join(world.path('hill'), 'desk.log'), 'utf8');
    const deeds = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { deed: string }).deed);
    for (const deed of ['start', 'paired', 'unlocked', 'locked', 'refused']) expect(deeds).toContain(deed);
    for (const secret of [pin, badge, (scans[1] ?? '').slice(18, 34)]) expect(text).not.toContain(secret);
  });
});
