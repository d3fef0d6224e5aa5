// Every code of an alert, from its opening to its end: at two tills of the party alike, and by nobody else's hand. Whoever adds a code
// adds its row here.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { answerException, resolveException, tellException } from '../../src/app/steps/exception-deeds.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { ALERTS, type AlertCode } from '../../src/app/verdict/alert-codes.ts';
import { closeAlert } from '../../src/app/verdict/alert-deeds.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { answerReport } from '../../src/app/verdict/report-answer.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { alertsOfLife, type LifeAlertCode } from '../../src/custody/alerts.ts';
import { EXCEPTIONS } from '../../src/custody/exceptions.ts';
import type { Finding, Life } from '../../src/custody/life.ts';
import { delivery, sgtin } from './epcis-files.ts';
import { GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
let next = 0;
beforeAll(async () => {
  world = await makeWorld();
  await world.secondTill('site');
  scans = (await world.mint({ count: 60 })).scans;
  await everywhere();
}, 60_000);
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

/** Somebody writes what the program would not, at a step of a pack. */
function raw(who: Who, scan: string, step: number, draft: Omit<Draft, 'public'>, knows = true): Promise<unknown> {
  return world.as(who, (home) => {
    const key = packKey(home.self.network, GTIN, serialOf(scan));
    const item = { key: knows ? key : Buffer.alloc(32, scan), token: itemToken(key, step) };
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ public: {}, ...draft, items: [item] }));
  });
}

const alerts = (who: string) =>
  world.at(who, (home: Home) =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return alertsOf(home, known);
    }),
  );
const openIds = async (who: string, code: AlertCode) =>
  (await alerts(who)).filter((one) => one.code === code && one.state === 'open').map(({ id }) => id);

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
    const isLater = code === 'dispensed-after-recall';
    const supplied = isLater ? await world.as('hill', (home) => dispense(home, [scan])) : undefined;
    const { event } = (supplied?.lines[0] ?? {}) as { readonly event?: string };
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
      home.ledger.write((local) => local.alerts.put(`${code}:1`, { ...record, ...(event && { event }) }));
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
  'dispensed-after-recall': written('dispensed-after-recall', (home, scan) =>
    reinstate(home, { items: [scan], reason: 'not taken', notSupplied: true } as never),
  ),
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
  contested: {
    async open() {
      const { scan, ref } = await delivered('midway', false);
      const { event = '' } = await world.as('midway', (home) => receive(home, { items: [scan] }));
      await world.as('acme', (home) => voidShipment(home, { items: [ref], reason: 'never left' }));
      return () => world.as('midway', (home) => retract(home, { event, reason: 'received by list' }));
    },
  },
};

/** What needs another world: a finding of a life, as the fold tells it. */
const OF_LIVES: readonly LifeAlertCode[] = [
  ...(['maker-revoked', 'own-conflict', 'author-forked', 'already-dispensed', 'decommissioned'] as const),
];
/** Where the others are opened and ended. */
const ELSEWHERE: Partial<Readonly<Record<AlertCode, string>>> = {
  'settled-twice': 'test/app/settle.test.ts',
  'maker-not-accredited': 'test/app/watch.test.ts',
  disputed: 'test/custody/conflicts.test.ts',
  'retracted-too-late': 'test/custody/conflicts.test.ts',
};

test('every code has a row', () => {
  const rows = [...Object.keys(ROWS), ...OF_LIVES, ...Object.keys(ELSEWHERE)];
  expect(rows.toSorted()).toEqual(Object.keys(ALERTS).toSorted());
  for (const [code, file] of Object.entries(ELSEWHERE)) expect(readFileSync(file, 'utf8'), code).toContain(`'${code}'`);
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

describe.each(OF_LIVES)('%s', (code) => {
  test('opens with what the life says, and ends with it', () => {
    const overtaken = code === 'already-dispensed' || code === 'decommissioned';
    const finding: Finding = {
      reason: code as Finding['reason'],
      event: 'x',
      by: ['g'],
      when: 1,
      ...(overtaken && { overtaken }),
    };
    const life = {
      steps: [],
      findings: [finding],
      strangers: [],
      around: [],
      state: { at: 'none' },
    } as unknown as Life;
    expect(alertsOfLife(life)).toMatchObject([{ code, id: `${code}:x`, parties: ['g'] }]);
    expect(alertsOfLife({ ...life, findings: [] })).toEqual([]);
  });
});
