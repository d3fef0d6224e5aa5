// Peers over HTTP: real sockets on the loopback, and peers that behave badly.
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame, FRAME, type Frame, FrameReader, frameHeader, MAX_FRAME } from '../../src/chain/frame.ts';
import type { DialOptions } from '../../src/sync/client.ts';
import { toFrame } from '../../src/sync/frames.ts';
import type { ServerOptions, Serving } from '../../src/sync/server.ts';
import { FRAMES_TYPE } from '../../src/sync/wire.ts';
import { accredit, add, batchOf, cleanUp, commission, GTIN, type Party, party, serials } from '../ledger/network.ts';
import { dialParty, serveParty, sideOf } from './talk.ts';

const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const patience = { headers: 5_000, idle: 15_000 };
const QUICK = { headers: 300, idle: 400 };

let agency: Party;
let acme: Party;
let network: string;
let closing: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  acme = party('Acme', '9506000100018', network);
  acme.ledger.admit(batchOf(agency.ledger, network));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  cleanUp();
});

async function serving(by: Party, more: Partial<ServerOptions> = {}): Promise<Serving> {
  const served = await serveParty(by, network, { patience: QUICK, ...more });
  closing.push(() => served.close());
  return served;
}

function dialling(by: Party, url: string, more: Partial<DialOptions> = {}) {
  return dialParty(by, network, url, { patience: QUICK, ...more });
}

/** A server that answers as `handler` says. */
async function impostor(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A raw connection to a server, and all that it said when it closed. */
async function raw(url: string): Promise<{ readonly socket: Socket; readonly said: Promise<string> }> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  closing.push(() => socket.destroy());
  await once(socket, 'connect');
  let text = '';
  const said = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
  return { socket, said };
}

/** Posts a body and gives the status and the text of the answer. */
async function post(
  url: string,
  body: Uint8Array,
  type = FRAMES_TYPE,
): Promise<{ readonly status: number; readonly text: string }> {
  const sent = request(new URL('v1/exchange', url), { method: 'POST', headers: { 'content-type': type } });
  sent.on('error', () => {});
  sent.end(body);
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, text };
}

function hello(of: string = network): Uint8Array {
  const frame = { type: 'hello' as const, network: of, cursor: { epoch: 'e', n: 0 }, authority: '' };
  return encodeFrame(toFrame(frame, false));
}

function framesOf(bytes: Uint8Array): Frame[] {
  return [...new FrameReader().read(bytes)];
}

describe('two nodes', () => {
  it('give and take in one exchange, and have nothing more to say the second time', async () => {
    add(acme, commission(network, serials(1_000)));
    const heard: number[] = [];
    const { url } = await serving(agency, { news: (report) => heard.push(report.in) });
    const first = await dialling(acme, url);
    expect(first.error).toBeUndefined();
    expect(first.report).toMatchObject({ in: 1, out: 2 });
    expect(first.chain).toBe(network);
    expect(heard).toEqual([2]);
    expect(agency.ledger.read((view) => view.chain(acme.chain)?.size)).toBe(2);
    const second = await dialling(acme, url, { last: first.memory });
    expect(second.report).toMatchObject({ in: 0, out: 0 });
    // Two proofs, and next to nothing else.
    expect(second.bytes).toBeLessThan(6_144);
  });

  it('says that it lives, and answers nothing else', async () => {
    const { url } = await serving(agency);
    expect(await (await fetch(new URL('healthz', url))).json()).toEqual({ ok: true });
    expect((await fetch(new URL('healthz', url), { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(url)).status).toBe(404);
    const wrong = await fetch(new URL('v1/exchange', url));
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await post(url, hello(), 'text/plain')).status).toBe(415);
    const packed = { 'content-type': FRAMES_TYPE, 'content-encoding': 'gzip' };
    const sent = await fetch(new URL('v1/exchange', url), { method: 'POST', headers: packed, body: 'x' });
    expect(sent.status).toBe(415);
  });

  it('stops when told to, and lets a turn end', async () => {
    const served = await serving(agency);
    const done = dialling(acme, served.url);
    expect((await done).error).toBeUndefined();
    await served.close();
    closing = closing.slice(0, -1);
    expect((await dialling(acme, served.url)).error).toMatchObject({
      code: 'peer-away',
      message: 'nobody answers at this address',
    });
  });
});

describe('a server with bad peers', () => {
  it('refuses another network, broken frames, frames over 4 MiB and bodies that unpack to more', async () => {
    const { url } = await serving(agency);
    const bomb = brotliCompressSync(Buffer.alloc(64 * 1024 * 1024), QUICKLY);
    const cases: readonly [string, Uint8Array, string][] = [
      ['network', hello('a'.repeat(26)), 'other-network'],
      ['noise', Buffer.from('GET / HTTP/1.1 something else entirely'), 'bad-frame'],
      ['oversize', Buffer.concat([hello(), Buffer.from([0x00, 0x40, 0x00, 0x01, FRAME.data, 0])]), 'bad-frame'],
      ['bomb', Buffer.concat([hello(), frameHeader(FRAME.heads, 1, bomb.length), bomb]), 'bad-frame'],
      ['cut', hello(), 'bad-frame'],
      ['cut inside a frame', hello().subarray(0, 20), 'bad-frame'],
      ['no hello', encodeFrame(toFrame({ type: 'done', asks: 0 }, false)), 'bad-frame'],
    ];
    for (const [name, body, code] of cases) {
      const { status, text } = await post(url, body);
      expect([name, status, JSON.parse(text).code]).toEqual([name, 400, code]);
    }
    expect((await dialling(acme, url)).error).toBeUndefined();
  });

  it('closes a connection that does not finish its headers', async () => {
    const { url } = await serving(agency);
    const { socket, said } = await raw(url);
    socket.write('POST /v1/exchange HTTP/1.1\r\nhost: x\r\n');
    expect(await said).toMatch(/^(HTTP\/1.1 408.*)?/);
  });

  it('closes a connection that sends a byte of a good frame now and then', async () => {
    const { url } = await serving(agency);
    const { socket, said } = await raw(url);
    socket.write(
      `POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: ${FRAMES_TYPE}\r\ncontent-length: 100000\r\n\r\n`,
    );
    socket.write(Buffer.concat([hello(), frameHeader(FRAME.data, 0, 50_000)]));
    const drip = setInterval(() => socket.write('x'), 50);
    // Fifty times as long as a connection may take without progress.
    const patience = new Promise((resolve) => setTimeout(resolve, 50 * QUICK.idle, 'still open').unref());
    expect(await Promise.race([said, patience])).toBe('');
    clearInterval(drip);
    expect((await dialling(acme, url)).error).toBeUndefined();
  });

  it('takes so many connections and no more, and closes one that does nothing for one that does', async () => {
    const { url } = await serving(agency, { connections: 3, patience: { headers: 5_000, idle: 5_000 } });
    const idle = await Promise.all([raw(url), raw(url), raw(url)]);
    expect((await dialling(acme, url)).error).toBeUndefined();
    const open = await Promise.all(
      idle.map(({ said }) =>
        Promise.race([said.then(() => false), new Promise((resolve) => setTimeout(resolve, 100, true))]),
      ),
    );
    expect(open.filter(Boolean)).toHaveLength(2);
    for (const { socket } of idle) socket.destroy();
  });

  it('has places for members that strangers do not take, also where they are at work', async () => {
    const slow = { headers: 5_000, idle: 15_000 };
    const { url } = await serving(agency, { connections: 8, patience: slow, peers: 'known' });
    const working: Socket[] = [];
    for (let n = 0; n < 8; n += 1) {
      const { socket } = await raw(url);
      socket.write(
        `POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: ${FRAMES_TYPE}\r\ncontent-length: 9000000\r\n\r\n`,
      );
      socket.write(Buffer.concat([hello(), frameHeader(FRAME.data, 0, MAX_FRAME)]));
      working.push(socket);
    }
    const drip = setInterval(() => {
      for (const socket of working) if (!socket.destroyed) socket.write(Buffer.alloc(4_096));
    }, 50);
    closing.push(() => clearInterval(drip));
    // Longer than a connection may take to show that it moves.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    for (let round = 0; round < 3; round += 1) {
      expect((await dialling(acme, url, { patience: slow, peers: 'known' })).error).toBeUndefined();
    }
    expect(working.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(4);
  });

  it('hears an honest one as fast beside a thousand that sit there and 64 that drip', async () => {
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 15_000 } });
    const timed = async () => {
      const start = performance.now();
      expect((await dialling(acme, url, { patience })).error).toBeUndefined();
      return performance.now() - start;
    };
    await timed();
    const alone = await timed();
    const dripping = await Promise.all(Array.from({ length: 64 }, () => raw(url)));
    for (const { socket } of dripping) {
      socket.write(
        `POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: ${FRAMES_TYPE}\r\ncontent-length: 100000\r\n\r\n`,
      );
      socket.write(hello());
    }
    const drip = setInterval(() => {
      for (const { socket } of dripping) socket.write('x'.repeat(11));
    }, 100);
    closing.push(() => clearInterval(drip));
    for (let i = 0; i < 10; i += 1) await Promise.all(Array.from({ length: 100 }, () => raw(url)));
    // More than once: whoever is let in must not have been lucky.
    for (let round = 0; round < 3; round += 1) expect(await timed()).toBeLessThan(10 * Math.max(alone, 100));
  });

  it('goes on with an exchange after seventy others have said hello, and after a thousand', async () => {
    add(acme, commission(network, serials(1_000)));
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 15_000 } });
    const greeting = Buffer.concat([hello(), encodeFrame(toFrame({ type: 'done', asks: 0 }, false))]);
    for (const strangers of [70, 1_100]) {
      let turns = 0;
      const between = await impostor((asked, response) => {
        const chunks: Buffer[] = [];
        asked.on('data', (chunk: Buffer) => chunks.push(chunk));
        asked.on('end', async () => {
          turns += 1;
          for (let n = 0; turns > 1 && n < strangers; n += 10)
            await Promise.all(Array.from({ length: 10 }, () => post(url, greeting)));
          const { 'transfer-encoding': _, ...headers } = asked.headers;
          const on = request(new URL('v1/exchange', url), { method: 'POST', headers }, (answer) => {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          });
          on.end(Buffer.concat(chunks));
        });
      });
      add(acme, commission(network, serials(10, `S${strangers}-`), `L${strangers}`));
      expect((await dialling(acme, between, { patience })).error).toBeUndefined();
      expect(turns).toBeGreaterThan(1);
      expect(agency.ledger.read((view) => view.chain(acme.chain)?.size)).toBe(
        acme.ledger.read((view) => view.chain(acme.chain)?.size),
      );
    }
  });

  it('answers a stranger who asks for the same twenty thousand times no more than a turn holds', async () => {
    add(acme, commission(network, serials(20_000)));
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 15_000 } });
    await dialling(acme, url, { patience });
    const head = agency.ledger.read((view) => view.chain(acme.chain));
    if (head === undefined) throw new Error('the chain did not come');
    const { chain, size, root } = head;
    const wants = Array.from({ length: 20_000 }, () =>
      encodeFrame(toFrame({ type: 'want', chain, size, root, from: 0, to: size, tip: new Uint8Array(0) }, false)),
    );
    const done = encodeFrame(toFrame({ type: 'done', asks: 20_000 }, false));
    const { status, text } = await post(url, Buffer.concat([hello(), ...wants, done]));
    expect(status).toBe(200);
    expect(text.length).toBeLessThan(600_000);
  });

  it('counts empty frames as work', async () => {
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 15_000 } });
    const empty = Buffer.concat(
      Array.from({ length: 400_000 }, () => encodeFrame({ type: 99, codec: 0, body: new Uint8Array(0) })),
    );
    const { status, text } = await post(url, Buffer.concat([hello(), empty]));
    expect([status, JSON.parse(text).message]).toEqual([400, 'the peer goes on sending what brings nothing new']);
  });

  it('keeps little for many peers that never finish a long frame', async () => {
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 5_000 } });
    const long = Buffer.concat([hello(), frameHeader(FRAME.data, 0, MAX_FRAME), Buffer.alloc(MAX_FRAME - 1)]);
    const held = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const { socket, said } = await raw(url);
        socket.write(
          `POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: ${FRAMES_TYPE}\r\ncontent-length: ${2 * MAX_FRAME}\r\n\r\n`,
        );
        socket.write(long);
        return said;
      }),
    );
    const refused = (await Promise.all(held)).filter((said) => said.includes('too many peers at once'));
    expect(refused.length).toBeGreaterThan(20);
    expect((await dialling(acme, url)).error).toBeUndefined();
  });

  it('stops listening to a peer that never brings anything new', async () => {
    const { url } = await serving(agency, { patience: { headers: 5_000, idle: 5_000 } });
    const body = Buffer.alloc(1024 * 1024, 7);
    const noise = encodeFrame({ type: 99, codec: 0, body });
    const sent = request(new URL('v1/exchange', url), { method: 'POST', headers: { 'content-type': FRAMES_TYPE } });
    let broken = false;
    let status = 0;
    sent.on('error', () => {
      broken = true;
    });
    sent.on('response', (answer) => {
      status = answer.statusCode ?? 0;
      answer.resume();
    });
    sent.write(hello());
    let sentBytes = 0;
    while (!broken && status === 0 && sentBytes < 512 * 1024 * 1024) {
      sentBytes += noise.length;
      if (!sent.write(noise)) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(broken || status === 400).toBe(true);
    expect(sentBytes).toBeLessThan(128 * 1024 * 1024);
    sent.destroy();
  });
});

describe('a dialler with bad peers', () => {
  it('does not follow a redirect', async () => {
    const { url } = await serving(agency);
    let asked = 0;
    const elsewhere = await impostor((_, response) => {
      asked += 1;
      response.writeHead(307, { location: new URL('v1/exchange', url).href }).end();
    });
    const { error, report } = await dialling(acme, elsewhere);
    expect(error).toMatchObject({ code: 'peer-away', exit: 75 });
    expect(error?.message).toContain('redirects are not followed');
    expect([asked, report.in]).toEqual([1, 0]);
  });

  it('names what a peer did wrong, and keeps running', async () => {
    const answers: readonly [string, Uint8Array][] = [
      ['bad-frame', Buffer.alloc(10, 255)],
      ['bad-frame', hello().subarray(0, 9)],
      ['peer-away', hello()],
      ['other-network', hello('a'.repeat(26))],
      [
        'bad-frame',
        Buffer.concat([
          hello(),
          frameHeader(FRAME.data, 1, 9),
          brotliCompressSync(Buffer.alloc(MAX_FRAME * 2)).subarray(0, 9),
        ]),
      ],
    ];
    for (const [code, body] of answers) {
      const url = await impostor((asked, response) => {
        asked.resume().on('end', () => response.writeHead(200, { 'content-type': FRAMES_TYPE }).end(body));
      });
      expect((await dialling(acme, url)).error?.code).toBe(code);
    }
    const busy = await impostor((asked, response) => {
      asked.resume().on('end', () => response.writeHead(503).end('{"message":"the disk is full"}'));
    });
    expect((await dialling(acme, busy)).error?.message).toBe('the peer refuses: the disk is full');
  });

  it('gives up on a peer that says nothing, and on one that goes on for ever', async () => {
    const silent = await impostor((asked) => void asked.resume());
    expect((await dialling(acme, silent)).error).toMatchObject({ code: 'peer-away' });
    const noise = encodeFrame({ type: 99, codec: 0, body: Buffer.alloc(1024 * 1024) });
    const endless = await impostor((asked, response) => {
      asked.resume().on('end', () => {
        response.writeHead(200, { 'content-type': FRAMES_TYPE });
        response.write(hello());
        const pour = () => {
          while (!response.destroyed && response.write(noise));
        };
        response.on('drain', pour);
        response.on('error', () => {});
        pour();
      });
    });
    const { error, bytes } = await dialling(acme, endless, { patience: { headers: 5_000, idle: 5_000 } });
    expect(error?.message).toContain('nothing new');
    expect(bytes).toBeLessThan(128 * 1024 * 1024);
  });

  it('keeps what a peer brought before it broke off', async () => {
    add(acme, commission(network, serials(20)));
    const answerer = sideOf(acme.ledger, network, acme.chain);
    let turn = 0;
    const breaking = await impostor((asked, response) => {
      const chunks: Buffer[] = [];
      asked.on('data', (chunk: Buffer) => chunks.push(chunk));
      asked.on('end', () => {
        turn += 1;
        response.writeHead(200, { 'content-type': FRAMES_TYPE });
        for (const frame of framesOf(Buffer.concat(chunks))) answerer.take(frame);
        for (const frame of answerer.turn()) {
          if (turn === 3 && frame.type === FRAME.done) return void setTimeout(() => response.destroy(), 100);
          response.write(encodeFrame(frame));
        }
        response.end();
      });
    });
    const { error, report } = await dialling(agency, breaking);
    expect(error?.code).toBe('peer-away');
    expect(report.in).toBe(2);
    expect(agency.ledger.read((view) => view.chain(acme.chain)?.size)).toBe(2);
  });
});
