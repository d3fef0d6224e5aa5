// Who dials may ask for an answer that is longer than a turn needs to be; it gets one where that costs the other side little.
import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LONG_ANSWERS, TURN_BYTES } from '../../src/sync/limits.ts';
import { type GoesOn, LongAnswers } from '../../src/sync/long-answers.ts';
import type { ServerOptions } from '../../src/sync/server.ts';
import { accredit, add, batchOf, cleanUp, commission, GTIN, type Party, party, serials } from '../ledger/network.ts';
import { dialParty, serveParty, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let hill: Party;
let network: string;
let closing: (() => Promise<unknown> | unknown)[] = [];

/** A line to a server that measures its answers. */
async function measured(to: string): Promise<{ readonly url: string; readonly answers: number[] }> {
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const { method, headers } = request;
    const on = ask(new URL(request.url ?? '/', to), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => answers.push(bytes));
      answer.pipe(response);
    });
    request.pipe(on);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, answers };
}

async function answersOf(more: Partial<ServerOptions>, by: Party = hill): Promise<number[]> {
  const served = await serveParty(acme, network, more);
  closing.push(() => served.close());
  const { url, answers } = await measured(served.url);
  const { error, whole } = await dialParty(by, network, url);
  expect({ error, whole }).toEqual({ error: undefined, whole: true });
  expect(by.ledger.read((view) => view.incomplete())).toBe(false);
  return answers;
}

describe('an answer that is longer than a turn', () => {
  beforeEach(() => {
    agency = party('Agency', '9506000100001', null);
    network = agency.chain;
    acme = party('Acme', '9506000100018', network);
    hill = party('Hill', '9506000100032', network);
    for (const one of [acme, hill]) one.ledger.admit(batchOf(agency.ledger, network));
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    accredit(agency, hill, ['dispenser']);
    for (const one of [acme, hill]) talk(network, one, agency);
    // Some 1.6 MB of tokens.
    add(acme, commission(network, serials(100_000)));
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    closing = [];
    cleanUp();
  });

  it('is given to a member that asks for it, so that it needs few turns', async () => {
    const answers = await answersOf({ peers: 'known' });
    expect(Math.max(...answers)).toBeGreaterThan(TURN_BYTES);
  });

  it('is cut where its time is over, and goes on in the next turn', async () => {
    const answers = await answersOf({ peers: 'known', longTime: 0 });
    // The frame that passes the limit is the last.
    expect(Math.max(...answers)).toBeLessThan(TURN_BYTES + 300_000);
    expect(answers.length).toBeGreaterThan(3);
  });

  it('is not given to whoever proves nothing, where everybody is shown everything', async () => {
    const { ledger } = party('Nobody', '9506000100070', network);
    ledger.admit(batchOf(agency.ledger, network));
    const served = await serveParty(acme, network, { peers: 'open' });
    closing.push(() => served.close());
    const { url, answers } = await measured(served.url);
    const { error } = await dialParty({ ...hill, ledger }, network, url, { prover: undefined });
    expect(error).toBeUndefined();
    expect(answers.length).toBeGreaterThan(3);
    expect(Math.max(...answers)).toBeLessThanOrEqual(TURN_BYTES);
  });

  it('is not what an exchange gives of itself, whatever the peer says it takes', () => {
    const { longest } = talk(network, hill, acme, { turnBytes: TURN_BYTES });
    expect(longest).toBeGreaterThan(TURN_BYTES / 2);
    expect(longest).toBeLessThanOrEqual(TURN_BYTES);
  });
});

describe('places for long answers', () => {
  const holding = (long: LongAnswers, chain: string | undefined) => {
    let end: () => void = () => {};
    let given: GoesOn | undefined;
    const done = long.give(chain, (goesOn) => {
      given = goesOn;
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    const finish = () => {
      end();
      return done;
    };
    return { given: given as GoesOn | undefined, end: finish };
  };

  it('are one to a chain, and few to all; whoever finds none is answered all the same', async () => {
    const long = new LongAnswers();
    const first = holding(long, 'a');
    expect(first.given?.()).toBe(true);
    expect(holding(long, 'a').given).toBeUndefined();
    expect(holding(long, undefined).given).toBeUndefined();
    const others = Array.from({ length: LONG_ANSWERS - 1 }, (_, i) => holding(long, `b${i}`));
    expect(others.every(({ given }) => given !== undefined)).toBe(true);
    expect(holding(long, 'c').given).toBeUndefined();
    await first.end();
    expect(holding(long, 'c').given?.()).toBe(true);
  });

  it('are free again where an answer breaks off', async () => {
    const long = new LongAnswers();
    await expect(long.give('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(holding(long, 'a').given).toBeDefined();
  });
});
