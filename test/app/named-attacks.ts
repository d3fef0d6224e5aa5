// What somebody without the right to it can write about a product, a lot, a recall, a chain or a party, instead of a pack: every
// type of event that has no row for one.
import type { Home } from '../../src/app/node/home.ts';
import { b64u } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import { CORNER, GTIN, LOT } from './goods-world.ts';
import type { Scene } from './insiders.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

type Body = (scene: Scene, i: number, home: Home) => Omit<Draft, 'type'>;

const said = (body: (scene: Scene, i: number, home: Home) => Draft['public']): Body => {
  return (...given) => ({ public: body(...given) });
};
const chainOf = (home: Home, gln: string): string =>
  home.ledger.read((view) => view.authority().party(gln)?.chains[0]?.chain ?? '');
const root = (i: number): string => b64u(Buffer.alloc(32, `r${i}`));
const unknown = (i: number): string =>
  `${'abcdefghijklmnopqrstuvwxyz'.charAt(i % 26)}`.repeat(20).padEnd(26, String(2 + (i % 6)));
const about = (place: string, fields: (scene: Scene, i: number) => Draft['public']) =>
  [
    [`of all of the product, ${place}`, said((scene, i) => ({ ...fields(scene, i), gtin: GTIN, all: true }))],
    [`of the lot, ${place}`, said((scene, i) => ({ ...fields(scene, i), gtin: GTIN, lots: [LOT] }))],
    [`of another lot, ${place}`, said((scene, i) => ({ ...fields(scene, i), gtin: GTIN, lots: [`L${i}`] }))],
  ] as const;
const tree = (gln: string) => (i: number, home: Home) => ({ chain: chainOf(home, gln), size: 1 + i, root: root(i) });

/** By type: the places in which somebody can write one, and what they say there. */
const FORMS: Readonly<Record<string, readonly (readonly [place: string, body: Body])[]>> = {
  endorse: [
    [
      'of the holder’s chain',
      said((_, i, home) => ({ chain: chainOf(home, i % 2 ? HILL.gln : ACME.gln), roles: ['dispenser'] })),
    ],
    ['of chains that nobody knows', said((_, i) => ({ chain: unknown(i), roles: ['dispenser'] }))],
  ],
  accredit: [
    [
      'of the holder’s chain',
      said((_, i, home) => ({
        chain: chainOf(home, HILL.gln),
        party: { name: `x${i}`, gln: HILL.gln },
        roles: ['regulator'],
        gtins: [GTIN],
      })),
    ],
    [
      'for the product',
      said((_, i) => ({
        chain: unknown(i),
        party: { name: 'x', gln: CORNER.gln },
        roles: ['manufacturer'],
        gtins: [GTIN],
      })),
    ],
  ],
  revoke: [
    ['of the holder’s chain', said((_, i, home) => ({ ...tree(HILL.gln)(i, home), reason: 'x' }))],
    ['of the maker’s chain', said((_, i, home) => ({ ...tree(ACME.gln)(i, home), reason: 'x' }))],
  ],
  settle: [
    ['of the holder’s chain', said((_, i, home) => tree(HILL.gln)(i, home))],
    ['of the wholesaler’s chain', said((_, i, home) => tree(MIDWAY.gln)(i, home))],
  ],
  successor: [
    [
      'of the founder’s chain',
      said((_, i, home) => ({
        chain: home.self.network,
        size: 1 + i,
        root: root(i),
        successor: chainOf(home, CORNER.gln),
        key: root(i),
        signature: b64u(Buffer.alloc(64, `s${i}`)),
      })),
    ],
  ],
  profile: [['of its own', said((_, i) => ({ name: `x${i}`, contact: `y${i}` }))]],
  product: [['of the product', said((_, i) => ({ gtin: GTIN, name: `x${i}` }))]],
  allocate: [
    [
      'of the product',
      () => ({ public: {}, private: { gtin: GTIN, lot: LOT, expiry: '2030-01-31', count: 1, seed: root(1) } }),
    ],
  ],
  commission: [
    [
      'of the pack, in its lot',
      ({ key }) => ({ public: { gtin: GTIN, lot: LOT, expiry: '2030-01-31', count: 1 }, tokens: itemToken(key, 0) }),
    ],
    [
      'of other packs, in its lot',
      (_, i) => ({
        public: { gtin: GTIN, lot: LOT, expiry: '2030-01-31', count: 1 },
        tokens: Buffer.alloc(16, `t${i}`),
      }),
    ],
  ],
  'lot-notice': [
    ...about('a hold', (_, i) => ({ kind: 'hold', reason: `x${i}` })),
    ...about('a clearance', (_, i) => ({ kind: 'clear', reason: `x${i}` })),
  ],
  recall: [
    ...about('issued', (_, i) => ({ kind: 'issue', class: 1, reason: `x${i}` })),
    [
      'added to the maker’s',
      said(({ recall }) => ({ kind: 'amend', recall, gtin: GTIN, class: 1, reason: 'x', lots: [LOT] })),
    ],
  ],
  'recall-end': [['of the maker’s', said(({ recall }, i) => ({ recall, outcome: 'rescinded', reason: `x${i}` }))]],
  'recall-response': [['to the maker’s', said(({ recall }) => ({ recall }))]],
  'recall-check': [
    [
      'of the maker’s',
      ({ recall }) => ({ public: { recall }, manifest: { party: HILL.gln, method: 'x', result: 'x' } }),
    ],
  ],
  retract: [['of its first entry', said(() => ({ seq: 1 }))]],
  exception: [
    [
      'of a shipment',
      (_, i, home) => ({
        public: {},
        manifest: { kind: 'damaged', shipment: `${chainOf(home, MIDWAY.gln)}/${1 + (i % 9)}` },
      }),
    ],
  ],
  report: [
    [
      'of the pack',
      ({ serial }, i) => ({ public: {}, manifest: { as: 'suspect', item: { gtin: GTIN, serial }, note: `x${i}` } }),
    ],
    [
      'of the lot',
      (_, i) => ({ public: {}, manifest: { as: 'suspect', item: { gtin: GTIN, lot: LOT }, note: `x${i}` } }),
    ],
  ],
  'alert-close': [['of any', (_, i) => ({ public: {}, manifest: { alert: `x${i}`, cause: 'x' } })]],
  'alert-note': [['of any', (_, i) => ({ public: {}, private: { alert: `x${i}`, to: 'x' } })]],
  'fork-proof': [['of nothing', said((_, i) => ({ proof: { i } }))]],
  share: [
    ['of its own', (_, i, home) => ({ public: {}, private: { chain: home.self.chain, keys: '', to: i, with: [] } })],
  ],
  document: [['of anything', (_, i) => ({ public: { hash: root(i) }, private: { bytes: 1, direction: 'in' } })]],
};

/** The first leaf of a chain alone can be an `open`, after a `retire` nothing is written, and a `rotate` ends an append. */
const NEVER_MANY: readonly string[] = ['open', 'retire', 'rotate'];

export interface Named {
  readonly type: string;
  readonly place: string;
  readonly draft: (scene: Scene, i: number, home: Home) => Draft;
}

/** Every form of a type. @throws where somebody has made a type and no form of it */
export function formsOf(type: string): readonly Named[] {
  if (NEVER_MANY.includes(type)) return [];
  const forms = FORMS[type];
  if (forms === undefined) throw new Error(`nobody has said how often ${type} can be written, and about what`);
  return forms.map(([place, body]) => ({ type, place, draft: (...given) => ({ type, ...body(...given) }) }));
}
