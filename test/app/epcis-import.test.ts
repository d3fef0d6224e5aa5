// A pharmacy takes in what its wholesalers send: kept as it came, found again, and made anew from what is kept.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { setConfig } from '../../src/app/node/config.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { anchored } from '../../src/app/outside/audit-documents.ts';
import { anchoredSince } from '../../src/app/outside/caught-up.ts';
import { catchUpDocuments, indexDocument } from '../../src/app/outside/document-index.ts';
import { documentRecords, OLDEST } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { exportDocument, listDocuments, showDocument } from '../../src/app/outside/list-documents.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { watchFolder } from '../../src/app/outside/watch-folder.ts';
import { readLog } from '../../src/app/record/log.ts';
import { packKey } from '../../src/chain/item-key.ts';
import { atEachStep } from '../faults.ts';
import { delivery, GTIN, LAKESIDE, sgtin } from './epcis-files.ts';
import { Line } from './line-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const DAY = 86_400_000;
let net: Network;
let files = 0;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.join('corner', { name: 'Corner', gln: '9506000100043' }, { roles: ['dispenser'] });
  await net.join('late', { name: 'Late', gln: '9506000100050' }, { roles: ['dispenser'] });
});
afterAll(() => net.remove());

function written(bytes: string | Uint8Array): string {
  const path = net.path(`delivery-${++files}.xml`);
  writeFileSync(path, bytes);
  return path;
}

const take = (name: string, path: string, from?: string) =>
  net.at(name, (home) => importDocument(home, path, { from }));
const claims = (name: string, serial: string) =>
  net.at(name, (home) => home.ledger.local.claims.find(packKey(home.self.network, GTIN, serial)));
const events = (name: string) =>
  net.at(name, (home) => readLog(home, {}).events.filter(({ type }) => type === 'document').length);

describe('a file that is imported', () => {
  it('is kept as it came, once, and its packs are found by their scans', async () => {
    const text = delivery({ to: HILL.gln, serials: ['A1', 'A2', 'A3'], despatch: 'DA-1' });
    const first = await take('hill', written(text));
    expect(first).toMatchObject({
      ...{ already: false, exit: 0, standard: 'epcis-1.2-xml', sender: LAKESIDE, receiver: HILL.gln, trust: 'none' },
      ...{ packs: 3, events: 3, bytes: Buffer.byteLength(text), warnings: [] },
    });
    expect(await claims('hill', 'A2')).toMatchObject([
      { claim: { lot: 'LOT7', expiry: '2031-06-30', state: 'shipped', to: HILL.gln, from: LAKESIDE } },
    ]);
    expect(await claims('hill', 'A4')).toEqual([]);
    expect(await take('hill', written(text))).toMatchObject({ already: true, event: first.event, packs: 3 });
    expect(await events('hill')).toBe(1);
    expect(auditFolder(net.env('hill')).findings).toEqual([]);
  });

  it('counts what it tells twice once, and what it takes back without an ID not at all', async () => {
    const eventsOf = (text: string) => text.match(/<ObjectEvent>.*?<\/ObjectEvent>/gs) ?? [];
    const text = delivery({ to: HILL.gln, serials: ['R1', 'R2'], despatch: 'DA-R' });
    const twice = await take('hill', written(text.replace('</EventList>', `${eventsOf(text).join('')}</EventList>`)));
    expect(await net.at('hill', (home) => showDocument(home, twice.document))).toMatchObject({
      shipments: [{ items: 2 }],
      lots: [{ lot: 'LOT7', packs: 2 }],
    });
    const other = delivery({ to: HILL.gln, serials: ['R3'], despatch: 'DA-S' });
    const ship = eventsOf(other).find((one) => one.includes('bizstep:shipping')) ?? '';
    const declared = ship.replace(
      '</eventTimeZoneOffset>',
      '</eventTimeZoneOffset><baseExtension><errorDeclaration><declarationTime>2026-11-21T00:00:00Z' +
        '</declarationTime></errorDeclaration></baseExtension>',
    );
    const back = await take('hill', written(other.replace('</EventList>', `${declared}</EventList>`)));
    expect(await net.at('hill', (home) => showDocument(home, back.document))).toMatchObject({ shipments: [] });
    expect(await claims('hill', 'R3')).toMatchObject([{ claim: { state: 'made', lot: 'LOT7' } }]);
  });

  it('is told by a name and a number that are cut between characters', async () => {
    const long = `${'x'.repeat(199)}\u{1f600}y`;
    const path = written(delivery({ to: HILL.gln, serials: ['T1'], despatch: long }));
    const { document } = await net.at('hill', (home) => importDocument(home, path, { name: long }));
    const cut = 'x'.repeat(199);
    expect(await net.at('hill', (home) => showDocument(home, document))).toMatchObject({
      name: cut,
      instance: cut,
      shipments: [{ despatch: 'x'.repeat(100) }],
    });
  });

  it('counts packs by their own product, and none of what has no serial', async () => {
    const link = (gtin: string, serial?: string) =>
      `https://id.gs1.org/01/${gtin}${serial === undefined ? '' : `/21/${serial}`}`;
    const other = '09506000134352';
    const mixed = [link(other), link(GTIN, 'L1'), link(GTIN, 'L2'), link(other, 'L3'), link(GTIN), link(GTIN, 'L4')];
    const urns = [sgtin('U1'), 'urn:epc:id:sgtin:9521321.000001.', sgtin('U.2'), sgtin('U.3')];
    const text = new Line(LAKESIDE).make(mixed).make(urns, 'LOT8').text();
    const { document } = await take('hill', written(text));
    const { lots } = await net.at('hill', (home) => showDocument(home, document));
    expect(lots.map(({ gtin, lot, packs }) => [gtin, lot, packs])).toEqual([
      [GTIN, 'LOT7', 3],
      [other, 'LOT7', 1],
      [GTIN, 'LOT8', 3],
    ]);
  });

  it('is listed, shown, and given back byte for byte', async () => {
    const text = delivery({ to: HILL.gln, serials: ['B1'], despatch: 'DA-2' });
    await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
    const { document, event } = await take('hill', written(gzipSync(text)));
    const { documents } = await net.at('hill', listDocuments);
    expect(documents.find((one) => one.document === document)).toMatchObject({
      ...{ sender: LAKESIDE, senderName: 'Lakeside', trust: 'trusted', direction: 'in', packs: 1, state: 'kept' },
    });
    for (const word of [document, document.slice(0, 8).toUpperCase(), event ?? '', 'DA-2']) {
      expect(await net.at('hill', (home) => showDocument(home, word))).toMatchObject({
        document,
        file: 'whole',
        shipments: [{ from: LAKESIDE, to: HILL.gln, items: 1, despatch: 'DA-2' }],
      });
    }
    const out = net.path('given-back.xml');
    await net.at('hill', (home) => exportDocument(home, 'DA-2', out));
    expect(readFileSync(out).equals(gzipSync(text))).toBe(true);
    await expect(net.at('hill', (home) => showDocument(home, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that is sent again mends what was kept, as the audit says', async () => {
    const text = delivery({ to: HILL.gln, serials: ['M1'] });
    const { document, event } = await take('hill', written(text));
    const name = readdirSync(net.path('hill/documents')).find((one) => one.startsWith(document)) ?? '';
    const place = net.path(join('hill', 'documents', name));
    const found = () => auditFolder(net.env('hill')).findings.map(({ code }) => code);
    for (const [harm, code] of [
      [() => truncateSync(place, 40), 'document-damaged'],
      [() => rmSync(place), 'document-missing'],
    ] as const) {
      harm();
      expect(found()).toEqual([code]);
      expect(await take('hill', written(text))).toMatchObject({ already: true, event, packs: 1 });
      expect(found()).toEqual([]);
    }
  });

  it('may come from another than it says, by the word of who takes it in', async () => {
    const other = '9521321000124';
    const said = await take('hill', written(delivery({ to: HILL.gln, serials: ['C1'] })), other);
    expect(said).toMatchObject({ sender: other, exit: 20, warnings: [expect.stringContaining(LAKESIDE)] });
    await expect(take('hill', written(delivery({ to: HILL.gln, serials: ['C2'] })), '123')).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('is not kept where it is no EPCIS', async () => {
    const before = await events('hill');
    for (const text of [
      '',
      'serial;lot\nA;B\n',
      '<html/>',
      '{"a":1}',
      delivery({ to: HILL.gln, serials: ['D1'] }).slice(0, 900),
    ]) {
      await expect(take('hill', written(text)), text.slice(0, 20)).rejects.toMatchObject({ exit: 65 });
    }
    expect(await events('hill')).toBe(before);
    await expect(take('hill', net.path('nowhere.xml'))).rejects.toMatchObject({ exit: 66 });
  });

  it('is foreseen by a dry run, which keeps nothing', async () => {
    const path = written(delivery({ to: HILL.gln, serials: ['E1'] }));
    const before = [await events('hill'), readdirSync(net.path('hill/documents')).length];
    const dry = await net.at('hill', (home) => importDocument(home, path), { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, packs: 1, sender: LAKESIDE });
    expect([await events('hill'), readdirSync(net.path('hill/documents')).length]).toEqual(before);
    expect(await claims('hill', 'E1')).toEqual([]);
  });

  it('is found again after a rebuild, as it was', async () => {
    const before = await net.at('hill', (home) => documentRecords(home.ledger.local));
    const due = await claims('hill', 'A1');
    await net.at('hill', rebuild);
    expect(await claims('hill', 'A1')).toEqual([]);
    await net.at('hill', catchUpDocuments);
    expect(await net.at('hill', (home) => documentRecords(home.ledger.local))).toEqual(before);
    expect(await claims('hill', 'A1')).toEqual(due);
    expect(auditFolder(net.env('hill')).findings).toEqual([]);
  });

  it('is let go when it has been kept long enough; what was anchored stays', async () => {
    const { document } = await take('late', written(delivery({ to: HILL.gln, serials: ['F1'] })));
    await net.at('late', (home) => setConfig(home, 'keep-documents', '40d'));
    const later = { now: net.env('late').clock() + 41 * DAY };
    const next = await net.at(
      'late',
      (home) => importDocument(home, written(delivery({ to: HILL.gln, serials: ['F2'] }))),
      later,
    );
    expect(next.dropped).toEqual([document]);
    expect(existsSync(net.path(join('late', 'documents', `${document}.zst`)))).toBe(false);
    const listed = await net.at('late', listDocuments, later);
    expect(listed.documents.map(({ state }) => state)).toEqual(['let-go', 'kept']);
    expect(auditFolder({ ...net.env('late'), clock: () => later.now }).findings).toEqual([]);
    await net.at('late', (home) => {
      const oldest = () => Number(home.ledger.local.documents.get(OLDEST));
      const at = oldest() - DAY;
      const older = {
        document: 'ab'.repeat(32),
        event: 'of a ledger of before',
        at,
        note: { bytes: 1, direction: 'in' as const },
      };
      indexDocument(home, older, undefined);
      expect(oldest()).toBe(at);
    });
  });
});

describe('a folder of many documents', () => {
  it('is not read again with each that comes, and is made anew where the index is gone', async () => {
    await net.join('busy', { name: 'Busy', gln: '9506000100067' }, { roles: ['dispenser'] });
    const shared = delivery({ to: HILL.gln, serials: ['N0'] });
    for (let n = 1; n <= 55; n++) await take('busy', written(shared.replaceAll('N0', `N${n}`)));
    const looked = () =>
      net.at('busy', ({ ledger, self }) =>
        ledger.read((view) => ({
          since: anchoredSince(view, self, ledger.local).length,
          all: anchored(view, self, { local: ledger.local }).length,
          known: documentRecords(ledger.local).length,
        })),
      );
    expect(await looked()).toEqual({ since: 5, all: 55, known: 55 });
    expect(await take('busy', written(shared.replaceAll('N0', 'N1')))).toMatchObject({ already: true });
    await net.at('busy', rebuild);
    expect(await looked()).toEqual({ since: 55, all: 55, known: 0 });
    await net.at('busy', catchUpDocuments);
    const [reading, other] = [openHome(net.env('busy'), { readOnly: true }), openHome(net.env('busy'))];
    await catchUpDocuments(reading);
    // Another process writes between the look and the note.
    await net.at('busy', async (home) => {
      const write: Home['ledger']['write'] = (fn) => {
        other.ledger.write((local) => local.documents.put('raced', true));
        return home.ledger.write(fn);
      };
      await catchUpDocuments({ ...home, ledger: { ...home.ledger, write } });
    });
    for (const { ledger } of [reading, other]) ledger.close();
    expect(await looked()).toEqual({ since: 0, all: 55, known: 55 });
    expect(await claims('busy', 'N1')).toHaveLength(1);
    await take('busy', written(shared.replaceAll('N0', 'N56')));
    expect(await looked()).toEqual({ since: 1, all: 56, known: 56 });
    expect(auditFolder(net.env('busy')).findings).toEqual([]);
  });
});

describe('killed at each step of an import', () => {
  it('the document is there with its file and claims, or the next run makes it so', async () => {
    let serial = 'K0';
    let path = written(delivery({ to: HILL.gln, serials: [serial] }));
    let n = 0;
    const steps = await atEachStep(
      'killed',
      () => take('corner', path),
      async () => {
        const again = await take('corner', path);
        expect(again).toMatchObject({ packs: 1, sender: LAKESIDE });
        expect(await claims('corner', serial)).toHaveLength(1);
        expect(auditFolder(net.env('corner')).findings).toEqual([]);
        serial = `K${++n}`;
        path = written(delivery({ to: HILL.gln, serials: [serial] }));
      },
    );
    expect(await events('corner')).toBe(n);
    expect(steps).toBeGreaterThan(5);
  });
});

describe('a folder that is watched', () => {
  it('is emptied file by file: what is read goes to done, what cannot be to failed, what is not whole stays', async () => {
    const folder = net.path('inbox');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.xml'), delivery({ to: HILL.gln, serials: ['W1'] }));
    writeFileSync(join(folder, 'b.xml'), 'no file of that kind');
    writeFileSync(join(folder, '.hidden.xml'), 'x');
    writeFileSync(join(folder, 'c.xml.part'), 'x');
    mkdirSync(join(folder, 'done'));
    writeFileSync(join(folder, 'done', 'a.xml'), 'another of that name');
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { name, error } of watchFolder(folder, (path) => take('hill', path), {
      signal: stop.signal,
      every: 20,
    })) {
      seen.push(`${name} ${error?.exit ?? 0}`);
      if (seen.length === 2) stop.abort();
    }
    expect(seen).toEqual(['a.xml 0', 'b.xml 65']);
    expect(readdirSync(folder).sort()).toEqual(['.hidden.xml', 'c.xml.part', 'done', 'failed']);
    expect(readdirSync(join(folder, 'done')).sort()).toEqual(['a-2.xml', 'a.xml']);
    expect(readdirSync(join(folder, 'failed'))).toEqual(['b.xml']);
    expect(await claims('hill', 'W1')).toHaveLength(1);
  });

  it('waits for a writer who stops in the middle, and takes a file again that was written to after it was taken in', async () => {
    const folder = net.path('slow');
    mkdirSync(folder);
    const stop = new AbortController();
    const whole = delivery({ to: HILL.gln, serials: ['W2'] });
    const [half, open] = [join(folder, 'half.xml'), openSync(join(folder, 'table.csv'), 'a')];
    writeFileSync(half, whole.slice(0, 900));
    writeSync(open, 'first\n');
    const reads: string[] = [];
    const read = (path: string) => {
      reads.push(readFileSync(path, 'utf8'));
      return path.endsWith('.csv') ? Promise.resolve() : take('hill', path).then(() => {});
    };
    const seen: string[] = [];
    const options = { signal: stop.signal, every: 20 };
    for await (const { name, error } of watchFolder(folder, read, options)) {
      seen.push(`${name} ${error?.exit ?? 0}`);
      if (seen.length === 1) {
        writeSync(open, 'second\n');
        setTimeout(() => writeFileSync(half, whole), 150);
      }
      if (seen.length === 3) stop.abort();
    }
    closeSync(open);
    expect(seen.toSorted()).toEqual(['half.xml 0', 'table.csv 0', 'table.csv 0']);
    expect(reads.filter((text) => text.startsWith('first'))).toEqual(['first\n', 'first\nsecond\n']);
    expect(readdirSync(join(folder, 'failed'))).toEqual([]);
    expect(readdirSync(join(folder, 'done')).sort()).toEqual(['half.xml', 'table.csv']);
  });

  it('goes on where a file is moved by its writer while it is read', async () => {
    const folder = net.path('moved');
    mkdirSync(folder);
    const stop = new AbortController();
    for (const name of ['a.xml', 'b.xml']) writeFileSync(join(folder, name), name);
    symlinkSync('circle.xml', join(folder, 'circle.xml'));
    const read = (path: string) => {
      rmSync(path);
      return Promise.resolve();
    };
    const seen: string[] = [];
    for await (const { name, error } of watchFolder(folder, read, { signal: stop.signal, every: 20 })) {
      seen.push(`${name} ${error?.exit ?? 0}`);
      if (seen.length === 2) stop.abort();
    }
    expect(seen).toEqual(['a.xml 0', 'b.xml 0']);
  });
});
