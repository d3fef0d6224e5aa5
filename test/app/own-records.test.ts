// What only this folder knew and nobody can give back: damaged or gone, it is named, never answered from, and a person lets it go or
// enters it again.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addPeer, peersShown, removePeer } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { acceptRecords } from '../../src/app/maintenance/accept.ts';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp } from '../../src/app/maintenance/backup.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { listConfig, setConfig } from '../../src/app/node/config.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { cancelOutbox, listOutbox } from '../../src/app/steps/outbox.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import { makeWorld, type World } from './goods-world.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { HILL } from './network.ts';

const DAY = 86_400_000;
const URL = 'http://127.0.0.1:9/';

let world: World;
let dir: string;
let scan: string;
let last: string;
let kept: KeptFiles;

beforeAll(async () => {
  world = await makeWorld();
  dir = world.path('hill');
  const { scans } = await world.mint({ count: 2 });
  [scan = '', last = ''] = scans;
  await world.share('acme', 'hill');
  world.later(5 * DAY);
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan] }));
  await world.as('hill', (home) => dispense(home, [scan], { later: true, ref: 'RX 7' }));
  await world.as('hill', (home) => setConfig(home, 'max-age', '2d'));
  await world.as('hill', (home) => setConfig(home, 'zone', 'Europe/Vienna'));
  await world.as('hill', (home) => addPeer(home, 'hub', URL));
  kept = keepFiles(dir);
}, 240_000);
afterAll(() => world.remove());
beforeEach(() => kept.mend());

function sql(text: string): void {
  const db = new Database(join(dir, 'ledger.db'));
  try {
    expect(db.prepare(text).run().changes).toBeGreaterThan(0);
  } finally {
    db.close();
  }
}

function at<T>(fn: (home: Home) => T, options: { readonly lenient?: boolean } = {}): T {
  const home = openHome(here(), options);
  try {
    return fn(home);
  } finally {
    home.close();
  }
}

const audited = () => auditFolder(world.env('hill'));
/** As its person runs it, at no given moment. */
const here = () => ({ ...world.env('hill'), nowGiven: false });
const accepted = () => acceptRecords(here());
const id = () => kept && at(listOutbox).pending[0]?.id;

const FLIPS: Readonly<Record<string, string>> = {
  'its value': `value = value || ' '`,
  'its checksum': 'sum = sum + 1',
};
const RECORDS: readonly (readonly [record: string, where: string])[] = [
  ['setting config.max-age', `kind = 'setting' AND key = 'config.max-age'`],
  ['setting config.zone', `kind = 'setting' AND key = 'config.zone'`],
  ['setting self', `kind = 'setting' AND key = 'self'`],
  ['setting test-home', `kind = 'setting' AND key = 'test-home'`],
  ['peer hub', `kind = 'peer'`],
  ['outbox', `kind = 'outbox'`],
];

describe.each(RECORDS)('the %s', (record, where) => {
  test.each(Object.entries(FLIPS))('in which %s has changed is named, and let go', async (_, change) => {
    const before = at(({ self }) => self);
    sql(`UPDATE record SET ${change} WHERE ${where}`);
    const found = audited();
    expect(found).toMatchObject({ exit: 15, hint: expect.stringContaining('--accept') });
    expect(found.findings.map((one) => one.record)).toEqual([expect.stringMatching(`^${record}`)]);
    expect(await acceptRecords({ ...here(), dryRun: true })).toMatchObject({ exit: 15, dryRun: true });
    expect(audited().findings).toHaveLength(1);
    const { accepted: gone, ...after } = await accepted();
    expect(after).toMatchObject({ findings: [], exit: 0 });
    expect(gone).toEqual([{ kind: record.split(' ')[0], key: expect.any(String), was: expect.any(String) }]);
    expect(audited()).toMatchObject({ findings: [], exit: 0 });
    // Its own chain says who this is; the rest is as if it had never been set.
    expect(at(({ self }) => self)).toEqual(before);
    expect((await accepted()).accepted).toEqual([]);
  });

  test('that is gone is missed, and let go', async () => {
    sql(`DELETE FROM record WHERE ${where}`);
    expect(audited().findings.map(({ code }) => code)).toContain('record-missing');
    expect(await accepted()).toMatchObject({
      accepted: [{ kind: record.split(' ')[0], gone: 1 }],
      findings: [],
      exit: 0,
    });
    expect(at(listOutbox).pending).toHaveLength(record === 'outbox' ? 0 : 1);
  });
});

describe('a record that is not what was written', () => {
  const damage = (where: string) => sql(`UPDATE record SET value = replace(value, '2', '3') WHERE ${where}`);
  const failure = async (fn: () => unknown): Promise<unknown> => {
    try {
      await fn();
      return undefined;
    } catch (error) {
      return error instanceof PedigreeError ? error.code : error;
    }
  };
  const verdict = async () => {
    const lines = verifyScans(world.env('hill'), [scan], { strict: false });
    for await (const line of lines)
      if (line.error !== undefined) throw new PedigreeError('damaged', line.error.message);
  };

  test('is never answered from', async () => {
    for (const [record, where] of RECORDS) {
      kept.mend();
      sql(`UPDATE record SET value = value || ' ' WHERE ${where}`);
      const asked: Readonly<Record<string, () => unknown>> = {
        'setting config.max-age': verdict,
        'setting config.zone': verdict,
        'setting self': verdict,
        'setting test-home': verdict,
        'peer hub': () => at(peersShown),
        outbox: verdict,
      };
      expect(await failure(asked[record] ?? verdict), record).toBe('damaged');
    }
  });

  test('keeps no news away, where it is a setting that they do not ask for', async () => {
    damage(`key = 'config.max-age'`);
    const home = openHome(here());
    try {
      expect(await syncWith(home)).toMatchObject({ peers: [{ name: 'hub', error: expect.any(String) }] });
    } finally {
      home.close();
    }
  });

  test('is set anew: a setting', () => {
    for (const [name, value] of [
      ['max-age', '36h'],
      ['zone', 'Europe/Rome'],
    ] as const) {
      damage(`key = 'config.max-age'`);
      sql(`UPDATE record SET value = '"Europa/Wien"' WHERE key = 'config.zone'`);
      for (const [one, set] of [
        ['max-age', '36h'],
        ['zone', 'Europe/Rome'],
      ] as const)
        expect(at((home) => setConfig(home, one, set), { lenient: true }).already).toBe(false);
      expect(audited().findings).toEqual([]);
      expect(at((home) => listConfig(home, name)).settings).toMatchObject([{ value, default: false }]);
    }
    damage(`key = 'config.max-age'`);
    expect(at((home) => setConfig(home, 'max-age', undefined)).already).toBe(false);
    expect(audited().findings).toEqual([]);
  });

  test('is entered again, or taken away: a peer', () => {
    const spoil = () => sql(`UPDATE record SET value = replace(value, ':9', ':8') WHERE kind = 'peer'`);
    spoil();
    expect(at((home) => addPeer(home, 'hub', URL))).toMatchObject({
      already: false,
      peers: [{ name: 'hub', url: URL }],
    });
    expect(audited().findings).toEqual([]);
    spoil();
    expect(at((home) => removePeer(home, 'hub')).peers).toEqual([]);
    expect(audited().findings).toEqual([]);
  });

  test('is cancelled: what waits', () => {
    const waiting = id() ?? '';
    sql(`UPDATE record SET value = replace(value, 'RX 7', 'RX 8') WHERE kind = 'outbox'`);
    expect(at((home) => cancelOutbox(home, waiting, 'seen on paper')).pending).toEqual([]);
    expect(audited().findings).toEqual([]);
  });
});

describe('own records that were lost with the end of the log', () => {
  /** What was set aside here is gone, and the head file knows of it. */
  async function losing(): Promise<void> {
    await world.as('hill', (home) => dispense(home, [last], { later: true, ref: 'RX 8' }));
    await world.as('hill', (home) => setConfig(home, 'max-age', '3d'));
    kept.drop();
    kept.put('ledger.db', kept.copy('ledger.db'));
  }

  const missed = { code: 'record-missing', record: 'changes' };

  test('are told to whoever looks, and no pack waits for them', async () => {
    await losing();
    expect(audited()).toMatchObject({ exit: 15, findings: [missed], hint: expect.stringContaining('--accept') });
    const check = doctor(world.env('hill')).checks.find(({ code }) => code === 'own-records');
    expect(check).toMatchObject({ level: 'warning', message: expect.stringContaining('waited in the outbox') });
    expect((await status(world.env('hill'))).todo).toContainEqual(expect.objectContaining({ what: 'own-records' }));
    const options = { strict: false, at: undefined, maxAge: undefined };
    for await (const { error, data } of verifyScans(world.env('hill'), [scan], options))
      expect([error, data]).toEqual([undefined, expect.objectContaining({ status: expect.any(String) })]);
    await world.as('hill', (home) => dispense(home, [last], { later: true, ref: 'RX 8' }));
    expect(audited().findings).toMatchObject([missed]);
  });

  test('are no finding any more once recover has told of them', async () => {
    await losing();
    const before = await world.as('hill', (home) => recover({ ...home, env: { ...home.env, dryRun: true } }));
    const told = await world.as('hill', (home) => recover(home));
    expect(told).toMatchObject({ state: 'ready', already: false, warnings: before.warnings });
    expect(told.warnings).toEqual([expect.stringContaining('changes of own records are gone')]);
    expect(audited().exit).toBe(0);
    expect(await world.as('hill', (home) => recover(home))).toMatchObject({ already: true, warnings: [] });
  });

  test('are let go by their owner, and set anew', async () => {
    await losing();
    expect(await acceptRecords(here())).toMatchObject({ exit: 0, accepted: [{ kind: 'changes', gone: 2 }] });
    await world.as('hill', (home) => setConfig(home, 'max-age', '3d'));
    expect(audited().exit).toBe(0);
  });
});

describe('a backup', () => {
  const backedUp = () => at((home) => backUp(home, world.path(`${Math.random()}.backup`))).warnings;

  test('says how much in it is damaged, and that older ones are worth keeping', () => {
    const before = backedUp();
    sql(
      `UPDATE leaf SET bytes = CAST(substr(bytes, 1, 40) || x'00' || substr(bytes, 42) AS BLOB) WHERE id % 4294967296 = 0`,
    );
    sql(`UPDATE record SET value = 1 WHERE kind = 'peer'`);
    expect(before.filter((text) => /damaged/.test(text))).toEqual([]);
    expect(backedUp()).toEqual([...before, expect.stringMatching(/^\d+ events or records in it are damaged/)]);
  });
});

describe('whatever row of these is changed', () => {
  const COLUMNS = {
    record: ['kind', 'key', 'value', 'sum'],
    tally: ['kind', 'n', 'total'],
    meta: ['key', 'value', 'sum'],
  } as const;
  const rows = (table: string) => {
    const db = new Database(join(dir, 'ledger.db'), { readonly: true });
    try {
      return db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    } finally {
      db.close();
    }
  };

  test.each(Object.entries(COLUMNS))(
    '%s comes to no finding, once it is let go',
    { timeout: 240_000 },
    async (table, names) => {
      const key = table === 'record' ? 'rowid' : table === 'meta' ? 'key' : 'kind';
      for (let n = 0; n < rows(table); n++) {
        for (const name of names) {
          kept.mend();
          const other = `CASE typeof(${name}) WHEN 'text' THEN ${name} || '1' ELSE ${name} + 1 END`;
          const where = `${key} = (SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT 1 OFFSET ${n})`;
          sql(`UPDATE ${table} SET ${name} = ${other} WHERE ${where}`);
          const what = `${name} of row ${n}`;
          expect(audited().exit, what).toBe(15);
          const left = (await accepted()).findings.map(({ code }) => code);
          expect(
            left.filter((code) => code !== 'index-wrong'),
            what,
          ).toEqual([]);
          // What the chains say besides is for `rebuild`.
          if (left.length > 0) at(rebuild);
          expect(audited().findings, what).toEqual([]);
        }
      }
    },
  );
});
