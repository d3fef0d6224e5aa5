// Making parties and admitting them: what a regulator and a joiner see on their first day.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { fingerprint, isFingerprint } from '../../src/app/node/fingerprint.ts';
import { cleanText, fileName } from '../../src/app/node/names.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { openReading } from '../../src/app/node/reading.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { readLog, showEvent } from '../../src/app/record/log.ts';
import type { ErrorCode, PedigreeError } from '../../src/errors.ts';
import { ACME, AGENCY, HILL, MIDWAY, makeNetwork, type Network, START } from './network.ts';

const RIGHTS = { prefixes: [], gtins: [] };
const code = (expected: ErrorCode, exit: number) =>
  expect.objectContaining({ code: expected, exit } satisfies Partial<PedigreeError>);

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
});
afterAll(() => net.remove());

describe('founding a network', () => {
  it('makes a chain that is the network, with a fingerprint to read out', async () => {
    const other = makeNetwork();
    const made = await other.found();
    expect(made).toMatchObject({
      party: AGENCY,
      role: 'founder',
      already: false,
      event: `${made.chain}/0`,
      locked: false,
    });
    expect(made.network).toBe(made.chain);
    expect(made.fingerprint).toMatch(/^\d{5}( \d{5}){4}$/);
    expect(made.at).toBe(new Date(START).toISOString());
    other.remove();
  });

  it('keeps the folder and the key to their owner', () => {
    expect(statSync(net.path('agency')).mode & 0o777).toBe(0o700);
    expect(statSync(join(net.path('agency'), 'key')).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing of its making behind', () => {
    expect(readdirSync(net.path('agency')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('refuses a folder where a party is', async () => {
    await expect(net.init('agency', { ...MIDWAY, found: { custody: 'required' } })).rejects.toEqual(
      code('cannot-create', 73),
    );
    expect(openReading(net.env('agency')).self.name).toBe(AGENCY.name);
  });

  it('refuses a GLN with a wrong check digit, and makes nothing', async () => {
    const request = { name: 'X', gln: '9506000100006', found: { custody: 'required' as const } };
    await expect(net.init('x', request)).rejects.toEqual(code('not-gs1', 65));
    expect(existsSync(net.path('x'))).toBe(false);
  });

  it('writes nothing in a dry run', async () => {
    const made = await net.init('dry', { ...MIDWAY, found: { custody: 'required' } }, { dryRun: true });
    expect(made.dryRun).toBe(true);
    expect(made.chain).toBeUndefined();
    expect(existsSync(net.path('dry'))).toBe(false);
  });

  it('takes a given moment for test homes alone', async () => {
    const request = { ...MIDWAY, found: { custody: 'required' as const }, test: false };
    await expect(net.init('x', request)).rejects.toEqual(code('not-a-test-home', 78));
    expect(existsSync(net.path('x'))).toBe(false);
  });

  it('begins again where a first try was killed half way', async () => {
    const dir = net.path('killed');
    mkdirSync(join(dir, '.new'), { recursive: true });
    writeFileSync(join(dir, '.new', 'key'), 'half');
    writeFileSync(join(dir, 'ledger.db'), 'half');
    const made = await net.init('killed', { ...MIDWAY, found: { custody: 'required' } });
    expect(made.event).toBe(`${made.chain}/0`);
    expect(readdirSync(dir)).not.toContain('.new');
  });

  it('does not touch a ledger whose key is gone', async () => {
    mkdirSync(net.path('keyless'));
    writeFileSync(join(net.path('keyless'), 'ledger.db'), 'mine');
    await expect(net.init('keyless', { ...MIDWAY, found: { custody: 'required' } })).rejects.toEqual(
      code('cannot-create', 73),
    );
    expect(readFileSync(join(net.path('keyless'), 'ledger.db'), 'utf8')).toBe('mine');
  });
});

describe('joining a network', () => {
  it('refuses the card of another network by its fingerprint, and makes nothing', async () => {
    const other = makeNetwork();
    const right = await net.at('agency', (home) => fingerprint(home.self.network));
    await other.found();
    const request = { ...HILL, network: other.path('agency.card'), fingerprint: right };
    await expect(net.init('hill-wrong', request)).rejects.toEqual(code('fingerprint-differs', 77));
    expect(existsSync(net.path('hill-wrong'))).toBe(false);
    other.remove();
  });

  it('refuses a card that is none, cut off or damaged, and makes nothing', async () => {
    const whole = readFileSync(net.path('agency.card'));
    const damaged = Buffer.from(whole);
    const middle = Math.floor(whole.length / 2);
    damaged[middle] = (damaged[middle] ?? 0) ^ 1;
    const cards = { random: Buffer.alloc(4000, 7), empty: Buffer.alloc(0), cut: whole.subarray(0, middle), damaged };
    for (const [name, bytes] of Object.entries(cards)) {
      writeFileSync(net.path(`${name}.card`), bytes);
      await expect(net.init('x', { ...HILL, network: net.path(`${name}.card`) }), name).rejects.toMatchObject({
        exit: 65,
      });
      expect(existsSync(net.path('x')), name).toBe(false);
    }
    await expect(net.init('x', { ...HILL, network: net.path('no.card') })).rejects.toEqual(code('no-such-file', 66));
  });

  it('takes the fingerprint as digits in any spacing, or the chain id', async () => {
    const chain = await net.at('agency', (home) => home.self.network);
    const digits = fingerprint(chain);
    for (const typed of [digits, digits.replaceAll(' ', ''), digits.replaceAll(' ', '-'), chain]) {
      expect(isFingerprint(typed, chain)).toBe(true);
    }
    expect(
      isFingerprint(
        digits.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
        chain,
      ),
    ).toBe(false);
    expect(isFingerprint('', chain)).toBe(false);
  });

  it('joins in a dry run without a trace', async () => {
    const made = await net.init('x', { ...HILL, network: net.path('agency.card') }, { dryRun: true });
    expect(made).toMatchObject({ dryRun: true, role: 'joiner' });
    expect(existsSync(net.path('x'))).toBe(false);
  });

  it('joins with a card that is months old, but not with a clock before it', async () => {
    const months = START + 90 * 86_400_000;
    const made = await net.init('late', { ...HILL, network: net.path('agency.card') }, { now: months });
    expect(made.network).toBe(await net.at('agency', (home) => home.self.network));
    const early = { ...HILL, network: net.path('agency.card'), test: false };
    const { initParty } = await import('../../src/app/parties/init.ts');
    const env = { ...net.env('early'), nowGiven: false, clock: () => START - 30 * 86_400_000 };
    await expect(initParty(env, early)).rejects.toEqual(code('clock-suspect', 78));
    expect(existsSync(net.path('early'))).toBe(false);
  });
});

describe('accreditation', () => {
  it('makes a joiner somebody, with one file back that one import takes', async () => {
    await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
    const { parties } = await net.at('acme', listParties);
    expect(parties.map(({ name, roles, self }) => ({ name, roles, self }))).toEqual([
      { name: 'Acme', roles: ['manufacturer'], self: true },
      { name: 'Medicines Agency', roles: ['regulator'], self: false },
    ]);
    expect(parties[1]?.contact).toBe('+44 20 7946 0000');
  });

  it('is recorded once, however often it is said', async () => {
    const request = { ...RIGHTS, who: net.path('acme.card'), roles: ['manufacturer'], prefixes: ['9506000'] };
    const before = await net.at('agency', (home) => readLog(home, {}).events.length);
    const again = await net.at('agency', (home) => accredit(home, request));
    expect(again).toMatchObject({ already: true, party: ACME, prefixes: ['9506000'] });
    expect(await net.at('agency', (home) => readLog(home, {}).events.length)).toBe(before);
  });

  it('tells who sets a last day that is past, before anything is recorded', async () => {
    const request = { who: net.path('acme.card'), roles: ['dispenser'], prefixes: [], gtins: [], until: '2026-01-31' };
    const data = await net.at('agency', (home) => accredit(home, request), { dryRun: true });
    expect(data.warnings).toEqual([expect.stringContaining('last day is past')]);
  });

  it('writes nothing in a dry run and says what it would', async () => {
    const before = await net.at('agency', (home) => readLog(home, {}).events.length);
    const request = { ...RIGHTS, who: net.path('acme.card'), roles: ['distributor'] };
    const data = await net.at('agency', (home) => accredit(home, request), { dryRun: true });
    expect(data).toMatchObject({ dryRun: true, already: false, roles: ['distributor'] });
    expect(await net.at('agency', (home) => readLog(home, {}).events.length)).toBe(before);
  });

  it('is for regulators, and regulators are admitted by the founder alone', async () => {
    const request = { ...RIGHTS, who: net.path('acme.card'), roles: ['dispenser'] };
    await expect(net.at('acme', (home) => accredit(home, request))).rejects.toEqual(code('not-allowed', 77));
    await net.join('second', { name: 'Second Agency', gln: '9506000100043' }, { roles: ['regulator'] });
    const promote = { ...request, roles: ['regulator'] };
    await expect(net.at('second', (home) => accredit(home, promote))).rejects.toEqual(code('not-allowed', 77));
    const dispenser = await net.at('second', (home) => accredit(home, { ...request, roles: ['logistics'] }));
    expect(dispenser.already).toBe(false);
  });

  it('refuses roles, prefixes and days that are none', async () => {
    const who = net.path('acme.card');
    const bad = [
      { roles: ['pharmacist'], prefixes: [] },
      { roles: [], prefixes: [] },
      { roles: ['manufacturer'], prefixes: [] },
      { roles: ['manufacturer'], prefixes: ['95'] },
      { roles: ['dispenser'], prefixes: [], until: '2030-13-01' },
    ];
    for (const rights of bad) {
      const accrediting = net.at('agency', (home) => accredit(home, { who, gtins: [], ...rights }));
      await expect(accrediting, JSON.stringify(rights)).rejects.toMatchObject({
        exit: rights.prefixes[0] === '95' ? 65 : 2,
      });
    }
  });

  it('does not take a card’s word for a GLN that is somebody else’s', async () => {
    await net.init('impostor', { name: 'Acme Ltd', gln: ACME.gln, network: net.path('agency.card') });
    await net.at('impostor', (home) => writeCard(home, net.path('impostor.card')));
    const request = { ...RIGHTS, who: net.path('impostor.card'), roles: ['dispenser'] };
    await expect(net.at('agency', (home) => accredit(home, request))).rejects.toEqual(code('not-allowed', 77));
    const { strangers } = await net.at('agency', listParties);
    expect(strangers).toContainEqual(expect.objectContaining({ name: 'Acme Ltd', gln: ACME.gln }));
  });

  it('gives another chain of the same party what the party has', async () => {
    const request = { ...RIGHTS, who: net.path('impostor.card'), roles: [], sameParty: true };
    const data = await net.at('agency', (home) => accredit(home, request));
    expect(data).toMatchObject({ prefixes: ['9506000'], party: { gln: ACME.gln } });
    expect(data.roles).toContain('manufacturer');
    const { parties } = await net.at('agency', listParties);
    expect(parties.find(({ gln }) => gln === ACME.gln)?.chains).toHaveLength(2);
  });

  it('keeps nothing of a name that could mislead', async () => {
    const name = 'Evil\u202e\u0007 \u200bPharmacy\u001b[31m';
    const made = await net.init('evil', { name, gln: '9506000100050', network: net.path('agency.card') });
    expect(made.party.name).toBe('Evil Pharmacy[31m');
    await expect(
      net.init('y', { name: '\u200b \u0000', gln: '9506000100050', network: net.path('agency.card') }),
    ).rejects.toEqual(code('usage', 2));
    expect(cleanText('e\u0301  x\n')).toBe('é x');
  });

  it.each([
    ['Ärzte & Söhne GmbH', 'ärzte-söhne-gmbh'],
    ['Ärzte', 'ärzte'],
    ['薬局', '薬局'],
    ['صيدلية الشفاء', 'صيدلية-الشفاء'],
    ['फ़ार्मेसी दिल्ली', 'फ़ार्मेसी-दिल्ली'.normalize('NFC')],
    ['ร้านขายยา', 'ร้านขายยา'],
    ['../../etc: "x" <a|b>?*\\', 'etc-x-a-b'],
    ['CON', 'con-party'],
    ['com¹', 'com¹-party'],
    ['💊', 'party'],
    ['...', 'party'],
  ])('gives %s a file that every system takes', (name, file) => {
    expect(fileName(name)).toBe(file);
  });

  it('gives long names files of at most 80 bytes, whole letters of any script', () => {
    expect(fileName('薬'.repeat(100))).toBe('薬'.repeat(26));
    expect(fileName(`${'a'.repeat(79)} b`)).toBe('a'.repeat(79));
  });

  it('writes the cards of namesakes and tills into files of their own', async () => {
    const files = new Set<string>();
    for (const [home, gln] of [
      ['twin1', '9506000100050'],
      ['twin2', '9506000100067'],
    ] as const) {
      await net.init(home, { name: '薬局', gln, network: net.path('agency.card') });
      const { file } = await net.at(home, (at) => writeCard(at), { dryRun: true });
      expect(file).toMatch(/^薬局-[a-z2-7]{6}\.card$/);
      files.add(file);
    }
    expect(files.size).toBe(2);
  });
});

describe('ending a party', () => {
  it('wants its GLN once more, and a regulator', async () => {
    await net.join('midway', MIDWAY, { roles: ['distributor'] });
    const request = { who: MIDWAY.name, reason: 'licence withdrawn' };
    await expect(net.at('agency', (home) => revoke(home, request))).rejects.toEqual(code('confirm-missing', 2));
    await expect(net.at('acme', (home) => revoke(home, { ...request, confirm: MIDWAY.gln }))).rejects.toEqual(
      code('not-allowed', 77),
    );
    await expect(net.at('agency', (home) => revoke(home, { who: 'nobody', reason: 'x' }))).rejects.toEqual(
      code('not-found', 66),
    );
    const founder = { who: AGENCY.gln, reason: 'x', confirm: AGENCY.gln };
    await expect(net.at('agency', (home) => revoke(home, founder))).rejects.toEqual(code('not-allowed', 77));
  });

  it('honours what is known of every chain, once', async () => {
    const request = { who: MIDWAY.gln, reason: 'licence withdrawn', confirm: MIDWAY.gln };
    const data = await net.at('agency', (home) => revoke(home, request));
    expect(data.revoked).toEqual([expect.objectContaining({ size: 2 })]);
    const again = await net.at('agency', (home) => revoke(home, request));
    expect(again).toMatchObject({ already: true, revoked: [] });
    const row = (await net.at('agency', listParties)).parties.find(({ gln }) => gln === MIDWAY.gln);
    expect(row?.revoked).toBe(true);
  });

  it('is for good: the same chain is not admitted again', async () => {
    const request = { ...RIGHTS, who: net.path('midway.card'), roles: ['distributor'] };
    await expect(net.at('agency', (home) => accredit(home, request))).rejects.toEqual(code('not-allowed', 77));
  });
});

describe('products', () => {
  const product = { gtin: '09506000134352', name: 'Amoxil', strength: '500 mg', form: 'capsule' };

  it('are named by their maker, once', async () => {
    const data = await net.at('acme', (home) => setProduct(home, { ...product, gtin: '9506000134352' }));
    expect(data).toMatchObject({ products: [product], already: false });
    expect(await net.at('acme', (home) => setProduct(home, product))).toMatchObject({ already: true });
    expect((await net.at('acme', listProducts)).products).toEqual([expect.objectContaining({ ...product, by: ACME })]);
  });

  it('are not named by others', async () => {
    await expect(net.at('second', (home) => setProduct(home, product))).resolves.toMatchObject({ already: false });
    await expect(
      net.at('acme', (home) => setProduct(home, { gtin: '04012345678901', name: 'Theirs' })),
    ).rejects.toEqual(code('not-allowed', 77));
    await net.carry('acme', 'agency');
    await net.carry('second', 'agency');
    const { products } = await net.at('agency', listProducts);
    expect(products).toEqual([expect.objectContaining({ name: 'Amoxil', by: ACME })]);
  });
});

describe('reading the chain', () => {
  it('lists a chain by id, GLN or name, and one type of it', async () => {
    const own = await net.at('agency', (home) => readLog(home, {}));
    expect(own.events[0]).toMatchObject({ type: 'open', by: AGENCY });
    const named = await net.at('acme', (home) => readLog(home, { chain: AGENCY.name, type: 'accredit' }));
    expect(named.events.every(({ type }) => type === 'accredit')).toBe(true);
    expect(named.events.length).toBeGreaterThan(0);
    await expect(net.at('acme', (home) => readLog(home, { chain: 'nobody' }))).rejects.toEqual(code('not-found', 66));
  });

  it('shows an event by its number on the own chain, private words to their author alone', async () => {
    const request = {
      ...RIGHTS,
      who: net.path('second.card'),
      roles: ['regulator', 'logistics'],
      note: 'as agreed on Monday',
    };
    const { event = '' } = await net.at('agency', (home) => accredit(home, request), { operator: 'Ann' });
    const [mine] = (await net.at('agency', (home) => showEvent(home, event.split('/')[1] ?? ''))).events;
    expect(mine).toMatchObject({ event, private: { note: 'as agreed on Monday', operator: 'Ann' }, sealed: [] });
    await net.carry('agency', 'acme');
    const [theirs] = (await net.at('acme', (home) => showEvent(home, event))).events;
    expect(theirs).toMatchObject({ event, sealed: ['private'] });
    expect(JSON.stringify(theirs)).not.toContain('Monday');
    await expect(net.at('acme', (home) => showEvent(home, `${home.self.chain}/999`))).rejects.toEqual(
      code('not-found', 66),
    );
  });
});

describe('status', () => {
  it('says who this is and what stands in the way', async () => {
    expect(await status(net.env('acme'))).toMatchObject({
      party: ACME,
      roles: expect.arrayContaining(['manufacturer']),
      todo: [],
    });
    const hill = await status(net.env('late'));
    expect(hill).toMatchObject({ roles: [], todo: [{ what: 'not-accredited', count: 1 }] });
  });

  it('is 66 where no party is', async () => {
    await expect(status(net.env('nowhere'))).rejects.toEqual(code('no-party', 66));
  });

  it('is not kept from reading by a folder that others may enter, but signs nothing there', async () => {
    chmodSync(net.path('acme'), 0o755);
    expect((await status(net.env('acme'))).party.name).toBe('Acme');
    await expect(net.at('acme', (home) => setProduct(home, { gtin: '09506000134369', name: 'B' }))).rejects.toEqual(
      code('key-permissions', 77),
    );
    chmodSync(net.path('acme'), 0o700);
    await net.at('acme', (home) => readBundle(home.ledger, net.path('agency.card'), { now: START }));
  });
});
