// The commands of a hub as a person types them: which database it is, what is refused, and how a folder and a file come into it.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HUB_SCHEMA } from '../../src/ledger/postgres/schema.ts';
import { describeGiven } from '../left-out.ts';
import { HubStage, POSTGRES } from './hub-stage.ts';
import { pedigree, type RunOptions } from './program.ts';
import { Stage } from './scenes.ts';

describeGiven('PostgreSQL', POSTGRES, 'a hub', () => {
  const stage = new Stage();
  const hubs = new HubStage();
  let dsn = '';
  beforeAll(() => stage.begin());
  beforeEach(() => {
    stage.set([]);
    dsn = hubs.open(stage.path);
  });
  afterAll(() => {
    hubs.remove();
    stage.remove();
  });

  const at = (party: 'acme' | 'midway' | 'nobody', line: string, options: RunOptions = {}) =>
    pedigree(stage.path, [...line.split(' '), '--json'], { ...options, env: { ...stage.at(party), ...options.env } });
  const FILE = '--dsn-file hub.dsn';

  it('is made once, and has what its folder has', () => {
    expect(at('midway', `hub init ${FILE}`).json).toMatchObject([{ ok: true, already: false, version: HUB_SCHEMA }]);
    expect(at('midway', `hub init ${FILE}`).json).toMatchObject([{ ok: true, already: true, events: 0 }]);
    const [here] = at('midway', 'audit').json;
    expect(at('nobody', `hub status ${FILE}`).json).toMatchObject([
      { exit: 0, events: here?.events, chains: here?.chains },
    ]);
    expect(at('nobody', `hub audit ${FILE}`).json).toMatchObject([
      { exit: 0, events: here?.events, notes: here?.notes, pages: here?.pages, findings: [] },
    ]);
  });

  it('hears which database it is from the environment, and from no argument', () => {
    const env = { PEDIGREE_HUB_DSN: dsn };
    expect(at('midway', 'hub init', { env }).exit).toBe(0);
    expect(at('midway', 'hub init').json).toMatchObject([{ ok: false, code: 'usage', exit: 2 }]);
    expect(at('midway', `hub init --dsn ${dsn}`).json).toMatchObject([{ ok: false, code: 'usage' }]);
  });

  it('refuses a file that others may read, and never repeats what stands in one', () => {
    chmodSync(join(stage.path, 'hub.dsn'), 0o640);
    expect(at('midway', `hub init ${FILE}`).json).toMatchObject([{ ok: false, code: 'key-permissions', exit: 77 }]);
    const secret = 'postgres//hub:s3cret@db1/hub';
    writeFileSync(join(stage.path, 'wrong.dsn'), secret, { mode: 0o600 });
    const wrong = at('midway', 'hub init --dsn-file wrong.dsn');
    expect(wrong.json).toMatchObject([{ ok: false, code: 'bad-setting', exit: 78 }]);
    expect(wrong.stdout + wrong.stderr).not.toContain('s3cret');
    writeFileSync(join(stage.path, 'none.dsn'), '\n# nothing\n', { mode: 0o600 });
    expect(at('midway', 'hub init --dsn-file none.dsn').exit).toBe(78);
    expect(at('midway', 'hub init --dsn-file nowhere.dsn').json).toMatchObject([{ code: 'no-such-file', exit: 66 }]);
  });

  it('says what is wrong with a database', () => {
    const env = (text: string) => ({ env: { PEDIGREE_HUB_DSN: text } });
    expect(at('midway', 'hub status', env(dsn)).json).toMatchObject([{ code: 'bad-setting', exit: 78 }]);
    expect(at('midway', 'hub init', env(dsn.replace(/hub\d+\?/, 'nowhere?'))).json).toMatchObject([
      { code: 'bad-setting', exit: 78 },
    ]);
    expect(at('midway', 'hub init', env(dsn.replace('user=hub', 'user=nobody'))).json).toMatchObject([
      { code: 'not-allowed', exit: 77 },
    ]);
    expect(at('midway', 'hub init', env('postgresql://127.0.0.1:1/hub')).json).toMatchObject([
      { code: 'peer-away', exit: 75 },
    ]);
  });

  it('uses tables that a newer program has only added to, and no others', () => {
    at('midway', `hub init ${FILE}`);
    const set = (key: string, value: number) => hubs.run(`update meta set value = '${value}' where key = '${key}'`);
    set('schema', HUB_SCHEMA + 1);
    expect(at('nobody', `hub status ${FILE}`).exit).toBe(0);
    set('least', HUB_SCHEMA + 1);
    expect(at('nobody', `hub status ${FILE}`).json).toMatchObject([{ code: 'bad-setting', exit: 78 }]);
    expect(at('midway', `hub init ${FILE}`).json).toMatchObject([{ code: 'bad-setting', exit: 78 }]);
  });

  it('needs no more than the rights that docs/hub.md gives', () => {
    const grants =
      /```sql\n([^`]*)```/.exec(readFileSync(join(import.meta.dirname, '../../docs/hub.md'), 'utf8'))?.[1] ?? '';
    const name = /hub\d+(?=\?)/.exec(dsn)?.[0] ?? '';
    const forThis = grants.replaceAll('database hub', `database ${name}`).replaceAll('role hub', `role ${name}`);
    const [made = '', given = ''] = forThis.split('-- once the tables are there');
    hubs.run(
      made
        .replace(/^create database.*$/m, `alter database ${name} owner to ${name};`)
        .replaceAll('owner hub', `owner ${name}`),
    );
    const as = (role: string) => ({ env: { PEDIGREE_HUB_DSN: dsn.replace('user=hub', `user=${role}`) } });
    expect(at('midway', 'hub init', as(name)).exit).toBe(0);
    hubs.run(`set role ${name}; ${given.replaceAll('hub_read', `${name}_read`)}`);
    expect(at('midway', 'hub admit', as(name)).exit).toBe(0);
    expect(at('nobody', 'hub audit', as(`${name}_read`)).json).toMatchObject([{ exit: 0, findings: [] }]);
    expect(at('nobody', 'hub status', as(`${name}_read`)).exit).toBe(0);
    expect(at('midway', 'hub admit', as(`${name}_read`)).exit).toBe(0);
  });

  it('is the hub of one network', () => {
    at('midway', `hub init ${FILE}`);
    pedigree(stage.path, ['init', '--name', 'Alone', '--gln', '9506000100081', '--alone', '--role', 'dispenser'], {
      env: stage.at('nobody'),
    });
    expect(at('nobody', `hub init ${FILE}`).json).toMatchObject([{ ok: false, code: 'other-network', exit: 65 }]);
  });

  it('takes bundles in, and of one that was cut what is proved whole', () => {
    at('midway', `hub init ${FILE}`);
    const product = ['product', 'set', '--gtin', '09506000134352', '--name', 'Amoxil 2'];
    expect(pedigree(stage.path, product, { env: stage.at('acme') }).exit).toBe(0);
    pedigree(stage.path, ['export', 'news.pedigree'], { env: stage.at('acme') });
    const whole = readFileSync(join(stage.path, 'news.pedigree'));
    writeFileSync(join(stage.path, 'cut.pedigree'), whole.subarray(0, whole.length - 40));
    const cut = at('midway', `hub admit cut.pedigree ${FILE}`);
    expect(cut.json).toMatchObject([{ exit: 65, events: 1, files: [{ file: 'cut.pedigree', ending: 'cut' }] }]);
    expect(at('midway', `hub admit news.pedigree hub.dsn ${FILE}`).json).toMatchObject([
      { exit: 65, already: true, files: [{ ending: 'whole' }, { ending: 'unread' }] },
    ]);
  });

  it('tells how far its copies are, and looks at one that does not answer', () => {
    at('midway', `hub init ${FILE}`);
    const env = { PEDIGREE_HUB_DSN: `${dsn}\n${dsn}\npostgresql://127.0.0.1:1/hub` };
    expect(at('nobody', 'hub status', { env }).json).toMatchObject([
      {
        exit: 20,
        copies: [
          { copy: 1, behind: 0 },
          { copy: 2, error: expect.any(String) },
        ],
      },
    ]);
  });
});
