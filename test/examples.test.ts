// The programs of examples/ do what their pages say.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, folder, inProcess, PROGRAM, ROOT } from './cli/program.ts';

const GTIN = '09506000134352';
const EXAMPLES = join(ROOT, 'examples');
const dir = folder();
const bin = dir.path('bin');
const env = environment(dir.path(''), { PATH: `${bin}:${process.env.PATH}` });

beforeAll(async () => {
  mkdirSync(bin);
  writeFileSync(join(bin, 'pedigree'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(bin, 'pedigree'), 0o755);
  const maker = ['--alone', '--role', 'manufacturer', '--prefix', '9506000'];
  const made = await inProcess(dir.path(''), ['init', '--name', 'Acme', '--gln', '9506000100029', ...maker]);
  expect(made.exit).toBe(0);
});
afterAll(() => dir.remove());

function job(...words: readonly string[]) {
  return spawnSync(join(EXAMPLES, 'job/mint-order.sh'), words, { env, encoding: 'utf8' });
}

test('an order that runs twice is minted once, and another order under its name is refused', {
  timeout: 240_000,
}, () => {
  const order = ['order-1', GTIN, 'EX1', '2039-06-30', '3', dir.path('scans.txt')] as const;
  const first = job(...order);
  expect([first.status, JSON.parse(first.stdout)]).toMatchObject([0, { count: 3, already: false }]);
  const scans = readFileSync(dir.path('scans.txt'), 'utf8');
  const again = job(...order);
  expect([again.status, JSON.parse(again.stdout)]).toMatchObject([0, { count: 3, already: true }]);
  expect(readFileSync(dir.path('scans.txt'), 'utf8')).toBe(scans);
  const other = job('order-1', GTIN, 'EX1', '2039-06-30', '4', dir.path('other.txt'));
  expect(other.status).toBe(2);
  expect(job('order-2', '09521321000018', 'EX1', '2039-06-30', '1', dir.path('no.txt')).status).toBe(77);
});

test('the library judges what it is given line by line', { timeout: 240_000 }, () => {
  const [genuine = ''] = readFileSync(dir.path('scans.txt'), 'utf8').trim().split('\n');
  const input = [genuine, `(01)${GTIN}(21)NEVER(10)EX1(17)390630`, 'no code'].join('\n');
  const program = [join(EXAMPLES, 'library/verdicts.mjs')];
  const done = spawnSync(process.execPath, [...program, dir.path('party')], { env, input, encoding: 'utf8' });
  const lines = done.stdout.trim().split('\n');
  expect(lines.map((line) => line.split('\t').slice(0, 2))).toEqual([
    ['1', 'genuine'],
    ['2', 'stop'],
    ['3', expect.any(String)],
  ]);
  const nobody = spawnSync(process.execPath, [...program, dir.path('nobody')], { env, input, encoding: 'utf8' });
  expect([nobody.status, nobody.stderr]).toEqual([66, expect.stringContaining('no-party')]);
});

test('the server verifies, and refuses what is too long', { timeout: 240_000 }, async () => {
  const server = spawn(process.execPath, [join(EXAMPLES, 'server/server.mjs'), dir.path('party'), '0'], { env });
  try {
    const [chunk] = (await once(server.stdout, 'data')) as [Buffer];
    const url = chunk.toString().trim();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
    const scans = readFileSync(dir.path('scans.txt'), 'utf8');
    const reply = await fetch(`${url}/verify`, { method: 'POST', body: `${scans}@/etc/passwd\n` });
    const lines = (await reply.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly status?: string });
    expect(lines.map(({ status }) => status)).toEqual(['genuine', 'genuine', 'genuine', undefined]);
    const long = await fetch(`${url}/verify`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(long.status).toBe(413);
    expect((await fetch(`${url}/`)).status).toBe(404);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
});

test('the printer gets a label for each pack, and none twice', { timeout: 240_000 }, async () => {
  const got: Buffer[] = [];
  const printer = createServer((socket) => socket.on('data', (chunk) => got.push(Buffer.from(chunk))));
  printer.listen(0, '127.0.0.1');
  await once(printer, 'listening');
  const { port } = printer.address() as { readonly port: number };
  const print = async () => {
    const words = [join(EXAMPLES, 'printer/print.mjs'), 'EX1', '127.0.0.1', String(port)];
    const [code] = await once(spawn(process.execPath, words, { env, stdio: 'ignore' }), 'exit');
    return code;
  };
  try {
    expect(await print()).toBe(0);
    expect(Buffer.concat(got).toString('latin1').match(/\^XA/g)).toHaveLength(3);
    got.length = 0;
    expect(await print()).not.toBe(0);
    expect(Buffer.concat(got).toString('latin1')).not.toContain('^XA');
  } finally {
    printer.close();
  }
});

test('each example has a page, and the index names it', () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((one) => one.isDirectory());
  const index = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
  expect(folders.length).toBeGreaterThan(3);
  for (const { name } of folders) {
    expect(index).toContain(`(${name}/README.md)`);
    expect(readFileSync(join(EXAMPLES, name, 'README.md'), 'utf8').length).toBeGreaterThan(200);
  }
});
