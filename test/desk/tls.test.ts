// The certificate of a desk: it speaks for the names of the desk alone, is made anew before it ends, and is what others make, too.
import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyPem, makeRoot, makeServer, pem } from '../../src/desk/certificate.ts';
import { initTls, tlsFiles, tlsTold } from '../../src/desk/tls.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { openTestDesk } from './desk-world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const DAY = 24 * 3_600_000;
const HOSTS = ['desk.hill.example', '192.168.1.10', '127.0.0.1', '::1'];

describe('the certificate of a desk', () => {
  it('is for its names, signed by a root that the devices trust', () => {
    const dir = world.path('made');
    const told = initTls(dir, ['Desk.Hill.example', '192.168.1.10'], 'Hill Pharmacy', Date.now());
    expect(told).toMatchObject({ own: true, names: ['desk.hill.example', '192.168.1.10', 'localhost', '127.0.0.1'] });
    expect(told.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    const [root, server] = ['ca.crt', 'desk.crt'].map((name) => new X509Certificate(readFileSync(join(dir, name))));
    expect(server?.checkIssued(root as X509Certificate)).toBe(true);
    expect(server?.verify((root as X509Certificate).publicKey)).toBe(true);
    expect(server?.checkHost('desk.hill.example')).toBe('desk.hill.example');
    expect(server?.checkIP('192.168.1.10')).toBe('192.168.1.10');
    expect([root?.ca, server?.ca]).toEqual([true, false]);
    const days = (one: X509Certificate | undefined) => Math.round((Date.parse(one?.validTo ?? '') - Date.now()) / DAY);
    expect([days(root), days(server)]).toEqual([729, 396]);
    for (const key of ['ca.key', 'desk.key']) expect(statSync(join(dir, key)).mode & 0o777).toBe(0o600);
    expect(() => initTls(dir, ['x'], 'Hill', Date.now())).toThrow(/already/);
    expect(() => initTls(world.path('bad'), ['a b'], 'Hill', Date.now())).toThrow(/a b/);
  });

  it('cannot be made for anybody else with the key of that root', async () => {
    const root = makeRoot(HOSTS, 'Hill', Date.now());
    const subject = new X509Certificate(root.der).subject.replace(/^CN=/, '');
    const asked = async (names: readonly string[], servername: string) => {
      const made = makeServer(names, { key: root.key, subject }, Date.now());
      const server = createServer({ cert: pem(made.der), key: keyPem(made.key) }, (socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const said = await new Promise<string>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', servername, ca: pem(root.der) }, () => resolve('trusted'));
        socket.on('error', (error) => resolve(error.message)).resume();
      });
      server.close();
      return said;
    };
    expect(await asked(HOSTS, 'desk.hill.example')).toBe('trusted');
    expect(await asked(['bank.example'], 'bank.example')).toBe('permitted subtree violation');
    expect(await asked(['desk.hill.example', 'bank.example'], 'bank.example')).toBe('permitted subtree violation');
    expect(await asked(['192.168.1.11'], 'desk.hill.example')).toBe('permitted subtree violation');
  });

  it('is made anew a month before it ends, and stays what it is until then', () => {
    const dir = world.path('renewed');
    const start = Date.now();
    initTls(dir, ['desk.hill.example'], 'Hill', start);
    const first = tlsFiles(dir, start + 300 * DAY);
    expect(tlsFiles(dir, start + 360 * DAY).cert).toBe(first.cert);
    const next = tlsFiles(dir, start + 370 * DAY);
    expect(next.cert).not.toBe(first.cert);
    expect(next.names).toEqual(first.names);
    expect(next.root).toEqual(first.root);
  });

  it('serves a desk that others reach, under its names alone', async () => {
    const dir = world.path('served');
    initTls(dir, ['desk.hill.example'], 'Hill', Date.now());
    const desk = await openTestDesk(world.env('hill'), { host: '0.0.0.0', tls: dir });
    expect(desk.answer.url).toBe(`https://desk.hill.example:${desk.port}/`);
    const ca = readFileSync(join(dir, 'ca.crt'));
    const ask = (host: string, path: string) =>
      new Promise<{ readonly status: number; readonly body: Buffer }>((resolve, reject) => {
        const asked = {
          host: '127.0.0.1',
          port: desk.port,
          path,
          ca,
          agent: false,
          servername: 'desk.hill.example',
          headers: { host: `${host}:${desk.port}` },
        };
        request(asked, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        })
          .on('error', reject)
          .end();
      });
    expect((await ask('desk.hill.example', '/v1/me')).status).toBe(401);
    expect((await ask('127.0.0.1', '/v1/me')).status).toBe(401);
    expect((await ask('192.0.2.1', '/v1/me')).status).toBe(421);
    const { status, body } = await ask('desk.hill.example', '/ca.crt');
    expect([status, new X509Certificate(body).fingerprint256]).toEqual([200, tlsTold(dir).fingerprint]);
    expect((await ask('desk.hill.example', '/ca.key')).status).toBe(404);
    await desk.close();
  });

  it('is made anew while the desk is open, and one that cannot be read any more is told in the log alone', async () => {
    const dir = world.path('open');
    const start = Date.now() - 370 * DAY;
    initTls(dir, ['desk.hill.example'], 'Hill', start);
    let now = start;
    const desk = await openTestDesk({ ...world.env('hill'), clock: () => now }, { tls: dir, lookAtTls: 5 });
    const shown = () =>
      new Promise<string>((resolve, reject) => {
        const ca = readFileSync(join(dir, 'ca.crt'));
        const socket = connect({ port: desk.port, host: '127.0.0.1', servername: 'desk.hill.example', ca }, () => {
          resolve(socket.getPeerCertificate().fingerprint256);
          socket.end();
        });
        socket.on('error', reject);
      });
    const first = await shown();
    now = Date.now();
    await expect.poll(shown).not.toBe(first);
    const second = await shown();
    rmSync(join(dir, 'desk.crt'));
    const log = () => readFileSync(join(world.path('hill'), 'desk.log'), 'utf8');
    await expect.poll(log).toContain('"asked":"tls","code":"bad-setting"');
    expect(await shown()).toBe(second);
    await desk.close();
  });

  it('may be what somebody else made; where there is none, the desk does not open', async () => {
    const dir = world.path('foreign');
    initTls(dir, ['desk.hill.example'], 'Hill', Date.now());
    const other = world.path('other');
    initTls(other, ['x.example'], 'Hill', Date.now());
    writeFileSync(join(other, 'desk.crt'), readFileSync(join(dir, 'desk.crt')));
    expect(tlsTold(other).names).toContain('desk.hill.example');
    const opening = openTestDesk(world.env('corner'), { tls: world.path('nothing') });
    await expect(opening).rejects.toMatchObject({ code: 'bad-setting' });
  });
});
