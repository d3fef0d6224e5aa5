// Files at a desk: pictures of codes, documents of the world outside, bundles, labels and symbols, each in a process of its own.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setPassphrase } from '../../src/app/parties/keys.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { delivery } from '../app/epcis-files.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { MIDWAY } from '../app/network.ts';
import { inProcess } from '../cli/program.ts';
import { openTestDesk, type TestDesk } from './desk-world.ts';

const WORD = 'correct horse';
let world: World;
let desk: TestDesk;
let maker: TestDesk;
let scans: readonly string[];
let [store, look, office] = ['', '', ''];

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 6 })).scans;
  await world.share('agency', 'acme', 'midway');
  await world.as('midway', (home) => setPassphrase(home, WORD));
  desk = await openTestDesk(world.env('midway', { passphrase: () => WORD }));
  maker = await openTestDesk(world.env('acme'));
  store = await desk.pair('warehouse', 'Ramp');
  look = await desk.pair('look');
  office = await maker.pair('office');
});
afterAll(async () => {
  await desk.close();
  await maker.close();
  world.remove();
});

const posted = (as: string, path: string, body: Uint8Array | string, type = 'application/octet-stream') =>
  desk.ask(path, { method: 'POST', as, headers: { 'content-type': type }, body });

describe('a picture', () => {
  it('is read for the codes in it', async () => {
    const picture = world.path('label.png');
    const home = world.path('acme');
    const drawn = ['label', scans[0] ?? '', '--format', 'png', '-o', picture, '--home', home, '--json'];
    expect((await inProcess(home, drawn)).exit).toBe(0);
    const { documents, text } = await posted(look, '/v1/picture', readFileSync(picture));
    expect([text, documents[0]]).toEqual([
      text,
      { ok: true, scans: [{ format: 'DataMatrix', text: expect.any(String) }] },
    ]);
    const seen = (documents[0]?.scans ?? []) as readonly { readonly text: string }[];
    expect(await desk.do(look, 'verify', { scans: seen.map(({ text }) => text) })).toMatchObject({
      item: { gtin: '09506000134352' },
    });
  });

  it('that is none, or holds none, is told so; two are read at a time', async () => {
    expect((await posted(look, '/v1/picture', 'x\n(01)09506000134352(21)A\n')).status).toBe(415);
    expect((await posted(look, '/v1/picture', '', 'image/png')).status).toBe(415);
    expect((await posted(look, '/v1/picture', Buffer.alloc(17 * 1024 * 1024))).status).toBe(413);
    const bad = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(5_000, 7)]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => posted(look, '/v1/picture', bad)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 200, 503, 503]);
    expect(answers.find(({ status }) => status === 200)?.documents[0]).toMatchObject({ ok: false, code: 'bad-input' });
  });
});

describe('files', () => {
  it('of the world outside are taken in, by whoever works there', async () => {
    const file = delivery({ to: MIDWAY.gln, serials: ['A1', 'A2'], despatch: 'DA-77' });
    expect((await posted(look, '/v1/document', file)).status).toBe(403);
    const { status, documents, text } = await posted(store, '/v1/document', file);
    expect([status, text]).toEqual([200, expect.stringContaining('"ok":true')]);
    expect(documents[0]).toMatchObject({ schema: 'pedigree/epcis-import/1' });
    const home = world.path('midway');
    const shown = await desk.do(store, 'epcis-documents');
    expect(shown.documents).toHaveLength(1);
    expect(await desk.do(store, 'log')).toMatchObject({ ok: true });
    expect(home).toContain('midway');
  });

  it('of bundles go out of one desk and into another', async () => {
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [...scans.slice(0, 2)], despatch: 'DA-78' }));
    const bundle = await new Promise<Buffer>((resolve, reject) => {
      const headers = { authorization: `Desk ${office}` };
      fetch(`${maker.answer.url}v1/bundle?for=${MIDWAY.gln}`, { headers })
        .then(async (answer) => {
          expect(answer.headers.get('content-disposition')).toContain('attachment');
          resolve(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(reject);
    });
    expect((await posted(look, '/v1/bundle', bundle)).status).toBe(403);
    const { documents } = await posted(store, '/v1/bundle', bundle);
    expect(documents[0]).toMatchObject({ ok: true, ending: 'whole' });
    const { shipments } = await desk.do(store, 'incoming');
    expect(shipments).toMatchObject([{ despatch: 'DA-77' }, { fromName: 'Acme', packs: 2, despatch: 'DA-78' }]);
    const none = await maker.ask('/v1/bundle?for=--help', { as: office });
    expect(none.status).toBe(404);
  });
});

describe('labels and symbols', () => {
  it('are drawn, of a scan that is never a file', async () => {
    const label = await maker.post(office, '/v1/label', { scan: scans[3] });
    expect([label.status, label.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    expect(label.text).toContain('<svg');
    for (const scan of ['@/etc/passwd', '/etc/passwd', '-', '--help', 'x'])
      expect([scan, (await maker.post(office, '/v1/label', { scan })).status]).toEqual([scan, 404]);
    expect((await maker.post(office, '/v1/label', { scan: `${scans[3]}\n${scans[4]}` })).status).toBe(400);
    expect((await desk.post(look, '/v1/label', { scan: scans[3] })).status).toBe(403);
  });

  it('of any text, for a screen', async () => {
    for (const body of [{ text: 'PDG-X', kind: 'qrcode' }, { text: 'undo' }, { text: `0109506000134352\u001d10A` }]) {
      const { status, text } = await desk.post(look, '/v1/symbol', body);
      expect([status, text.startsWith('<svg')]).toEqual([200, true]);
      expect(text).not.toContain('script');
    }
    expect((await desk.post(look, '/v1/symbol', { text: 'x', kind: 'other' })).status).toBe(400);
  });
});

describe('what a process writes', () => {
  const running = (script: string) =>
    openTestDesk(world.env('corner'), { program: { command: process.execPath, args: ['-e', script, '--'] } });

  it('is given by two at a time', async () => {
    const slow = await running("setTimeout(() => process.stdout.write('<svg/>'), 1500)");
    const as = await slow.pair('office');
    const statuses = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        n % 2 === 0 ? slow.post(as, '/v1/label', { scan: 'x' }) : slow.ask('/v1/bundle', { as }),
      ),
    );
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 200, 503, 503]);
    expect((await slow.post(as, '/v1/label', { scan: 'x' })).text).toBe('<svg/>');
    await slow.close();
  });

  it('is no whole answer where it failed in between', async () => {
    const broken = await running("process.stdout.write('a part', () => process.exit(74))");
    const as = await broken.pair('office');
    await expect(broken.ask('/v1/bundle', { as })).rejects.toThrow();
    await broken.close();
  });
});
