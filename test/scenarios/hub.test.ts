// A day with a hub: a maker and a pharmacy with a folder each, an agency, and between them two processes of one hub, of which either
// answers any turn. Then the database is lost, and what its copy never heard comes back from those who wrote it.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type ClientRequest, get, type IncomingMessage, request, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FRAMES_TYPE } from '../../src/sync/wire.ts';
import { HubStage, POSTGRES } from '../cli/hub-stage.ts';
import { environment, PROGRAM, type Running, start, validated } from '../cli/program.ts';
import { type Party, Stage } from '../cli/scenes.ts';
import type { TestServer } from '../ledger/postgres/server.ts';
import { describeGiven } from '../left-out.ts';
import { inTurnOver, urlOf } from './in-turn.ts';

type Json = Readonly<Record<string, unknown>>;

function asked(
  url: string,
  body?: object,
): Promise<{ readonly status: number; readonly text: string; readonly seen: number }> {
  return new Promise((resolve, reject) => {
    const take = (answer: IncomingMessage): void => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text, seen: Number(answer.headers['pedigree-seen'] ?? -1) }),
      );
    };
    const made: ClientRequest = body === undefined ? get(url, take) : request(url, { method: 'POST' }, take);
    made.on('error', reject);
    if (body !== undefined) made.end(JSON.stringify(body));
  });
}

describeGiven('PostgreSQL', POSTGRES, 'a hub of two processes', () => {
  const stage = new Stage();
  const hubs = new HubStage();
  const running: Running[] = [];
  const servers: Server[] = [];
  const copies: TestServer[] = [];
  let dsn = '';

  beforeAll(() => stage.begin());
  beforeEach(() => {
    stage.set([]);
    dsn = hubs.open(stage.path);
  });
  afterEach(async () => {
    for (const one of servers.splice(0)) one.closeAllConnections();
    for (const one of running.splice(0)) await one.stop('SIGTERM');
    for (const one of copies.splice(0)) one.remove();
    if (!hubs.server.running()) hubs.server.start();
  });
  afterAll(() => {
    hubs.remove();
    stage.remove();
  });

  /** What a party types; this process goes on meanwhile, as the proxy is in it. */
  function typed(party: Party, ...words: readonly string[]): Promise<Json> {
    return new Promise((resolve, reject) => {
      const env = environment(stage.path, stage.at(party));
      execFile(process.execPath, [PROGRAM, ...words, '--json'], { cwd: stage.path, env }, (_, stdout, stderr) => {
        const [json] = validated(stdout);
        if (json === undefined) reject(new Error(`${words.join(' ')}: ${stderr}`));
        else resolve(json);
      });
    });
  }
  const at = (party: Party, line: string): Promise<Json> => typed(party, ...line.split(' '));

  async function serve(file: string): Promise<{ readonly url: string; readonly inside: string }> {
    const line = ['hub', 'serve', '--dsn-file', file, '--port', '0', '--inside-port', '0', '--json'];
    const one = start(stage.path, line, stage.at('midway'));
    running.push(one);
    const [said] = validated(await one.line());
    return { url: String(said?.url), inside: String(said?.inside) };
  }

  async function twoOf(file: string) {
    const both = [await serve(file), await serve(file)];
    /** Where the proxy passes requests on to. */
    const behind = both.map(({ url }) => url);
    const proxy = await inTurnOver(behind);
    servers.push(proxy);
    return { url: urlOf(proxy), inside: both.map(({ inside }) => inside), behind };
  }

  const SCAN = '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123';

  it('carries the trade of a maker and a pharmacy, verifies, and tells whoever waits of a recall', async () => {
    await at('midway', 'hub init --dsn-file hub.dsn');
    const { url, inside } = await twoOf('hub.dsn');
    const [first = '', second = ''] = inside;
    for (const party of ['acme', 'hill', 'agency'] as const) await at(party, `peer add hub ${url}`);
    await typed('acme', 'ship', '--to', 'Hill Pharmacy', SCAN, '@scans.txt', '--despatch', 'DA-1');
    expect(await at('acme', 'sync')).toMatchObject({ exit: 0, peers: [{ name: 'hub' }] });
    expect(await at('hill', 'sync')).toMatchObject({ exit: 0, new: { incoming: [{ despatch: 'DA-1' }] } });
    expect(await at('hill', 'receive DA-1')).toMatchObject({ exit: 0 });
    expect(await at('hill', `dispense ${SCAN}`)).toMatchObject({ exit: 0 });
    expect(await at('hill', 'sync')).toMatchObject({ exit: 0 });

    const verified = await asked(`${first}/v1/verify`, { scan: SCAN });
    const [verdict] = validated(verified.text);
    expect(verdict).toMatchObject({ ok: true, status: 'stop', exit: 14, item: { lot: 'ABC123' } });
    // The other process has read no less than the first one has told.
    const again = await asked(`${second}/v1/verify`, { scan: SCAN, seen: verified.seen });
    expect(validated(again.text)[0]).toMatchObject({ status: 'stop', exit: 14 });
    const later = await asked(`${second}/v1/verify`, { scan: SCAN, seen: verified.seen + 1_000 });
    expect([later.status, validated(later.text)[0]?.code]).toEqual([503, 'locked']);
    expect((await asked(`${first}/v1/verify`, { scan: 'x' })).status).toBe(400);
    expect((await asked(`${first}/v1/verify`, { what: 1 })).status).toBe(400);
    expect((await asked(`${first}/v1/verify`, { scan: SCAN, at: 'nonsense' })).status).toBe(400);
    // Outside nobody verifies, and nobody reads what the process counts.
    expect((await asked(`${url}/v1/verify`, { scan: SCAN })).status).toBe(404);
    expect((await asked(`${url}/metrics`)).status).toBe(404);

    // Whoever only sits there takes no turn from anybody.
    const silent = Array.from({ length: 20 }, () => {
      const headers = { 'content-type': FRAMES_TYPE, 'content-length': 1_000 };
      const one = request(`${url}/v1/exchange`, { method: 'POST', headers });
      one.on('error', () => {}).write('x');
      return one;
    });
    const busy = async () => /turns_busy (\d+)/.exec((await asked(`${first}/metrics`)).text)?.[1];
    expect(await at('hill', 'sync')).toMatchObject({ exit: 0 });
    expect(await busy()).toBe('0');
    for (const one of silent) one.destroy();

    const now = JSON.parse((await asked(`${url}/v1/news`)).text) as Json;
    const waits = asked(`${url}/v1/news?n=${now.n}&epoch=${now.epoch}`);
    const line = 'recall issue --gtin 09506000134352 --lot ABC123 --class 1 --number FMD-1 --confirm ABC123';
    await typed('agency', ...line.split(' '), '--reason', 'glass particles');
    const start = performance.now();
    const news = JSON.parse((await waits).text) as Json;
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(Number(news.n)).toBeGreaterThan(Number(now.n));
    expect(news.urgent).toBeGreaterThan(Number(now.urgent));
    expect(await at('hill', 'sync')).toMatchObject({ new: { recalls: [{ number: 'FMD-1' }] } });
    const recalled = await asked(`${second}/v1/verify`, { scan: SCAN, seen: Number(news.n) });
    expect(validated(recalled.text)[0]?.reasons).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ code: 'recalled' })]) as object,
    );

    expect(await asked(`${first}/readyz`)).toMatchObject({ status: 200 });
    const { text } = await asked(`${first}/metrics`);
    expect(text).toMatch(/^pedigree_hub_turns_total [1-9]/m);
    expect(text).toMatch(/^pedigree_hub_verifies_total [1-9]/m);
    expect(text).not.toContain('7K2M9QX4T8RB3WNC');
    expect(await at('nobody', 'hub audit --dsn-file hub.dsn')).toMatchObject({ exit: 0, findings: [] });
  });

  const RECALL = [
    'recall',
    'issue',
    '--gtin',
    '09506000134352',
    '--lot',
    'ABC123',
    '--class',
    '1',
    '--confirm',
    'ABC123',
  ];
  const newRecalls = (answer: string): unknown => validated(answer).map((one) => (one.new as Json).recalls);

  it('brings a recall in seconds to whoever syncs once a day, and one that came while no process was there', async () => {
    await at('midway', 'hub init --dsn-file hub.dsn');
    const { url, behind } = await twoOf('hub.dsn');
    for (const party of ['hill', 'agency'] as const) await at(party, `peer add hub ${url}`);
    const synced = start(stage.path, ['sync', '--every', '24h', '--json'], stage.at('hill'));
    running.push(synced);
    await synced.line();
    await typed('agency', ...RECALL, '--number', 'FMD-1', '--reason', 'glass particles');
    let begun = performance.now();
    expect(newRecalls(await synced.line())).toMatchObject([[{ number: 'FMD-1' }]]);
    expect(performance.now() - begun).toBeLessThan(120_000);

    for (const one of running.splice(0, 2)) await one.stop('SIGKILL');
    await typed('agency', ...RECALL, '--number', 'FMD-2', '--reason', 'glass particles');
    await at('agency', 'export week.pedigree');
    await at('midway', 'hub admit week.pedigree --dsn-file hub.dsn');
    begun = performance.now();
    behind.splice(0, 2, (await serve('hub.dsn')).url, (await serve('hub.dsn')).url);
    expect(newRecalls(await synced.line())).toMatchObject([[{ number: 'FMD-2' }]]);
    expect(performance.now() - begun).toBeLessThan(120_000);
  });

  it('has what its copy never heard, once each author has synced again', async () => {
    await at('midway', 'hub init --dsn-file hub.dsn');
    const before = await serve('hub.dsn');
    await at('acme', `peer add hub ${before.url}`);
    expect(await at('acme', 'sync')).toMatchObject({ exit: 0 });
    const copy = hubs.server.standby('copy');
    copies.push(copy);
    const epoch = (await at('nobody', 'hub status --dsn-file hub.dsn')).epoch;
    // The copy hears nothing any more.
    copy.stop();
    const product = ['product', 'set', '--gtin', '09506000134352', '--name', 'Amoxil forte'];
    await typed('acme', ...product);
    expect(await at('acme', 'sync')).toMatchObject({ exit: 0 });
    const whole = await at('nobody', 'hub status --dsn-file hub.dsn');
    await running.pop()?.stop('SIGTERM');
    hubs.server.stop('immediate');
    copy.start();
    copy.promote();
    writeFileSync(join(stage.path, 'copy.dsn'), dsn.replace(hubs.server.host, copy.host), { mode: 0o600 });
    const lost = await at('nobody', 'hub status --dsn-file copy.dsn');
    expect(Number(lost.events)).toBeLessThan(Number(whole.events));
    expect(lost.epoch).not.toBe(epoch);
    const after = await serve('copy.dsn');
    await at('acme', `peer add hub ${after.url}`);
    expect(await at('acme', 'sync')).toMatchObject({ exit: 0 });
    expect(await at('nobody', 'hub status --dsn-file copy.dsn')).toMatchObject({ events: whole.events });
    expect(await at('nobody', 'hub audit --dsn-file copy.dsn')).toMatchObject({ exit: 0, findings: [] });
  }, 240_000);
});
