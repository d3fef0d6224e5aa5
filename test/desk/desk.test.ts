// The desk over HTTP: who is let in, what a device may do, that a scan is never a file, and that a tap is done once.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_ROLES } from '../../src/app/node/desk-file.ts';
import { devicesHere, forgetDevice, newCode } from '../../src/app/node/devices.ts';
import { rotateKeys, setPassphrase } from '../../src/app/parties/keys.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { DeskNews } from '../../src/desk/news.ts';
import { Allowance } from '../../src/desk/pace.ts';
import { isForDesks } from '../../src/desk/roles.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { GTIN, LOT, makeWorld, type World } from '../app/goods-world.ts';
import { HILL } from '../app/network.ts';
import { inProcess } from '../cli/program.ts';
import { listenTo, openTestDesk, type TestDesk, tap } from './desk-world.ts';

let world: World;
let desk: TestDesk;
let scans: readonly string[];
let [look, till, store, office] = ['', '', '', ''];

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 12 })).scans;
  await world.share('agency', 'acme', 'hill');
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [...scans.slice(0, 10)] }));
  await world.share('agency', 'acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  desk = await openTestDesk(world.env('hill'));
  look = await desk.pair('look', 'Wall');
  till = await desk.pair('dispense', 'Counter 2');
  store = await desk.pair('warehouse');
  office = await desk.pair('office');
});
afterAll(async () => {
  await desk.close();
  world.remove();
});

/** The chain of the party and the ledger's events, to see that nothing was written. */
const size = () => world.as('hill', (home) => home.ledger.read((view) => view.chain(home.self.chain)?.size));

describe('who is let in', () => {
  it('a device that is paired, and nobody else', async () => {
    for (const path of ['/v1/me', '/v1/schema', '/v1/news', '/v1/devices', '/v1/nothing']) {
      expect([path, (await desk.ask(path)).status]).toEqual([path, 401]);
      expect((await desk.ask(path, { as: 'x'.repeat(43) })).status).toBe(401);
    }
    for (const path of ['/v1/do/verify', '/v1/do/backup', '/v1/devices/pair']) {
      const { status, documents } = await desk.post('', path, { scans: ['1'] });
      expect([path, status, documents[0]?.code]).toEqual([path, 401, 'not-paired']);
    }
    expect((await desk.ask('/v1/me', { as: look })).documents[0]).toMatchObject({
      ok: true,
      device: { name: 'Wall', role: 'look' },
      party: HILL,
      key: 'open',
    });
  });

  it('a code pairs one device, once, in any spelling, and keeps no secret in the folder', async () => {
    const { code } = newCode(world.env('hill'), { role: 'look', name: 'Shelf' });
    expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}(-[A-Z2-7]{4}){4}$/);
    const spelt = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    const paired = await desk.post('', '/v1/pair', { code: spelt });
    expect(paired.documents[0]).toMatchObject({ ok: true, device: { name: 'Shelf', role: 'look' } });
    const again = await desk.post('', '/v1/pair', { code });
    expect([again.status, again.documents[0]?.code]).toEqual([401, 'pairing-code']);
    const file = join(world.path('hill'), 'desk.json');
    const text = readFileSync(file, 'utf8');
    const token = String(paired.documents[0]?.token);
    expect(text).not.toContain(token);
    expect(text).toContain(createHash('sha256').update(token).digest('hex'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await desk.ask('/v1/me', { as: token })).status).toBe(200);
    forgetDevice(world.env('hill'), 'shelf');
    expect((await desk.ask('/v1/me', { as: token })).status).toBe(401);
  });

  it('a code ends, and so does a token that nobody uses', async () => {
    const env = world.env('hill');
    newCode(env, { role: 'look', name: 'Late' });
    const later = (ms: number) => ({ ...env, clock: () => env.clock() + ms });
    const waits = (ms: number) => devicesHere(later(ms)).codes.some(({ name }) => name === 'Late');
    expect([waits(9 * 60_000), waits(11 * 60_000)]).toEqual([true, false]);
    const day = 24 * 3_600_000;
    expect(devicesHere(later(89 * day)).devices.length).toBeGreaterThan(3);
    expect(devicesHere(later(91 * day)).devices).toHaveLength(0);
  });

  it('codes are not guessed: five tries, then one in twelve seconds for everybody', async () => {
    const other = await openTestDesk(world.env('midway'));
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) statuses.push((await other.post('', '/v1/pair', { code: `wrong ${n}` })).status);
    await other.close();
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });

  it('only under its own name, from its own page, in its own form', async () => {
    const port = desk.port;
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1',
      'localhost',
    ]) {
      for (const path of ['/', '/v1/me', '/v1/pair']) {
        const { status } = await desk.ask(path, { as: look, headers: { host } });
        expect([host, path, status]).toEqual([host, path, 421]);
      }
    }
    for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await desk.ask('/v1/me', { as: look, headers: { host } })).status).toBe(200);
    }
    const strange = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${port + 1}` },
      { origin: `https://127.0.0.1:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as const;
    for (const headers of strange) {
      const { status, documents } = await desk.post(look, '/v1/do/status', {}, headers as never);
      expect([headers, status, documents[0]?.code]).toEqual([headers, 403, 'cross-site']);
      expect((await desk.ask('/v1/me', { as: look, headers: headers as never })).status).toBe(403);
    }
    const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await desk.post(look, '/v1/do/status', {}, own)).status).toBe(200);
    for (const as of [look, '']) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        expect((await desk.post(as, '/v1/do/status', {}, { 'content-type': type })).status).toBe(415);
      }
    }
    expect((await desk.post(look, '/v1/do/status', {}, { 'content-type': 'application/octet-stream' })).status).toBe(
      415,
    );
  });

  it('every answer goes out with the headers that keep a page to itself, and none that opens it', async () => {
    const answers = [
      await desk.ask('/'),
      await desk.ask('/v1/me'),
      await desk.ask('/v1/me', { as: look }),
      await desk.ask('/', { headers: { host: 'evil.example' } }),
      await desk.post(look, '/v1/do/nothing', {}),
    ];
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe-inline');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(Object.keys(headers)).not.toContain('set-cookie');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('a change of the key takes every device away', async () => {
    const other = await openTestDesk(world.env('corner'));
    const token = await other.pair('office');
    const pending = newCode(world.env('corner'), { role: 'look' }).code;
    expect((await other.ask('/v1/me', { as: token })).status).toBe(200);
    await world.as('corner', (home) => rotateKeys(home, ['sign']));
    expect((await other.ask('/v1/me', { as: token })).status).toBe(401);
    expect((await other.post('', '/v1/pair', { code: pending })).status).toBe(401);
    await other.close();
  });

  it('one desk on a folder', async () => {
    await expect(openTestDesk(world.env('hill'))).rejects.toMatchObject({ code: 'locked' });
  });

  it('in the clear on this computer alone', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.7', 'hill.example']) {
      const opening = openTestDesk(world.env('midway'), { host });
      await expect(opening).rejects.toMatchObject({ code: 'bad-setting', exit: 78 });
      await expect(opening).rejects.toThrow(host);
    }
    const behind = await openTestDesk(world.env('midway'), { behind: 'https://desk.midway.example' });
    const as = await behind.pair('look');
    const through = { host: 'desk.midway.example', origin: 'https://desk.midway.example' };
    expect((await behind.ask('/v1/me', { as, headers: through })).status).toBe(200);
    expect((await behind.ask('/v1/me', { as, headers: { host: 'evil.example' } })).status).toBe(421);
    await behind.close();
  });
});

describe('what a device may do', () => {
  it('is what its role says; what is no desk’s business is there for nobody', async () => {
    const before = await size();
    for (const { name } of COMMANDS) {
      const path = `/v1/do/${name.replaceAll(' ', '-')}`;
      if (isForDesks(name)) continue;
      for (const as of [look, till, store, office]) {
        expect([path, (await desk.post(as, path, { once: tap() })).status]).toEqual([path, 404]);
      }
    }
    for (const never of [
      'init',
      'key show',
      'backup',
      'restore',
      'recover',
      'retire',
      'config set',
      'rebuild',
      'serve',
      'export',
      'desk pair',
    ])
      expect([never, isForDesks(never)]).toEqual([never, false]);
    const refused = await desk.post(look, '/v1/do/dispense', { scans: [scans[0]], once: tap() });
    expect([refused.status, refused.documents[0]]).toMatchObject([403, { ok: false, code: 'not-allowed', exit: 77 }]);
    for (const [as, path] of [
      [look, 'receive'],
      [look, 'sync'],
      [till, 'ship'],
      [till, 'mint'],
      [store, 'dispense'],
      [store, 'recall-issue'],
    ] as const) {
      expect([path, (await desk.post(as, `/v1/do/${path}`, { once: tap() })).status]).toEqual([path, 403]);
    }
    expect((await desk.ask('/v1/devices', { as: till })).status).toBe(403);
    expect((await desk.post(till, '/v1/devices/pair', { role: 'office' })).status).toBe(403);
    expect((await desk.post(till, '/v1/devices/forget', { name: 'Wall' })).status).toBe(403);
    expect(await size()).toBe(before);
  });

  it('never names a file, nor sets what is for whoever started the desk', async () => {
    const before = readdirSync(world.path('hill'));
    for (const [command, options] of [
      ['mint', { serials: '/etc/passwd' }],
      ['mint', { out: '/tmp/x' }],
      ['ship', { bundle: '/tmp/x' }],
      ['recall-issue', { serials: '-' }],
      ['decode', { dictionary: '/etc/passwd' }],
      ['status', { home: '/etc' }],
      ['status', { now: '2020-01-01' }],
      ['status', { watch: true }],
      ['sync', { every: '1s' }],
      ['dispense', { operator: 'somebody else' }],
      ['dispense', { 'passphrase-file': '/etc/passwd' }],
      ['dispense', { 'clock-is-right': true }],
      ['epcis-complain', { out: '/tmp/x' }],
    ] as const) {
      const { status } = await desk.post(office, `/v1/do/${command}`, { scans: [scans[0]], options, once: tap() });
      expect([command, options, status]).toEqual([command, options, 403]);
    }
    expect((await desk.post(office, '/v1/do/sync', { args: { peer: ['http://192.0.2.1/'] } })).status).toBe(403);
    expect(readdirSync(world.path('hill'))).toEqual(before);
  });

  it('is to look where the key is locked', async () => {
    const word = 'correct horse';
    await world.as('corner', (home) => setPassphrase(home, word));
    const locked = await openTestDesk(world.env('corner'));
    const as = await locked.pair('office');
    const { documents } = await locked.ask('/v1/me', { as });
    expect([locked.answer.key, documents[0]?.may]).toMatchObject(['locked', expect.not.arrayContaining(['dispense'])]);
    expect((await locked.post(as, '/v1/do/dispense', { scans: ['x'], once: tap() })).status).toBe(403);
    expect((await locked.do(as, 'verify', { scans: [scans[1]] })).ok).toBe(true);
    await locked.close();
    let asked = 0;
    const passphrase = () => {
      asked++;
      return word;
    };
    const open = await openTestDesk(world.env('corner', { passphrase }));
    expect([open.answer.key, asked]).toEqual(['open', 1]);
    for (let n = 0; n < 3; n++) await open.do(as, 'stock');
    expect(asked).toBe(1);
    await open.close();
    await expect(openTestDesk(world.env('corner', { passphrase: () => 'wrong' }))).rejects.toMatchObject({
      code: 'key-passphrase',
    });
  });
});

describe('commands', () => {
  it('answer the documents of the command line', async () => {
    const home = world.path('hill');
    for (const [words, body] of [
      [['stock'], {}],
      [['incoming'], {}],
      [['parties'], {}],
      [['recall', 'list'], {}],
      [['alerts'], {}],
      [['product', 'list'], {}],
      [['trace', scans[1] ?? ''], { scans: [scans[1]] }],
      [['contents', 'nothing'], { scans: ['nothing'] }],
      [['stock', '--expiring', '9000', '--limit', '1'], { options: { expiring: 9000, limit: '1' } }],
      [['stock', '--expiring', 'x'], { options: { expiring: 'x' } }],
      [['stock', '--limit', '0'], { options: { limit: 0 } }],
      [['trace'], {}],
    ] as const) {
      const name = words[0] === 'recall' || words[0] === 'product' ? words.slice(0, 2) : words.slice(0, 1);
      const { text, status } = await desk.post(till, `/v1/do/${name.join('-')}`, body);
      const now = new Date(world.env('hill').clock()).toISOString();
      const said = await inProcess(home, [...words, '--json', '--home', home, '--now', now]);
      expect(status).toBe(200);
      expect([words, text]).toEqual([words, said.stdout]);
    }
  });

  it('answer a scan with a verdict, each of several on a line of its own', async () => {
    const { headers, documents } = await desk.post(look, '/v1/do/verify', { scans: [scans[1], 'no code', scans[2]] });
    expect(headers['content-type']).toContain('application/x-ndjson');
    expect(documents.map(({ n, ok, status, code }) => [n, ok, status ?? code])).toEqual([
      [1, true, 'genuine'],
      [2, false, 'not-gs1'],
      [3, true, 'genuine'],
    ]);
  });

  it('take texts in each language, whoever else is asked for at the same time', async () => {
    const asked = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? 'de-AT,de;q=0.9' : 'en-GB'));
    const answers = await Promise.all(
      asked.map((language) => desk.post(look, '/v1/do/contents', { scans: ['x'] }, { 'accept-language': language })),
    );
    const said = answers.map(({ documents }) => String(documents[0]?.hint));
    expect(new Set(said).size).toBe(2);
    expect(said.map((text) => /keine Lieferung/.test(text))).toEqual(
      asked.map((language) => language.startsWith('de')),
    );
  });

  it('refuse what is no request', async () => {
    for (const body of [
      { scans: 'one' },
      { scans: [1] },
      { scans: [['a']] },
      { args: [] },
      { args: { x: 1 } },
      { options: { to: { a: 1 } } },
      { options: null },
      { once: 'a b' },
      { scans: Array(1001).fill('x') },
    ]) {
      const { status } = await desk.post(till, '/v1/do/verify', body);
      expect([body, status]).toEqual([body, 400]);
    }
    for (const body of ['', '[]', '"x"', '{', 'null', Buffer.from([0x7b, 0xff, 0x7d])]) {
      const sent = { method: 'POST', as: till, headers: { 'content-type': 'application/json' }, body };
      expect((await desk.ask('/v1/do/verify', sent)).status).toBe(400);
    }
    expect((await desk.do(till, 'verify', { args: { other: 'x' } })).code).toBe('usage');
    expect((await desk.do(till, 'verify', { options: { nothing: true } })).code).toBe('usage');
    expect((await desk.ask('/v1/do/verify', { as: till })).status).toBe(405);
    expect((await desk.ask('/v1/do/verify/more', { as: till })).status).toBe(404);
  });
});

describe('a scan is a text', () => {
  it('whatever files of that name there are', async () => {
    const home = world.path('hill');
    const list = world.path('list.txt');
    writeFileSync(list, `${scans[1]}\n`);
    const picture = world.path('label.png');
    const drawn = ['label', scans[10] ?? '', '--format', 'png', '-o', picture, '--home', world.path('acme'), '--json'];
    expect(await inProcess(home, drawn)).toMatchObject({ exit: 0 });
    const known = await inProcess(home, ['verify', picture, '--json', '--home', home]);
    expect(known.json[0]).toMatchObject({ ok: true });
    for (const text of [
      `@${list}`,
      list,
      picture,
      `@${picture}`,
      '-',
      '@-',
      '/dev/stdin',
      '@/dev/fd/0',
      '--help',
      '--type',
      '-q',
    ]) {
      for (const command of ['verify', 'trace', 'decode', 'contents', 'quarantine', 'dispense', 'report', 'receive']) {
        const options = {
          ...(command === 'quarantine' ? { reason: 'suspect' } : {}),
          ...(command === 'report' ? { as: 'suspect', note: 'x' } : {}),
        };
        const answer = await desk.do(office, command, { scans: [text], options, once: tap() });
        expect([command, text, answer.ok === true && command !== 'decode']).toEqual([command, text, false]);
        expect(JSON.stringify(answer)).not.toContain((scans[1] ?? '').slice(18, 38));
      }
      const missing = await desk.do(office, 'receive', { options: { all: true, missing: [text] }, once: tap() });
      expect(missing.ok).toBe(false);
    }
  });

  it.each(['\n', '\r', '\r\n', '\u2028', '\u2029'])('and one of them, not two with %j between', async (end) => {
    const answer = await desk.do(till, 'verify', { scans: [`${scans[1]}${end}${scans[2]}`] });
    expect(answer).toMatchObject({ ok: false, code: 'bad-input', exit: 65 });
  });

  it('of hostile letters stays JSON that steers nothing', async () => {
    for (const text of [
      '<img src=x onerror=alert(1)>',
      '\u202e\u0007\u001b[2J',
      '\ud800',
      'a'.repeat(60_000),
      '__proto__',
    ]) {
      const { status, text: body } = await desk.post(till, '/v1/do/verify', { scans: [text] });
      expect(status).toBe(200);
      expect(body.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(body)).toMatchObject({ ok: false });
    }
  });
});

describe('a tap', () => {
  it('with a key is done once also where it records nothing, and without one each time', async () => {
    const body = { scans: [scans[0]], once: tap() };
    const first = await desk.do(look, 'verify', body);
    expect([first.ok, first.already]).toEqual([true, undefined]);
    expect(await desk.do(look, 'verify', body)).toEqual({ ...first, already: true });
    expect((await desk.post(look, '/v1/do/verify', { ...body, scans: [scans[1]] })).status).toBe(409);
    expect(await desk.do(look, 'verify', { scans: [scans[0]] })).not.toHaveProperty('already');
  });

  it('is done once, however often it comes, and is told the first answer', async () => {
    const before = await size();
    const once = tap();
    const body = { scans: [scans[3]], options: { ref: 'RX-1' }, once };
    const [first, second] = await Promise.all([desk.do(till, 'dispense', body), desk.do(till, 'dispense', body)]);
    const third = await desk.do(till, 'dispense', body);
    expect([first.ok, first.already ?? false]).toEqual([true, false]);
    for (const again of [second, third]) expect(again).toEqual({ ...first, already: true });
    expect(await size()).toBe((before ?? 0) + 1);
    const other = await desk.post(till, '/v1/do/dispense', { ...body, scans: [scans[4]] });
    expect([other.status, other.documents[0]?.code]).toEqual([409, 'once-key-reused']);
    expect((await desk.do(till, 'verify', { scans: [scans[3]] })).status).toBe('stop');
  });

  it('names the device to the own party', async () => {
    await desk.do(till, 'dispense', { scans: [scans[4]], once: tap() });
    const home = world.path('hill');
    const { json } = await inProcess(home, ['log', '--operator', 'Counter 2', '--json', '--home', home]);
    expect(json[0]?.events).toMatchObject([{ type: 'dispense' }, { type: 'dispense' }]);
  });

  it('needs a key where something is written, and none where nothing is', async () => {
    expect((await desk.post(till, '/v1/do/dispense', { scans: [scans[5]] })).status).toBe(400);
    const before = await size();
    expect(await desk.do(till, 'dispense', { scans: [scans[5]], options: { 'dry-run': true } })).toMatchObject({
      dryRun: true,
    });
    expect(await size()).toBe(before);
  });

  it('that was refused may be tried again under its key', async () => {
    const once = tap();
    const body = { scans: [scans[7]], options: { reason: 'a mistake', 'not-supplied': true }, once };
    expect(await desk.do(till, 'reinstate', body)).toMatchObject({ ok: false });
    expect(await desk.do(till, 'dispense', { scans: [scans[7]], once: tap() })).toMatchObject({ ok: true });
    expect(await desk.do(till, 'reinstate', body)).toMatchObject({ ok: true, already: false });
  });

  it('is known to a desk that was opened again', async () => {
    const once = tap();
    const body = { scans: [scans[6]], options: { reason: 'damaged' }, once };
    const first = await desk.do(office, 'quarantine', body);
    expect(first).toMatchObject({ ok: true });
    const size1 = await size();
    await desk.close();
    desk = await openTestDesk(world.env('hill'));
    expect(desk.answer.link).toBeUndefined();
    expect(await desk.do(office, 'quarantine', body)).toEqual({ ...first, already: true });
    expect(await size()).toBe(size1);
  });
});

describe('bounds', () => {
  it('of a body: 64 KB, and in time', async () => {
    const large = await desk.post(till, '/v1/do/verify', { scans: ['x'.repeat(70_000)] });
    expect([large.status, large.documents[0]?.code]).toEqual([413, 'too-large']);
    const sent = {
      method: 'POST',
      as: till,
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    };
    expect((await desk.ask('/v1/do/verify', { ...sent, body: 'x'.repeat(70_000) })).status).toBe(413);
  });

  it('of headers, and of a request that never ends', async () => {
    const huge = await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${desk.port}\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`);
    expect(huge).toMatch(/^HTTP\/1.1 431 /);
    const slow = await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${desk.port}\r\n`);
    expect(slow).toMatch(/^HTTP\/1.1 408 /);
  });

  it('of a device: so many requests a second', async () => {
    const slow = await openTestDesk(world.env('corner'), { pace: { rate: 0.01, burst: 5 } });
    const [one, other] = [await slow.pair('look'), await slow.pair('look')];
    const statuses: number[] = [];
    for (let n = 0; n < 7; n++) statuses.push((await slow.ask('/v1/me', { as: one })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(Number((await slow.ask('/v1/me', { as: one })).headers['retry-after'])).toBeGreaterThan(50);
    expect((await slow.ask('/v1/me', { as: other })).status).toBe(200);
    await slow.close();
  });

  it('fill up by the second, and no further than they were', () => {
    const allowed = new Allowance(10, 3);
    const takes = (at: number) => {
      try {
        allowed.take('one', at);
        return true;
      } catch {
        return false;
      }
    };
    expect([0, 0, 0, 0, 50, 100, 100].map(takes)).toEqual([true, true, true, false, false, true, false]);
    expect([9_000, 9_000, 9_000, 9_000].map(takes)).toEqual([true, true, true, false]);
  });

  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(desk.port, '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk;
      });
      socket.on('error', reject).on('close', () => resolve(answer));
    });
  }
});

describe('devices', () => {
  it('are listed, paired and forgotten by an office, without their secrets', async () => {
    const given = await desk.post(office, '/v1/devices/pair', { role: 'warehouse', name: 'Ramp' });
    const { code, link } = given.documents[0] ?? {};
    expect(link).toBe(`${desk.answer.url}#pair=${String(code)}`);
    const paired = await desk.post('', '/v1/pair', { code });
    const ramp = String(paired.documents[0]?.token);
    const listed = await desk.ask('/v1/devices', { as: office });
    expect(listed.documents[0]?.devices).toContainEqual(expect.objectContaining({ name: 'Ramp', role: 'warehouse' }));
    expect(listed.text).not.toMatch(/"token"|"code":"[0-9a-f]{64}"/);
    expect((await desk.post(office, '/v1/devices/forget', { name: 'Ramp' })).status).toBe(200);
    expect((await desk.ask('/v1/me', { as: ramp })).status).toBe(401);
    expect((await desk.post(office, '/v1/devices/forget', { name: 'Ramp' })).status).toBe(404);
    expect((await desk.post(office, '/v1/devices/pair', { role: 'owner' })).status).toBe(400);
    expect(DESK_ROLES).toContain('warehouse');
  });
});

describe('an agency', () => {
  it('admits a party by its number, and no file by its name', async () => {
    const agency = await openTestDesk(world.env('agency'));
    const as = await agency.pair('office');
    const options = { role: ['distributor'] };
    const admit = (card: string) => agency.do(as, 'accredit', { args: { card }, options, once: tap() });
    expect(await admit(HILL.gln)).toMatchObject({ ok: true, party: { gln: HILL.gln } });
    for (const card of [world.path('hill.card'), 'hill.card', '-', `@${world.path('hill.card')}`])
      expect([card, (await admit(card)).code]).toEqual([card, 'not-allowed']);
    await agency.close();
  });
});

describe('news', () => {
  it('tells those who listen of what others have written, and of a recall', async () => {
    const heard = await listenTo(desk, look);
    expect(await heard.next('hello')).toMatchObject({ version: '0.0.0-test' });
    await heard.settled();
    const recall = { gtin: GTIN, lots: [LOT], class: 1, reason: 'glass particles', confirm: [LOT] };
    await issueRecall(world.env('agency'), { ...recall, allLots: false, unknownLot: false, sync: false });
    await world.carry('agency', 'hill');
    expect(await heard.next('recall')).toMatchObject({ gtin: GTIN, lots: [LOT], class: 1, state: 'open' });
    await heard.next('fresh');
    heard.end();
  });

  it('goes to four tabs of a device, and to none that is forgotten', async () => {
    const as = await desk.pair('look', 'Tabs');
    const open = await Promise.all(Array.from({ length: 4 }, () => listenTo(desk, as)));
    expect((await desk.ask('/v1/news', { as })).status).toBe(503);
    await desk.post(office, '/v1/devices/forget', { name: 'Tabs' });
    await Promise.all(open.map((one) => one.ended));
    const other = await listenTo(desk, await desk.pair('look', 'At a terminal'));
    forgetDevice(world.env('hill'), 'At a terminal');
    await other.ended;
  });

  it('goes no further where a stream has been ended that is not gone yet', async () => {
    const isPaired = () => true;
    const news = new DeskNews({
      env: world.env('hill'),
      waiting: () => Promise.resolve(undefined),
      isPaired,
      version: () => '1',
    });
    const server = createServer((_request, response) => {
      news.open('Tab', response, {});
      news.end('Tab');
      expect(news.devices.size).toBe(0);
      news.tell('fresh', {});
      // A write after the end is told as an error of the answer, which would end the process.
      expect(response.listenerCount('error')).toBeGreaterThan(0);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const heard = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(heard).toContain('event: hello');
    expect(heard).not.toContain('fresh');
    news.end();
    server.close();
  });
});
