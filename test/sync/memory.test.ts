// A peer that streams without end does not fill the memory of a node: measured in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { START_OPTIONS } from '../../scripts/start-options.ts';
import { encodeFrame, FRAME } from '../../src/chain/frame.ts';
import { toFrame } from '../../src/sync/frames.ts';
import type { ChainHead, Message } from '../../src/sync/messages.ts';
import { headsOf } from '../../src/sync/offer.ts';
import { FRAMES_TYPE } from '../../src/sync/wire.ts';
import { add, batchOf, cleanUp, type Party, party, random } from '../ledger/network.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
  cleanUp();
});

const MEGABYTE = 1024 * 1024;

/** Pours the same bytes until so much has been poured, or the node ends it before. */
async function pour(
  url: string,
  network: string,
  bytes: Uint8Array,
  limit: number,
): Promise<{ readonly ended: boolean; readonly sent: number }> {
  const headers = { 'content-type': FRAMES_TYPE };
  const sent: ClientRequest = request(new URL('/v1/exchange', url), { method: 'POST', headers });
  let over = false;
  const end = () => {
    over = true;
  };
  sent.on('error', end).on('close', end);
  sent.on('response', (answer) => {
    answer.resume();
    end();
  });
  const hello: Message = { type: 'hello', network, cursor: { epoch: 'e', n: 0 }, authority: '' };
  sent.write(encodeFrame(toFrame(hello, false)));
  let poured = 0;
  for (; !over && poured < limit; poured += bytes.length) {
    // A copy, as a line would bring one.
    sent.write(Buffer.from(bytes));
    while (!over && sent.writableNeedDrain) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const ended = over;
  sent.destroy();
  return { ended, sent: poured };
}

/** Asks for a whole chain so often in one turn; the bytes of the answer. */
async function askedFor(url: string, { ledger, chain }: Party, times: number): Promise<number> {
  const [head] = ledger.read((view) => headsOf(view, undefined, undefined));
  if (head === undefined) throw new Error('the agency has no chain');
  const { size, root } = head;
  const hello: Message = { type: 'hello', network: chain, cursor: { epoch: 'e', n: 0 }, authority: '' };
  const want: Message = { type: 'want', chain, size, root, from: 0, to: size, tip: new Uint8Array(0) };
  const asked = Array.from({ length: times }, () => want);
  const messages: readonly Message[] = [hello, ...asked, { type: 'done', asks: times }];
  const body = Buffer.concat(messages.map((message) => encodeFrame(toFrame(message, false))));
  const answer = await fetch(new URL('/v1/exchange', url), {
    method: 'POST',
    headers: { 'content-type': FRAMES_TYPE },
    body,
  });
  expect(answer.status).toBe(200);
  return (await answer.arrayBuffer()).byteLength;
}

/** Streams that bring nothing: noise, heads of chains that are not, a chain that is known, pages that nobody asked for. */
function streams(agency: Party): readonly Uint8Array[] {
  const [head] = agency.ledger.read((view) => headsOf(view, undefined, undefined));
  if (head === undefined) throw new Error('the agency has no chain');
  const heads = Array.from({ length: 1_000 }, (): ChainHead => ({ ...head, chain: 'a'.repeat(26), root: random(32) }));
  return [
    encodeFrame({ type: 99, codec: 0, body: random(MEGABYTE) }),
    encodeFrame(toFrame({ type: 'heads', full: true, heads }, false)),
    encodeFrame(toFrame({ type: 'data', ...batchOf(agency.ledger, agency.chain) }, false)),
    encodeFrame({ type: FRAME.page, codec: 0, body: random(MEGABYTE) }),
  ];
}

/**
 * The listener as the product is: bundled. What strips types from sources while it runs would take 50 MB for itself, a
 * fifth of all.
 */
async function built(): Promise<string> {
  const outfile = join(import.meta.dirname, '../../node_modules/.cache', `listener-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'listener.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  closing.push(() => rmSync(outfile, { force: true }));
  return outfile;
}

describe('memory', () => {
  it('of a node stays under 256 MB while peers pour without end', async () => {
    const agency = party('Agency', '9506000100012', null);
    for (let i = 0; i < 60; i += 1)
      add(agency, { type: 'profile', public: { name: 'Agency', contact: 'x'.repeat(9_000) } });
    const poured = streams(agency);
    const args = [...START_OPTIONS, await built(), agency.dir];
    const node = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: node.stdout });
    const [url] = await once(lines, 'line');
    let streamed = 0;
    for (let round = 0; streamed < 512 * MEGABYTE; round += 1) {
      const bytes = poured[round % (round < 8 ? 4 : 1)] ?? Buffer.alloc(1);
      const { ended, sent } = await pour(url, agency.chain, bytes, 256 * MEGABYTE);
      expect(ended).toBe(true);
      streamed += sent;
    }
    const answers = await Promise.all(Array.from({ length: 12 }, () => askedFor(url, agency, 20_000)));
    for (const bytes of answers) expect(bytes).toBeLessThan(MEGABYTE);
    const last = once(lines, 'line');
    node.stdin.end();
    const [megabytes] = await last;
    expect(Number(megabytes)).toBeLessThan(256);
  });
});
