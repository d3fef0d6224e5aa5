// A pharmacy that worked alone joins a network: documents, partners and settings come along, the ledger of before stays to be read.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { listConfig, setConfig } from '../../src/app/node/config.ts';
import { fingerprint } from '../../src/app/node/fingerprint.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { catchUpDocuments } from '../../src/app/outside/document-index.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { exportDocument, listDocuments } from '../../src/app/outside/list-documents.ts';
import { outsideIncoming } from '../../src/app/outside/on-the-way.ts';
import { listOutside, setOutside } from '../../src/app/outside/partners.ts';
import { peekBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { type JoinRequest, joinNetwork } from '../../src/app/parties/join.ts';
import { setPassphrase } from '../../src/app/parties/keys.ts';
import { readLog, readLogFrom, showEvent } from '../../src/app/record/log.ts';
import { askLog } from '../../src/app/record/log-question.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { listRequests } from '../../src/app/tracing/requests.ts';
import { traceGoods } from '../../src/app/tracing/trace-goods.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { keyFileNeedsPassphrase } from '../../src/chain/keys.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { copyFolder } from '../copy-folder.ts';
import { atEachStep, type Fault } from '../faults.ts';
import { delivery, GTIN, LAKESIDE, LOT } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
let network: string;
let folders = 0;

/** A pharmacy alone as it is after some weeks; each test has a copy of it. */
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  network = (await peekBundle(net.path('agency.card'))).network;
  await net.init('alone', { ...HILL, contact: 'desk', found: { custody: 'required', alone: DISPENSES } });
  await net.at('alone', (home) => {
    setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted', licence: 'WDA-1', until: '2031-12-31' });
    setConfig(home, 'expires-soon', '60');
  });
  for (const [n, serials] of [['A1', 'A2'], ['B1']].entries()) {
    const path = net.path(`file-${n}.xml`);
    writeFileSync(path, delivery({ to: HILL.gln, despatch: `DA-${n}`, serials }));
    await net.at('alone', (home) => importDocument(home, path), { operator: `till ${n}` });
  }
});
afterAll(() => net.remove());

const DISPENSES = { roles: ['dispenser'], prefixes: [], gtins: [] };
const MAKES = { roles: ['manufacturer'], prefixes: ['9506000'], gtins: [] };
const MADE = { gtin: '09506000134352', lot: 'OWN1', expiry: '2039-06-30' };
const request = (more: Partial<JoinRequest> = {}): JoinRequest => ({
  card: net.path('agency.card'),
  fingerprint: fingerprint(network),
  ...more,
});
const joined = (name: string, more: Partial<JoinRequest> = {}, options = {}) =>
  joinNetwork(net.env(name, options), request(more));

function copied(): string {
  const name = `hill${++folders}`;
  copyFolder(net.path('alone'), net.path(name));
  // A copy of a folder is no party of its own before somebody says so; here it is one.
  const ledger = openLedger(net.path(name));
  ledger.confirmHead();
  ledger.close();
  return name;
}

const scan = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`;
const noInput = () => (async function* () {})();
async function verdict(name: string, serial: string) {
  for await (const line of verifyScans(net.env(name), scansOf([scan(serial)], noInput), { strict: false })) {
    if ('status' in line.data) return { status: line.data.status, claims: line.data.claims };
  }
  throw new Error('no verdict');
}
const types = (name: string) => net.at(name, (home) => readLog(home, {}).events.map(({ type }) => type));
const documents = (name: string) => net.at(name, (home) => listDocuments(home).documents);

describe('a pharmacy that joins', () => {
  it('has a new chain in the network, and a past that is read', async () => {
    const name = copied();
    const before = await status(net.env(name));
    const answer = await joined(name);
    expect(answer).toMatchObject({
      ...{ network, fingerprint: fingerprint(network), already: false, party: HILL, test: true },
      ...{ moves: { documents: 2, senders: 1, settings: 1 }, stays: { packs: 0, made: 0, tills: 0, waiting: 0 } },
      past: { network: before.network, chain: before.chain, size: 5, folder: `past/${before.network}` },
    });
    const now = await status(net.env(name));
    expect(now).toMatchObject({ network, chain: answer.chain, party: HILL, roles: [] });
    expect(now.chain).not.toBe(before.chain);
    expect(now.todo.map(({ what }) => what)).toContain('not-accredited');
    expect(await types(name)).toEqual([
      ...['open', 'profile', 'accredit', 'document', 'document'],
      ...['open', 'profile', 'document'],
    ]);
    // The one document of the new chain is the last note of the old one.
    const [anchor] = await net.at(
      name,
      (home) => readLog(home, { chain: answer.chain ?? '', type: 'document' }).events,
    );
    expect(Buffer.from(String(anchor?.public.hash), 'base64url').toString('hex')).toBe(answer.past.note);
    expect(auditFolder(net.env(name))).toMatchObject({
      findings: [],
      past: [{ network: before.network, chain: before.chain, events: 5 }],
    });
  });

  it('knows its documents and partners, and judges by them as before', async () => {
    const name = copied();
    const before = await documents(name);
    const claim = await verdict(name, 'A1');
    expect(claim).toMatchObject({ status: 'caution', claims: [{ trust: 'trusted' }] });
    await joined(name);
    expect(await documents(name)).toEqual(before);
    expect(await verdict(name, 'A1')).toEqual(claim);
    await net.at(name, (home) => {
      expect(listOutside(home).outside).toMatchObject([{ gln: LAKESIDE, licence: 'WDA-1', until: '2031-12-31' }]);
      expect(listConfig(home, 'expires-soon').settings).toMatchObject([{ value: '60', default: false }]);
      expect(outsideIncoming(home).map(({ despatch }) => despatch)).toEqual(['DA-0', 'DA-1']);
      exportDocument(home, before[0]?.document ?? '', net.path(`${name}.xml`));
    });
    // The same file is the one that was kept alone; a new one is anchored here.
    const again = await net.at(name, (home) => importDocument(home, net.path('file-0.xml')));
    expect(again).toMatchObject({ already: true, event: before[0]?.event });
    // What a rebuild drops comes again, with keys of this network.
    await net.at(name, async (home) => {
      rebuild(home);
      await catchUpDocuments(home);
      expect(listDocuments(home).documents).toEqual(before);
    });
    expect(await verdict(name, 'A1')).toEqual(claim);
  });

  it('shows events of before with what is sealed in them, by page too', async () => {
    const name = copied();
    const [first] = await documents(name);
    const { past, chain } = await joined(name);
    await net.at(name, (home) => {
      expect(showEvent(home, first?.event ?? '').events).toMatchObject([{ private: { sender: LAKESIDE, packs: 2 } }]);
      expect(showEvent(home, '0').events).toMatchObject([{ event: `${chain}/0` }]);
      const till = askLog(home, { operator: 'till 1' });
      expect(till.events).toMatchObject([{ type: 'document', operator: 'till 1' }]);
      expect(till.filter).toMatchObject({ of: 8, operators: ['till 0', 'till 1'] });
      expect(readLog(home, { chain: past.chain }).events).toHaveLength(5);
      const page = readLogFrom(home, {}, { from: 4, limit: 3 });
      expect({ types: page.rows.map(({ type }) => type), total: page.total }).toEqual({
        types: ['document', 'open', 'profile'],
        total: 8,
      });
      expect(() => readLog(home, { chain: 'nobody' })).toThrow(expect.objectContaining({ code: 'not-found' }));
    });
    // In the folder of before nothing is recorded any more.
    const before = openHome(net.env(join(name, past.folder)));
    try {
      expect(() => before.signer()).toThrow(expect.objectContaining({ code: 'not-allowed', exit: 77 }));
    } finally {
      before.close();
    }
  });

  it('keeps its keys locked, those of before too, and opens what the old ones opened', async () => {
    const name = copied();
    const locked = { passphrase: () => 'first' };
    await net.at(name, (home) => setPassphrase(home, 'first'));
    await expect(joined(name)).rejects.toMatchObject({ code: 'key-passphrase', exit: 77 });
    const { past } = await joined(name, {}, locked);
    const isLocked = (dir: string) => keyFileNeedsPassphrase(readFileSync(join(net.path(name), dir, 'key'), 'utf8'));
    expect(['', past.folder].map(isLocked)).toEqual([true, true]);
    await net.at(name, (home) => setPassphrase(home, undefined), locked);
    expect(['', past.folder].map(isLocked)).toEqual([false, false]);
    const [first] = await documents(name);
    await net.at(name, (home) => {
      expect(showEvent(home, first?.event ?? '').events).toMatchObject([{ private: { sender: LAKESIDE } }]);
    });
  });

  it('answers inspectors as before, and remembers what it answered', async () => {
    const name = copied();
    const ask = (home: Home) => traceGoods(home, { item: LOT, for: 'Board', ref: '7', affirm: false });
    const before = await net.at(name, ask);
    await joined(name);
    expect((await net.at(name, listRequests)).requests).toMatchObject([{ for: 'Board', ref: '7' }]);
    expect((await net.at(name, ask)).transactions).toEqual(before.transactions);
  });

  it('is one party again after a backup and a restore', async () => {
    const name = copied();
    await joined(name);
    const [listed, logged] = [await documents(name), await types(name)];
    const file = net.path(`${name}.backup`);
    await net.at(name, (home) => backUp(home, file));
    restore(net.env(`${name}-again`), file);
    expect(await documents(`${name}-again`)).toEqual(listed);
    expect(await types(`${name}-again`)).toEqual(logged);
    expect(auditFolder(net.env(`${name}-again`)).findings.map(({ code }) => code)).toEqual(['head-file']);
  });

  it('is told by the audit where the past is gone or changed', async () => {
    const name = copied();
    const { past } = await joined(name);
    const ledger = join(net.path(name), past.folder, 'ledger.db');
    rmSync(ledger);
    expect(auditFolder(net.env(name))).toMatchObject({ exit: 15, findings: [{ code: 'past-missing' }] });
    // What is here is read, and what is not is named.
    const told: string[] = [];
    const warn = (text: string) => told.push(text);
    const here = await net.at(name, (home) => readLog(home, {}).events.map(({ type }) => type), { warn });
    expect(here).toEqual(['open', 'profile', 'document']);
    expect(told).toEqual([`the ledger of before in ${past.folder} is not here`]);
    writeFileSync(ledger, 'no ledger');
    expect(auditFolder(net.env(name)).findings).toMatchObject([{ code: 'past-damaged' }]);
  });

  it('joins once: the same again is what was done', async () => {
    const name = copied();
    const { chain } = await joined(name);
    expect(await joined(name)).toMatchObject({ already: true, chain, event: `${chain}/0` });
    // Of another network it is no founder alone any more.
    await net.init('other', { name: 'Other Agency', gln: '9506000100098', found: { custody: 'required' } });
    await net.at('other', (home) => writeCard(home, net.path('other.card')));
    const card = net.path('other.card');
    const digits = fingerprint((await peekBundle(card)).network);
    await expect(joined(name, { card, fingerprint: digits })).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('is accredited, and its files are on its chain like those of everybody', async () => {
    const name = copied();
    const { chain } = await joined(name);
    await net.at(name, (home) => importDocument(home, net.path('file-1.xml')));
    const path = net.path('third.xml');
    writeFileSync(path, delivery({ to: HILL.gln, despatch: 'DA-3', serials: ['C1'] }));
    await net.at(name, (home) => importDocument(home, path));
    expect((await documents(name)).map(({ event }) => event.startsWith(chain ?? '')).filter(Boolean)).toHaveLength(1);
    expect(auditFolder(net.env(name)).findings).toEqual([]);
  });
});

describe('joining is refused, and the party is the one that it was', () => {
  const unchanged = async (name: string, run: () => Promise<unknown>, refusal: object) => {
    const before = [await types(name), readdirSync(net.path(name))];
    await expect(run()).rejects.toMatchObject(refusal);
    expect([await types(name), readdirSync(net.path(name))]).toEqual(before);
  };

  it('for another fingerprint, for no card, for the own card, for the card of somebody alone', async () => {
    const name = copied();
    const differs = { code: 'fingerprint-differs', exit: 77 };
    await unchanged(name, () => joined(name, { fingerprint: '11111 22222 33333 44444 55555' }), differs);
    writeFileSync(net.path('no.card'), 'no card');
    await unchanged(name, () => joined(name, { card: net.path('no.card') }), { code: 'bad-bundle' });
    for (const founder of [name, 'lonely']) {
      if (founder === 'lonely') {
        await net.init('lonely', { name: 'L', gln: '9506000100081', found: { custody: 'required', alone: DISPENSES } });
      }
      const card = net.path(`${founder}.card`);
      await net.at(founder, (home) => writeCard(home, card));
      const digits = fingerprint((await peekBundle(card)).network);
      const run = () => joined(name, { card, fingerprint: digits });
      await unchanged(name, run, { code: 'not-allowed', exit: 77 });
    }
  });

  it('for who did not found its network alone', async () => {
    await net.join('member', { name: 'Member', gln: '9506000100074' }, { roles: ['dispenser'] });
    for (const name of ['member', 'agency']) {
      await unchanged(name, () => joined(name), { code: 'not-allowed', exit: 77 });
    }
  });

  it('where another program has the folder open', async () => {
    const name = copied();
    const serving = openHome(net.env(name));
    try {
      await expect(joined(name)).rejects.toMatchObject({ code: 'locked', exit: 75 });
    } finally {
      serving.close();
    }
    expect(await types(name)).toHaveLength(5);
    expect(readdirSync(net.path(name)).filter((file) => file.startsWith('.'))).toEqual([]);
  });

  it('where goods stay behind, until that is confirmed; a dry run counts them', async () => {
    await net.init('maker', { name: 'Maker', gln: '9506000100050', found: { custody: 'required', alone: MAKES } });
    await net.at('maker', (home) => mint(home, { ...MADE, count: 3, out: net.path('made.txt') }));
    const stays = { packs: 3, made: 3 };
    await unchanged('maker', () => joined('maker'), { code: 'confirm-missing', exit: 2, detail: { stays } });
    const dry = await joined('maker', {}, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, stays, network });
    expect(dry).not.toHaveProperty('chain');
    const { chain } = await status(net.env('maker'));
    await unchanged('maker', () => joined('maker', { confirm: network }), { code: 'confirm-missing' });
    expect(await joined('maker', { confirm: chain })).toMatchObject({ stays, already: false });
  });
});

describe.each<Fault>(['killed', 'ENOSPC'])('%s at each step', (fault) => {
  it('the party is the old one or the new, never neither, and joins when it is run again', async () => {
    let name = copied();
    const old = (await status(net.env(name))).chain;
    const before = await documents(name);
    const steps = await atEachStep(
      fault,
      () => joined(name),
      async ({ value, error }) => {
        const { chain, network: is } = await status(net.env(name));
        expect(is === network).toBe(chain !== old);
        if (value !== undefined) expect(chain).toBe(value.chain);
        else if (fault !== 'killed') expect(error).toMatchObject({ exit: expect.any(Number) });
        expect(await documents(name)).toEqual(before);
        if (chain === old) expect(await types(name)).toHaveLength(5);
        expect(await joined(name)).toMatchObject({ already: chain !== old, network });
        if (fault === 'killed') expect(auditFolder(net.env(name)).findings).toEqual([]);
        expect(readdirSync(net.path(name)).filter((file) => file.startsWith('.'))).toEqual([]);
        rmSync(net.path(name), { recursive: true });
        name = copied();
      },
    );
    expect(steps).toBeGreaterThan(20);
  }, 300_000);
});
