// A day at the counter in a minute: tens of thousands of scans by one process, none lost, memory flat.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorld, type World } from '../app/goods-world.ts';

const ENTRY = resolve(import.meta.dirname, '../../src/ui/entry.ts');
const SCANS = 50_000;
const WARM = 10_000;

let world: World;
let scans: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 20_000 })).scans;
});
afterAll(() => world.remove());

test('50 000 scans are all answered, and memory stays flat', async () => {
  // A heap this small would end the process if a scan left anything behind but its place among those seen.
  const args = [
    '--max-old-space-size=64',
    ENTRY,
    'scan',
    '--mode',
    'verify',
    '--json',
    '--home',
    world.env('acme').home,
    '--now',
    '2026-11-23',
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
  void (async () => {
    for (let at = 0; at < SCANS; at += 1_000) {
      const some = Array.from({ length: 1_000 }, (_, i) => scans[(at + i) % scans.length]);
      if (!child.stdin.write(`${some.join('\n')}\n`)) await once(child.stdin, 'drain');
    }
    child.stdin.end();
  })();
  let answered = 0;
  let warm = 0;
  let last = 0;
  let rest = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.includes('"kind":"scan"')) answered++;
    if (process.platform === 'linux' && answered > WARM && answered < SCANS - 1_000) {
      warm ||= megabytes();
      last = megabytes();
    }
  }
  expect(answered).toBe(SCANS);
  expect(last - warm).toBeLessThan(96);
}, 180_000);
