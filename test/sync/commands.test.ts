// The commands that let nodes meet, run as processes: serve, sync, peer, export, import.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { folder, pedigree, type Reply, type Running, start } from '../cli/program.ts';

const { path, remove } = folder();
const GLN = { agency: '9506000110004', acme: '9506000110011', midway: '9506000110028', hill: '9506000110035' };
let running: Running[] = [];

/** One command line in a party's home. */
function at(party: string, ...args: readonly string[]): Reply {
  return pedigree(path('.'), ['--home', path(party), ...args]);
}

/** As `at`, with the one JSON document that it answers. */
function json(party: string, exit: number, ...args: readonly string[]): Readonly<Record<string, unknown>> {
  const reply = at(party, '--json', ...args);
  expect([args.join(' '), reply.exit, reply.stderr]).toEqual([
    args.join(' '),
    exit,
    exit === 0 ? '' : expect.anything(),
  ]);
  const [document] = reply.json;
  if (document === undefined) throw new Error(`nothing came of ${args.join(' ')}`);
  return document;
}

async function serving(
  party: string,
  ...args: readonly string[]
): Promise<{ readonly url: string; readonly node: Running }> {
  const node = start(path('.'), ['--home', path(party), '--json', 'serve', '--port', '0', ...args]);
  running.push(node);
  const { url } = JSON.parse(await node.line());
  return { url, node };
}

function bundle(name: string): string {
  return path(`${name}.pedigree`);
}

beforeAll(() => {
  const file = (name: string) => path(name);
  json('agency', 0, 'init', '--name', 'Agency', '--gln', GLN.agency, '--regulator', '--test');
  json('agency', 0, 'card', '-o', file('agency.card'));
  const roles = { acme: ['manufacturer', '--prefix', '9506000'], midway: ['distributor'], hill: ['dispenser'] };
  for (const [name, role] of Object.entries(roles)) {
    const gln = GLN[name as keyof typeof GLN];
    json(name, 0, 'init', '--name', name, '--gln', gln, '--network', file('agency.card'), '--test');
    json(name, 0, 'card', '-o', file(`${name}.card`));
    json('agency', 0, 'accredit', file(`${name}.card`), '--role', ...role, '-o', file(`${name}.welcome`));
  }
});
afterEach(async () => {
  for (const node of running) await node.stop('SIGKILL');
  running = [];
});
afterAll(remove);

describe('import', () => {
  it('takes a welcome in, and says the second time that it is recorded', () => {
    const welcome = path('acme.welcome');
    expect(json('acme', 0, 'import', welcome, '--dry-run')).toMatchObject({ events: 1, already: false, dryRun: true });
    expect(json('acme', 0, 'import', welcome)).toMatchObject({
      events: 1,
      already: false,
      setAside: [],
      ending: 'whole',
    });
    expect(json('acme', 0, 'import', welcome)).toMatchObject({ events: 0, already: true });
    expect(at('acme', 'import', welcome).stdout).toContain('already recorded');
    json('acme', 0, 'product', 'set', '--gtin', '09506000134352', '--name', 'Panacea', '--strength', '20 mg');
  });

  it('stores what a cut file proves, names the rest and exits 65', () => {
    json('midway', 0, 'import', path('midway.welcome'));
    const { bytes } = json('acme', 0, 'export', bundle('acme')) as { bytes: number };
    const whole = readFileSync(bundle('acme'));
    expect(whole.length).toBe(bytes);
    writeFileSync(bundle('cut'), whole.subarray(0, whole.length - 300));
    const answer = json('midway', 65, 'import', bundle('cut'));
    expect(answer).toMatchObject({ ok: false, code: 'bad-bundle', exit: 65, ending: 'cut' });
    expect(answer.setAside).toEqual([expect.objectContaining({ name: 'acme', why: 'missing' })]);
    const text = at('midway', 'import', bundle('cut'));
    expect(text.exit).toBe(65);
    expect(text.stderr.replace(/\s+/g, ' ')).toContain('was cut off');
    expect(json('midway', 0, 'import', bundle('acme'))).toMatchObject({ setAside: [], ending: 'whole' });
  });

  it('does not say of what it sets aside that it is recorded, however often it comes', () => {
    json('stranger', 0, 'init', '--name', 'S', '--gln', '9506000110059', '--network', path('agency.card'), '--test');
    json('stranger', 0, 'key', 'rotate');
    json('stranger', 0, 'export', bundle('stranger'));
    expect(json('hill', 0, 'import', bundle('stranger'))).toMatchObject({ already: false });
    const again = json('hill', 0, 'import', bundle('stranger'));
    expect(again).toMatchObject({ events: 0, already: false, setAside: [{ why: 'not-accredited' }] });
    expect(at('hill', 'import', bundle('stranger')).stdout).toMatch(/^nothing new could be taken in\nset aside: /);
  });

  it('refuses what is no bundle, and a bundle of another network', () => {
    writeFileSync(path('noise'), 'not a bundle at all');
    writeFileSync(path('empty'), '');
    mkdirSync(path('a-folder'), { recursive: true });
    for (const name of ['noise', 'empty', 'a-folder']) {
      expect(json('acme', 65, 'import', path(name))).toMatchObject({ ok: false, code: 'bad-bundle' });
    }
    expect(json('acme', 66, 'import', path('nothing'))).toMatchObject({ code: 'no-such-file' });
    json('other', 0, 'init', '--name', 'Other', '--gln', '9506000110042', '--regulator', '--test');
    json('other', 0, 'export', bundle('other'));
    expect(json('acme', 65, 'import', bundle('other'))).toMatchObject({ code: 'other-network' });
  });
});

describe('export', () => {
  it('writes all chains, or those of named parties, the agency always first', () => {
    const all = json('agency', 0, 'export', bundle('all')) as { chains: string[] };
    expect(all.chains).toHaveLength(4);
    const one = json('agency', 0, 'export', bundle('one'), '--chain', 'midway') as { chains: string[] };
    expect(one.chains).toHaveLength(2);
    expect(one.chains[0]).toBe(all.chains[0]);
    expect(json('agency', 0, 'export', bundle('for'), '--for', GLN.hill)).toMatchObject({
      for: { name: 'hill', gln: GLN.hill },
    });
    expect(json('agency', 66, 'export', bundle('none'), '--chain', 'nobody')).toMatchObject({ code: 'not-found' });
    writeFileSync(path('letter.txt'), 'Dear Sir');
    expect(json('agency', 73, 'export', path('letter.txt'))).toMatchObject({ code: 'cannot-create' });
  });
});

describe('peers', () => {
  it('are added, listed and removed', () => {
    expect(json('hill', 0, 'peer', 'list')).toMatchObject({ peers: [] });
    expect(json('hill', 2, 'sync')).toMatchObject({ ok: false, code: 'usage' });
    json('hill', 0, 'peer', 'add', 'nobody', 'http://127.0.0.1:9');
    expect(json('hill', 0, 'peer', 'add', 'nobody', 'http://127.0.0.1:9')).toMatchObject({ already: true });
    expect(json('hill', 2, 'peer', 'add', 'x', 'ftp://127.0.0.1')).toMatchObject({ code: 'usage' });
    expect(json('hill', 66, 'peer', 'remove', 'x')).toMatchObject({ code: 'not-found' });
    expect(json('hill', 0, 'peer', 'remove', 'nobody')).toMatchObject({ peers: [] });
  });
});

describe('serve and sync', () => {
  it('bring both sides to the same state; a peer that fails does not keep the others back', async () => {
    const { url, node } = await serving('agency');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
    json('acme', 0, 'peer', 'add', 'agency', url);
    expect(json('acme', 0, 'sync')).toMatchObject({ peers: [{ name: 'agency', url }] });
    json('hill', 0, 'peer', 'add', 'a dead one', 'http://127.0.0.1:9');
    json('hill', 0, 'peer', 'add', 'agency', url);
    const answer = json('hill', 75, 'sync') as { peers: { in: number; error?: string }[]; ok: boolean };
    expect(answer.ok).toBe(true);
    expect(answer.peers.map(({ error }) => error)).toEqual(['nobody answers at this address', undefined]);
    expect(answer.peers[1]?.in).toBeGreaterThan(0);
    expect(json('hill', 0, 'sync', 'agency')).toMatchObject({ peers: [{ in: 0, out: 0 }] });
    expect(json('hill', 0, 'sync', url)).toMatchObject({ peers: [{ name: 'agency' }] });
    expect(await node.stop('SIGTERM')).toBe(0);
    expect(json('acme', 75, 'sync')).toMatchObject({ peers: [{ error: 'nobody answers at this address' }] });
  });

  it('reach somebody who only dials out within a second or two', async () => {
    const { url } = await serving('agency');
    const till = start(path('.'), ['--home', path('hill'), '--json', 'sync', url, '--every', '1s']);
    running.push(till);
    await till.line();
    json('acme', 0, 'product', 'set', '--gtin', '09506000134352', '--name', 'Panacea', '--strength', '40 mg');
    json('acme', 0, 'sync', url);
    let brought = 0;
    for (let round = 0; round < 10 && brought === 0; round += 1) {
      brought = (JSON.parse(await till.line()) as { peers: { in: number }[] }).peers[0]?.in ?? 0;
    }
    expect(brought).toBe(1);
    expect(await till.stop('SIGTERM')).toBe(0);
  });

  it('say clearly when the address is taken or is no address', async () => {
    const { url } = await serving('agency');
    expect(json('agency', 78, 'serve', '--port', new URL(url).port)).toMatchObject({ code: 'bad-setting' });
    expect(json('agency', 78, 'serve', '--host', '203.0.113.9', '--port', '0')).toMatchObject({ code: 'bad-setting' });
    expect(json('agency', 2, 'serve', '--sync-every', 'often')).toMatchObject({ code: 'usage' });
  });
});
