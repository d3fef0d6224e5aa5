// A run is killed, or the disk fails, at every single step: all of it is there or nothing, what is said of it is true, and the
// same command again ends where an undisturbed run ends.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { printLabels } from '../../src/app/labels/label.ts';
import { audit, auditFolder } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { recover, recoverWithNewChain } from '../../src/app/maintenance/recover.ts';
import type { Home } from '../../src/app/node/home.ts';
import { promoteKeys, stageKeys } from '../../src/app/node/key-file.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { keysFit, rotateKeys, setPassphrase } from '../../src/app/parties/keys.ts';
import { readLog } from '../../src/app/record/log.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { keyFileNeedsPassphrase, newKeyring } from '../../src/chain/keys.ts';
import { PedigreeError } from '../../src/errors.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { readBundleFile } from '../../src/sync/file.ts';
import { atEachStep, type Fault, failing } from '../faults.ts';
import { ACME, HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

const GTIN = '09506000134352';
const FAULTS: readonly Fault[] = ['killed', 'ENOSPC'];
const product = (name: string) => (home: Home) => setProduct(home, { gtin: GTIN, name });
const types = (home: Home) => readLog(home, {}).events.map(({ type }) => type);
/** Without the mark and the time of the last backup, which are made where they can be and never missed. */
const files = (dir: string) =>
  (existsSync(dir) ? readdirSync(dir).sort() : []).filter((name) => name !== 'mark' && name !== 'last-backup');

/** What a folder holds when nothing is going on in it. */
const WHOLE = ['head', 'key', 'ledger.db'];

let net: Network;
let folders = 0;
const fresh = () => `fresh${++folders}`;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
});
afterAll(() => net.remove());

function failure(error: unknown): PedigreeError {
  if (error instanceof PedigreeError) return error;
  throw error;
}

async function expectSound(name: string): Promise<void> {
  await net.at(name, (home) => {
    expect(audit(home).findings).toEqual([]);
    expect(keysFit(home)).toBe(true);
  });
}

describe.each(FAULTS)('%s at each step of', (fault) => {
  it('the founding of a network: a party or none, and then one', async () => {
    let name = fresh();
    const request = { ...MIDWAY, found: { custody: 'required' }, contact: '+44' } as const;
    const steps = await atEachStep(
      fault,
      () => net.init(name, request),
      async ({ value, error }) => {
        const made = existsSync(join(net.path(name), 'key'));
        if (error !== undefined && fault !== 'killed') {
          expect(['io-failed', 'cannot-create']).toContain(failure(error).code);
          expect(made).toBe(false);
          expect(failure(error).message).not.toMatch(/recorded/);
        }
        if (value !== undefined) expect(made).toBe(true);
        if (!made) {
          // Nobody takes what is left for a party.
          await expect(net.at(name, types)).rejects.toMatchObject({ code: 'no-party' });
          await net.init(name, request);
        }
        await expectSound(name);
        expect(await net.at(name, types)).toEqual(['open', 'profile']);
        expect(files(net.path(name)).filter((file) => file !== '.new')).toEqual(WHOLE);
        name = fresh();
      },
    );
    expect(steps).toBeGreaterThan(15);
  });

  it('a restore: a party or none, and then the one of the backup', async () => {
    const backup = net.path(`${fault}.backup`);
    await net.at('acme', (home) => backUp(home, backup));
    const size = await net.at('acme', (home) => types(home).length);
    for (const exists of [false, true]) {
      let name = fresh();
      const prepare = () => exists && mkdirSync(net.path(name), { mode: 0o700 });
      prepare();
      const steps = await atEachStep(
        fault,
        () => restore(net.env(name), backup),
        async ({ value, error }) => {
          const made = existsSync(join(net.path(name), 'key'));
          if (error !== undefined && fault !== 'killed') expect(made).toBe(false);
          if (value !== undefined) expect(made).toBe(true);
          if (!made) expect(restore(net.env(name), backup)).toMatchObject({ size });
          await net.at(name, (home) => {
            expect(types(home)).toHaveLength(size);
            expect(keysFit(home)).toBe(true);
          });
          name = fresh();
          prepare();
        },
      );
      expect(steps).toBeGreaterThan(10);
    }
  });

  it('a change of both keys: the chain names the keys that are there, and what is said of it is true', async () => {
    const rotations = (home: Home) => types(home).filter((type) => type === 'rotate').length;
    let before = await net.at('hill', rotations);
    const steps = await atEachStep(
      fault,
      () => net.at('hill', (home) => rotateKeys(home, ['sign', 'seal'])),
      async ({ error }) => {
        const after = await net.at('hill', rotations);
        if (error === undefined) expect(after).toBe(before + 2);
        else if (fault !== 'killed') {
          const { code, message, hint, detail } = failure(error);
          expect(code).toBe('io-failed');
          expect(message).toMatch(
            [
              /nothing was recorded$/,
              /^the new sign key is recorded, the seal key is as it was: (?!.*recorded)/,
              /^the new sign and seal key is recorded, but (?!.*nothing)/,
            ][after - before] as RegExp,
          );
          if (after - before === 1) expect(hint).toContain('pedigree key rotate --seal');
          if (after > before) expect(detail?.rotated).toHaveLength(after - before);
        }
        // Whatever happened: it can be signed, and run again.
        await net.at('hill', (home) => writeBundle(home.ledger, net.path('hill.tail')));
        await net.at('hill', (home) => rotateKeys(home, ['sign', 'seal']));
        await expectSound('hill');
        before = after + 2;
        expect(await net.at('hill', rotations)).toBe(before);
        expect(files(net.path('hill'))).toEqual(WHOLE);
      },
    );
    expect(steps).toBeGreaterThan(15);
  });

  it('a new chain: one, whose head file is there, and not another at the next try', async () => {
    const backup = net.path(`${fault}.hill.backup`);
    await net.at('hill', (home) => backUp(home, backup));
    let name = fresh();
    restore(net.env(name), backup);
    const steps = await atEachStep(
      fault,
      () => net.at(name, recoverWithNewChain),
      async ({ error }) => {
        const self = await net.at(name, ({ self }) => self);
        if (error !== undefined && fault !== 'killed') {
          const stands = self.earlier !== undefined;
          expect(failure(error).message).toMatch(stands ? /was recorded|is recorded/ : /nothing was recorded/);
        }
        // What reads finds no fault in it, before anything was written again.
        if (self.earlier !== undefined) expect(auditFolder(net.env(name)).findings).toEqual([]);
        const again = await net.at(name, recoverWithNewChain);
        expect(again).toMatchObject({ state: 'ready', already: self.earlier !== undefined });
        if (self.earlier !== undefined) expect(again.chain).toBe(self.chain);
        await expectSound(name);
        expect((await net.at(name, ({ self: now }) => now)).earlier).toHaveLength(1);
        expect(files(net.path(name))).toEqual(WHOLE);
        name = fresh();
        restore(net.env(name), backup);
      },
    );
    expect(steps).toBeGreaterThan(8);
  });

  it('a recovery from a file: what came back is kept, and said', async () => {
    const backup = net.path(`${fault}.old.backup`);
    await net.at('acme', (home) => backUp(home, backup));
    await net.at('acme', product(`Amoxil ${fault}`));
    const tail = net.path(`${fault}.tail`);
    await net.at('acme', (home) => writeBundle(home.ledger, tail));
    const size = await net.at('acme', (home) => types(home).length);
    let name = fresh();
    restore(net.env(name), backup);
    await atEachStep(
      fault,
      () => net.at(name, (home) => recover(home, tail)),
      async ({ error }) => {
        if (error !== undefined && fault !== 'killed') {
          expect(failure(error).message).toMatch(/^1 own events were brought back, but the head file/);
        }
        expect(await net.at(name, (home) => recover(home, tail))).toMatchObject({ state: 'ready', size });
        await expectSound(name);
        expect(files(net.path(name))).toEqual(WHOLE);
        name = fresh();
        restore(net.env(name), backup);
      },
    );
  });

  it('a backup: whole or not there, and nothing beside it', async () => {
    let to = net.path(`${fault}.bk0`);
    await atEachStep(
      fault,
      () => net.at('acme', (home) => backUp(home, to)),
      async ({ value }, at) => {
        if (value !== undefined) expect(existsSync(to)).toBe(true);
        if (!existsSync(to)) await net.at('acme', (home) => backUp(home, to));
        const back = fresh();
        restore(net.env(back), to);
        expect(await net.at(back, keysFit)).toBe(true);
        expect(files(net.dir).filter((file) => file.startsWith(`${fault}.bk${at}`))).toEqual([`${fault}.bk${at}`]);
        to = net.path(`${fault}.bk${at + 1}`);
      },
    );
  });

  it('a mint with its list of scans: all of it once, and the list whole or not there', async () => {
    const dir = net.path(`${fault}-mint`);
    mkdirSync(dir);
    const request = (at: number) => ({
      gtin: GTIN,
      lot: `${fault}${at}`,
      expiry: '2031-06-30',
      count: 3,
      once: `${fault} ${at}`,
      out: join(dir, `${at}`),
    });
    const commissions = (home: Home) => types(home).filter((type) => type === 'commission').length;
    await atEachStep(
      fault,
      (at) => net.at('acme', (home) => ({ before: commissions(home), ...mint(home, request(at)) })),
      async ({ error }, at) => {
        const { out } = request(at);
        if (existsSync(out)) expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(4);
        if (error !== undefined && fault !== 'killed') {
          const again = await net.at('acme', (home) => mint(home, { ...request(at), out: `${out}-2` }), {
            dryRun: true,
          });
          expect(failure(error).message).toMatch(
            again.already ? /was recorded|are commissioned/ : /nothing was recorded|cannot (create|write)/,
          );
        }
        await net.at('acme', (home) => mint(home, request(at)));
        expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(4);
        expect(files(dir).filter((file) => file.includes('part'))).toEqual([]);
      },
    );
    const lots = await net.at('acme', (home) =>
      home.ledger.read((view) => [...view.lots(GTIN)].map((lot) => lot.leaf.public.lot)),
    );
    expect(new Set(lots).size).toBe(lots.length);
    await expectSound('acme');
  });

  it('an accreditation with its welcome: recorded once, and the bundle whole or not there', async () => {
    const welcome = net.path(`${fault}.welcome`);
    const name = fresh();
    await net.init(name, {
      ...MIDWAY,
      gln: fault === 'killed' ? '9506000100043' : '9506000100050',
      network: net.path('agency.card'),
    });
    await net.at(name, (home) => writeBundle(home.ledger, net.path(`${name}.card`), { chains: 'card' }));
    const size = await net.at('agency', (home) => types(home).length);
    await atEachStep(
      fault,
      (at) =>
        net.at('agency', (home) =>
          accredit(home, {
            who: net.path(`${name}.card`),
            // Another role each time, so that each is an event of its own.
            roles: [['logistics'], ['distributor'], ['dispenser'], ['logistics', 'dispenser']][at % 4] ?? [],
            prefixes: [],
            gtins: [],
            welcome,
          }),
        ),
      async ({ value, error }) => {
        if (existsSync(welcome)) expect(await readBundleFile(welcome, () => {})).toBe('whole');
        if (value !== undefined) expect(existsSync(welcome)).toBe(true);
        if (error !== undefined && fault !== 'killed') {
          expect(failure(error).message).toMatch(/recorded|cannot create/);
        }
      },
    );
    expect(await net.at('agency', (home) => types(home).length)).toBeGreaterThan(size);
    await expectSound('agency');
  });

  it('the printing of labels: counted and there, not counted and not there, or counted and said', async () => {
    await net.at('acme', (home) => mint(home, { gtin: GTIN, lot: `P${fault}`, expiry: '2031-06-30', count: 300 }));
    const dir = net.path(`${fault}-labels`);
    mkdirSync(dir);
    const request = (at: number, reprint = false) => ({
      scans: [],
      lot: { gtin: GTIN, lot: `P${fault}`, range: `${2 * at + 1}-${2 * at + 2}` },
      format: 'svg' as const,
      graphics: false,
      out: join(dir, `${at}`),
      reprint,
      ...(reprint ? { reason: 'disk full' } : {}),
    });
    await atEachStep(
      fault,
      (at) => net.at('acme', (home) => printLabels(home, request(at) as never)),
      async ({ error }, at) => {
        const there = existsSync(request(at).out);
        if (there) expect(files(request(at).out)).toHaveLength(2);
        const again = await net.at('acme', (home) =>
          printLabels(home, { ...request(at), out: join(dir, `again${at}`) } as never).then(
            () => 'printed',
            (thrown: unknown) => failure(thrown).code,
          ),
        );
        // A label that nobody counted must not exist.
        if (there) expect(again).toBe('wrong-state');
        if (again === 'wrong-state' && !there && fault !== 'killed') {
          expect(failure(error).message).toMatch(/^the packs count as printed, but /);
        }
      },
    );
  });
});

describe('what was cut short', () => {
  it('at any step of a change of the passphrase leaves the key as it was or as it is to be, whole', async () => {
    const key = join(net.path('hill'), 'key');
    const passphrase = (at: number) => (at % 2 === 0 ? 'one' : undefined);
    await atEachStep(
      'killed',
      (at) => net.at('hill', (home) => setPassphrase(home, passphrase(at)), { passphrase: () => passphrase(at + 1) }),
      async ({ error }, at) => {
        const wanted = passphrase(at);
        const isDone = keyFileNeedsPassphrase(readFileSync(key, 'utf8')) === (wanted !== undefined);
        if (error === undefined) expect(isDone).toBe(true);
        if (!isDone) {
          await net.at('hill', (home) => setPassphrase(home, wanted), { passphrase: () => passphrase(at + 1) });
        }
        expect(await net.at('hill', keysFit, { passphrase: () => wanted })).toBe(true);
        expect(files(net.path('hill'))).toEqual(WHOLE);
      },
    );
    await net.at('hill', (home) => setPassphrase(home, undefined), { passphrase: () => 'one' });
  }, 240_000);

  it('between the event and the new key file is whole in a backup that is made then', async () => {
    await net.at('hill', (home) => rotateKeys(home, ['sign', 'seal']));
    // The last step but one is the change of names, after the event of the seal key.
    const { steps } = await failing(-1, 'EIO', () => net.at('hill', (home) => rotateKeys(home, ['seal'])));
    await failing(steps - 1 - 1, 'killed', () => net.at('hill', (home) => rotateKeys(home, ['seal'])));
    expect(files(net.path('hill'))).toContain('key.next');
    const backup = net.path('window.backup');
    await net.at('hill', (home) => backUp(home, backup));
    restore(net.env('window'), backup);
    expect(await net.at('window', keysFit)).toBe(true);
    await net.at('hill', (home) => writeBundle(home.ledger, net.path('hill.window')));
    expect(await net.at('window', (home) => recover(home, net.path('hill.window')))).toMatchObject({ state: 'ready' });
    await expectSound('hill');
  });

  it('before the event leaves keys that nobody needs, also after a change of the passphrase', async () => {
    const locked = { passphrase: () => 'one' };
    await net.at('hill', (home) => setPassphrase(home, 'one'));
    stageKeys(net.env('hill', locked), newKeyring(net.env('hill').random));
    await net.at('hill', (home) => setPassphrase(home, 'two'), locked);
    await net.at('hill', (home) => rotateKeys(home, ['seal']), { passphrase: () => 'two' });
    await net.at('hill', (home) => setPassphrase(home, undefined), { passphrase: () => 'two' });
    await expectSound('hill');
  });

  it('is no failure where another run has finished it', async () => {
    expect(files(net.path('hill'))).toEqual(WHOLE);
    promoteKeys(net.path('hill'));
    await expectSound('hill');
  });

  it('leaves a head file beside the other that counts for this folder alone', async () => {
    const name = fresh();
    const backup = net.path('head.backup');
    await net.at('hill', (home) => backUp(home, backup));
    restore(net.env(name), backup);
    for (let at = 0; !files(net.path(name)).includes('head.new'); at++) {
      expect(at).toBeLessThan(100);
      await failing(at, 'killed', () => net.at(name, recoverWithNewChain));
    }
    const { chain } = await net.at(name, ({ self }) => self);
    const staged = readFileSync(join(net.path(name), 'head.new'));
    rmSync(join(net.path(name), 'head.new'));
    // The same bytes in another file, as a copy of the folder has them.
    writeFileSync(join(net.path(name), 'copy'), '');
    writeFileSync(join(net.path(name), 'head.new'), staged, { mode: 0o600 });
    const copied = openLedger(net.path(name));
    expect(copied.headState().kind).not.toBe('database-ahead');
    copied.close();
    expect(chain).toBeDefined();
  });
});

it('a locked key is no finding where nobody unlocks it', async () => {
  await net.at('hill', (home) => setPassphrase(home, 'one'));
  expect(auditFolder(net.env('hill', { passphrase: () => undefined })).findings).toEqual([]);
  await net.at('hill', (home) => setPassphrase(home, undefined), { passphrase: () => 'one' });
});
