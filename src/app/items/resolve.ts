// From what people type or scan to parties, shipments and goods with their lives.
import type { PartyInfo } from '../../custody/authority.ts';
import { EVENT_REF } from '../../custody/event-ref.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { containerItem, type ItemKey, packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { isLotKnown } from '../../custody/lot.ts';
import { isSameNumber } from '../../custody/name.ts';
import type { Question } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import { keysOf } from '../../gs1/keyed.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/items.ts';
import { partyCalled } from '../node/named.ts';
import { containerCalled } from '../record/container-names.ts';
import { containersNamed, type KnownContainer, packedBy } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { serialsHere } from '../record/lot-serials.ts';
import { type Shipment, shipmentOf, shipments } from '../record/shipments-known.ts';
import { identify, labelOfScan, type PackLabel, refuseWrongSscc, type ScanLabel } from '../scans/identify.ts';
import { settle } from '../scans/settle.ts';
import { waysOf } from '../scans/typed.ts';
import { type Goods, type PackIdentity, type Refusal, refuseAny } from './goods.ts';
import { noShipment, notNamed } from './not-arrived.ts';

/** One thing that was named; of a pack its label as scanned beside what the records say, which a verdict compares. */
export type Resolved = Goods & {
  readonly label?: PackLabel;
  /** Undefined where no commissioning of it is known here. */
  readonly made?: PackIdentity | undefined;
  /** What the scan went through, for whoever judges it. */
  readonly scan?: Pick<Question, 'repairs' | 'candidates'>;
};

/**
 * The accredited party that a GLN, name or chain id means.
 * @throws not-accredited (77) where there is none, usage (2) where several have that name
 */
export function resolveParty(view: View, text: string): PartyInfo {
  const party = partyCalled(view.authority(), text);
  if (party === undefined || party.roles.length === 0) {
    throw new PedigreeError('not-accredited', say('no-accredited-party-known', { text }), {
      hint: say('parties-or-sync'),
    });
  }
  return party;
}

/** Whether the text can only be the ref of an event. */
function isRef(text: string): boolean {
  return EVENT_REF.test(text);
}

/**
 * The shipment that a ref or a despatch advice number means, undefined where the text is neither.
 * @throws not-yet-known (19) for a ref of what has not arrived, wrong-state (14) for somebody else's shipment, not-found (66)
 * for another event, usage (2) for a number used twice
 */
export function shipmentNamed(known: Knowledge, scan: string): Shipment | undefined {
  const { typed, pressed } = keysOf(scan);
  const found = shipmentCalled(known, typed);
  return found === undefined && pressed !== undefined ? shipmentCalled(known, pressed) : found;
}

function shipmentCalled(known: Knowledge, text: string): Shipment | undefined {
  if (isRef(text)) {
    const found = shipmentOf(known, text);
    if (found !== undefined) return found;
    throw noShipment(known, text);
  }
  const found = shipments(known).filter(
    (shipment) => shipment.despatch !== undefined && isSameNumber(shipment.despatch, text),
  );
  if (found.length > 1) {
    throw new PedigreeError('usage', say('despatch-ambiguous', { text }), {
      hint: say('one-of', { found: found.map((shipment) => shipment.ref) }),
    });
  }
  return found[0];
}

/**
 * One pack or container by its scan or SSCC, with its life.
 * @param before how often this scan was asked for again
 * @throws not-gs1 (65) for a scan that names none, not-yet-known (19) for an SSCC that no manifest here names
 */
export function resolveItem(known: Knowledge, input: string, n = 1, before = 0): Resolved {
  const { label, repairs, candidates } = settled(known, input, before);
  if (label.kind === 'unit') {
    const found = container(known, label.sscc, input, n);
    if (found === undefined) throw notNamed(known, label.sscc);
    return found;
  }
  const item = packItem(known.view.network, label.gtin, label.serial);
  const life = known.trace(item);
  const made = madeAs(label, life);
  const scan = { ...(repairs && { repairs }), ...(candidates && { candidates }) };
  const cased = mayNameContainer(known, label.gtin, life) && container(known, containerCalled(label), input, n);
  if (cased) return { ...cased, label, scan };
  return { n, input, item, is: made ?? unmade(label), life, label, made, scan };
}

/**
 * Whether a GTIN with a serial can name a container: not where packs are made under this GTIN, for a case has one of its own, and
 * no manifest may make a case of what would be a fake.
 */
export function mayNameContainer({ view }: Knowledge, gtin: string, pack: Life): boolean {
  return pack.commission === undefined && !isLotKnown(gtin, undefined, view);
}

/**
 * Several at once; what cannot be resolved is refused, all of it together, with whatever else `also` finds wrong with the
 * others, so that one answer lists every bad one.
 * @throws as `resolveItem`
 */
export function resolveItems(
  known: Knowledge,
  inputs: readonly string[],
  also?: (found: readonly Resolved[]) => readonly Refusal[],
): readonly Resolved[] {
  const refusals: Refusal[] = [];
  const found: Resolved[] = [];
  const seen = new Map<string, number>();
  inputs.forEach((input, at) => {
    try {
      const goods = resolveItem(known, input, at + 1);
      const name = Buffer.from(goods.item.key).toString('hex');
      const before = seen.get(name);
      // A code scanned twice is one thing.
      if (before === undefined) found.push(goods);
      seen.set(name, at + 1);
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      refusals.push(refusalOf(error, input, at + 1));
    }
  });
  if (refusals.length > 0) refuseAny([...refusals, ...(also?.(found) ?? [])].sort((a, b) => a.n - b.n));
  return found;
}

/** An error about one input as a line in the list of refusals. */
export function refusalOf(error: PedigreeError, input: string, n: number): Refusal {
  const { code, message, exit, hint } = error;
  return { n, input, code, reason: message, exit, ...(hint === undefined ? {} : { hint }) };
}

/**
 * A shipment, or one item, for commands that take both.
 * @throws as `shipmentNamed` and `resolveItem`
 */
export function resolveNamed(known: Knowledge, input: string, n = 1): { readonly shipment: Shipment } | Resolved {
  const shipment = shipmentNamed(known, input);
  if (shipment !== undefined) return { shipment };
  try {
    return resolveItem(known, input, n);
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code !== 'not-gs1') throw error;
    const hint = phrase('no-shipment');
    throw new PedigreeError('not-gs1', error.message, { hint, cause: error });
  }
}

interface Meant {
  readonly label: ScanLabel;
  readonly repairs?: Question['repairs'];
  readonly candidates?: Question['candidates'];
}

/** Where a scan can be read in several ways, the only one that the ledger knows is meant, as in a verdict. */
function settled(known: Knowledge, input: string, before: number): Meant {
  refuseWrongSscc(input);
  const ways = () => waysOf(known.home.ledger.local);
  const read = identify(input, ways);
  if (read.label?.kind === 'unit') return { label: read.label };
  if (read.label === undefined) {
    const units = read.candidates.filter(
      ({ label }) => label.kind === 'unit' && containersNamed(known, label.sscc).length > 0,
    );
    const [unit] = units;
    if (unit !== undefined && units.length === 1) return { label: unit.label };
    const mayBePack = [read.candidates, read.further].some((some) => some.some(({ label }) => label.kind === 'pack'));
    if (!mayBePack) return { label: labelOfScan(input, ways) };
  }
  const lifeOf = ({ gtin, serial }: PackLabel) => known.trace(packItem(known.view.network, gtin, serial));
  return settle(read, lifeOf, known.view, before, (gtin, lot) => serialsHere(known.index, gtin, lot));
}

function container(known: Knowledge, name: string, input: string, n: number): Resolved | undefined {
  const candidates = containersNamed(known, name).map((found) => ({ found, item: itemOf(known, found) }));
  const traced = candidates.map(({ found, item }) => ({ found, item, life: known.trace(item) }));
  const chosen = traced.findLast(({ life }) => isHere(known, life)) ?? traced.at(-1);
  if (chosen === undefined) return undefined;
  return { n, input, item: chosen.item, is: { kind: 'container', name: chosen.found.name }, life: chosen.life };
}

/**
 * The key to trace a container by. Whoever learnt it from a child can have filled a container of its own with it; the one that
 * is here or on its way here is meant.
 */
export function itemOf(known: Knowledge, container: KnownContainer): ItemKey {
  const authors = container.fillings.map((filling) => packedBy(known, filling)?.author?.gln);
  const makers = [...new Set(authors)].filter((gln) => gln !== undefined);
  const items = makers.map((gln) => containerItem(container.key, gln));
  const [only = containerItem(container.key)] = items;
  return items.length < 2 ? only : (items.find((item) => isHere(known, known.trace(item))) ?? only);
}

function isHere(known: Knowledge, life: Life): boolean {
  const { effective } = life;
  const here = known.self.gln;
  if (effective.at === 'transit') return effective.to === here || effective.from === here;
  return 'holder' in effective && effective.holder === here;
}

function madeAs(label: { readonly gtin: string; readonly serial: string }, life: Life): PackIdentity | undefined {
  const made = life.commission && saidIn(EVENT.commission, life.commission.leaf);
  if (made === undefined) return undefined;
  return { kind: 'pack', gtin: label.gtin, serial: label.serial, lot: made.lot, expiry: made.expiry };
}

/** Nothing is known of it but its label; whoever acts on it is told so by its verdict. */
function unmade(label: PackLabel): PackIdentity {
  return { kind: 'pack', gtin: label.gtin, serial: label.serial, lot: label.lot ?? '', expiry: label.expiry ?? '' };
}

/** A pack by GTIN and serial as a manifest names it. */
export function packGoods(known: Knowledge, pack: PackIdentity, input: string, n = 1): Goods {
  const item = packItem(known.view.network, pack.gtin, pack.serial);
  return { n, input, item, is: pack, life: known.trace(item) };
}
