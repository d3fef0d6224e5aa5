// Tables of a version whose rows have checksums are taken over with them: what was damaged is damaged afterwards, too.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { EARLIER, type Earlier } from '../../src/ledger/versions.ts';
import { add, cleanUp, commission, party, serials } from './network.ts';

afterAll(cleanUp);

/** In the place of version 2: as today's tables, but that the name of a peer stood in another column. */
const WITH_SUMS: Earlier = {
  sums: true,
  reshape: (sql) => sql.db.exec('ALTER TABLE heard RENAME COLUMN voice TO peer'),
};

it('a record that was changed, and one that is gone, are findings before and after', () => {
  (EARLIER as Record<number, Earlier>)[2] = WITH_SUMS;
  const founder = party('Agency', '9506000100001', null);
  const { dir, ledger } = founder;
  add(founder, commission(founder.chain, serials(30)));
  ledger.write((local) => {
    local.setSetting('zone', 'Africa/Lagos');
    local.once.put('k1', { answer: 1 });
    local.peers.put('hub', { url: 'http://127.0.0.1:9/' });
    local.peers.put('depot', { url: 'http://127.0.0.1:8/' });
  });
  expect(ledger.audit().findings).toEqual([]);
  ledger.close();
  const file = join(dir, 'ledger.db');
  const tampered = new Database(file);
  tampered.exec(`UPDATE record SET value = '"Asia/Tokyo"' WHERE key = 'zone'; DELETE FROM record WHERE key = 'depot'`);
  tampered.close();
  const before = openLedger(dir);
  const { findings } = before.audit();
  before.close();
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['record-damaged', 'record-missing']));
  const db = new Database(file);
  db.exec('ALTER TABLE heard RENAME COLUMN peer TO voice');
  db.pragma('user_version = 2');
  db.close();
  const opened = openLedger(dir);
  expect(opened.audit().findings).toEqual(findings);
  expect(() => opened.local.setting('zone')).toThrow(expect.objectContaining({ code: 'damaged' }));
  expect(opened.local.once.get('k1')).toEqual({ answer: 1 });
  expect(opened.local.peers.get('hub')).toEqual({ url: 'http://127.0.0.1:9/' });
  opened.close();
});
