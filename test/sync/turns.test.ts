// Turns are short, whatever there is to say, and what saves lives is said first.
import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createLine } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sql } from '../../src/ledger/sqlite.ts';
import { takeBundle, writeBundle } from '../../src/sync/bundle.ts';
import { readBundleFile } from '../../src/sync/file.ts';
import { fromFrame } from '../../src/sync/frames.ts';
import { Intake } from '../../src/sync/intake.ts';
import { TURN_BYTES } from '../../src/sync/limits.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  NOW,
  type Party,
  party,
  serials,
} from '../ledger/network.ts';
import { dialParty, serveParty, sideOf, sizes, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let bolt: Party;
let hill: Party;
let network: string;
let closing: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  acme = party('Acme', '9506000100018', network);
  bolt = party('Bolt', '9506000100025', network);
  hill = party('Hill', '9506000100032', network);
  for (const one of [acme, bolt, hill]) one.ledger.admit(batchOf(agency.ledger, network));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  accredit(agency, bolt, ['manufacturer'], { gtins: ['09506000100995'] });
  accredit(agency, hill, ['dispenser']);
  for (const one of [acme, bolt, hill]) talk(network, one, agency);
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  cleanUp();
});

function recall(by: Party): void {
  add(by, { type: 'recall', public: { gtin: GTIN, kind: 'issue', lots: ['L1'], class: 1, reason: 'glass particles' } });
}

/** Many small events in one commit of about so many bytes. */
function many(by: Party, count: number): void {
  const drafts = Array.from({ length: count }, (_, i) => ({
    type: 'profile',
    public: { name: by.name, contact: `${i} ${'x'.repeat(900)}` },
  }));
  add(by, ...drafts);
}

describe('a turn', () => {
  it.each(['a peer', 'a file'])(
    'can hand on what came from %s in long ones, for checkpoints lie as close as they were',
    async (from) => {
      for (let i = 0; i < 25; i++) many(acme, 250);
      if (from === 'a peer') talk(network, agency, acme);
      else {
        const file = join(folder(), 'all.pedigree');
        writeBundle(acme.ledger, file, 'all');
        await takeBundle(agency.ledger, file, { clock: () => NOW });
      }
      const run = vi.spyOn(Sql.prototype, 'run');
      // The line is as good as a line can be.
      const now = vi.spyOn(performance, 'now').mockReturnValue(0);
      const { turns, longest } = talk(network, hill, agency, { turnBytes: TURN_BYTES });
      const transactions = run.mock.calls.filter(([text]) => text === 'BEGIN IMMEDIATE').length;
      for (const spy of [run, now]) spy.mockRestore();
      expect(turns).toBeGreaterThan(10);
      // Some 2 MB each, and what this side and the other note for themselves.
      expect(transactions).toBeLessThan(turns / 2);
      expect(longest).toBeLessThanOrEqual(TURN_BYTES);
      expect(sizes(hill.ledger)[acme.chain]).toBe(sizes(acme.ledger)[acme.chain]);
    },
    60_000,
  );

  it('has no more bytes than it may, whatever there is to say, and the exchange goes on in the next', () => {
    add(acme, commission(network, serials(30_000)));
    many(acme, 200);
    const pushed = talk(network, acme, agency, { turnBytes: 64 * 1024 });
    expect(pushed.longest).toBeLessThanOrEqual(64 * 1024);
    expect(pushed.turns).toBeGreaterThan(8);
    expect(pushed.asker.out).toBe(pushed.answerer.in);
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
    const pulled = talk(network, hill, agency, { turnBytes: 64 * 1024 });
    expect(pulled.longest).toBeLessThanOrEqual(64 * 1024);
    expect(sizes(hill.ledger)).toEqual(sizes(agency.ledger));
    for (const one of [agency, hill]) {
      expect(one.ledger.read((view) => view.incomplete())).toBe(false);
      expect(one.ledger.audit().findings).toEqual([]);
    }
    expect(pulled.memory).toBeDefined();
    expect(talk(network, hill, agency, { last: pulled.memory }).turns).toBe(2);
  });

  it('may be heard by another process of the same home each time, both ways', () => {
    add(acme, commission(network, serials(30_000)));
    many(acme, 200);
    recall(acme);
    const pushed = talk(network, acme, agency, { turnBytes: 64 * 1024, processes: true });
    expect(pushed.turns).toBeGreaterThan(8);
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
    talk(network, hill, agency, { turnBytes: 64 * 1024, processes: true });
    expect(sizes(hill.ledger)).toEqual(sizes(agency.ledger));
    for (const one of [agency, hill]) {
      expect(one.ledger.read((view) => view.incomplete())).toBe(false);
      expect(one.ledger.audit().findings).toEqual([]);
    }
  });

  it('heard by another process each time still ends with what was set aside until its accreditation came', () => {
    const park = party('Park', '9506000100049', network);
    park.ledger.admit(batchOf(agency.ledger, network, 0, 1));
    const far = party('Far', '9506000100056', network);
    far.ledger.admit(batchOf(agency.ledger, network, 0, 1));
    far.ledger.admit(batchOf(park.ledger, park.chain));
    add(park, { type: 'profile', public: { name: 'Park', contact: 'the desk' } });
    accredit(agency, park, ['dispenser']);
    talk(network, park, agency);
    const { memory } = talk(network, agency, far, { turnBytes: 64 * 1024, processes: true });
    expect(memory).toBeDefined();
    expect(sizes(far.ledger)[park.chain]).toBe(2);
  });

  it('leaves nothing behind of a commit that came in parts', () => {
    many(acme, 200);
    const asker = sideOf(acme.ledger, network, acme.chain, { turnBytes: 64 * 1024 });
    const answerer = sideOf(agency.ledger, network, agency.chain, { turnBytes: 64 * 1024 });
    for (let turn = 0; turn < 3; turn += 1) {
      for (const frame of asker.turn()) answerer.take(frame);
      for (const frame of answerer.turn()) asker.take(frame);
    }
    expect(agency.ledger.local.aside.keys('part ')).toHaveLength(1);
    // The line breaks, and the next exchange begins the commit anew.
    talk(network, acme, agency, { turnBytes: 64 * 1024 });
    expect(agency.ledger.local.aside.keys('part ')).toEqual([]);
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
  });
});

describe('news that save lives', () => {
  it('come before a mint that came first', () => {
    add(bolt, commission(network, serials(30_000, 'B'), 'B1'));
    talk(network, bolt, agency);
    recall(acme);
    talk(network, acme, agency);
    const asker = sideOf(hill.ledger, network, hill.chain, { turnBytes: 64 * 1024 });
    const answerer = sideOf(agency.ledger, network, agency.chain, { turnBytes: 64 * 1024 });
    for (let turn = 0; turn < 3; turn += 1) {
      for (const frame of asker.turn()) answerer.take(frame);
      for (const frame of answerer.turn()) asker.take(frame);
    }
    expect(sizes(hill.ledger)[acme.chain]).toBe(2);
    expect(hill.ledger.read((view) => view.incomplete())).toBe(true);
  });

  it('come before the pages of a mint before them on the same chain, and the pages are fetched from whoever has them', () => {
    add(acme, commission(network, serials(30_000)));
    recall(acme);
    const asker = sideOf(acme.ledger, network, acme.chain, { turnBytes: 64 * 1024 });
    const answerer = sideOf(agency.ledger, network, agency.chain, { turnBytes: 64 * 1024 });
    for (let turn = 0; turn < 3; turn += 1) {
      for (const frame of asker.turn()) answerer.take(frame);
      for (const frame of answerer.turn()) asker.take(frame);
    }
    const recalled = (by: Party) => by.ledger.read((view) => view.notices(GTIN).length);
    expect([sizes(agency.ledger)[acme.chain], recalled(agency)]).toEqual([3, 1]);
    expect(agency.ledger.read((view) => [view.incomplete(), view.incomplete(GTIN)])).toEqual([true, true]);
    // The line broke. What is here goes on to others, and what came of pages is not asked for again.
    talk(network, hill, agency);
    expect([recalled(hill), hill.ledger.read((view) => view.incomplete(GTIN))]).toEqual([1, true]);
    expect(hill.ledger.audit().findings).toEqual([]);
    talk(network, hill, acme);
    expect(hill.ledger.read((view) => view.incomplete())).toBe(false);
    // Heads are equal, and the pages come all the same.
    const { memory } = talk(network, agency, hill, { turnBytes: 64 * 1024, processes: true });
    expect(memory).toBeDefined();
    expect(agency.ledger.read((view) => view.incomplete())).toBe(false);
    for (const one of [agency, hill]) expect(one.ledger.audit().findings).toEqual([]);
  });

  it('are taken although their author never gives the pages before them, and nobody is asked for ever', () => {
    add(acme, commission(network, serials(600)));
    recall(acme);
    const pages = acme.ledger.read((view) =>
      [...view.leaves(acme.chain, 0, 1, 2)].flatMap(({ bytes }) => view.attachments(bytes)),
    );
    for (const one of pages) acme.ledger.forgetPages(one);
    const { memory, turns } = talk(network, acme, agency);
    expect(memory).toBeDefined();
    expect(turns).toBeLessThan(6);
    expect(sizes(agency.ledger)[acme.chain]).toBe(3);
    expect(talk(network, hill, agency, { processes: true }).turns).toBeLessThan(6);
    expect(agency.ledger.audit().findings).toEqual([]);
  });

  it('stand before the pages of everybody in a bundle', async () => {
    add(bolt, commission(network, serials(30_000, 'B'), 'B1'));
    talk(network, bolt, agency);
    recall(acme);
    talk(network, acme, agency);
    const file = join(folder(), 'news.pedigree');
    writeBundle(agency.ledger, file, 'all');
    const order: string[] = [];
    await readBundleFile(file, (frame) => {
      const message = fromFrame(frame);
      if (message?.type === 'page') order.push('page');
      if (message?.type === 'data' && message.chain === acme.chain) order.push('acme');
    });
    expect(order.indexOf('page')).toBeGreaterThan(order.lastIndexOf('acme'));
    const taken = await takeBundle(hill.ledger, file, { clock: () => NOW });
    expect(taken.setAside).toEqual([]);
    expect(sizes(hill.ledger)).toEqual(sizes(agency.ledger));
  });
});

interface Proxy {
  readonly url: string;
  /** Bytes of each body that was let through. */
  readonly bodies: number[];
}

/** A proxy before a node that answers instead of it where `refuse` says so. */
async function proxy(
  to: string,
  refuse: (bytes: number, n: number, response: ServerResponse) => boolean,
): Promise<Proxy> {
  const bodies: number[] = [];
  let n = 0;
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      n += 1;
      if (refuse(body.length, n, response)) return;
      bodies.push(body.length);
      const { 'transfer-encoding': _, ...headers } = request.headers;
      const on = ask(new URL(request.url ?? '/', to), { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      on.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies };
}

/** A line to a port on which no connection carries more than so many bytes at once there. */
async function wire(port: number, most: number): Promise<string> {
  const server = createLine((near) => {
    const far = connect(port, '127.0.0.1');
    let bytes = 0;
    near.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > most) near.resetAndDestroy();
      else far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      bytes = 0;
      near.write(chunk);
    });
    near.on('close', () => far.destroy()).on('error', () => far.destroy());
    far.on('close', () => near.destroy()).on('error', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function serving(by: Party): Promise<string> {
  const served = await serveParty(by, network);
  closing.push(() => served.close());
  return served.url;
}

function dialling(by: Party, url: string) {
  return dialParty(by, network, url);
}

describe('a proxy', () => {
  it('that takes a megabyte lets a large lot and the recall behind it through', async () => {
    add(acme, commission(network, serials(100_000)));
    recall(acme);
    const { url, bodies } = await proxy(await serving(agency), () => false);
    const { error, memory } = await dialling(acme, url);
    expect(error).toBeUndefined();
    expect(memory).toBeDefined();
    expect(Math.max(...bodies)).toBeLessThanOrEqual(512 * 1024);
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
    expect(agency.ledger.read((view) => view.incomplete())).toBe(false);
  });

  it('that takes less is given less', async () => {
    add(acme, commission(network, serials(30_000)));
    recall(acme);
    const { url, bodies } = await proxy(await serving(agency), (bytes, _, response) => {
      if (bytes <= 100_000) return false;
      response.writeHead(413).end('<html>413 Request Entity Too Large</html>');
      return true;
    });
    expect((await dialling(acme, url)).error).toBeUndefined();
    expect(bodies.length).toBeGreaterThan(4);
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
  });

  it('that breaks off a body that is too long for it is given less, too', async () => {
    add(acme, commission(network, serials(30_000)));
    const to = new URL(await serving(agency));
    const url = await wire(Number(to.port), 150_000);
    expect((await dialling(acme, url)).error).toBeUndefined();
    expect(sizes(agency.ledger)).toEqual(sizes(acme.ledger));
  });

  it('that takes next to nothing is named, and not asked for ever', async () => {
    add(acme, commission(network, serials(30_000)));
    const { url } = await proxy(await serving(agency), (bytes, _, response) => {
      if (bytes <= 2_000) return false;
      response.writeHead(413).end();
      return true;
    });
    expect((await dialling(acme, url)).error).toMatchObject({ code: 'peer-away', message: 'the peer answers 413' });
  });

  it('that has to be waited for keeps nobody from what had come before', async () => {
    for (let i = 0; i < 12; i++) many(acme, 250);
    talk(network, agency, acme);
    const served = await serveParty(agency, network, { turnBytes: TURN_BYTES - 1 });
    closing.push(() => served.close());
    const here = () => sizes(hill.ledger)[acme.chain] ?? 0;
    // The line is as good as a line can be.
    const fresh = vi.spyOn(Intake.prototype, 'isFresh', 'get').mockReturnValue(true);
    const had: number[] = [];
    const { url, bodies } = await proxy(served.url, (_, n, response) => {
      // By then some turns have come.
      if (n === 5 || n === 6) had.push(here());
      if (n === 5) response.writeHead(503, { 'retry-after': '1' }).end();
      return n === 5;
    });
    expect((await dialling(hill, url)).error).toBeUndefined();
    fresh.mockRestore();
    expect(bodies.length).toBeGreaterThan(6);
    expect(here()).toBe(sizes(acme.ledger)[acme.chain]);
    const [asked = 0, again = 0] = had;
    expect(again).toBeGreaterThan(asked);
  });

  it.each([429, 503])('that answers %i is asked again when it has told', async (status) => {
    recall(acme);
    const { url } = await proxy(await serving(agency), (_, n, response) => {
      if (n % 2 === 0) return false;
      response.writeHead(status, { 'retry-after': '1' }).end();
      return true;
    });
    const start = performance.now();
    const { error, report } = await dialling(acme, url);
    expect(error).toBeUndefined();
    expect(report.out).toBe(1);
    expect(performance.now() - start).toBeGreaterThan(1_000);
  });
});
