// Tracing one item: its whole life as plain values, opened with its own code.

import type { Authority } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import { linesOf } from '../../custody/judge-life.ts';
import type { Life, State } from '../../custody/life.ts';
import { productOf } from '../../custody/lot.ts';
import { seenBy } from '../../custody/own-line.ts';
import { ownStep, tellStep } from '../../custody/own-step.ts';
import { type Placed, pedigreeOf, pedigreeOn } from '../../custody/pedigree.ts';
import type { ReasonCode } from '../../custody/reasons.ts';
import { tell, type Words } from '../../custody/tell.ts';
import { createLifeCache, traceItem } from '../../custody/trace.ts';
import type { OwnStep, Verdict, VerdictReason } from '../../custody/verdict.ts';
import { worstExit } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { isContainer } from '../items/inventory-contents.ts';
import { resolveItem } from '../items/resolve.ts';
import { whyUnknown } from '../judging/standing.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { askHere } from '../node/question.ts';
import { mustHaveAll, openReading } from '../node/reading.ts';
import { mayBeCase } from '../record/cases-known.ts';
import { containerCalled } from '../record/container-names.ts';
import { knownContainer } from '../record/containers-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeIfUnlocked, knowledgeOf } from '../record/knowledge.ts';
import { withOwnReference } from '../record/own-reference.ts';
import { suppliedBefore } from '../record/supplied.ts';
import { labelOfScan, type ScanLabel } from '../scans/identify.ts';
import { waysAt } from '../scans/typed.ts';
import { mayTellMore, type OwnWords, ownWords } from './trace-own.ts';
import { recallsOfPack, type TraceRecall } from './trace-recalls.ts';
import { questionOf, verifyOne } from './verify.ts';

/** One step of a pedigree, as an answer shows it. */
export interface TraceStep extends OwnWords {
  readonly type: string;
  /** ISO 8601 in UTC, as the author claims. */
  readonly at: string;
  /** Name and GLN of the author. */
  readonly by: string;
  readonly gln: string;
  readonly to?: string;
  readonly event: string;
  /** SSCC of the container it went into or came out of, where it is known here. */
  readonly within?: string;
  readonly reason?: string;
  /** When a pack was supplied, where that was recorded later; ISO 8601 in UTC. */
  readonly suppliedAt?: string;
}

/** A pack as it was made, or a container. */
export interface TracedItem {
  readonly gtin?: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly sscc?: string;
}

/** What does not fit into a life. */
export interface TraceFinding {
  readonly code: ReasonCode;
  /** For people. */
  readonly text: string;
  readonly by?: readonly string[];
  readonly event?: string;
  /** Type of that event. */
  readonly type?: string;
  readonly at?: string;
}

export interface Trace {
  readonly item: TracedItem;
  readonly product?: object;
  /** What the own party did with it, which it does not have any more. */
  readonly own?: OwnStep;
  readonly steps: readonly TraceStep[];
  /** After the last step, resolved through the containers around: `active`, `in-transit`, `dispensed` … */
  readonly state: string;
  readonly custody: StateAnswer;
  readonly lines?: Verdict['lines'];
  readonly findings: readonly TraceFinding[];
  /** Recalls that cover it, also those that were ended or taken back; absent for a container. */
  readonly recalls?: readonly TraceRecall[];
  /** Why its life is not known here, or not all of it, as `verify` says it. */
  readonly reasons?: readonly VerdictReason[];
}

/** The state by itself, as scripts ask for it, and with everything that is known of it. */
function whereabouts(custody: StateAnswer): Pick<Trace, 'state' | 'custody'> {
  return { state: custody.state, custody };
}

/** A state in words for answers. */
export interface StateAnswer {
  readonly state: string;
  readonly holder?: { readonly gln: string; readonly name: string };
  readonly from?: { readonly gln: string; readonly name: string };
  readonly to?: { readonly gln: string; readonly name: string };
  readonly reason?: string;
  readonly between?: readonly string[];
  readonly within?: string;
}

/**
 * The life of the item that a scan, an SSCC or a picture names. Where its beginning is not known here, or a part of it has
 * not arrived, the answer says why and ends as `verify` does.
 * @throws not-gs1 (65), not-found (66) for an SSCC that nobody told this party of, no-party (66)
 * @example
 * ```ts
 * import { makeEnv, traceScan } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/hill' });
 * const { data } = await traceScan(env, '(01)09506000134352(21)7K2M9QX4T8RB3WNC');
 * for (const { at, by, type } of data.steps) console.log(at, by, type);
 * ```
 */
export async function traceScan(env: Env, text: string): Promise<{ readonly data: Trace; readonly exit?: number }> {
  const label = labelOfScan(text, () => waysAt(env));
  const pack = label.kind === 'pack' ? tracePack(env, label) : undefined;
  const data = pack ?? traceUnit(env, label, text.trim());
  const reasons = isWhole(data) ? [] : await whyNotKnown(env, text);
  return reasons.length === 0
    ? { data }
    : { data: { ...data, reasons }, exit: worstExit(reasons.map(({ exit }) => exit)) };
}

function isWhole({ steps, findings }: Trace): boolean {
  return steps.length > 0 && !findings.some((finding) => 'code' in finding && finding.code === 'incomplete-knowledge');
}

async function whyNotKnown(env: Env, text: string): Promise<readonly VerdictReason[]> {
  const home = mustHaveAll(openReading(env));
  try {
    const options = { strict: false, at: undefined, maxAge: undefined };
    const ask = home.ledger.read((view) => questionOf(home, view, options));
    const { data } = await verifyOne(home, { n: 1, input: text, text }, ask, false);
    return 'reasons' in data ? data.reasons.filter((told) => whyUnknown([told]) !== undefined) : [];
  } finally {
    home.close();
  }
}

/** A pack's code opens its own life; keys say only what this party wrote for itself. Undefined where it is that of a case. */
function tracePack(env: Env, label: ScanLabel & { readonly kind: 'pack' }): Trace | undefined {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    const unit = (key: Uint8Array) => home.ledger.local.containers.byKey(key)?.name;
    return home.ledger.read((view) => {
      let known: Knowledge | undefined;
      const more = (event: CustodyEvent): OwnWords => {
        if (!mayTellMore(event, home.self.gln)) return {};
        known ??= knowledgeIfUnlocked(home, view);
        return known === undefined ? {} : ownWords(known, event);
      };
      const item = packItem(view.network, label.gtin, label.serial);
      if (mayBeCase(home.ledger.local, view, label.gtin, label.serial) && isCase(home, view, label)) return undefined;
      const traced = traceOf(home, view, label, item, unit, { more, words: wordsOf(home, view) });
      return known === undefined ? traced : withOwnReference(known, traced);
    });
  } finally {
    home.close();
  }
}

function isCase(home: Home, view: View, { gtin, serial }: ScanLabel & { readonly kind: 'pack' }): boolean {
  if (traceItem(packItem(view.network, gtin, serial), view).commission !== undefined) return false;
  const known = knowledgeIfUnlocked(home, view);
  if (known === undefined) return false;
  catchUp(known);
  return isContainer(resolveItem(known, containerCalled({ gtin, serial })).item);
}

/** An SSCC says nothing by itself: the manifests that this party opens name the container. */
function traceUnit(env: Env, label: ScanLabel, text: string): Trace {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      const unit = (key: Uint8Array) => knownContainer(known, key)?.name;
      const more = (event: CustodyEvent) => ownWords(known, event);
      return traceOf(home, view, label, resolveItem(known, text).item, unit, { more, words: wordsOf(home, view) });
    });
  } finally {
    home.close();
  }
}

/** Who tells it: what the own keys add to an event, and how findings are put into words. */
interface Teller {
  readonly more: (event: CustodyEvent) => OwnWords;
  readonly words: Words;
}

/** In the words that verdicts have here. */
function wordsOf(home: Home, view: View): Words {
  return { authority: view.authority(), viewer: home.self.gln, sayTime: askHere(home, view, {}).sayTime };
}

function ownOf({ own }: { readonly own?: OwnStep | undefined }): { readonly own?: OwnStep } {
  return own === undefined ? {} : { own };
}

function ownStepIn(
  home: Home,
  view: View,
  label: ScanLabel,
  life: Life,
  fold: (item: ItemKey) => Life,
): OwnStep | undefined {
  const { viewer, chain, sayTime } = questionOf(home, view, { strict: false, at: undefined, maxAge: undefined });
  if (viewer === undefined) return undefined;
  const supplied = label.kind === 'pack' ? suppliedBefore(home.ledger.local, label) : undefined;
  const step = ownStep(life, viewer, fold, supplied);
  return step && tellStep(step, { authority: view.authority(), viewer, sayTime }, chain);
}

function traceOf(
  home: Home,
  view: View,
  label: ScanLabel,
  item: ItemKey,
  unit: (key: Uint8Array) => string | undefined,
  { more, words }: Teller,
): Trace {
  const cache = createLifeCache();
  const fold = (item: ItemKey) => traceItem(item, view, cache);
  const { viewer: own } = words;
  const { life, line } = seenBy(fold(item), own);
  const authority = view.authority();
  const product = label.kind === 'pack' ? productOf(label.gtin, view) : undefined;
  const shown = itemOf(label, life);
  return {
    item: shown,
    ...(product === undefined ? {} : { product }),
    ...ownOf({ own: ownStepIn(home, view, label, life, fold) }),
    steps: (line === undefined ? pedigreeOf(life, fold) : pedigreeOn(line)).map((placed) => ({
      ...stepAnswer(placed, authority, unit),
      ...more(placed.step.event),
    })),
    ...(label.kind === 'pack' && life.kind === 'pack'
      ? { recalls: recallsOfPack(view, label.gtin, shown.lot, life) }
      : {}),
    ...whereabouts(stateAnswer(life, authority, unit)),
    ...linesOf(life, view, own === undefined ? {} : { viewer: own }),
    findings: life.findings.map(({ reason, by, event, kind, when, detail = kind }) => ({
      code: reason,
      text: tell(reason, { by, when, detail, ...shown }, words).text,
      ...(by === undefined ? {} : { by: by.map((gln) => nameOf(authority, gln)) }),
      ...(event === undefined ? {} : { event }),
      ...(kind === undefined ? {} : { type: kind }),
      ...(when === undefined ? {} : { at: new Date(when).toISOString() }),
    })),
  };
}

function stepAnswer(
  { step, within }: Placed,
  authority: Authority,
  unit: (key: Uint8Array) => string | undefined,
): TraceStep {
  const { state, details } = step;
  const to = state.at === 'transit' && step.kind === EVENT.ship.type ? state.to : undefined;
  // A case that is put on a pallet goes into the pallet; every other step of it is told of the case.
  const isPacking = step.kind === EVENT.pack.type && state.at === 'inside';
  const box = isPacking ? state.container : (within ?? (state.at === 'inside' ? state.container : undefined));
  const name = box === undefined ? undefined : unit(box);
  return {
    type: step.kind,
    at: new Date(step.event.leaf.at).toISOString(),
    ...author(step.event, authority),
    ...(to === undefined ? {} : { to: nameOf(authority, to) }),
    event: step.event.ref,
    ...(name === undefined ? {} : { within: name }),
    ...(details.reason === undefined ? {} : { reason: details.reason }),
    ...(state.at !== 'dispensed' || state.supplied === undefined
      ? {}
      : { suppliedAt: new Date(state.supplied).toISOString() }),
  };
}

function itemOf(label: ScanLabel, life: Life): TracedItem {
  if (label.kind === 'unit') return { sscc: label.sscc };
  const made = life.commission && saidIn(EVENT.commission, life.commission.leaf);
  const { gtin, serial } = label;
  const { lot, expiry } = made ?? label;
  return { gtin, serial, ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
}

function author(event: CustodyEvent, authority: Authority): { readonly by: string; readonly gln: string } {
  const gln = event.author?.gln ?? authority.partyOf(event.chain)?.gln ?? '';
  return { by: event.author?.name ?? nameOf(authority, gln), gln };
}

/** The name of a party as accredited, or its GLN. */
export function nameOf(authority: Authority, gln: string): string {
  return authority.party(gln)?.name ?? gln;
}

/** Where an item is, resolved through the containers around it. */
function stateAnswer(life: Life, authority: Authority, unit: (key: Uint8Array) => string | undefined): StateAnswer {
  const state: State = life.effective;
  const party = (gln: string) => ({ gln, name: nameOf(authority, gln) });
  const inner = life.around[0];
  const within = inner === undefined ? undefined : unit(inner.key);
  const rest = within === undefined ? {} : { within };
  switch (state.at) {
    case 'none':
    case 'inside':
      return { state: state.at, ...rest };
    case 'active':
    case 'unaccounted':
      return { state: state.at, holder: party(state.holder), ...rest };
    case 'quarantined':
      return { state: state.at, holder: party(state.holder), reason: state.reason, ...rest };
    case 'transit':
      return { state: 'in-transit', from: party(state.from), to: party(state.to), ...rest };
    case 'dispensed':
      return { state: state.at, holder: party(state.by), ...rest };
    case 'decommissioned':
      return { state: state.at, holder: party(state.by), reason: state.reason, ...rest };
    case 'disputed':
      return { state: state.at, between: state.between.map((gln) => nameOf(authority, gln)), ...rest };
  }
}
