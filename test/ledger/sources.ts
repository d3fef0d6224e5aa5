// What every source of evidence has to do: whatever is asked of it is judged as an embedded ledger judges it that holds the same.
import { expect, it } from 'vitest';
import { b64u, hex } from '../../src/chain/bytes.ts';
import type { ForkProof } from '../../src/chain/fork.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import type { GatherOutcome } from '../../src/custody/gather.ts';
import { containerItem, type ItemKey, packItem } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import { judgeContainer } from '../../src/custody/judge-container.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { type FoldWant, foreseen } from '../../src/custody/wants.ts';
import type { PedigreeError } from '../../src/errors.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Admission, Batch, Heard, Ledger, PageIn, PagesPut, Proved } from '../../src/ledger/types.ts';
import { told } from '../custody/enumerated.ts';
import { foundIn, gatherAtOnce } from './at-hand.ts';
import { batchesOf } from './batches.ts';
import { containerKey, goods, held, opening, packsOf } from './goods.ts';
import { accredit, add, commission, folder, GTIN, moves, NOW, type Party, pagesOf, party, serials } from './network.ts';
import { makeTwins } from './twins.ts';

/** A store that takes in what an embedded ledger takes in, and the evidence that it gives. */
export interface OpenedSource {
  admitAll(batches: readonly Batch[]): Promise<readonly (Admission | PedigreeError)[]>;
  putPages(pages: readonly PageIn[]): Promise<PagesPut>;
  hear(note: string, peer: string, at: number): Promise<Heard>;
  prove(proof: ForkProof): Promise<Proved>;
  gather<T>(ask: (evidence: Evidence) => T, about: readonly FoldWant[]): Promise<GatherOutcome<T>>;
  /** Runs of packs, where the store makes any. */
  runs?(): Promise<number>;
  close(): Promise<void>;
}

const OTHER = '09506000134369';

/** What anybody is told of an item, from this evidence. */
export function allOf(item: ItemKey, viewers: readonly string[]): (evidence: Evidence) => string {
  return (evidence) => {
    const life = traceItem(item, evidence);
    const verdicts = [undefined, ...viewers].map((viewer) => {
      const question = { now: NOW, today: '2026-11-22', fresh: { peers: 1 }, maxAge: 1e12, ...(viewer && { viewer }) };
      if (item.kind === 'container') return judgeContainer(life, { packs: [] }, evidence, question);
      return judge({ gtin: item.gtin, serial: item.serial, lot: 'L1' }, life, evidence, question);
    });
    return JSON.stringify([told(life), verdicts]);
  };
}

/** A founder, a maker with two tills that went two ways, shops, a stranger who writes what he may not, holds, notices and pages. */
export function hubWorld(): {
  readonly parties: readonly Party[];
  readonly packs: readonly ItemKey[];
  readonly viewers: readonly string[];
} {
  const { founder, maker, twin } = makeTwins();
  const shop = party('Hill', '9506000100032', founder.chain);
  const stranger = party('Fake', '9506000100049', founder.chain);
  accredit(founder, shop, ['distributor', 'dispenser']);
  accredit(founder, stranger, ['distributor', 'manufacturer'], { gtins: [OTHER] });
  const many = serials(700).map((one) => `M${one}`);
  const second = party('Beta', '9506000100056', founder.chain);
  accredit(founder, second, ['manufacturer', 'distributor'], { gtins: [GTIN] });
  add(second, commission(founder.chain, many, 'L1'));
  add(second, commission(founder.chain, [...many.slice(0, 2), 'X1'], 'L2'));
  add(second, moves('ship', founder.chain, many.slice(0, 400), 1, { to: shop.gln }));
  add(shop, moves('receive', founder.chain, many.slice(0, 300), 2, { from: second.gln }));
  add(shop, moves('dispense', founder.chain, many.slice(0, 3), 3));
  add(shop, moves('quarantine', founder.chain, [many[4] ?? ''], 3, { reason: 'damaged' }));
  add(shop, { type: 'retract', public: { seq: 2 } });
  add(second, moves('receive', founder.chain, many.slice(0, 2), 2, { from: second.gln }));
  // The stranger knows one pack: he crowds its next step, and commissions it himself.
  for (let i = 0; i < 70; i++) add(stranger, moves('dispense', founder.chain, [many[5] ?? ''], 3));
  add(stranger, commission(founder.chain, [many[5] ?? '', 'Y1'], 'L9'));
  add(second, { type: 'lot-notice', public: { kind: 'hold', gtin: GTIN, lots: ['L2'], reason: 'temperature' } });
  add(second, { type: 'product', public: { gtin: GTIN, name: 'Amoxicillin' } });
  add(founder, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L2'], class: 2, reason: 'x' } });
  const hash = founder.ledger.read((view) => {
    const size = view.chain(founder.chain)?.size ?? 0;
    return view.eventAt(founder.chain, 0, size - 1)?.leaf.hash ?? new Uint8Array();
  });
  add(founder, { type: 'recall-end', public: { recall: b64u(hash), outcome: 'ended' } });
  const [box, pallet] = [containerItem(containerKey(1), second.gln), containerItem(containerKey(2), second.gln)];
  const [inBox, inPallet] = [many.slice(600, 603), many.slice(610, 612)];
  add(second, goods('pack', [...packsOf(founder, inBox, 1), [box, 0]], { container: b64u(box.key) }));
  add(
    second,
    goods('pack', [[box, 1], ...packsOf(founder, inPallet, 1), [pallet, 0]], { container: b64u(pallet.key) }),
  );
  add(second, goods('ship', [[pallet, 1]], { to: shop.gln }));
  add(shop, goods('receive', [[pallet, 2]], { from: second.gln }));
  const out = [...packsOf(founder, inBox.slice(0, 1), 2)];
  add(
    shop,
    opening('dispense', out, [
      [box, 2],
      [pallet, 3],
    ]),
  );
  // Nobody takes out what is in a case that he does not have.
  add(stranger, opening('dispense', packsOf(founder, inBox.slice(1, 2), 2), [[box, 3]]));
  for (const n of [0, 1]) add(founder, held(founder, many[8] ?? '', n, n === 0 ? 'quarantine' : 'release'));
  add(founder, held(founder, many[9] ?? '', 0, 'quarantine'));
  const named = (names: readonly string[]) => names.map((serial) => packItem(founder.chain, GTIN, serial));
  return {
    parties: [founder, maker, twin, shop, stranger, second],
    packs: [
      box,
      pallet,
      ...named([
        ...inBox,
        ...inPallet,
        ...many.slice(8, 10),
        ...serials(3),
        ...many.slice(0, 6),
        many[350] ?? '',
        many[699] ?? '',
        'X1',
        'Y1',
        'NEVER',
      ]),
      packItem(founder.chain, OTHER, 'NEVER'),
    ],
    viewers: [maker.gln, shop.gln, second.gln, stranger.gln],
  };
}

export function sourceSuite(open: () => Promise<OpenedSource>): void {
  it('judges as an embedded ledger does that was given the same, whatever came first', async () => {
    const { parties, packs, viewers } = hubWorld();
    for (const order of ['pages first', 'leaves first'] as const) {
      const here = openLedger(folder(), { create: true });
      const there = await open();
      try {
        for (const { ledger } of parties) {
          for (const batch of batchesOf(ledger)) {
            const pages = pagesOf(ledger, batch);
            const given = order === 'pages first' ? batch : { ...batch, withoutPages: true };
            if (order === 'pages first') {
              here.putPages(pages);
              await there.putPages(pages);
            }
            expect(await there.admitAll([given])).toEqual([here.admit(given)]);
            if (order === 'leaves first') await same(here, there, packs.slice(3, 6), viewers);
            if (order === 'leaves first' && pages.length > 0) {
              const put = here.putPages(pages);
              const other = await there.putPages(pages);
              expect(other.stored).toBe(put.stored);
              expect(other.complete.map(({ root }) => hex(root))).toEqual(put.complete.map(({ root }) => hex(root)));
            }
          }
        }
        const codes = await same(here, there, packs, viewers);
        expect([...codes].sort()).toEqual(TOLD);
      } finally {
        await there.close();
        here.close();
      }
    }
  }, 240_000);

  it('finds a pack in all lots that it was commissioned in, however many its product has', async () => {
    const founder = party('Agency', '9506000100001', null);
    const maker = party('Acme', '9506000100018', founder.chain);
    accredit(founder, maker, ['manufacturer', 'distributor'], { gtins: [GTIN] });
    for (let lot = 0; lot < 75; lot++) {
      // One serial in two lots that lie far apart, and one in a hundred of them.
      const twice = lot === 3 || lot === 71 ? ['TWICE'] : [];
      const often = lot % 10 === 0 ? ['OFTEN'] : [];
      add(maker, commission(founder.chain, [...serials(20, `L${lot}-`), ...twice, ...often].sort(), `L${lot}`));
    }
    const here = openLedger(folder(), { create: true });
    const there = await open();
    try {
      for (const { ledger } of [founder, maker]) {
        for (const batch of batchesOf(ledger)) {
          here.admit(batch);
          await there.admitAll([batch]);
        }
      }
      const names = ['TWICE', 'OFTEN', 'L0-0000000', 'L40-0000007', 'L74-0000019', 'NEVER'];
      await same(
        here,
        there,
        names.map((serial) => packItem(founder.chain, GTIN, serial)),
        [maker.gln],
      );
      // All in runs but what has come since the last was made: two of 8 become none before 64 are one.
      expect(await there.runs?.()).toBeGreaterThan(0);
    } finally {
      await there.close();
      here.close();
    }
  }, 240_000);
}

/** Both give the same verdicts, and the distant one in few rounds. */
async function same(
  here: Ledger,
  there: OpenedSource,
  packs: readonly ItemKey[],
  viewers: readonly string[],
): Promise<ReadonlySet<string>> {
  const codes = new Set<string>();
  for (const item of packs) {
    const ask = allOf(item, viewers);
    const direct = here.read((view) => ask(view));
    const atOnce = here.read((view) => gatherAtOnce((wants) => foundIn(view, 'one', wants), ask, foreseen(item)));
    expect(atOnce.whole && atOnce.answer).toBe(direct);
    const gathered = await there.gather(ask, foreseen(item));
    expect(gathered.whole && JSON.parse(gathered.answer)).toEqual(JSON.parse(direct));
    for (const [, code = ''] of direct.matchAll(/"code":"([a-z-]+)"/g)) codes.add(code);
  }
  return codes;
}

/** What is told of these goods at the end. */
const TOLD: readonly string[] = [
  'already-dispensed',
  'author-forked',
  'in-transit-elsewhere',
  'in-transit-to-you',
  'lot-mismatch',
  'lot-on-hold',
  'maker-not-accredited',
  'not-in-your-custody',
  'own-conflict',
  'quarantined',
  'recalled',
  'unaccredited',
  'unauthorised-use',
  'unknown-item',
  'unknown-product',
  'weak-serial',
];
