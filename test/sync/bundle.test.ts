// Bundle files: whole, cut, damaged, from elsewhere; what is proved whole is kept.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame, FRAME, type Frame, FrameReader } from '../../src/chain/frame.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { foreseeBundle, takeBundle, writeBundle } from '../../src/sync/bundle.ts';
import { bundleHead, openBundleFile, writeBundleFile } from '../../src/sync/file.ts';
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
import { sizes, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let midway: Party;
let network: string;
let file: string;

const clock = () => NOW;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  acme = party('Acme', '9506000100018', network);
  midway = party('Midway', '9506000100025', network);
  for (const one of [acme, midway]) one.ledger.admit(batchOf(agency.ledger, network));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  add(acme, commission(network, serials(600)));
  talk(network, acme, agency);
  file = join(folder(), 'news.pedigree');
});
afterEach(cleanUp);

function empty(): Ledger {
  return openLedger(folder(), { create: true });
}

/** A ledger that knows its network and nothing else. */
function joined(): Ledger {
  const ledger = empty();
  ledger.joinNetwork(network);
  return ledger;
}

describe('a bundle', () => {
  it('makes an empty ledger equal to the one it was written from, and says nothing new the second time', async () => {
    const written = writeBundle(acme.ledger, file, 'all');
    expect(written).toMatchObject({ events: 4, chains: [network, acme.chain] });
    const ledger = empty();
    const taken = await takeBundle(ledger, file, { clock });
    expect(taken).toMatchObject({ network, author: acme.chain, events: 4, setAside: [], ending: 'whole' });
    expect(sizes(ledger)).toEqual(sizes(acme.ledger));
    expect(ledger.audit().findings).toEqual([]);
    expect(await takeBundle(ledger, file, { clock })).toMatchObject({ events: 0, chains: [], setAside: [] });
  });

  it('of a party that was not accredited is a card: its opening event and the network', async () => {
    add(midway, { type: 'profile', public: { name: 'Midway', contact: 'x' } });
    writeBundle(midway.ledger, file, 'card');
    expect(await bundleHead(file)).toEqual({ network, chain: midway.chain });
    expect(await takeBundle(agency.ledger, file, { clock, network })).toMatchObject({ events: 1, setAside: [] });
    expect(sizes(agency.ledger)[midway.chain]).toBe(1);
    writeBundle(midway.ledger, file, 'all');
    const { setAside } = await takeBundle(agency.ledger, file, { clock, network });
    expect(setAside).toEqual([{ chain: midway.chain, have: 1, of: 2, why: 'not-accredited' }]);
  });

  it('is a welcome: whoever takes it in knows who is who', async () => {
    accredit(agency, midway, ['distributor']);
    writeBundle(agency.ledger, file, 'welcome');
    await takeBundle(midway.ledger, file, { clock, network });
    const names = midway.ledger.read((view) =>
      view
        .authority()
        .parties()
        .map(({ name }) => name),
    );
    expect(names.sort()).toEqual(['Acme', 'Agency', 'Midway']);
    expect(sizes(midway.ledger)[acme.chain]).toBe(1);
  });

  it('of named chains carries the founder and the regulators first', async () => {
    const second = party('Second agency', '9506000100063', network);
    accredit(agency, second, ['regulator']);
    talk(network, second, agency);
    expect(writeBundle(agency.ledger, file, [acme.chain]).chains).toEqual([network, second.chain, acme.chain]);
    expect(() => writeBundle(agency.ledger, file, ['a'.repeat(26)])).toThrow('not here');
  });

  it('of another network is refused, and nothing of it is kept', async () => {
    const other = party('Other agency', '9506000100049', null);
    writeBundle(other.ledger, file, 'all');
    await expect(takeBundle(acme.ledger, file, { clock, network })).rejects.toMatchObject({
      code: 'other-network',
      exit: 65,
    });
    expect(sizes(acme.ledger)).toEqual({ [network]: 2, [acme.chain]: 2 });
  });

  it('is foreseen without a write', async () => {
    writeBundle(acme.ledger, file, 'all');
    const before = sizes(midway.ledger);
    expect(await foreseeBundle(midway.ledger, file, { network })).toMatchObject({ events: 3, ending: 'whole' });
    expect(sizes(midway.ledger)).toEqual(before);
  });

  it('replaces an older bundle, and no other file', async () => {
    writeBundle(acme.ledger, file, 'all');
    writeBundle(acme.ledger, file, 'card');
    expect((await takeBundle(empty(), file, { clock })).ending).toBe('whole');
    const accounts = join(folder(), 'accounts.xlsx');
    writeFileSync(accounts, 'three years of work');
    expect(() => writeBundle(acme.ledger, accounts, 'all')).toThrow('not a bundle');
    expect(readFileSync(accounts, 'utf8')).toBe('three years of work');
    expect(() => writeBundle(acme.ledger, join(folder(), 'no', 'such', 'folder'), 'all')).toThrow('cannot create');
    expect(readdirSync(join(file, '..'))).toEqual(['news.pedigree']);
  });
});

describe('a file that is no bundle', () => {
  it('is named as such', async () => {
    const dir = folder();
    const cases: readonly [string, Uint8Array][] = [
      ['empty', new Uint8Array(0)],
      ['noise', Buffer.alloc(5_000, 250)],
      ['zeros', Buffer.alloc(5_000)],
      ['text', Buffer.from('dear Sir or Madam\n'.repeat(100))],
      ['json', Buffer.from('{"network":"x"}')],
    ];
    for (const [name, bytes] of cases) {
      writeFileSync(join(dir, name), bytes);
      await expect(takeBundle(acme.ledger, join(dir, name), { clock })).rejects.toMatchObject({
        code: 'bad-bundle',
        exit: 65,
      });
    }
    mkdirSync(join(dir, 'folder'));
    await expect(takeBundle(acme.ledger, join(dir, 'folder'), { clock })).rejects.toMatchObject({ code: 'bad-bundle' });
    await expect(takeBundle(acme.ledger, join(dir, 'nothing'), { clock })).rejects.toMatchObject({
      code: 'no-such-file',
      exit: 66,
    });
  });
});

describe('a bundle that was cut or damaged', () => {
  /** Takes these bytes into an empty ledger and checks that all it then has is true. */
  async function take(bytes: Uint8Array, into = joined()) {
    writeFileSync(file, bytes);
    const taken = await takeBundle(into, file, { clock });
    const have = sizes(into);
    for (const { chain, have: here, of } of taken.setAside) {
      expect(have[chain] ?? 0).toBe(here);
      expect(here).toBeLessThan(of);
    }
    return { ...taken, ledger: into, have };
  }

  it('at any byte gives what came whole, names the rest, and the whole file mends it', async () => {
    writeBundle(acme.ledger, file, 'all');
    const whole = readFileSync(file);
    const headLength = 6 + whole.readUInt32BE(0);
    const step = Math.max(1, Math.floor(whole.length / 40));
    const ledger = joined();
    for (let length = headLength; length < whole.length; length += step) {
      const { ending, have } = await take(whole.subarray(0, length), ledger);
      expect(ending).toBe('cut');
      if ((have[acme.chain] ?? 0) > 0) expect(have[network]).toBe(2);
    }
    const { ending, setAside, have } = await take(whole, ledger);
    expect([ending, setAside]).toEqual(['whole', []]);
    expect(have).toEqual(sizes(acme.ledger));
    expect(ledger.audit().findings).toEqual([]);
  });

  it('before its pages has all that makers and agencies warn of, and its second part brings the rest', async () => {
    add(acme, { type: 'recall', public: { gtin: GTIN, kind: 'issue', lots: ['L1'], class: 1, reason: 'glass' } });
    writeBundle(acme.ledger, file, 'all');
    const frames = [...new FrameReader().read(readFileSync(file))];
    const pages = frames.findIndex(({ type }) => type === FRAME.page);
    expect(frames.slice(pages).some(({ type }) => type === FRAME.data)).toBe(false);
    const upTo = (end: number) => Buffer.concat(frames.slice(0, end).map(encodeFrame));
    const first = await take(upTo(pages + 1));
    expect(first).toMatchObject({ ending: 'cut', setAside: [], lacking: [acme.chain] });
    const { ledger } = first;
    expect(ledger.read((view) => [view.notices(GTIN).length, view.incomplete(GTIN)])).toEqual([1, true]);
    expect(ledger.audit().findings).toEqual([]);
    const second = await take(upTo(frames.length), ledger);
    expect(second).toMatchObject({ ending: 'whole', events: 0, lacking: [] });
    expect(second.pages).toBeGreaterThan(0);
    expect(ledger.read((view) => view.incomplete())).toBe(false);
    ledger.close();
  });

  it('in any byte is never believed where the byte matters', async () => {
    for (let lot = 0; lot < 5; lot += 1) add(acme, commission(network, serials(20, `L${lot}-`), `L${lot}`));
    writeBundle(acme.ledger, file, 'all');
    const whole = readFileSync(file);
    const want = sizes(acme.ledger);
    const headLength = 6 + whole.readUInt32BE(0);
    for (let i = 0; i < 60; i += 1) {
      const at = headLength + Math.floor(((whole.length - headLength) * (i + 0.5)) / 60);
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8));
      const { ending, have, ledger } = await take(bytes);
      expect(ending).not.toBe('whole');
      for (const [chain, size] of Object.entries(have)) {
        expect(size).toBeLessThanOrEqual(want[chain] ?? 0);
        const root = (of: Ledger) => of.read((view) => Buffer.from(view.rootAt(chain, 0, size) ?? []).toString('hex'));
        expect(root(ledger)).toBe(root(acme.ledger));
      }
      ledger.close();
    }
  });

  it('does not make a newcomer of a network whose founder it has lost', async () => {
    writeBundle(acme.ledger, file, 'all');
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 6 + whole.readUInt32BE(0)));
    await expect(takeBundle(empty(), file, { clock })).rejects.toMatchObject({ code: 'bad-bundle' });
  });

  it('whose end was written twice is damaged, and so is one with something behind it', async () => {
    writeBundle(acme.ledger, file, 'all');
    const whole = readFileSync(file);
    expect(await take(Buffer.concat([whole, whole.subarray(0, 40)]))).toMatchObject({ ending: 'damaged', events: 4 });
    const frame = encodeFrame({ type: 99, codec: 0, body: new Uint8Array(10) });
    expect(await take(Buffer.concat([whole, frame]))).toMatchObject({ ending: 'damaged', events: 4 });
    expect(await take(Buffer.concat([whole, Buffer.from('x')]))).toMatchObject({ ending: 'damaged', events: 4 });
  });
});

describe('a frame that nobody can read, in a file that came as it was written', () => {
  const text = (value: unknown) => Buffer.from(JSON.stringify(value));
  const MALFORMED = {
    'a FORK that is no JSON': { type: FRAME.fork, codec: 0, body: Buffer.from('{"proof":') },
    'a FORK without a proof': { type: FRAME.fork, codec: 0, body: text({}) },
    'a FORK whose proof is none': { type: FRAME.fork, codec: 0, body: text({ proof: { a: 1 } }) },
    'a FORK that does not unpack': { type: FRAME.fork, codec: 1, body: Buffer.from('no brotli') },
    'a HEADS of wrong heads': { type: FRAME.heads, codec: 0, body: text({ full: true, heads: [1] }) },
    'a CHECKPOINT without a note': { type: FRAME.checkpoint, codec: 0, body: text({ note: 7 }) },
    'a DATA that ends in a leaf': { type: FRAME.data, codec: 0, body: Buffer.from([0, 2, 123, 125, 0, 9, 1]) },
    'a PAGE that is too short': { type: FRAME.page, codec: 0, body: Buffer.alloc(8) },
    'a WANT for nothing': { type: FRAME.want, codec: 0, body: text({}) },
    'a second HELLO': { type: FRAME.hello, codec: 0, body: text({ pedigree: 1 }) },
    'a codec of another time': { type: FRAME.fork, codec: 9, body: Buffer.from('whatever') },
  } as const;

  /** The file with this frame in each of its places, one after another. */
  function* withFrame(frame: Frame): Generator<{ readonly place: number; readonly written: string }> {
    writeBundle(acme.ledger, file, 'all');
    const frames = [...new FrameReader().read(readFileSync(file))].slice(0, -1);
    for (let place = 1; place <= frames.length; place += 1) {
      const written = join(folder(), `malformed-${place}.pedigree`);
      writeBundleFile(openBundleFile(written), frames.toSpliced(place, 0, frame));
      yield { place, written };
    }
  }

  it.each(Object.entries(MALFORMED))('%s is named, and all else is taken in', async (_, frame) => {
    let places = 0;
    for (const { place, written } of withFrame(frame)) {
      const ledger = joined();
      const type = Object.entries(FRAME).find(([, number]) => number === frame.type)?.[0];
      const unread = [{ frame: place + 1, type, why: expect.any(String) }];
      expect(await foreseeBundle(ledger, written, { network })).toMatchObject({ ending: 'whole' });
      const taken = await takeBundle(ledger, written, { clock });
      expect(taken).toMatchObject({ ending: 'whole', setAside: [], unread });
      expect(sizes(ledger)).toEqual(sizes(acme.ledger));
      ledger.close();
      places += 1;
    }
    expect(places).toBeGreaterThan(3);
  });

  it('is named a hundred times, and not for ever', async () => {
    writeBundle(acme.ledger, file, 'all');
    const frames = [...new FrameReader().read(readFileSync(file))].slice(0, -1);
    const many = Array.from({ length: 1_000 }, () => MALFORMED['a FORK without a proof']);
    const written = join(folder(), 'many.pedigree');
    writeBundleFile(openBundleFile(written), [...frames, ...many]);
    const { unread, ending, setAside } = await takeBundle(joined(), written, { clock });
    expect([unread.length, ending, setAside]).toEqual([100, 'whole', []]);
  });
});
