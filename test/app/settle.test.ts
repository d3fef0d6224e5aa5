// A regulator's folder that was copied: whose branch counts, and how a network goes on whose founder has split.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/app/maintenance/audit.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover, recoverWithNewChain } from '../../src/app/maintenance/recover.ts';
import type { Home } from '../../src/app/node/home.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { branchesOf } from '../../src/app/parties/branch-choice.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { type SettleRequest, settle } from '../../src/app/parties/settle.ts';
import { successor } from '../../src/app/parties/successor.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { hex } from '../../src/chain/bytes.ts';
import { PedigreeError } from '../../src/errors.ts';
import { copyFolder } from '../copy-folder.ts';
import { refusedLater } from '../refused.ts';
import { ACME, AGENCY, HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

const RIGHTS = { prefixes: [], gtins: [] };
const REGION = { name: 'Region', gln: '9506000100043' };

let net: Network;
let chain = '';
const words = () => net.path('agency.recovery');

beforeEach(async () => {
  net = makeNetwork();
  const made = await net.init('agency', {
    ...AGENCY,
    found: { custody: 'required', recovery: { file: net.path('agency.recovery') } },
  });
  chain = made.chain ?? '';
  await net.at('agency', (home) => writeCard(home, net.path('agency.card')));
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.join('region', REGION, { roles: ['regulator'] });
});
afterEach(() => net.remove());

/** The folder was copied; both admit somebody, and everybody hears of both. */
async function split(of: string): Promise<void> {
  copyFolder(net.path(of), net.path('copy'));
  await net.at('copy', (home) => home.ledger.confirmHead());
  for (const [name, party] of [
    ['acme', ACME],
    ['midway', MIDWAY],
  ] as const) {
    await net.init(name, { ...party, network: net.path('agency.card') });
    await net.at(name, (home) => writeCard(home, net.path(`${name}.card`)));
  }
  await admit(of, 'acme');
  await admit('copy', 'midway');
  for (const from of [of, 'copy']) {
    for (const to of ['agency', 'hill', 'region']) if (to !== from) await net.carry(from, to);
  }
}
const admit = (by: string, whom: string) =>
  net.at(by, (home) => accredit(home, { ...RIGHTS, who: net.path(`${whom}.card`), roles: ['distributor'] }));
const known = (at: string): Promise<readonly string[]> =>
  net.at(at, (home) => listParties(home).parties.map(({ name }) => name));
const branches = async (at: string, who: string) =>
  ((await refusedLater(() => net.at(at, (home) => settle(home, { who, confirmed: true })))).detail?.items ??
    []) as readonly {
    readonly at: string;
    readonly size: number;
    readonly disowns: object;
  }[];
const settling = async (at: string, who: string, size: number, more: Partial<SettleRequest> = {}) => {
  const items = await branches(at, who);
  const keep = items[size]?.at ?? '';
  return net.at(at, (home: Home) => settle(home, { who, keep, confirmed: true, ...more }));
};

describe('the recovery key', () => {
  it('stands in a file of its owner alone, and nowhere in the folder', async () => {
    expect(statSync(words()).mode & 0o777).toBe(0o600);
    const [line = ''] = readFileSync(words(), 'utf8')
      .split('\n')
      .filter((one) => one !== '' && !one.startsWith('#'));
    expect(line.split(' ')).toHaveLength(10);
    const again = { ...AGENCY, found: { custody: 'required', recovery: { file: words() } } } as const;
    await expect(net.init('second', again)).rejects.toMatchObject({ code: 'cannot-create' });
    expect(existsSync(net.path('second'))).toBe(false);
  });

  it('leaves no file where no party came of it', async () => {
    const file = net.path('lost.recovery');
    const request = { ...AGENCY, found: { custody: 'required', recovery: { file } } } as const;
    writeFileSync(net.path('taken'), 'not a folder');
    await expect(net.init('taken', request)).rejects.toBeInstanceOf(PedigreeError);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a regulator that has split', () => {
  beforeEach(() => split('region'));

  it('is settled by the founder, who sees what each choice disowns', async () => {
    expect(await known('agency')).not.toContain('Acme');
    expect(await branches('agency', REGION.gln)).toMatchObject([
      { disowns: { events: 1, packs: 0 } },
      { disowns: { events: 1, packs: 0 } },
    ]);
    const data = await settling('agency', REGION.gln, 0);
    expect(data).toMatchObject({ by: 'founder', party: REGION, already: false });
    expect(await settling('agency', REGION.gln, 0)).toMatchObject({ already: true, event: data.event });
    await net.carry('agency', 'hill');
    for (const at of ['agency', 'hill']) {
      expect(await known(at)).toContain('Acme');
      expect(await known(at)).not.toContain('Midway Wholesale');
    }
    const { parties } = await net.at('hill', listParties);
    expect(parties.find(({ gln }) => gln === REGION.gln)?.settled).toMatchObject([{ by: 'founder', differ: false }]);
    const report = await net.at('hill', audit);
    expect(report).toMatchObject({ exit: 0, findings: [], settled: [{ by: 'founder' }] });
    const error = await refusedLater(() => settling('agency', REGION.gln, 1));
    expect(error).toMatchObject({ code: 'wrong-state', exit: 14 });
  });

  it('goes on where its branch was chosen, and with a new chain where it was not', async () => {
    await settling('agency', REGION.gln, 0);
    await net.carry('agency', 'region');
    await admit('region', 'midway');
    await net.carry('agency', 'copy');
    await net.carry('region', 'copy');
    const more = { ...RIGHTS, who: net.path('acme.card'), roles: ['logistics'] };
    expect(await refusedLater(() => net.at('copy', (home) => accredit(home, more)))).toMatchObject({
      code: 'chain-forked',
      exit: 15,
    });
    const stuck = await net.at('copy', (home) => recover(home));
    expect(stuck).toMatchObject({ state: 'forked' });
    expect(stuck.warnings).toEqual([expect.stringMatching(/another history.*chosen.*pedigree recover --new-chain/)]);
    expect(await net.at('region', (home) => recover(home))).toMatchObject({ state: 'ready', warnings: [] });
    expect(await net.at('copy', (home) => recoverWithNewChain(home))).toMatchObject({ state: 'ready' });
  });

  it('does not settle itself, and nobody without the right does', async () => {
    expect(await refusedLater(() => settling('region', REGION.gln, 0))).toMatchObject({
      code: 'not-allowed',
      exit: 77,
    });
    expect(await refusedLater(() => settling('hill', REGION.gln, 0))).toMatchObject({ code: 'not-allowed', exit: 77 });
  });

  it('wants a branch above the fork, of that chain, and a confirmation', async () => {
    const [first] = await branches('agency', REGION.gln);
    const keep = first?.at ?? '';
    const refused = (request: Partial<SettleRequest>) =>
      refusedLater(() => net.at('agency', (home) => settle(home, { who: REGION.gln, confirmed: true, ...request })));
    const own = keep.split('/')[0] ?? '';
    expect(await refused({ keep, confirmed: false })).toMatchObject({ code: 'confirm-missing' });
    expect(await refused({ keep: `${own}/0` })).toMatchObject({ code: 'usage' });
    expect(await refused({ keep: `${chain}/0` })).toMatchObject({ code: 'usage' });
    expect(await refused({ who: HILL.gln, keep })).toMatchObject({ code: 'wrong-state' });
  });
});

describe('a founder that has split', () => {
  beforeEach(() => split('agency'));

  it('still hears recalls and its regulators, and is settled by the recovery key from any party', async () => {
    expect(await known('hill')).not.toContain('Acme');
    expect(await refusedLater(() => settling('agency', chain, 0))).toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('--recovery-file'),
    });
    const data = await settling('hill', AGENCY.gln, 0, { recoveryFile: words() });
    expect(data).toMatchObject({ by: 'recovery' });
    expect(await known('hill')).toContain('Acme');
    await net.carry('hill', 'agency');
    await admit('agency', 'midway');
    expect(await known('agency')).toContain('Midway Wholesale');
  });

  it('is settled here by its person, which is marked, and overruled by a signed word', async () => {
    const items = await branches('hill', chain);
    const data = await settling('hill', chain, 1, { local: true });
    expect(data).toMatchObject({
      by: 'here',
      already: false,
      warnings: [expect.stringContaining('this computer alone')],
    });
    expect(data.event).toBeUndefined();
    expect(await settling('hill', chain, 1, { local: true })).toMatchObject({ already: true });
    const here = [items[0]?.size === 0 ? 'Acme' : (await known('hill')).includes('Acme') ? 'Acme' : 'Midway Wholesale'];
    expect(await known('hill')).toContain(here[0]);
    expect((await net.at('hill', listParties)).parties.find(({ gln }) => gln === AGENCY.gln)?.settled).toMatchObject([
      { by: 'here' },
    ]);
    expect(doctor(net.env('hill')).checks.find(({ code }) => code === 'settled-here')).toMatchObject({
      level: 'warning',
    });
    const { findings } = await net.at('hill', ({ ledger }) => ledger.audit());
    expect(findings).toMatchObject([{ code: 'forked', message: expect.stringContaining('this computer alone') }]);
    await net.at('hill', ({ ledger }) => ledger.rebuild());
    expect((await net.at('hill', listParties)).parties.find(({ gln }) => gln === AGENCY.gln)?.settled).toMatchObject([
      { by: 'here' },
    ]);
    await settling('region', chain, 0, { recoveryFile: words() });
    await net.carry('region', 'hill');
    expect((await net.at('hill', listParties)).parties.find(({ gln }) => gln === AGENCY.gln)?.settled).toMatchObject([
      { by: 'recovery' },
    ]);
    expect(doctor(net.env('hill')).checks.find(({ code }) => code === 'settled-here')).toBeUndefined();
  });

  it('settled twice and differently is not settled, and everybody is told', async () => {
    await settling('hill', chain, 0, { recoveryFile: words() });
    const hills = await net.at('hill', ({ ledger }) =>
      ledger.read((view) => view.authority().settlementOf(chain)?.chosen?.root),
    );
    await net.at('region', (home) => {
      const choices = home.ledger.read((view) => branchesOf(view, chain));
      const keep = choices.find(({ root }) => hex(root) !== hex(hills ?? root))?.at ?? '';
      settle(home, { who: chain, keep, confirmed: true, recoveryFile: words() });
    });
    await net.carry('region', 'hill');
    const alerts = await net.at('hill', (home) =>
      home.ledger.read((view) => alertsOf(home, knowledgeOf(home, view))).map(({ code }) => code),
    );
    expect(alerts).toEqual(expect.arrayContaining(['settled-twice', 'author-forked']));
    expect(doctor(net.env('hill')).checks.find(({ code }) => code === 'settled-twice')).toMatchObject({
      level: 'warning',
    });
    expect(await known('hill')).not.toContain('Acme');
  });

  it('is not settled with words that others may read, or that are another network’s', async () => {
    chmodSync(words(), 0o644);
    expect(await refusedLater(() => settling('hill', chain, 0, { recoveryFile: words() }))).toMatchObject({
      code: 'key-permissions',
    });
    const other = makeNetwork();
    await other.init('x', { ...AGENCY, found: { custody: 'required', recovery: { file: other.path('x.recovery') } } });
    expect(
      await refusedLater(() => settling('hill', chain, 0, { recoveryFile: other.path('x.recovery') })),
    ).toMatchObject({
      code: 'not-allowed',
    });
    other.remove();
  });
});

describe('a successor', () => {
  it('goes on in the place of a founder whose key was stolen', async () => {
    await net.init('new', { ...AGENCY, network: net.path('agency.card') });
    await net.at('new', (home) => writeCard(home, net.path('new.card')));
    await net.carry('agency', 'new');
    const request = { card: net.path('new.card'), recoveryFile: words() };
    expect(await refusedLater(() => net.at('new', (home) => successor(home, request)))).toMatchObject({
      code: 'confirm-missing',
    });
    const named = { ...request, confirm: AGENCY.gln };
    const data = await net.at('new', (home) => successor(home, named));
    expect(data).toMatchObject({ party: AGENCY, succeeds: { chain } });
    expect(await net.at('new', (home) => successor(home, named))).toMatchObject({ already: true, event: data.event });
    // What the thief does with the old key from now on counts for nothing, and the new chain admits.
    await net.init('acme', { ...ACME, network: net.path('agency.card') });
    await net.at('acme', (home) => writeCard(home, net.path('acme.card')));
    await admit('agency', 'acme');
    await net.carry('agency', 'hill');
    await net.carry('new', 'hill');
    expect(await known('hill')).not.toContain('Acme');
    await admit('new', 'acme');
    await net.carry('new', 'hill');
    expect(await known('hill')).toContain('Acme');
    expect(
      await refusedLater(() =>
        net.at('new', (home) => revoke(home, { who: AGENCY.gln, reason: 'x', confirm: AGENCY.gln })),
      ),
    ).toMatchObject({ code: 'not-allowed' });
  });
});
