// Insiders: accredited parties who write what they have no right to, many thousand times, and what a verdict costs then.
import { vi } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { openReading, type Reading } from '../../src/app/node/reading.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { questionOf, verifyOne } from '../../src/app/verdict/verify.ts';
import { b64u } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { holdToken, itemToken, packKey } from '../../src/chain/item-key.ts';
import { Entries } from '../../src/custody/entries.ts';
import type { Verdict } from '../../src/custody/verdict.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import { AUTHORITY_TYPES } from '../../src/ledger/type-codes.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

/** A pack that went from its maker through a wholesaler to a pharmacy, which has it. */
export interface Scene {
  readonly world: World;
  readonly scan: string;
  readonly key: Uint8Array;
  readonly serial: string;
  /** Leaf hash of a recall of another lot of the same product, base64url. */
  readonly recall: string;
}

/** What one insider does over and over; `i` counts the events. */
export interface Attack {
  readonly what: string;
  readonly by: Who;
  draft(scene: Scene, i: number, home: Home): Draft;
}

const DISPENSED_AT = 5;
const row = (key: Uint8Array, n: number) => ({ key, token: itemToken(key, n) });
const public_ =
  (type: string, body: (scene: Scene, i: number, home: Home) => Draft['public']) =>
  (scene: Scene, i: number, home: Home): Draft => ({ type, public: body(scene, i, home) });
const chainOf = (home: Home, gln: string): string =>
  home.ledger.read((view) => view.authority().party(gln)?.chains[0]?.chain ?? '');

export const ATTACKS: readonly Attack[] = [
  {
    what: 'quarantine at an old step by a former holder',
    by: 'midway',
    draft: ({ key }) => ({ type: 'quarantine', public: {}, items: [row(key, 2)], details: { reason: 'suspect' } }),
  },
  {
    what: 'dispense beyond the end of the life by one who never had it',
    by: 'corner',
    draft: ({ key }, i) => ({ type: 'dispense', public: {}, items: [row(key, DISPENSED_AT + 1 + (i % 16))] }),
  },
  {
    what: 'dispense at the next step by one who does not have it',
    by: 'corner',
    draft: ({ key }) => ({ type: 'dispense', public: {}, items: [row(key, DISPENSED_AT)] }),
  },
  {
    what: 'tokens copied, with openers that open nothing',
    by: 'corner',
    draft: ({ key }, i) => ({
      type: 'dispense',
      public: {},
      items: [{ key: Buffer.alloc(32, `x${i}`), token: itemToken(key, i % 4) }],
    }),
  },
  {
    what: 'hold by one who is no regulator',
    by: 'corner',
    draft: ({ key }) => ({
      type: 'quarantine',
      public: {},
      items: [{ key, token: holdToken(key, 0) }],
      details: { reason: 'authority' },
    }),
  },
  {
    what: 'recall of a GTIN by a pharmacy',
    by: 'corner',
    draft: public_('recall', (_, i) => ({ kind: 'issue', gtin: GTIN, class: 1, reason: `x${i}`, all: true })),
  },
  {
    what: 'lot notice by a pharmacy',
    by: 'corner',
    draft: public_('lot-notice', (_, i) => ({ gtin: GTIN, kind: 'hold', reason: `x${i}`, all: true })),
  },
  {
    what: 'product data by a pharmacy',
    by: 'corner',
    draft: public_('product', (_, i) => ({ gtin: GTIN, name: `x${i}` })),
  },
  {
    what: 'accreditation by a pharmacy',
    by: 'corner',
    draft: public_('accredit', (_, i, home) => ({
      chain: chainOf(home, HILL.gln),
      party: { name: `x${i}`, gln: HILL.gln },
      roles: ['regulator'],
      gtins: [GTIN],
      prefixes: ['9506000'],
    })),
  },
  {
    what: 'revocation by a pharmacy',
    by: 'corner',
    draft: public_('revoke', (_, i, home) => ({
      chain: chainOf(home, HILL.gln),
      size: 0,
      root: b64u(Buffer.alloc(32)),
      reason: `x${i}`,
    })),
  },
  {
    what: 'endorsement of another party’s chain',
    by: 'corner',
    draft: public_('endorse', (_, i, home) => ({
      chain: chainOf(home, i % 2 === 0 ? HILL.gln : MIDWAY.gln),
      roles: ['dispenser'],
    })),
  },
  {
    what: 'profile of its own',
    by: 'corner',
    draft: public_('profile', (_, i) => ({ name: `x${i}`, contact: `y${i}` })),
  },
  {
    what: 'profile of a holder',
    by: 'midway',
    draft: public_('profile', (_, i) => ({ name: `x${i}`, contact: `y${i}` })),
  },
  {
    what: 'commissioning by a stranger',
    by: 'corner',
    draft: ({ key }, i) => ({
      type: 'commission',
      public: { gtin: GTIN, lot: `X${i}`, expiry: '2030-01-31', count: 1 },
      tokens: itemToken(key, 0),
    }),
  },
  {
    what: 'retraction of one event',
    by: 'midway',
    draft: public_('retract', () => ({ seq: 1 })),
  },
  {
    what: 'assignment by one who is no regulator',
    by: 'corner',
    draft: ({ key }) => ({
      type: 'assign',
      public: {},
      items: [row(key, 3)],
      details: { to: CORNER.gln, reason: 'x' },
    }),
  },
  {
    what: 'report of its loss beyond the end of the life by a former holder',
    by: 'midway',
    draft: ({ key }, i) => ({
      type: i % 2 === 0 ? 'missing' : 'found',
      public: {},
      items: [row(key, DISPENSED_AT + (i % 16))],
    }),
  },
  {
    what: 'end of a recall by a pharmacy',
    by: 'corner',
    draft: public_('recall-end', ({ recall }, i) => ({ recall, outcome: 'rescinded', reason: `x${i}` })),
  },
  {
    what: 'answer to a recall',
    by: 'corner',
    draft: public_('recall-response', ({ recall }) => ({ recall })),
  },
  {
    what: 'report about the pack',
    by: 'corner',
    draft: ({ serial }, i) => ({
      type: 'report',
      public: {},
      manifest: { as: 'suspect', item: { gtin: GTIN, serial }, note: `x${i}` },
    }),
  },
];

export async function makeScene(): Promise<Scene> {
  const world = await makeWorld();
  const { scans } = await world.mint({ count: 4 });
  const [scan = ''] = scans;
  const serial = /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '';
  const hand = async (from: Who, to: Who, gln: string) => {
    await world.as(from, (home) => ship(home, { to: gln, items: [scan] }));
    await world.carry(from, to);
    await world.as(to, (home) => receive(home, { items: [], all: true }));
  };
  await hand('acme', 'midway', MIDWAY.gln);
  await hand('midway', 'hill', HILL.gln);
  const recall = await world.as('acme', (home) => {
    const body = { kind: 'issue', gtin: GTIN, class: 2, reason: 'x', lots: ['OTHER'] };
    const { value } = home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
      tx.add({ type: 'recall', public: body }),
    );
    return b64u(value.leaf.hash);
  });
  await world.share();
  const key = await world.as('hill', (home) => packKey(home.self.network, GTIN, serial));
  return { world, scan, serial, key, recall };
}

/** What an honest party writes all day: of other packs, and other things. */
export const NOISE: Attack = {
  what: 'honest events about other packs',
  by: 'corner',
  draft: (_, i) => ({
    type: 'quarantine',
    public: {},
    items: [row(Buffer.alloc(32, `noise ${i}`), 1)],
    details: { reason: 'damaged' },
  }),
};

/** Events of one append. */
export const BATCH = 250;

/** ms of the processor that this thread has taken. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Writes so many more events of an attack, and brings them to the holder. */
export async function strike(scene: Scene, { by, draft }: Attack, from: number, to: number): Promise<void> {
  await scene.world.as(by, (home) => {
    for (let at = from; at < to; at += BATCH) {
      const drafts = Array.from({ length: Math.min(BATCH, to - at) }, (_, i) => draft(scene, at + i, home));
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        for (const one of drafts) tx.add(one);
      });
    }
  });
  await scene.world.carry(by, 'hill');
}

/** The verdict on the pack at its holder, and the ms of the processor that each of several looks takes. */
export async function timed(scene: Scene, times: number, who: Who = 'hill'): Promise<{ ms: number; verdict: Verdict }> {
  const reading: Reading = openReading(scene.world.env(who));
  try {
    const ask = reading.ledger.read((view) => questionOf(reading, view, { strict: false }));
    const before = spent();
    let verdict: Verdict | undefined;
    for (let i = 0; i < times; i++) {
      const { data } = await verifyOne(reading, { n: 1, input: scene.scan, text: scene.scan }, ask, false);
      verdict = data as Verdict;
    }
    const ms = (spent() - before) / times;
    if (verdict === undefined) throw new Error('no verdict');
    return { ms, verdict };
  } finally {
    reading.close();
  }
}

/**
 * What a verdict at the holder takes, in a process that has read nothing: rows opened and events read; who is who is read besides.
 * `again`: events of any kind that the next verdict of the same process reads.
 */
export async function effort(scene: Scene): Promise<{ verdict: Verdict; events: number; rows: number; again: number }> {
  const opened = vi.spyOn(Entries.prototype, 'open');
  const read = vi.spyOn(LedgerView.prototype, 'eventById');
  const { verdict } = await timed(scene, 1);
  const events = read.mock.results.filter(({ value }) => !AUTHORITY_TYPES.includes(value?.leaf.type)).length;
  const rows = opened.mock.calls.length;
  const first = read.mock.calls.length;
  read.mockClear();
  await timed(scene, 2);
  const again = read.mock.calls.length - first;
  opened.mockRestore();
  read.mockRestore();
  return { verdict, events, rows, again };
}
