// Scanners on serial lines, as far as the system can tell: a terminal's far end stands for the cable.
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serialCodes } from '../../src/scan/serial.ts';
import { folder } from '../cli/program.ts';
import { describeGiven } from '../left-out.ts';
import { HAS_TERMINAL, type Terminal, terminal } from './pty.ts';

const GS = '\x1d';
const BURST = 2_000;
const code = (n: number) => `]d2010950600013435221SERIAL${n}${GS}10LOT${n % 7}`;

const at = folder();
const device = at.path('ttyACM0');
afterAll(() => at.remove());

/** A cable whose one end is typed into, and whose other end is the device. */
async function plug(): Promise<Terminal> {
  const name = at.path(`name-${Math.random()}`);
  const cable = terminal(at.path('.'), `tty > '${name}'; stty -echo; echo plugged; exec sleep 600`);
  await cable.until((text) => text.includes('plugged'));
  rmSync(device, { force: true });
  symlinkSync(readFileSync(name, 'utf8').trim(), device);
  return cable;
}

/** Codes as they come, and a stop. */
function listening(warn: (text: string) => void = () => {}) {
  const stop = new AbortController();
  const seen: string[] = [];
  const done = (async () => {
    for await (const one of serialCodes(device, { signal: stop.signal, warn, ports: 'ls' })) seen.push(one);
  })();
  return {
    seen,
    async until(count: number): Promise<void> {
      for (let tries = 0; seen.length < count && tries < 900; tries++) await pause(50);
      expect(seen.length).toBeGreaterThanOrEqual(count);
    },
    async stop(): Promise<void> {
      stop.abort();
      await done;
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeGiven('script of util-linux', HAS_TERMINAL, 'a scanner on a serial line', () => {
  let cable: Terminal;
  beforeAll(async () => {
    cable = await plug();
  });
  afterAll(() => cable.hangUp());

  test('sends 2 000 codes at full speed, and none is lost or changed', async () => {
    const line = listening();
    await pause(300);
    const codes = Array.from({ length: BURST }, (_, n) => code(n));
    cable.type(codes.map((text) => `${text}\r\n`).join(''));
    await line.until(BURST);
    await line.stop();
    expect(line.seen).toEqual(codes);
  });

  test('sends byte by byte, with any end of a line, flow control and control characters', async () => {
    const line = listening();
    await pause(300);
    for (const byte of `${code(1)}\r`) {
      cable.type(byte);
      await pause(10);
    }
    cable.type(`${code(2)}\n${code(3)}\t\x11${code(4).slice(0, 20)}\x13${code(4).slice(20)}\r\x02${code(5)}\x03\r`);
    await line.until(5);
    await line.stop();
    expect(line.seen).toEqual([code(1), code(2), code(3), code(4), `\x02${code(5)}\x03`]);
  });

  test('that ends its codes with nothing is told of, once', async () => {
    const warnings: string[] = [];
    const line = listening((text) => warnings.push(text));
    await pause(300);
    cable.type(code(1));
    for (let tries = 0; warnings.length === 0 && tries < 300; tries++) await pause(50);
    cable.type(code(2));
    await pause(3_500);
    await line.stop();
    expect(warnings).toEqual([expect.stringContaining('set its suffix')]);
  });

  test('that is pulled out is waited for, and goes on when it is back', async () => {
    const warnings: string[] = [];
    const line = listening((text) => warnings.push(text));
    await pause(300);
    cable.type(`${code(1)}\r`);
    await line.until(1);
    await cable.hangUp();
    for (let tries = 0; warnings.length < 1 && tries < 200; tries++) await pause(50);
    cable = await plug();
    for (let tries = 0; warnings.length < 2 && tries < 200; tries++) await pause(50);
    await pause(300);
    cable.type(`${code(2)}\r`);
    await line.until(2);
    await line.stop();
    expect(line.seen).toEqual([code(1), code(2)]);
    expect(warnings).toEqual([expect.stringContaining('has gone'), expect.stringContaining('is back')]);
  });
});

test('a file in the place of a serial scanner is read to its end', async () => {
  const file = at.path('ttyACM9');
  writeFileSync(file, `${code(0)}\r${code(1)}\r\n${code(2)}`);
  const seen: string[] = [];
  const options = { signal: new AbortController().signal, warn: () => {}, ports: 'ls' };
  for await (const one of serialCodes(file, options)) seen.push(one);
  expect(seen).toEqual([0, 1, 2].map(code));
  expect(existsSync(at.path('ttyACM8'))).toBe(false);
  const missing = serialCodes(at.path('ttyACM8'), options)[Symbol.asyncIterator]().next();
  await expect(missing).rejects.toMatchObject({ code: 'no-such-file', hint: 'ls' });
});
