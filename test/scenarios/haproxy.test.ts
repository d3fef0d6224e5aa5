// The proxy of docs/hub.md as it is printed there: two processes of a hub are exchanged behind it, one after the other, under some who
// verify, and no request fails; a party syncs through its TLS.
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HubStage, POSTGRES } from '../cli/hub-stage.ts';
import { environment, PROGRAM, type Running, start, validated } from '../cli/program.ts';
import { type Party, Stage } from '../cli/scenes.ts';
import { describeGiven } from '../left-out.ts';

/** Debian puts it where only root looks. */
const PATH = `${process.env.PATH}:/usr/sbin`;
const isThere = (program: string, flag: string) =>
  spawnSync(program, [flag], { env: { ...process.env, PATH } }).status === 0;
const GIVEN = (POSTGRES !== undefined && isThere('haproxy', '-v') && isThere('openssl', 'version')) || undefined;

const SCAN = '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123';
const CLIENTS = 4;

/** Ports that nobody had a moment ago. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

describeGiven('PostgreSQL, haproxy and openssl', GIVEN, 'haproxy in front of a hub', () => {
  const stage = new Stage();
  const hubs = new HubStage();
  const running: Running[] = [];
  let proxy: ChildProcess | undefined;

  beforeAll(() => {
    stage.begin();
    stage.set([]);
    hubs.open(stage.path);
  });
  afterAll(async () => {
    proxy?.kill('SIGKILL');
    for (const one of running.splice(0)) await one.stop('SIGKILL');
    hubs.remove();
    stage.remove();
  });

  const at = async (party: Party, line: string) => {
    const env = environment(stage.path, { ...stage.at(party), NODE_EXTRA_CA_CERTS: join(stage.path, 'hub.crt') });
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...line.split(' '), '--json'], {
      cwd: stage.path,
      env,
    });
    return validated(stdout)[0];
  };

  /** What docs/hub.md prints, with ports and a certificate of this test. */
  function configured(ports: Readonly<Record<number, number>>): void {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/hub.md'), 'utf8');
    const text = /```text\n(defaults\n[^`]*)```/.exec(docs)?.[1] ?? '';
    const [key, crt] = ['hub.key', 'hub.crt'].map((name) => join(stage.path, name));
    const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
    execFileSync('openssl', [...made, ...named, '-keyout', `${key}`, '-out', `${crt}`], { stdio: 'ignore' });
    const pem = join(stage.path, 'hub.pem');
    writeFileSync(pem, `${readFileSync(`${crt}`, 'utf8')}${readFileSync(`${key}`, 'utf8')}`, { mode: 0o600 });
    let mine = text.replace('/etc/haproxy/hub.pem', pem);
    for (const [there, here] of Object.entries(ports)) {
      expect(mine).toMatch(new RegExp(`(:|port )${there}\\b`));
      mine = mine.replaceAll(new RegExp(`(:|port )${there}\\b`, 'g'), `$1${here}`);
    }
    writeFileSync(join(stage.path, 'haproxy.cfg'), mine);
  }

  it('loses no request while each process is exchanged, and one that is killed costs none either', async () => {
    const [tls = 0, machines = 0, ...own] = await freePorts(6);
    const [a = 0, aInside = 0, b = 0, bInside = 0] = own;
    configured({ 443: tls, 7400: machines, 7417: a, 7418: aInside, 7427: b, 7428: bInside });
    const options = { cwd: stage.path, env: { ...process.env, PATH }, stdio: 'ignore' } as const;
    execFileSync('haproxy', ['-c', '-q', '-f', 'haproxy.cfg'], options);
    await at('midway', 'hub init --dsn-file hub.dsn');
    const serve = async (port: number, inside: number) => {
      const line = `hub serve --dsn-file hub.dsn --port ${port} --inside-port ${inside} --json`;
      const one = start(stage.path, line.split(' '), stage.at('midway'));
      running.push(one);
      await one.line();
      return one;
    };
    const both = [await serve(a, aInside), await serve(b, bInside)];
    proxy = spawn('haproxy', ['-db', '-f', 'haproxy.cfg'], options);
    const through = `http://127.0.0.1:${machines}`;
    const isReady = async (url: string) => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200;
    while (!(await isReady(through))) await new Promise((resolve) => setTimeout(resolve, 50));

    await at('acme', `peer add hub https://localhost:${tls}/`);
    expect(await at('acme', 'sync')).toMatchObject({ exit: 0, peers: [{ name: 'hub' }] });

    let goesOn = true;
    let answered = 0;
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (goesOn) {
        const answer = await fetch(`${through}/v1/verify`, { method: 'POST', body: JSON.stringify({ scan: SCAN }) });
        expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"ok":true')]);
        answered++;
      }
    });
    const after = async (count: number) => {
      const until = answered + count;
      while (answered < until) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const exchanges = async () => {
      for (const [i, how] of (['SIGTERM', 'SIGKILL'] as const).entries()) {
        await after(10);
        await both[i]?.stop(how);
        await after(10);
        const [port = 0, inside = 0] = own.slice(2 * i, 2 * i + 2);
        await serve(port, inside);
        while (!(await isReady(`http://127.0.0.1:${inside}`))) await after(1);
        await after(10);
      }
      expect(await at('acme', 'sync')).toMatchObject({ exit: 0 });
    };
    try {
      await Promise.race([exchanges(), Promise.all(clients)]);
    } finally {
      goesOn = false;
    }
    await Promise.all(clients);
    expect(answered).toBeGreaterThanOrEqual(60);
  }, 180_000);
});
