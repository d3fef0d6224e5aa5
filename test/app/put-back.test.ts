// A pharmacy's folder put back in its place by somebody who meant well: nothing is signed twice, and no recall vanishes unseen.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { setProduct } from '../../src/app/items/product.ts';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover } from '../../src/app/maintenance/recover.ts';
import { stateFolder } from '../../src/app/node/env.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { openToRecord } from '../../src/app/record/recording.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import type { Serving } from '../../src/sync/server.ts';
import { copyFolder } from '../copy-folder.ts';
import { ACME, HILL, makeNetwork, type Network } from './network.ts';
import { serveHome } from './serve-home.ts';

let net: Network;
let hub: Home;
let serving: Serving;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  hub = openHome(net.env('agency'));
  serving = await serveHome(hub);
});
afterAll(async () => {
  await serving.close();
  hub.close();
  net.remove();
});

const named = (name: string) => (home: Home) => setProduct(home, { gtin: '09506000134352', name });

/** Records as a command does: after the peers were asked, where it is time to. */
async function recording<T>(who: string, fn: (home: Home) => T): Promise<T> {
  const home = await openToRecord(net.env(who));
  try {
    return fn(home);
  } finally {
    home.close();
  }
}

/** Every file written over in its place, as `cp -a backup/. home/` does. */
function putBack(from: string, dir: string): void {
  for (const name of readdirSync(dir)) if (!existsSync(join(from, name))) rmSync(join(dir, name), { recursive: true });
  for (const name of readdirSync(from)) writeFileSync(join(dir, name), readFileSync(join(from, name)), { flag: 'r+' });
}

describe('a folder that was put back', () => {
  it('is told by a peer that its chain is longer, before anything is recorded', async () => {
    await net.at('acme', (home) => addPeer(home, 'hub', serving.url));
    await recording('acme', named('Amoxil'));
    const old = net.path('acme.old');
    copyFolder(net.path('acme'), old);
    await recording('acme', named('Amoxil Forte'));
    await net.at('acme', (home) => syncWith(home));
    putBack(old, net.path('acme'));
    await expect(recording('acme', named('Amoxil Retard'))).rejects.toMatchObject({ code: 'chain-behind', exit: 78 });
    expect(doctor(net.env('acme')).checks.find(({ code }) => code === 'head')).toMatchObject({ level: 'error' });
    expect(await net.at('acme', (home) => recover(home))).toMatchObject({ state: 'ready', fetched: 1 });
    expect((await recording('acme', named('Amoxil Retard'))).event).toMatch(/\/4$/);
  });

  it('goes on where no peer answers', async () => {
    await net.at('acme', (home) => addPeer(home, 'hub', 'http://127.0.0.1:9/'));
    const old = net.path('acme.older');
    copyFolder(net.path('acme'), old);
    putBack(old, net.path('acme'));
    expect((await recording('acme', named('Amoxil'))).event).toBeDefined();
    await net.at('acme', (home) => addPeer(home, 'hub', serving.url));
  });

  it('is asked about once a day where the head is written outside of it, and not in a dry run', async () => {
    const state = net.path('heads');
    const must = () => net.at('acme', (home) => home.ledger.mustAsk(home.env.clock()), { state });
    const record = async (more: object) => {
      const home = await openToRecord(net.env('acme', { state, ...more }));
      named('Amoxil Retard 2')(home);
      home.close();
    };
    await record({ dryRun: true });
    expect(await must()).toBe(true);
    await record({});
    expect(await must()).toBe(false);
    net.later(25 * 3_600_000);
    expect(await must()).toBe(true);
  });
});

describe('a recall that was taken in and is gone', () => {
  it('leaves no verdict, until a peer has brought it again', async () => {
    const out = net.path('scans');
    const lot = { gtin: '09506000134352', lot: 'L1', expiry: '2028-11-30', count: 3, out };
    await net.at('acme', (home) => mint(home, lot));
    const scan = readFileSync(out, 'utf8').split('\n')[0] ?? '';
    await net.at('acme', (home) => syncWith(home));
    await net.at('hill', (home) => addPeer(home, 'hub', serving.url));
    await net.at('hill', (home) => syncWith(home));
    const before = readFileSync(join(net.path('hill'), 'ledger.db'));
    const order = {
      gtin: '09506000134352',
      lots: ['L1'],
      allLots: false,
      class: 1,
      reason: 'glass in the vial',
    } as const;
    await issueRecall(net.env('acme'), { ...order, confirm: ['L1'], unknownLot: true, sync: false });
    await net.at('acme', (home) => syncWith(home));
    await net.at('hill', (home) => syncWith(home));
    // As after a kill, where the write-ahead log is gone.
    for (const end of ['-wal', '-shm']) rmSync(join(net.path('hill'), `ledger.db${end}`), { force: true });
    writeFileSync(join(net.path('hill'), 'ledger.db'), before, { flag: 'r+' });
    const verdicts = async () => {
      const all = [];
      for await (const one of verifyScans(net.env('hill'), [scan], {
        strict: false,
        at: undefined,
        maxAge: undefined,
      }))
        all.push(one);
      return all;
    };
    await expect(verdicts()).rejects.toMatchObject({ code: 'records-lost', exit: 78 });
    await expect(traceScan(net.env('hill'), scan)).rejects.toMatchObject({ code: 'records-lost', exit: 78 });
    // The peer that it came from was noted after it.
    const findings = [{ code: 'head-file' }, { code: 'record-missing', record: 'changes' }];
    const audited = auditFolder(net.env('hill'));
    expect(audited).toMatchObject({ exit: 15, findings, hint: expect.stringContaining('pedigree recover') });
    expect(doctor(net.env('hill')).exit).toBe(78);
    expect(await net.at('hill', (home) => recover(home))).toMatchObject({ state: 'ready' });
    expect(JSON.stringify(await verdicts())).toContain('recalled');
    expect(auditFolder(net.env('hill'))).toMatchObject({ exit: 0 });
  });
});

it('the head outside of the folder lies in the person’s state folder', () => {
  expect(stateFolder({ XDG_STATE_HOME: '/s', HOME: '/h' })).toBe('/s/pedigree/heads');
  expect(stateFolder({ HOME: '/h' })).toBe('/h/.local/state/pedigree/heads');
});
