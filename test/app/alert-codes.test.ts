// Every code of an alert, from its opening to its end: at two tills of the party alike, and by nobody else's hand. Whoever adds a code
// adds its row here.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { branchesOf } from '../../src/app/parties/branch-choice.ts';
import { settle } from '../../src/app/parties/settle.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { assign } from '../../src/app/steps/assign.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { answerException, resolveException, tellException } from '../../src/app/steps/exception-handling.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { ALERTS, type AlertCode } from '../../src/app/verdict/alert-codes.ts';
import { closeAlert } from '../../src/app/verdict/alert-handling.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { answerReport } from '../../src/app/verdict/report-answer.ts';
import { b64u, hex } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { EXCEPTIONS } from '../../src/custody/exceptions.ts';
import { copyFolder } from '../copy-folder.ts';
import { delivery, sgtin } from './epcis-files.ts';
import { CORNER, EXPIRY, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
let next = 0;
beforeAll(async () => {
  world = await makeWorld();
  await world.secondTill('site');
  scans = (await world.mint({ count: 60 })).scans;
  await everywhere();
});
afterAll(() => world.remove());

async function everywhere(): Promise<void> {
  world.later();
  await world.share();
  await world.carry('agency', 'site');
}

/** One pack of Acme's, on its way to Midway or received there. */
async function delivered(
  to: Who = 'midway',
  isReceived = true,
): Promise<{ readonly scan: string; readonly ref: string }> {
  const scan = scans[next++] ?? '';
  const gln = to === 'hill' ? HILL.gln : MIDWAY.gln;
  const { shipment } = await world.as('acme', (home) => ship(home, { to: gln, items: [scan] }));
  await everywhere();
  if (isReceived) await world.as(to, (home) => receive(home, { items: [scan] }));
  await everywhere();
  return { scan, ref: shipment };
}

const serialOf = (scan: string): string => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '';

const chainOf = (home: Home, gln: string): string =>
  home.ledger.read((view) => view.authority().party(gln)?.chains[0]?.chain) ?? '';

/** Somebody writes what the program would not, at a step of a pack. */
function raw(
  who: Who,
  scan: string,
  step: number,
  draft: Omit<Draft, 'public'>,
  knows = true,
  of = world,
): Promise<unknown> {
  return of.as(who, (home) => {
    const key = packKey(home.self.network, GTIN, serialOf(scan));
    const item = { key: knows ? key : Buffer.alloc(32, scan), token: itemToken(key, step) };
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ public: {}, ...draft, items: [item] }));
  });
}

const alerts = (who: string, of: World = world) =>
  of.at(who, (home: Home) =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return alertsOf(home, known);
    }),
  );
const openIds = async (who: string, code: AlertCode, of: World = world) =>
  (await alerts(who, of)).filter((one) => one.code === code && one.state === 'open').map(({ id }) => id);

interface Row {
  /** Who is alerted; the maker where absent, which has two tills. */
  readonly at?: Who;
  /** Gives cause for it. @returns what ends it by itself, where something does */
  open(): Promise<(() => Promise<unknown>) | undefined>;
}

const told = (kind: string): Row => ({
  async open() {
    const { scan, ref } = await delivered();
    const came = ['overage', 'goods-without-data'].includes(kind) ? [scans.at(-1) ?? ''] : [];
    const short = ['underage', 'data-without-goods', 'refused'].includes(kind);
    const goods = short ? await delivered('midway', false) : { scan, ref };
    if (kind === 'refused') {
      await world.as('midway', (home) => refuseShipment(home, { shipment: goods.ref, reason: 'wet' }));
      return () => world.as('acme', (home) => voidShipment(home, { items: [goods.ref], reason: 'refused' }));
    }
    const items = [goods.ref, ...(came.length > 0 ? came : [goods.scan])];
    const { exception } = await world.as('midway', (home) => tellException(home, { kind, items }));
    if (short) return () => world.as('midway', (home) => receive(home, { items: [goods.scan] }));
    return () => world.as('midway', (home) => resolveException(home, exception, { as: 'send-product' }));
  },
});

const reported = (as: 'suspect' | 'illegitimate'): Row => ({
  async open() {
    const { scan } = await delivered('hill');
    const { data } = await report(world.env('hill'), scan, { as, note: 'blurred' });
    const said = { as: 'cleared', note: 'ours' } as const;
    return () => world.as('agency', (home) => answerReport(home, data.event ?? '', said));
  },
});

const written = (code: AlertCode, end: (home: Home, scan: string) => unknown): Row => ({
  at: 'hill',
  async open() {
    const { scan } = await delivered('hill');
    await world.as('hill', (home) => {
      const item = { gtin: GTIN, serial: serialOf(scan) };
      const record = {
        code,
        severity: 'high',
        at: home.env.clock(),
        text: 'x',
        parties: [],
        item,
        was: { item: scan },
      };
      home.ledger.write((local) => local.alerts.put(`${code}:1`, record));
    });
    return () => world.as('hill', (home) => end(home, scan));
  },
});

const used = (step: number, draft: Omit<Draft, 'public'>, who: Who = 'corner', knows = true): Row => ({
  async open() {
    const { scan } = await delivered();
    await raw(who, scan, step, draft, knows);
    return undefined;
  },
});

const EXCEPTION_ROWS = Object.fromEntries(EXCEPTIONS.map((kind) => [`exception-${kind}`, told(kind)]));

/** A wholesaler outside sends a file about a pack of Acme's; its later file may take back what it says. */
async function fileAbout(scan: string, lot: string): Promise<() => Promise<unknown>> {
  const at = world.path(`differs-${next}.xml`);
  let events = 0;
  const id = () => `urn:uuid:00000000-0000-4000-8000-${String(next * 10 + events++).padStart(12, '0')}`;
  const file = { to: HILL.gln, serials: [serialOf(scan)], despatch: `DIFF-${next}` };
  const text = delivery({ ...file, lot, expiry: '2028-06-30' }).replaceAll(
    sgtin(''),
    'urn:epc:id:sgtin:9506000.013435.',
  );
  const named = text.replaceAll(
    '</eventTimeZoneOffset>',
    (end) => `${end}<baseExtension><eventID>${id()}</eventID></baseExtension>`,
  );
  const back = named
    .replaceAll(
      '</eventID>',
      '</eventID><errorDeclaration><declarationTime>2026-11-21T00:00:00Z</declarationTime></errorDeclaration>',
    )
    .replace('DIFF-', 'BACK-');
  const take = (xml: string) => {
    writeFileSync(at, xml);
    return world.as('hill', (home) => importDocument(home, at));
  };
  await take(named);
  return () => take(back);
}

/** What a world of packs gives cause for. */
const ROWS: Partial<Readonly<Record<AlertCode, Row>>> = {
  ...EXCEPTION_ROWS,
  'exception-answered': {
    at: 'midway',
    async open() {
      const { ref } = await delivered();
      const tell = { kind: 'label', items: [ref] };
      const { exception } = await world.as('midway', (home) => tellException(home, tell));
      await everywhere();
      await world.as('acme', (home) => answerException(home, exception, { note: 'which?' }));
      return () => world.as('midway', (home) => answerException(home, exception, { note: 'all' }));
    },
  },
  'reported-suspect': reported('suspect'),
  'reported-illegitimate': reported('illegitimate'),
  'report-answered': {
    at: 'hill',
    async open() {
      const { scan } = await delivered('hill');
      const { data } = await report(world.env('hill'), scan, { as: 'suspect', note: 'blurred' });
      await everywhere();
      await world.as('acme', (home) => answerReport(home, data.event ?? '', { as: 'illegitimate', note: 'not ours' }));
      return () => report(world.env('hill'), scan, { as: 'illegitimate', note: 'put aside' });
    },
  },
  'delivery-void': {
    at: 'midway',
    async open() {
      const { scan, ref } = await delivered('midway', false);
      await world.as('acme', (home) => voidShipment(home, { items: [ref], reason: 'left behind' }));
      return () => world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [scan] }));
    },
  },
  'dispensed-after-recall': {
    at: 'hill',
    async open() {
      const { scan } = await delivered('hill');
      const one = { lots: [], allLots: false, serials: [scan], class: 2, reason: 'glass', confirm: ['1'] };
      const env = world.env('acme');
      const { recall } = (await issueRecall(env, { gtin: GTIN, ...one, unknownLot: false, sync: false })).data;
      world.later();
      await world.as('hill', (home) => dispense(home, [scan]));
      return () => endRecall(world.env('acme'), recall, { outcome: 'rescinded', confirm: recall, reason: 'typo' });
    },
  },
  'dispense-not-recorded': written('dispense-not-recorded', (home, scan) => dispense(home, [scan])),
  'unauthorised-use': used(3, { type: 'dispense' }),
  'custody-gap': used(4, { type: 'dispense' }),
  unaccredited: used(3, { type: 'dispense' }, 'midway'),
  'copied-tokens': used(2, { type: 'dispense' }, 'corner', false),
  'outside-data-differs': {
    at: 'hill',
    async open() {
      const { scan } = await delivered();
      return fileAbout(scan, 'OTHER');
    },
  },
  'loss-overtaken': {
    async open() {
      const { scan } = await delivered('midway', false);
      await world.as('acme', (home) => decommission(home, { reason: 'lost', items: [scan] }));
      await world.as('midway', (home) => receive(home, { items: [scan] }));
      return undefined;
    },
  },
  'retracted-too-late': {
    async open() {
      const { scan } = await delivered('midway', false);
      const { events } = await world.as('midway', (home) => receive(home, { items: [scan] }));
      await everywhere();
      await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [scan] }));
      await everywhere();
      await world.as('hill', (home) => receive(home, { items: [scan] }));
      await everywhere();
      // The program would refuse it: others have gone on from there.
      const seq = Number(events[0]?.split('/').at(-1));
      await world.as('midway', (home) =>
        home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'retract', public: { seq } })),
      );
      return undefined;
    },
  },
  contested: {
    async open() {
      const { scan, ref } = await delivered('midway', false);
      const { event = '' } = await world.as('midway', (home) => receive(home, { items: [scan] }));
      await world.as('acme', (home) => voidShipment(home, { items: [ref], reason: 'never left' }));
      return () => world.as('midway', (home) => retract(home, { event, reason: 'received by list' }));
    },
  },
};

/** What takes a right away from all, or splits a chain, has a world of its own. */
interface Drama {
  /** Who is alerted; the first of several tills. */
  readonly at: string;
  readonly tills?: readonly string[];
  readonly custody?: 'endpoints';
  open(own: World): Promise<(() => Promise<unknown>) | undefined>;
}

const NORTH = { name: 'North', gln: '9506000100074' };
const SOUTH = { name: 'South', gln: '9506000100081' };

/** One ends a pack that another one sends on at the same step, and a third one receives it. */
function endedElsewhere(end: (home: Home, items: readonly string[]) => unknown): Drama {
  return {
    at: 'acme',
    tills: ['acme', 'site'],
    custody: 'endpoints',
    async open(own) {
      await own.secondTill('site');
      const { scans: items } = await own.mint({ count: 1 });
      await own.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
      await own.share();
      await own.as('midway', (home) => receive(home, { items }));
      await own.share();
      await own.as('midway', (home) => ship(home, { to: HILL.gln, items }));
      await own.as('corner', (home) => end(home, items));
      await own.carry('midway', 'hill');
      await own.as('hill', (home) => receive(home, { items }));
      own.later();
      await own.share();
      await own.carry('acme', 'site');
      return async () => {
        const event = await own.as(
          'corner',
          (home) => `${home.self.chain}/${home.ledger.read((view) => (view.chain(home.self.chain)?.size ?? 1) - 1)}`,
        );
        await own.as('corner', (home) => retract(home, { event, reason: 'another pack' }));
        await own.carry('corner', 'acme');
        await own.carry('acme', 'site');
      };
    },
  };
}

const DRAMAS: Partial<Readonly<Record<AlertCode, Drama>>> = {
  // A maker of other products writes a commissioning and a delivery of what is Acme's to make.
  'maker-not-accredited': {
    at: 'midway',
    async open(own) {
      await own.join(SOUTH.name, SOUTH, { roles: ['manufacturer'], prefixes: ['9509999'] });
      const packs = [{ gtin: GTIN, lot: 'SHAM', expiry: EXPIRY, n: 1, serials: ['SHAM1'] }];
      await own.at(SOUTH.name, (home) =>
        home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
          const made = { gtin: GTIN, lot: 'SHAM', expiry: EXPIRY, count: 1 };
          const key = packKey(home.self.network, GTIN, 'SHAM1');
          const secret = { serials: ['SHAM1'] };
          tx.add({ type: 'commission', public: made, tokens: itemToken(key, 0), private: secret });
          const to = MIDWAY.gln;
          tx.add({
            ...{ type: 'ship', public: {}, details: { to }, manifest: { to, items: { packs } } },
            ...{ items: [{ key, token: itemToken(key, 1) }], readers: tx.view.authority().sealKeysOf(to) },
          });
        }),
      );
      await own.carry(SOUTH.name, 'midway');
      return async () => {
        const rights = { roles: ['manufacturer'] as const, prefixes: [], gtins: [GTIN] };
        await own.as('agency', (home) => accredit(home, { who: SOUTH.gln, ...rights }));
        await own.carry('agency', 'midway');
      };
    },
  },
  'maker-revoked': {
    at: 'midway',
    async open(own) {
      const made = await own.mint({ count: 2 });
      await own.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: made.scans.slice(0, 1) }));
      await own.share();
      await own.as('midway', (home) => receive(home, { items: [], all: true }));
      await own.share();
      // Nothing of the maker's but its opening event is honoured.
      await own.as('agency', (home) => {
        const maker = chainOf(home, ACME.gln);
        const root = home.ledger.read((view) => view.rootAt(maker, 0, 1)) ?? new Uint8Array();
        const body = { chain: maker, size: 1, root: b64u(root), reason: 'never had a licence' };
        home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'revoke', public: body }));
      });
      await own.carry('agency', 'midway');
      return undefined;
    },
  },
  // Where hand-overs are optional, what one has set apart may have come to another who supplied it: a third one cannot tell.
  disputed: {
    at: 'acme',
    custody: 'endpoints',
    async open(own) {
      const { scans: items } = await own.mint({ count: 1 });
      await own.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
      await own.share();
      await own.as('midway', (home) => receive(home, { items }));
      await own.share();
      await own.as('midway', (home) => quarantine(home, { reason: 'suspect', items }));
      await own.as('corner', (home) => dispense(home, items));
      own.later();
      await own.share();
      return async () => {
        await own.as('agency', (home) => assign(home, { items, to: MIDWAY.gln, reason: 'looked at' }));
        await own.carry('agency', 'acme');
      };
    },
  },
  // Two tills of one maker that had not heard of each other.
  'own-conflict': {
    at: 'acme',
    tills: ['acme', 'site'],
    async open(own) {
      await own.secondTill('site');
      const { scans: items } = await own.mint({ count: 1 });
      await own.carry('acme', 'site');
      await own.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
      const { event = '' } = await own.at('site', (home) => quarantine(home, { reason: 'suspect', items }));
      await own.carry('acme', 'site');
      await own.carry('site', 'acme');
      return async () => {
        await own.at('site', (home) => retract(home, { event, reason: 'it had left' }));
        await own.carry('site', 'acme');
      };
    },
  },
  // A copied folder: what it received is of a branch that nobody has chosen yet.
  'author-forked': {
    at: 'acme',
    async open(own) {
      await own.secondTill('site');
      const { scans: items } = await own.mint({ count: 1 });
      await own.as('acme', (home) => ship(home, { to: CORNER.gln, items }));
      await own.share();
      copyFolder(own.path('corner'), own.path('copy'));
      await own.at('copy', (home) => home.ledger.confirmHead());
      await own.at('copy', (home) =>
        home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
          tx.add({ type: 'profile', public: { contact: 'the copy' } }),
        ),
      );
      await own.as('corner', (home) => receive(home, { items }));
      for (const who of ['corner', 'copy']) await own.carry(who, 'acme');
      return async () => {
        await own.carry('acme', 'agency');
        await own.as('agency', (home) => {
          const choices = home.ledger.read((view) => branchesOf(view, chainOf(home, CORNER.gln)));
          return settle(home, { who: CORNER.gln, keep: choices[0]?.at ?? '', confirmed: true });
        });
        await own.carry('agency', 'acme');
      };
    },
  },
  // Where hand-overs are optional: somebody ended what was handed on meanwhile, and received from there.
  'already-dispensed': endedElsewhere((home, items) => dispense(home, items)),
  decommissioned: endedElsewhere((home, items) => decommission(home, { reason: 'destroyed', items })),
  'settled-twice': {
    at: 'acme',
    async open(own) {
      for (const party of [NORTH, SOUTH]) await own.join(party.name, party, { roles: ['regulator'] });
      copyFolder(own.path('corner'), own.path('copy'));
      await own.at('copy', (home) => home.ledger.confirmHead());
      for (const name of ['corner', 'copy']) {
        const body = { contact: `desk of ${name}` };
        await own.at(name, (home) =>
          home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'profile', public: body })),
        );
        for (const to of ['agency', NORTH.name, SOUTH.name]) await own.carry(name, to);
      }
      let kept: Uint8Array | undefined;
      const choose = (who: string) =>
        own.at(who, (home) => {
          const chain = chainOf(home, CORNER.gln);
          const choices = home.ledger.read((view) => branchesOf(view, chain));
          const { at = '', root } = choices.find((one) => kept === undefined || hex(one.root) !== hex(kept)) ?? {};
          kept = root;
          return settle(home, { who: CORNER.gln, keep: at, confirmed: true });
        });
      for (const { name } of [NORTH, SOUTH]) {
        await choose(name);
        await own.carry(name, 'acme');
      }
      // The founder's choice goes before both.
      return async () => {
        await choose('agency');
        await own.carry('agency', 'acme');
      };
    },
  },
};

test('every code has a row', () => {
  const rows = [...Object.keys(ROWS), ...Object.keys(DRAMAS)];
  expect(rows.toSorted()).toEqual(Object.keys(ALERTS).toSorted());
});

describe.each(Object.entries(ROWS))('%s', (name, row) => {
  const code = name as AlertCode;
  const who = row.at ?? 'acme';
  const tills = who === 'acme' ? ['acme', 'site'] : [who];

  test('opens once, alike at every till, and ends by itself where its reason goes', async () => {
    const before = new Set(await openIds(who, code));
    const end = await row.open();
    await everywhere();
    for (const till of tills) {
      const opened = (await openIds(till, code)).filter((id) => !before.has(id));
      expect(opened, till).toHaveLength(1);
      expect((await alerts(till)).find(({ id }) => id === opened[0])?.command).toMatch(/^pedigree /);
    }
    const [first] = await Promise.all(tills.map((till) => openIds(till, code)));
    for (const till of tills) expect(await openIds(till, code)).toEqual(first);
    if (end === undefined) return;
    await end();
    await everywhere();
    for (const till of tills)
      expect(
        (await openIds(till, code)).filter((id) => !before.has(id)),
        till,
      ).toEqual([]);
  });

  test('is closed at one till, and so at the other, and at no other party', async () => {
    const before = new Set(await openIds(who, code));
    await row.open();
    await everywhere();
    const [id = ''] = (await openIds(who, code)).filter((one) => !before.has(one));
    const others = new Map<Who, readonly string[]>();
    for (const other of ['agency', 'midway', 'hill'] as const)
      if (other !== who) others.set(other, await openIds(other, code));
    await world.at(tills.at(-1) ?? who, (home) =>
      closeAlert(home, id || [...before][0] || '', { as: 'state', note: 'seen' }),
    );
    if (tills.length > 1) await world.carry('site', 'acme');
    for (const till of tills) expect(await openIds(till, code), till).not.toContain(id);
    await everywhere();
    for (const till of tills) expect(await openIds(till, code), till).not.toContain(id);
    for (const [other, open] of others) expect(await openIds(other, code), other).toEqual(open);
  });
});

describe.each(Object.entries(DRAMAS))('%s', (name, { at, tills = [at], open, custody }) => {
  test('opens alike at every till, is closed by a person for good, or ends by itself where its reason goes', async () => {
    const code = name as AlertCode;
    const own = await makeWorld(custody);
    try {
      const opened = async (till: string) =>
        (await alerts(till, own)).filter((one) => one.code === code && one.state === 'open');
      expect(await opened(at)).toEqual([]);
      const end = await open(own);
      const first = await opened(at);
      expect(first.length).toBeGreaterThan(0);
      for (const { command } of first) expect(command).toMatch(/^pedigree /);
      const ids = first.map(({ id }) => id);
      // One of the goods; that a chain forked is one by itself.
      expect(ids.filter((id) => !id.startsWith('fork:'))).toHaveLength(1);
      for (const till of tills)
        expect(
          (await opened(till)).map(({ id }) => id),
          till,
        ).toEqual(ids);
      if (end === undefined) {
        for (const id of ids) await own.at(at, (home) => closeAlert(home, id, { as: 'state', note: 'asked' }));
        for (const till of tills) if (till !== at) await own.carry(at, till);
      } else await end();
      for (const till of tills) expect(await opened(till), till).toEqual([]);
      await own.share();
      for (const till of tills) expect(await opened(till), till).toEqual([]);
    } finally {
      own.remove();
    }
  });
});
