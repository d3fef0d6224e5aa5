// Files of the world outside: kept as they came, anchored on the own chain, missed where they are gone.
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { setConfig } from '../../src/app/node/config.ts';
import { keepDocument } from '../../src/app/outside/anchor.ts';
import { checkFile, documentNames, FRAME, hashOf, keepFile, keptBytes } from '../../src/app/outside/kept-files.ts';
import { readLog } from '../../src/app/record/log.ts';
import { atEachStep, type Fault } from '../faults.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const DAY = 86_400_000;
const GLNS = ['9506000100050', '9506000100067', '9506000100074', '9506000100081'];
let net: Network;
let files = 0;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  for (const [at, name] of ['long', 'killed', 'ENOSPC', 'shop'].entries()) {
    await net.join(name, { name, gln: GLNS[at] ?? '' }, { roles: ['dispenser'] });
  }
});
afterAll(() => net.remove());

function written(bytes: Uint8Array): string {
  const path = net.path(`file-${++files}.xml`);
  writeFileSync(path, bytes);
  return path;
}

/** Of so many bytes, half of them as packable as a file of packs. */
const someBytes = (length: number) =>
  Buffer.concat([randomBytes(Math.ceil(length / 2)), Buffer.alloc(length >> 1, 'epc')]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const keep = (name: string, path: string) => net.at(name, (home) => keepDocument(home, path, { direction: 'in' }));
const documents = (name: string) =>
  net.at(name, (home) => readLog(home, {}).events.filter(({ type }) => type === 'document'));
const findings = (name: string) => auditFolder(net.env(name)).findings.map(({ code }) => code);

describe('a file that is kept', () => {
  it.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME + 17])('comes back as it was: %i bytes', (length) => {
    const bytes = someBytes(length);
    for (const how of ['zst', 'gz'] as const) {
      const dir = mkdtempSync(join(tmpdir(), 'pedigree-kept-'));
      try {
        const kept = keepFile(dir, written(bytes), { how });
        expect(kept).toMatchObject({ hash: sha256(bytes), bytes: length, already: false });
        expect(Buffer.concat([...keptBytes(dir, kept.hash)]).equals(bytes)).toBe(true);
        const place = join(dir, 'documents', `${kept.hash}.${how}`);
        expect(statSync(place).mode & 0o777).toBe(0o600);
        expect(keepFile(dir, written(bytes), { how })).toMatchObject({ already: true, stored: kept.stored });
        truncateSync(place, kept.stored - 1);
        expect(checkFile(dir, kept.hash)).toBe('damaged');
      } finally {
        rmSync(dir, { recursive: true });
      }
    }
  });

  it('that has changed since it was looked at is not kept, and bytes that were made here are like a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'pedigree-kept-'));
    try {
      const path = written(someBytes(300));
      const found = hashOf(path);
      const bytes = someBytes(2 * FRAME + 3);
      writeFileSync(path, bytes);
      expect(() => keepFile(dir, path, { found })).toThrow(expect.objectContaining({ code: 'io-failed' }));
      expect(readdirSync(join(dir, 'documents'))).toEqual([]);
      const kept = keepFile(dir, bytes);
      expect(kept).toMatchObject({ ...hashOf(path), already: false });
      expect(Buffer.concat([...keptBytes(dir, kept.hash)]).equals(bytes)).toBe(true);
      expect(keepFile(dir, path)).toMatchObject({ already: true, stored: kept.stored });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('is found damaged whichever bit of it has flipped', () => {
    const dir = mkdtempSync(join(tmpdir(), 'pedigree-kept-'));
    try {
      const { hash, stored } = keepFile(dir, written(someBytes(500)));
      const place = join(dir, 'documents', `${hash}.zst`);
      const good = readFileSync(place);
      for (let at = 0; at < stored; at++) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
        writeFileSync(place, bad);
        // The head of the table is for other programs: what it says wrong loses nothing.
        if (checkFile(dir, hash) === 'whole') expect(Buffer.concat([...keptBytes(dir, hash)])).toHaveLength(500);
        else expect(checkFile(dir, hash)).toBe('damaged');
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('a document', () => {
  it('stands on the own chain once, however often its file comes', async () => {
    const path = written(someBytes(2000));
    const first = await keep('hill', path);
    expect(first).toMatchObject({ already: false, bytes: 2000 });
    const again = await keep('hill', written(readFileSync(path)));
    expect(again).toMatchObject({ already: true, event: first.event, at: first.at });
    expect((await documents('hill')).filter(({ event }) => event === first.event)).toHaveLength(1);
    expect(findings('hill')).toEqual([]);
  });

  it('is missed by the audit where its file is gone or changed, and mended by the same file', async () => {
    const path = written(someBytes(3000));
    const { hash } = await keep('hill', path);
    const place = net.path(join('hill', 'documents', `${hash}.zst`));
    rmSync(place);
    expect(findings('hill')).toEqual(['document-missing']);
    expect(auditFolder(net.env('hill'))).toMatchObject({ exit: 15, hint: expect.stringContaining('backup') });
    expect(await keep('hill', path)).toMatchObject({ already: true });
    expect(findings('hill')).toEqual([]);
    truncateSync(place, 40);
    expect(findings('hill')).toEqual(['document-damaged']);
    expect(await keep('hill', path)).toMatchObject({ already: true });
    expect(findings('hill')).toEqual([]);
  });

  it('is missed for as long as it has to be kept', async () => {
    const { hash } = await keep('long', written(someBytes(100)));
    rmSync(net.path(join('long', 'documents', `${hash}.zst`)));
    const on = (days: number) =>
      auditFolder({ ...net.env('long'), clock: () => net.env('long').clock() + days * DAY }).findings.length;
    expect([on(0), on(6 * 365), on(6 * 366 + 1)]).toEqual([1, 1, 0]);
    await net.at('long', (home) => setConfig(home, 'keep-documents', '40d'));
    expect([on(39), on(41)]).toEqual([1, 0]);
    await net.at('long', (home) => setConfig(home, 'keep-documents', undefined));
    await expect(net.at('long', (home) => setConfig(home, 'keep-documents', '2d'))).rejects.toThrow(/cannot be/);
    expect((await net.at('long', (home) => setConfig(home, 'keep-documents', '7y'))).settings[0]?.value).toBe('7y');
  });

  it('is in a backup with its file, and comes back with it', async () => {
    const name = 'shop';
    const bytes = someBytes(2 * FRAME + 5);
    const { hash } = await keep(name, written(bytes));
    const file = net.path('shop.backup');
    await net.at(name, (home) => backUp(home, file));
    restore(net.env('back'), file);
    expect(Buffer.concat([...keptBytes(net.path('back'), hash)]).equals(bytes)).toBe(true);
    expect(auditFolder(net.env('back')).findings.map(({ code }) => code)).toEqual(['head-file']);
  });
});

describe.each<Fault>(['killed', 'ENOSPC'])('%s at each step of keeping', (fault) => {
  it('the document is there with its file, or is not there', async () => {
    let path = written(someBytes(FRAME + 100));
    const steps = await atEachStep(
      fault,
      () => keep(fault, path),
      async ({ value }) => {
        const hash = sha256(readFileSync(path));
        const events = await documents(fault);
        const isAnchored = events.some(({ event }) => event === value?.event);
        if (value !== undefined) expect(isAnchored).toBe(true);
        expect(documentNames(net.path(fault)).includes(`documents/${hash}.zst`) || value === undefined).toBe(true);
        // Whatever happened: nothing that is named is missing, and the file is taken the next time.
        expect(findings(fault).filter((code) => code !== 'document-missing')).toEqual([]);
        await keep(fault, path);
        expect(checkFile(net.path(fault), hash)).toBe('whole');
        expect(
          existsSync(net.path(join(fault, 'documents'))) &&
            readdirSync(net.path(join(fault, 'documents'))).filter((one) => one.endsWith('.part')),
        ).toEqual([]);
        path = written(someBytes(FRAME + 100));
      },
    );
    expect(steps).toBeGreaterThan(5);
  });
});
