// How long a peer may take: for a whole exchange a quarter of an hour, and never less than a kilobyte a second.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CODEC, encodeFrame, type Frame } from '../../src/chain/frame.ts';
import { dial } from '../../src/sync/client.ts';
import { PATIENCE, watchPace } from '../../src/sync/pace.ts';
import { FRAMES_TYPE, readFrames } from '../../src/sync/wire.ts';
import { batchOf, cleanUp, NOW, type Party, party } from '../ledger/network.ts';
import { proverOf, sideOf } from './talk.ts';

const MINUTE = 60_000;
let server: Server | undefined;

afterEach(() => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
  cleanUp();
});

describe('the pace of a connection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  /** Moves so many bytes each second for that many seconds; after how many it was found to make no progress. */
  function lateAfter(bytes: number, seconds: number): number | undefined {
    const socket = { bytesRead: 0, bytesWritten: 0 };
    let late: number | undefined;
    let now = 0;
    const unwatch = watchPace(socket as Socket, PATIENCE.idle, () => {
      late = now;
    });
    for (; now < seconds; now += 1) {
      socket.bytesRead += bytes;
      vi.advanceTimersByTime(1_000);
    }
    unwatch();
    return late;
  }

  it('is a kilobyte a second, looked at every fifteen seconds', () => {
    expect(lateAfter(1_024, 3_600)).toBeUndefined();
    expect(lateAfter(1_023, 3_600)).toBe(14);
    expect(lateAfter(0, 3_600)).toBe(14);
  });

  it('is looked at for as long as the connection is used, and no longer', () => {
    const socket = { bytesRead: 1_000_000, bytesWritten: 0 };
    let late = 0;
    const unwatch = watchPace(socket as Socket, PATIENCE.idle, () => {
      late += 1;
    });
    vi.advanceTimersByTime(PATIENCE.idle);
    expect(late).toBe(1);
    vi.advanceTimersByTime(10 * PATIENCE.idle);
    expect(late).toBe(1);
    unwatch();
    watchPace(socket as Socket, PATIENCE.idle, () => {
      late += 1;
    })();
    vi.advanceTimersByTime(10 * PATIENCE.idle);
    expect(late).toBe(1);
  });
});

it('an exchange is over after a quarter of an hour, also with a peer that is never done', async () => {
  const agency = party('Agency', '9506000100001', null);
  const network = agency.chain;
  const hill: Party = party('Hill', '9506000100032', network);
  hill.ledger.admit(batchOf(agency.ledger, network, 0, 1));
  const answerer = sideOf(agency.ledger, network, network);
  const unknown: Frame = { type: 99, codec: CODEC.raw, body: new Uint8Array(512) };
  let turns = 0;
  let going: () => void = () => {};
  const goesOn = new Promise<void>((resolve) => {
    going = resolve;
  });
  // It says who it is, and then goes on and on with what nobody knows.
  const started = createServer(async (request, response) => {
    turns += 1;
    await readFrames(request, (frame) => answerer.take(frame));
    response.writeHead(200, { 'content-type': FRAMES_TYPE });
    for (const frame of answerer.turn()) if (turns === 1 || frame.type !== 8) response.write(encodeFrame(frame));
    if (turns === 1) {
      response.end();
      return;
    }
    const pouring = setInterval(() => response.write(encodeFrame(unknown)), 20);
    response.on('close', () => clearInterval(pouring));
    going();
  });
  server = started;
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const url = `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
  let over = false;
  const prover = proverOf(hill.chain);
  const said = { network, chain: hill.chain, prover, peer: 'hub', clock: () => NOW };
  const dialled = dial(hill.ledger, url, said).finally(() => {
    over = true;
  });
  await goesOn;
  vi.advanceTimersByTime(15 * MINUTE - 1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  vi.advanceTimersByTime(1);
  expect((await dialled).error).toMatchObject({
    code: 'peer-away',
    message: 'the exchange took too long; what came is kept',
  });
});
