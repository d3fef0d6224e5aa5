// Looking after a party's folder: backup, restore, recover, a new chain, keys, audit, settings.
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { audit, rebuild, retire } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover, recoverWithNewChain } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { listConfig, readConfig, setConfig } from '../../src/app/node/config.ts';
import type { Home } from '../../src/app/node/home.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { keysFit, rotateKeys, setPassphrase, showKeys } from '../../src/app/parties/keys.ts';
import { readLog, showEvent } from '../../src/app/record/log.ts';
import type { ErrorCode, PedigreeError } from '../../src/errors.ts';
import { copyFolder } from '../copy-folder.ts';
import { ACME, HILL, makeNetwork, type Network } from './network.ts';

const code = (expected: ErrorCode, exit: number) =>
  expect.objectContaining({ code: expected, exit } satisfies Partial<PedigreeError>);
const ACME_RIGHTS = { roles: ['manufacturer'], prefixes: ['9506000'] };
const product = (name: string) => ({ gtin: '09506000134352', name });
const size = (home: Home) => readLog(home, {}).events.length;

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, ACME_RIGHTS);
});
afterAll(() => net.remove());

describe('a backup', () => {
  it('is one file for its owner alone and never replaces another', async () => {
    const data = await net.at('acme', (home) => backUp(home, net.path('acme.backup')));
    expect(data).toMatchObject({ size: 2, locked: false });
    expect(data.bytes).toBe(statSync(data.file).size);
    expect(statSync(data.file).mode & 0o777).toBe(0o600);
    expect(data.warnings[0]).toContain('not locked');
    await expect(net.at('acme', (home) => backUp(home, data.file))).rejects.toEqual(code('cannot-create', 73));
  });

  it('writes nothing in a dry run', async () => {
    await net.at('acme', (home) => backUp(home, net.path('dry.backup')), { dryRun: true });
    expect(existsSync(net.path('dry.backup'))).toBe(false);
  });

  it('comes back whole in an empty folder, and is not appended to', async () => {
    const data = restore(net.env('restored'), net.path('acme.backup'));
    expect(data).toMatchObject({ party: ACME, size: 2 });
    expect(data.state).not.toBe('ready');
    expect(statSync(join(net.path('restored'), 'key')).mode & 0o777).toBe(0o600);
    await expect(net.at('restored', (home) => setProduct(home, product('Amoxil')))).rejects.toEqual(
      code('chain-behind', 78),
    );
    expect((await net.at('restored', listParties)).parties.map(({ name }) => name)).toContain('Acme');
    expect((await status(net.env('restored'))).todo).toContainEqual({
      what: 'recover',
      count: 1,
      command: 'pedigree recover',
    });
    expect(doctor(net.env('restored'))).toMatchObject({ exit: 78 });
  });

  it('goes nowhere where a party is, and leaves nothing where the file is none', async () => {
    expect(() => restore(net.env('acme'), net.path('acme.backup'))).toThrow(code('cannot-create', 73));
    const whole = readFileSync(net.path('acme.backup'));
    const files = {
      random: [Buffer.alloc(5000, 9), 65],
      empty: [Buffer.alloc(0), 65],
      cut: [whole.subarray(0, whole.length / 2), 65],
    } as const;
    for (const [name, [bytes, exit]] of Object.entries(files)) {
      writeFileSync(net.path(`${name}.backup`), bytes);
      expect(() => restore(net.env('x'), net.path(`${name}.backup`)), name).toThrow(expect.objectContaining({ exit }));
      expect(existsSync(net.path('x')), name).toBe(false);
    }
    expect(() => restore(net.env('x'), net.path('no.backup'))).toThrow(code('no-such-file', 66));
    restore(net.env('x', { dryRun: true }), net.path('acme.backup'));
    expect(existsSync(net.path('x'))).toBe(false);
  });
});

describe('recovering', () => {
  it('asks somebody: without a peer it is 75, and nothing changes', async () => {
    await expect(net.at('restored', (home) => recover(home))).rejects.toEqual(code('peer-away', 75));
    await expect(net.at('restored', (home) => setProduct(home, product('Amoxil')))).rejects.toEqual(
      code('chain-behind', 78),
    );
  });

  it('fetches what was recorded after the backup, and then appends where the chain ends', async () => {
    await net.at('acme', (home) => setProduct(home, product('Amoxil')));
    await net.at('acme', (home) => setProduct(home, product('Amoxil Forte')));
    await net.carry('acme', 'agency');
    const file = net.path('from-agency.pedigree');
    await net.at('agency', (home) => writeBundle(home.ledger, file));
    const dry = await net.at('restored', (home) => recover(home, file), { dryRun: true });
    expect(dry.dryRun).toBe(true);
    const data = await net.at('restored', (home) => recover(home, file));
    expect(data).toMatchObject({ state: 'ready', behind: 0, size: 4 });
    rmSync(net.path('acme'), { recursive: true });
    const next = await net.at('restored', (home) => setProduct(home, product('Amoxil Retard')));
    expect(next.event).toMatch(/\/4$/);
    await net.carry('restored', 'agency');
    expect((await net.at('agency', listParties)).parties.find(({ name }) => name === 'Acme')?.forked).toBe(false);
    expect((await net.at('agency', listProducts)).products[0]?.name).toBe('Amoxil Retard');
  });

  it('has nothing to do where all is well', async () => {
    expect(await net.at('restored', (home) => recover(home))).toMatchObject({ state: 'ready', fetched: 0, asked: [] });
  });

  it('notices a folder that was copied, and a database older than its head file', async () => {
    copyFolder(net.path('restored'), net.path('copy'));
    chmodSync(net.path('copy'), 0o700);
    await expect(net.at('copy', (home) => setProduct(home, product('Copied')))).rejects.toEqual(
      code('chain-behind', 78),
    );
    const old = join(net.path('restored'), 'ledger.db');
    cpSync(old, net.path('old.db'));
    await net.at('restored', (home) => setProduct(home, product('Amoxil')));
    cpSync(net.path('old.db'), old);
    await expect(net.at('restored', (home) => setProduct(home, product('Again')))).rejects.toEqual(
      code('chain-behind', 78),
    );
    // A peer that has not heard of the tail cannot confirm it.
    const file = net.path('stale.pedigree');
    await net.at('agency', (home) => writeBundle(home.ledger, file));
    await expect(net.at('restored', (home) => recover(home, file))).rejects.toEqual(code('chain-behind', 78));
  });
});

describe('a new chain after a loss', () => {
  it('is not for a chain that can be appended to, nor for the founder', async () => {
    await net.join('hill', HILL, { roles: ['dispenser'] });
    await expect(net.at('hill', recoverWithNewChain)).rejects.toEqual(code('wrong-state', 14));
    await expect(net.at('agency', recoverWithNewChain)).rejects.toEqual(code('not-allowed', 77));
  });

  it('belongs to the same party once a regulator says so, and what was sealed for the old keys stays open', async () => {
    const { chain: oldChain } = await net.at('restored', (home) => home.self);
    const dry = await net.at('restored', recoverWithNewChain, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, chain: oldChain });
    const data = await net.at('restored', recoverWithNewChain);
    expect(data).toMatchObject({ state: 'ready', oldChain });
    expect(data.chain).not.toBe(oldChain);
    expect((await status(net.env('restored'))).todo).toEqual([expect.objectContaining({ what: 'not-accredited' })]);
    await net.at('restored', (home) => writeCard(home, net.path('acme-2.card')));
    const request = { who: net.path('acme-2.card'), roles: [], prefixes: [], gtins: [], sameParty: true };
    const welcome = net.path('acme-2.welcome');
    const accredited = await net.at('agency', (home) => accredit(home, { ...request, welcome }));
    expect(accredited).toMatchObject({ chain: data.chain, party: ACME, roles: ['manufacturer'] });
    await net.at('restored', (home) => readBundle(home.ledger, welcome, { now: home.env.clock() }));
    expect(await net.at('restored', (home) => setProduct(home, product('Amoxil Neo')))).toMatchObject({
      already: false,
    });
    await net.carry('restored', 'agency');
    const row = (await net.at('agency', listParties)).parties.find(({ gln }) => gln === ACME.gln);
    expect(row?.chains).toEqual(expect.arrayContaining([oldChain, data.chain]));
    const old = await net.at('restored', (home) => readLog(home, { chain: oldChain }));
    expect(old.events.length).toBeGreaterThan(2);
    expect(await net.at('restored', keysFit)).toBe(true);
  });
});

describe('keys', () => {
  const locked = { passphrase: () => 'correct horse' };

  it('are locked with a passphrase, and then signing wants it', async () => {
    const dry = await net.at('hill', (home) => setPassphrase(home, 'correct horse'), { dryRun: true });
    expect(dry.dryRun).toBe(true);
    expect((await net.at('hill', showKeys)).locked).toBe(false);
    expect(await net.at('hill', (home) => setPassphrase(home, 'correct horse'))).toMatchObject({ locked: true });
    expect((await net.at('hill', showKeys)).locked).toBe(true);
    await expect(net.at('hill', (home) => rotateKeys(home, ['sign']))).rejects.toEqual(code('key-passphrase', 77));
    const wrong = { passphrase: () => 'wrong horse' };
    await expect(net.at('hill', (home) => rotateKeys(home, ['sign']), wrong)).rejects.toEqual(
      code('key-passphrase', 77),
    );
    expect(readFileSync(join(net.path('hill'), 'key'), 'utf8')).not.toContain('secrets');
    expect(statSync(join(net.path('hill'), 'key')).mode & 0o777).toBe(0o600);
  });

  it('are made locked where init is given a passphrase', async () => {
    const request = { name: 'Locked', gln: '9506000100050', network: net.path('agency.card') };
    expect(await net.init('locked', request, locked)).toMatchObject({ locked: true });
    expect((await net.at('locked', showKeys)).locked).toBe(true);
  });

  it('change without a break: what is signed after is taken by others, and old words stay readable', async () => {
    const note = 'for us alone';
    const words = await net.at('agency', (home) =>
      accredit(home, { who: HILL.gln, roles: ['dispenser', 'logistics'], prefixes: [], gtins: [], note }),
    );
    const before = await net.at('agency', showKeys);
    const dry = await net.at('agency', (home) => rotateKeys(home, ['sign', 'seal']), { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true });
    expect(await net.at('agency', showKeys)).toEqual(before);
    const data = await net.at('agency', (home) => rotateKeys(home, ['sign', 'seal']));
    const after = await net.at('agency', showKeys);
    expect(after).toMatchObject({ signKey: data.signKey, sealKey: data.sealKey, rotations: 2 });
    expect(after.signKey).not.toBe(before.signKey);
    await net.at('agency', (home) => setProduct(home, { gtin: '04012345678901', name: 'Named after the change' }));
    await net.carry('agency', 'hill');
    expect((await net.at('hill', listProducts)).products.map(({ name }) => name)).toContain('Named after the change');
    const [shown] = (await net.at('agency', (home) => showEvent(home, words.event ?? ''))).events;
    expect(shown.private).toMatchObject({ note });
    expect((await net.at('agency', audit)).findings).toEqual([]);
  });

  it('of a change that was cut short are taken over where the chain names them, and left where it does not', async () => {
    const dir = net.path('agency');
    const old = readFileSync(join(dir, 'key'), 'utf8');
    await net.at('agency', (home) => rotateKeys(home, ['sign']));
    const fresh = readFileSync(join(dir, 'key'), 'utf8');
    // As after a power cut between the event and the rename.
    writeFileSync(join(dir, 'key'), old);
    writeFileSync(join(dir, 'key.next'), fresh, { mode: 0o600 });
    await net.at('agency', (home) => setProduct(home, { gtin: '04012345678901', name: 'After the cut' }));
    expect(readFileSync(join(dir, 'key'), 'utf8')).toBe(fresh);
    expect(existsSync(join(dir, 'key.next'))).toBe(false);
    // As after a power cut before the event.
    writeFileSync(join(dir, 'key.next'), old, { mode: 0o600 });
    await net.at('agency', (home) => setProduct(home, { gtin: '04012345678901', name: 'Before the cut' }));
    expect(readFileSync(join(dir, 'key'), 'utf8')).toBe(fresh);
    await net.carry('agency', 'hill');
    expect((await net.at('hill', listProducts)).products.map(({ name }) => name)).toContain('Before the cut');
  });

  it('do not sign once another run has changed them', async () => {
    await net.at('agency', async (early) => {
      const signer = early.signer();
      await net.at('agency', (home) => rotateKeys(home, ['sign']));
      const late = () =>
        early.ledger.append(signer, early.appendOptions(), (tx) => tx.add({ type: 'profile', public: { name: 'X' } }));
      expect(late).toThrow(code('not-allowed', 77));
      expect(() => early.signer()).toThrow(code('not-allowed', 77));
    });
    expect((await net.at('agency', audit)).findings).toEqual([]);
  });

  it('of a backup older than their change do not sign', async () => {
    await net.at('agency', (home) => backUp(home, net.path('agency.backup')));
    await net.at('agency', (home) => rotateKeys(home, ['sign']));
    const file = net.path('agency-tail.pedigree');
    await net.at('agency', (home) => writeBundle(home.ledger, file));
    restore(net.env('agency-old'), net.path('agency.backup'));
    const data = await net.at('agency-old', (home) => recover(home, file));
    expect(data).toMatchObject({ state: 'keys-differ', fetched: 1 });
    expect(data.warnings[0]).toContain('--new-chain');
    await expect(net.at('agency-old', (home) => setProduct(home, product('Forged')))).rejects.toMatchObject({
      exit: expect.toSatisfy((exit: number) => exit === 77 || exit === 78),
    });
  });
});

describe('audit and rebuild', () => {
  it('find nothing in a sound folder and change nothing', async () => {
    const before = await net.at('agency', size);
    const data = await net.at('agency', audit);
    expect(data).toMatchObject({ exit: 0, findings: [] });
    expect(data.events).toBeGreaterThan(before);
    expect(await net.at('agency', (home) => rebuild(home))).toMatchObject({ events: data.events });
    expect(await net.at('agency', audit)).toMatchObject({ exit: 0, events: data.events });
    expect(await net.at('agency', (home) => rebuild(home), { dryRun: true })).toMatchObject({ dryRun: true });
  });

  it('find a key that is not the chain’s', async () => {
    const file = join(net.path('agency'), 'key');
    const own = readFileSync(file);
    cpSync(join(net.path('restored'), 'key'), file);
    const data = await net.at('agency', audit);
    expect(data.exit).toBe(15);
    expect(data.findings).toContainEqual(expect.objectContaining({ code: 'key-file' }));
    expect(doctor(net.env('agency')).checks).toContainEqual(expect.objectContaining({ code: 'key', level: 'error' }));
    writeFileSync(file, own);
  });
});

describe('retiring a chain', () => {
  it('wants its id, is said once, and is the end of it', async () => {
    await net.init('till', { name: 'Till', gln: '9506000100067', network: net.path('agency.card') });
    const { chain } = await net.at('till', (home) => home.self);
    await expect(net.at('till', (home) => retire(home, undefined))).rejects.toEqual(code('confirm-missing', 2));
    const dry = await net.at('till', (home) => retire(home, chain), { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, already: false });
    expect(await net.at('till', (home) => retire(home, chain))).toMatchObject({ event: `${chain}/1`, already: false });
    expect(await net.at('till', (home) => retire(home, chain))).toMatchObject({ event: `${chain}/1`, already: true });
    await expect(net.at('till', (home) => rotateKeys(home, ['sign']))).rejects.toEqual(code('wrong-state', 14));
  });
});

describe('settings', () => {
  it('have defaults, take what they can be, and go back', async () => {
    await net.at('agency', (home) => {
      expect(readConfig(home.ledger.local)).toMatchObject({ maxAge: 86_400_000, stem: 'https://id.gs1.org' });
      expect(setConfig(home, 'max-age', '90m')).toMatchObject({ already: false });
      expect(setConfig(home, 'max-age', '90m')).toMatchObject({ already: true });
      expect(readConfig(home.ledger.local).maxAge).toBe(5_400_000);
      expect(listConfig(home, 'max-age').settings).toEqual([expect.objectContaining({ value: '90m', default: false })]);
      setConfig(home, 'zone', 'Asia/Tokyo');
      expect(readConfig(home.ledger.local).zone).toBe('Asia/Tokyo');
      setConfig(home, 'max-age', undefined);
      expect(readConfig(home.ledger.local).maxAge).toBe(86_400_000);
    });
  });

  it('refuse what they cannot be', async () => {
    const bad = [
      ['zone', 'Mars/Olympus'],
      ['max-age', '1 day'],
      ['stem', 'ftp://x'],
      ['expires-soon', '-1'],
      ['colour', 'red'],
    ] as const;
    for (const [name, value] of bad) {
      await expect(
        net.at('agency', (home) => setConfig(home, name, value)),
        name,
      ).rejects.toEqual(code('bad-setting', 78));
    }
    expect(await net.at('agency', (home) => setConfig(home, 'zone', 'UTC'), { dryRun: true })).toMatchObject({
      dryRun: true,
    });
    expect(await net.at('agency', (home) => readConfig(home.ledger.local).zone)).toBe('Asia/Tokyo');
  });
});

describe('doctor', () => {
  it('says what is well, and what is missing where there is no party', () => {
    const well = doctor(net.env('agency'));
    expect(well.checks.filter(({ level }) => level === 'error')).toEqual([]);
    expect(well.checks.find(({ code: name }) => name === 'head')?.level).toBe('ok');
    const none = doctor(net.env('nowhere'));
    expect(none.exit).toBe(78);
    expect(none.checks.map(({ code: name }) => name)).toContain('folder');
  });

  it('tells of a copy of the key that a killed run left, until the key is written again', async () => {
    const left = join(net.env('agency').home, 'key.tmp');
    const told = () => doctor(net.env('agency')).checks.find(({ code: name }) => name === 'key-left');
    expect(told()).toBeUndefined();
    writeFileSync(left, 'half a key', { mode: 0o600 });
    expect(told()).toMatchObject({ level: 'warning', hint: `rm ${left}, once no run is changing the key` });
    // Where the folder cannot even be opened as that of a party, too.
    const ledger = join(net.env('agency').home, 'ledger.db');
    renameSync(ledger, `${ledger}.away`);
    expect(told()?.level).toBe('warning');
    renameSync(`${ledger}.away`, ledger);
    await net.at('agency', (home) => rotateKeys(home, ['seal']));
    expect(told()).toBeUndefined();
  });
});
