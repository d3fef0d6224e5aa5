// What is to be printed: the packs of a lot by their numbers in it, scanned packs, or logistic units.
import { type Commission, commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import { type Pack, toGtin14 } from '../../gs1/index.ts';
import { say } from '../../words/en/labels.ts';
import { type PackIdentity, refuseAny } from '../items/goods.ts';
import { mayNameContainer, packGoods } from '../items/resolve.ts';
import { refusedFor } from '../judging/standing.ts';
import { containerCalled } from '../record/container-names.ts';
import { containersNamed } from '../record/containers-known.ts';
import { ownCommissions, ownSerials } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { labelOfScan, type PackLabel } from '../scans/identify.ts';
import { waysOf } from '../scans/typed.ts';

/** A pack that the own chain made. */
export interface MadePack extends Pack {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly serial: string;
  /** In its lot, from 1, in the order of minting. */
  readonly number: number;
}

export interface LotRequest {
  readonly lot: string;
  readonly gtin?: string;
  /** `1-500`, `7`, `501-`. */
  readonly range?: string;
}

/**
 * Packs of a lot that this chain commissioned.
 * @throws not-found (66) for a lot that was not made here, usage (2) for a range outside it or a lot of several GTINs
 */
export function packsOfLot(known: Knowledge, { lot, gtin, range }: LotRequest): readonly MadePack[] {
  const wanted = gtin === undefined ? undefined : toGtin14(gtin);
  const gtins = [...new Set(madeIn(known, lot).map(([made]) => made.gtin))];
  const chosen = wanted ?? gtins[0];
  if (wanted === undefined && gtins.length > 1) {
    throw new PedigreeError('usage', say('lot-ambiguous', { lot }), {
      hint: say('name-gtin', { gtins }),
    });
  }
  if (chosen === undefined || !gtins.includes(chosen)) {
    throw new PedigreeError(
      'not-found',
      wanted === undefined
        ? say('lot-not-made-here', { lot })
        : say('lot-of-gtin-not-made-here', { lot, gtin: wanted }),
      {
        hint: say('tills-print-own'),
      },
    );
  }
  const [from, to] = parseRange(range);
  const packs: MadePack[] = [];
  let last = 0;
  for (const pack of lotPacks(known, chosen, lot)) {
    last = pack.number;
    if (pack.number >= from && pack.number <= to) packs.push(pack);
    if (pack.number >= to) break;
  }
  if (packs.length === 0 || (Number.isFinite(to) && last < to)) {
    throw new PedigreeError('usage', say('lot-has-packs', { lot, last }), { hint: say('write-range', { last }) });
  }
  return packs;
}

/** @throws usage (2) */
function parseRange(range: string | undefined): readonly [from: number, to: number] {
  if (range === undefined) return [1, Number.POSITIVE_INFINITY];
  const parts = /^(\d{1,9})(?:(-)(\d{1,9})?)?$/.exec(range.trim());
  const from = Number(parts?.[1]);
  const to = parts?.[2] === undefined ? from : Number(parts[3] ?? Number.POSITIVE_INFINITY);
  if (parts !== null && from >= 1 && to >= from) return [from, to];
  throw new PedigreeError('usage', say('not-range', { range }), {
    hint: say('range-examples'),
  });
}

function* lotPacks(known: Knowledge, gtin: string, lot: string): Iterable<MadePack> {
  let number = 0;
  for (const [made, event] of madeIn(known, lot)) {
    if (made.gtin !== gtin) continue;
    const { expiry } = made;
    for (const serial of ownSerials(known, event)) yield { gtin, lot, expiry, serial, number: ++number };
  }
}

/** The own commissionings of a lot, each with what it says. */
function madeIn(known: Knowledge, lot: string): readonly (readonly [Commission, CustodyEvent])[] {
  return [...ownCommissions(known)].flatMap((event) => {
    const made = saidIn(commission, event.leaf);
    return made?.lot === lot ? [[made, event] as const] : [];
  });
}

/** What scans name. */
export type Scanned =
  | { readonly kind: 'pack'; readonly packs: readonly MadePack[] }
  | { readonly kind: 'unit'; readonly ssccs: readonly string[] }
  /** Cases that are products themselves, by what they are called. */
  | { readonly kind: 'case'; readonly cases: readonly string[] };

/**
 * The packs or units that scans name, with what the ledger says of them.
 * @throws usage (2) for both kinds at once, not-allowed (77) for a pack of another maker, unknown-item (11) for one that was
 * never made here, not-authentic (10) where its lot or expiry is not what was minted, not-gs1 (65)
 */
export function scannedGoods(known: Knowledge, scans: readonly string[]): Scanned {
  const labels = scans.map((scan) => labelOfScan(scan, () => waysOf(known.home.ledger.local)));
  const cases = labels.filter((label) => label.kind === 'pack').flatMap((label) => caseNamed(known, label));
  const packs = labels.filter((label) => label.kind === 'pack').filter((label) => caseNamed(known, label).length === 0);
  const units = labels.filter((label) => label.kind === 'unit');
  if ([packs, units, cases].filter(({ length }) => length > 0).length > 1) {
    throw new PedigreeError('usage', say('sizes-differ'), {
      hint: say('print-in-two-runs'),
    });
  }
  if (units.length > 0) return { kind: 'unit', ssccs: [...new Set(units.map(({ sscc }) => sscc))] };
  if (cases.length > 0) return { kind: 'case', cases: [...new Set(cases)] };
  for (const { gtin } of packs) mustMake(known, gtin);
  const lots = new Map<string, Map<string, MadePack>>();
  const made = packs.map((label) => {
    const lot = String(commissionOf(known, label).lot);
    const name = `${label.gtin}/${lot}`;
    let index = lots.get(name);
    if (index === undefined) {
      index = new Map(Array.from(lotPacks(known, label.gtin, lot), (pack) => [pack.serial, pack] as const));
      lots.set(name, index);
    }
    const pack = index.get(label.serial);
    if (pack !== undefined) return pack;
    throw new PedigreeError('not-found', say('minted-on-other-chain', { serial: label.serial }), {
      hint: say('print-there'),
    });
  });
  return { kind: 'pack', packs: [...new Set(made)] };
}

/** What a case is called that was packed under this code. */
function caseNamed(known: Knowledge, label: PackLabel): readonly string[] {
  const name = containerCalled(label);
  if (containersNamed(known, name).length === 0) return [];
  return mayNameContainer(known, label.gtin, packGoods(known, packOf(label), name).life) ? [name] : [];
}

function packOf({ gtin, serial, lot = '', expiry = '' }: PackLabel): PackIdentity {
  return { kind: 'pack', gtin, serial, lot, expiry };
}

function commissionOf(known: Knowledge, label: PackLabel) {
  const goods = { ...packGoods(known, packOf(label), label.serial), label };
  const event = goods.life.commission;
  const said = event && saidIn(commission, event.leaf);
  if (said === undefined) {
    // Where the lot is named, or pages are missing, the verdict tells a pack that was never made from news of another site.
    if (label.lot !== undefined || known.view.incomplete(label.gtin)) refuseAny([refusedFor(known, goods, 'unknown')]);
    throw new PedigreeError('unknown-item', say('pack-never-made', { serial: label.serial, gtin: label.gtin }), {
      hint: say('labels-of-minted'),
    });
  }
  const differs = (['lot', 'expiry'] as const).find(
    (field) => label[field] !== undefined && label[field] !== said[field],
  );
  if (differs === undefined) return said;
  throw new PedigreeError(
    'not-authentic',
    say('label-differs', { differs, serial: label.serial, said: String(said[differs]) }),
    {
      hint: say('print-from-lot'),
    },
  );
}

/** @throws not-allowed (77) where the own party is not a maker of that GTIN */
export function mustMake(known: Knowledge, gtin: string): void {
  const makers = known.view.authority().makersOf(gtin);
  if (makers.some((maker) => maker.gln === known.self.gln)) return;
  throw new PedigreeError('not-allowed', say('labels-of-other-maker', { gtin }), {
    hint: makers[0] === undefined ? say('no-maker-known') : say('maker-is', { maker: makers[0].name }),
  });
}
