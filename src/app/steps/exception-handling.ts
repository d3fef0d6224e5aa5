// Telling a partner that goods and data differ, answering what a partner told, and saying how it was resolved.
import { hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Items } from '../../custody/events/items.ts';
import { refByLeaf } from '../../custody/evidence.ts';
import { EXCEPTIONS, type ExceptionKind } from '../../custody/exceptions.ts';
import type { Life } from '../../custody/life.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { refusalOf, resolveNamed, resolveParty, shipmentNamed } from '../items/resolve.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { refusedFor, standingOf } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type Shipment, shipmentOf } from '../record/shipments-known.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { labelOfScan } from '../scans/identify.ts';
import { waysOf } from '../scans/typed.ts';
import { type ExceptionCase, exceptionCases, isOver } from './exception-cases.ts';
import { resolutionNamed, resolutionText } from './exception-words.ts';
import { type HeldGoods, setApart } from './receive-held.ts';
import { mustHaveRole } from './record-step.ts';

export interface TellRequest {
  readonly kind: string;
  /** A shipment, and scans or SSCCs of what differs. */
  readonly items: readonly string[];
  /** Whom, where there is no shipment. */
  readonly to?: string;
  readonly expected?: string;
  readonly seen?: string;
  readonly note?: string;
}

export interface ExceptionAnswer extends Written {
  /** The event that tells the exception. */
  readonly exception: string;
  readonly kind: ExceptionKind;
  readonly state: 'open' | 'answered' | 'resolved';
  readonly shipment?: string;
  /** Name of the other party. */
  readonly to: string;
  readonly resolution?: string;
  readonly packs?: number;
}

const [LONGEST, WRONG_STATE] = [1000, 14];
/** What came is scanned: nothing need be known of it here. */
const CAME: readonly ExceptionKind[] = ['overage', 'goods-without-data'];
/** What did not come. */
const SHORT: readonly ExceptionKind[] = ['underage', 'data-without-goods'];

/**
 * Tells the other party of a shipment, or the one named, that goods and data differ. The same of the same goods is `already`
 * told while it is open. What is damaged or may not be moved, and is here, is quarantined with it.
 * @throws usage (2), wrong-state (14) with `items[]`, not-accredited (77), not-found (66), not-gs1 (65)
 */
export function tellException(home: Home, request: TellRequest): ExceptionAnswer {
  const kind = kindNamed(request.kind);
  const texts = textsOf(request, 'note', 'expected', 'seen');
  return recordGoods(home, { command: 'exceptions tell' }, (tx) => {
    mustHaveRole(tx, EVENT.exception.type);
    const named = namedIn(tx, kind, request.items);
    const shipment = named.shipment ?? shipmentBehind(tx.known, named.goods);
    const to = partnerOf(tx, kind, shipment, request.to);
    const { goods, extra } = named;
    if (CAME.includes(kind) && extra.length === 0) throw new PedigreeError('usage', say('scan-what-came'));
    if (shipment === undefined && kind !== 'goods-without-data')
      throw new PedigreeError('usage', say('which-shipment'), { hint: say('name-shipment-to-tell') });
    const answer = {
      kind,
      state: 'open' as const,
      ...(shipment === undefined ? {} : { shipment: shipment.ref }),
      to: partyName(tx.view, to),
      packs: packsIn(tx.known, goods) + extra.length,
    };
    const before = toldBefore(tx.known, { kind, shipment, to, goods, extra });
    if (before !== undefined) {
      tx.already(before);
      return { exception: before, ...answer };
    }
    const isReceiver = shipment?.to === home.self.gln;
    refuseAny(goods.flatMap((one) => notToTell(tx.known, kind, one, isReceiver)));
    if (kind === 'damaged' && isReceiver) setApart(tx, goods, []);
    if (kind === 'hold' && isReceiver) setApart(tx, [], goods.map(heldBack));
    const list = SHORT.includes(kind) ? 'missing' : kind === 'damaged' ? 'damaged' : 'items';
    const { ref } = tx.add({
      type: EVENT.exception.type,
      public: {},
      manifest: {
        kind,
        to,
        ...(shipment === undefined ? {} : { shipment: shipment.ref }),
        ...(goods.length === 0 ? {} : { [list]: itemsOf(tx.known, goods) }),
        ...(extra.length === 0 ? {} : { extra }),
        ...texts,
      },
      partners: [to],
    });
    tx.about(ref);
    return { exception: ref, ...answer };
  });
}

/** @throws usage (2), with the kinds there are */
function kindNamed(text: string): ExceptionKind {
  const kind = EXCEPTIONS.find((one) => one === text.trim().toLowerCase());
  if (kind === 'refused') throw new PedigreeError('usage', say('refused-apart'), { hint: say('incoming') });
  if (kind !== undefined) return kind;
  throw new PedigreeError('usage', say('not-exception', { kind: text }), {
    hint: say('one-of', { reasons: EXCEPTIONS.filter((one) => one !== 'refused') }),
  });
}

function textsOf<N extends string>(request: { readonly [K in N]?: string }, ...names: N[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = request[name];
      return text === undefined ? [] : [[name, checkedText(text, name, LONGEST)]];
    }),
  );
}

interface NamedGoods {
  readonly shipment: Shipment | undefined;
  readonly goods: readonly Goods[];
  readonly extra: readonly string[];
}

function namedIn(tx: WriteTx, kind: ExceptionKind, inputs: readonly string[]): NamedGoods {
  const goods = new Map<string, Goods>();
  const extra = new Set<string>();
  const refusals: Refusal[] = [];
  let shipment: Shipment | undefined;
  inputs.forEach((input, at) => {
    try {
      const found = CAME.includes(kind) ? cameOf(tx.known, input) : resolveNamed(tx.known, input, at + 1);
      if (typeof found === 'string') extra.add(found);
      else if (!('shipment' in found)) goods.set(hex(found.item.key), found);
      else if (shipment !== undefined && shipment.ref !== found.shipment.ref)
        throw new PedigreeError('usage', say('one-shipment'));
      else shipment = found.shipment;
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      refusals.push(refusalOf(error, input, at + 1));
    }
  });
  refuseAny(refusals);
  return { shipment, goods: [...goods.values()], extra: [...extra] };
}

/** A shipment, or a scan as it was typed: it may be of goods that nobody here has heard of. @throws not-gs1 (65) */
function cameOf(known: Knowledge, input: string): string | { readonly shipment: Shipment } {
  const shipment = shipmentNamed(known, input);
  if (shipment !== undefined) return { shipment };
  labelOfScan(input, () => waysOf(known.home.ledger.local));
  return input;
}

/** The shipment that all of these goods came with or are on their way with; undefined where it is not one. */
function shipmentBehind(known: Knowledge, goods: readonly Goods[]): Shipment | undefined {
  const refs = new Set(goods.map(({ life }) => shippedBy(known, life)));
  const [ref] = refs;
  return refs.size === 1 && ref !== undefined ? shipmentOf(known, ref) : undefined;
}

function shippedBy(known: Knowledge, life: Life): string | undefined {
  for (const { steps } of [...life.around.toReversed(), life]) {
    const step = steps.findLast(({ kind }) => kind === EVENT.ship.type || kind === EVENT.receive.type);
    if (step === undefined) continue;
    const shipment = step.kind === EVENT.ship.type ? step.event.ref : known.manifest(step.event)?.shipment;
    if (typeof shipment === 'string') return shipment;
  }
  return undefined;
}

/** @throws usage (2) where nobody is named, or another one than the shipment's other party */
function partnerOf(
  { view, known: { self } }: WriteTx,
  kind: ExceptionKind,
  shipment: Shipment | undefined,
  named: string | undefined,
): string {
  const other = shipment && (shipment.from === self.gln ? shipment.to : shipment.from);
  const party = named === undefined ? undefined : resolveParty(view, named);
  if (other !== undefined && (party === undefined || party.gln === other)) return other;
  if (other !== undefined) {
    throw new PedigreeError('usage', say('not-of-this-shipment', { party: party?.name ?? '' }), {
      hint: say('other-party-is', { name: partyName(view, other) }),
    });
  }
  if (party !== undefined && party.gln !== self.gln) return party.gln;
  const hint = kind === 'goods-without-data' ? say('to-party-who-sent') : say('name-shipment-to-tell');
  throw new PedigreeError('usage', say('whom-to-tell'), { hint });
}

function heldBack(goods: Goods): HeldGoods {
  return { goods, code: 'quarantined', reason: '', quarantine: 'other' };
}

/** What is recorded otherwise than it is told would look settled to the other side. */
function notToTell(known: Knowledge, kind: ExceptionKind, goods: Goods, isReceiver: boolean): readonly Refusal[] {
  if (!isReceiver) return [];
  const { n, input } = goods;
  const standing = standingOf(goods.life, known.self.gln);
  const { effective } = goods.life;
  if (SHORT.includes(kind) && standing === 'here' && effective.at !== 'unaccounted') {
    const hint = phrase('say-it-is-missing');
    return [{ n, input, code: 'wrong-state', reason: phrase('recorded-as-here'), exit: WRONG_STATE, hint }];
  }
  if (!['damaged', 'hold'].includes(kind) || (effective.at === 'quarantined' && effective.holder === known.self.gln))
    return [];
  if (standing === 'coming') {
    const hint = phrase('receive-damaged');
    return [{ n, input, code: 'wrong-state', reason: phrase('not-received-yet'), exit: WRONG_STATE, hint }];
  }
  return standing === 'here' ? [] : [refusedFor(known, goods, standing)];
}

/** The same told from here before, that still goes on. */
function toldBefore(
  known: Knowledge,
  { kind, shipment, to, goods, extra }: NamedGoods & { readonly kind: ExceptionKind; readonly to: string },
): string | undefined {
  const wanted = JSON.stringify([namesOf(goods), extra.toSorted()]);
  return exceptionCases(known).find((one) => {
    const { said } = one;
    if (said.kind !== kind || one.from !== known.self.gln || one.to !== to) return false;
    if (one.shipment?.ref !== shipment?.ref) return false;
    const list = said.missing ?? said.damaged ?? said.items;
    const same = JSON.stringify([namesIn(list), (said.extra ?? []).toSorted()]) === wanted;
    return same && !isOver(known, one);
  })?.event.ref;
}

function namesOf(goods: readonly Goods[]): readonly string[] {
  return goods.map(({ is, item }) => (is.kind === 'pack' ? `${is.gtin} ${is.serial}` : hex(item.key))).toSorted();
}

function namesIn({ packs, containers }: Items = NOTHING): readonly string[] {
  return [
    ...packs.flatMap(({ gtin, serials }) => serials.map((serial) => `${gtin} ${serial}`)),
    ...containers.map(({ key }) => hex(key)),
  ].toSorted();
}

const NOTHING: Items = { packs: [], containers: [] };

/**
 * Answers an exception, and proposes how to resolve it. The same words again are `already` said.
 * @throws not-found (66), usage (2), wrong-state (14) for one that is resolved, not-allowed (77) for one of others
 */
export function answerException(
  home: Home,
  id: string,
  said: { readonly note: string; readonly as?: string },
): ExceptionAnswer {
  const note = checkedText(said.note, 'note', LONGEST);
  const resolution = said.as === undefined ? undefined : resolutionNamed(said.as);
  return record(home, { command: 'exceptions answer' }, (tx) => {
    const one = caseNamed(tx, id);
    if (isOver(tx.known, one)) {
      throw new PedigreeError('wrong-state', say('exception-resolved', { id }), { hint: say('exceptions-open') });
    }
    const last = one.words.at(-1);
    const same = last?.gln === home.self.gln && last.note === note && last.resolution === resolution;
    if (same) tx.already(last?.event);
    else follow(tx, one, { state: 'answered', note, ...(resolution === undefined ? {} : { resolution }) });
    return answerOf(tx, one, 'answered', resolution);
  });
}

/**
 * Says how an exception was resolved: either party may. Resolved again, or settled by itself, it is `already`; the first word stands.
 * @throws not-found (66), usage (2), not-allowed (77) for one of others
 */
export function resolveException(
  home: Home,
  id: string,
  said: { readonly as: string; readonly note?: string },
): ExceptionAnswer {
  const resolution = resolutionNamed(said.as);
  const note = textsOf(said, 'note');
  return record(home, { command: 'exceptions resolve' }, (tx) => {
    const one = caseNamed(tx, id);
    if (!isOver(tx.known, one)) {
      follow(tx, one, { state: 'resolved', resolution, ...note });
      return answerOf(tx, one, 'resolved', resolution);
    }
    tx.already(one.resolved?.event);
    const before = one.resolved?.resolution;
    if (before === undefined) tx.warn(phrase('settled-itself'));
    else if (before !== resolution) tx.warn(phrase('resolved-before', { before: resolutionText(before) }));
    return answerOf(tx, one, 'resolved', before);
  });
}

function follow(tx: WriteTx, one: ExceptionCase, words: JsonObject): void {
  const { event, said, from, to } = one;
  const other = from === tx.known.self.gln ? to : from;
  tx.add({
    type: EVENT.exception.type,
    public: {},
    manifest: {
      kind: said.kind,
      ...(said.shipment === undefined ? {} : { shipment: said.shipment }),
      to: other,
      about: refByLeaf(event),
      ...words,
    },
    partners: [other],
  });
}

function answerOf(
  { view, known }: WriteTx,
  { event, said, from, to }: ExceptionCase,
  state: ExceptionAnswer['state'],
  resolution: string | undefined,
): Omit<ExceptionAnswer, keyof Written> {
  return {
    exception: event.ref,
    kind: said.kind,
    state,
    ...(said.shipment === undefined ? {} : { shipment: said.shipment }),
    to: partyName(view, from === known.self.gln ? to : from),
    ...(resolution === undefined ? {} : { resolution }),
  };
}

/** @throws not-found (66), not-allowed (77) for one between others */
function caseNamed({ known, view }: WriteTx, typed: string): ExceptionCase {
  const id = typed.trim();
  const ref = view.event(id)?.ref ?? id;
  const cases = exceptionCases(known);
  // An answer names the exception as well.
  const found = cases.find(({ event, words }) => event.ref === ref || words.some((word) => word.event === ref));
  if (found === undefined)
    throw new PedigreeError('not-found', say('no-such-exception', { id }), { hint: say('exceptions') });
  if (found.from === known.self.gln || found.to === known.self.gln) return found;
  throw new PedigreeError(
    'not-allowed',
    say('exception-of-others', { from: partyName(view, found.from), to: partyName(view, found.to) }),
    {
      hint: say('exceptions'),
    },
  );
}
