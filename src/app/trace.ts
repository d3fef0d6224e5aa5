// Tracing one item: its whole life as plain values, opened with its own code.
import type { Authority } from '../custody/authority.ts';
import type { CustodyEvent } from '../custody/evidence.ts';
import { type Life, type State, traceItem } from '../custody/life.ts';
import { productOf } from '../custody/lot.ts';
import { PedigreeError } from '../errors.ts';
import type { View } from '../ledger/types.ts';
import type { Env } from './env.ts';
import { labelOfScan, type Reading } from './identify.ts';
import { itemNamed } from './item-named.ts';
import { type Reading as Open, openReading } from './reading.ts';
import { allScans } from './scans.ts';

/** One step of a pedigree, as an answer shows it. */
export interface TraceStep {
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
}

export interface Trace {
  readonly item: object;
  readonly product?: object;
  readonly steps: readonly TraceStep[];
  readonly state: StateAnswer;
  readonly findings: readonly object[];
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
 * The life of the item that a scan, an SSCC or a picture names.
 * @throws not-gs1 (65), not-found (66) for an SSCC that nobody told this party of, no-party (66)
 */
export async function traceScan(
  env: Env,
  scan: string,
  stdin: () => AsyncIterable<Uint8Array>,
): Promise<{ readonly data: Trace }> {
  const texts = await allScans([scan], stdin);
  const [text = '', ...more] = texts;
  if (texts.length === 0 || more.length > 0) throw new PedigreeError('usage', `one item, not ${texts.length}`);
  const label = labelOfScan(text);
  const home = openReading(env);
  try {
    return { data: home.ledger.read((view) => traceOf(home, view, label)) };
  } finally {
    home.close();
  }
}

function traceOf(home: Open, view: View, label: Reading): Trace {
  const life = traceItem(itemNamed(home, view, label), view);
  const authority = view.authority();
  const unit = (key: Uint8Array) => home.ledger.local.containers.byKey(key)?.name;
  const product = label.kind === 'pack' ? productOf(label.gtin, view) : undefined;
  return {
    item: itemOf(label, life),
    ...(product === undefined ? {} : { product }),
    steps: life.steps.map((step) => {
      const { state } = step;
      const to = state.at === 'transit' ? state.to : undefined;
      const within = state.at === 'inside' ? unit(state.container) : undefined;
      return {
        type: step.kind,
        at: new Date(step.event.leaf.at).toISOString(),
        ...author(step.event, authority),
        ...(to === undefined ? {} : { to: nameOf(authority, to) }),
        event: step.event.ref,
        ...(within === undefined ? {} : { within }),
        ...(step.details.reason === undefined ? {} : { reason: step.details.reason }),
      };
    }),
    state: stateAnswer(life, authority, unit),
    findings: life.findings.map(({ reason, by, event, kind, when }) => ({
      code: reason,
      ...(by === undefined ? {} : { by: by.map((gln) => nameOf(authority, gln)) }),
      ...(event === undefined ? {} : { event }),
      ...(kind === undefined ? {} : { type: kind }),
      ...(when === undefined ? {} : { at: new Date(when).toISOString() }),
    })),
  };
}

function itemOf(label: Reading, life: Life): object {
  if (label.kind === 'unit') return { sscc: label.sscc };
  const made = life.commission?.leaf.public;
  const { gtin, serial } = label;
  const lot = typeof made?.lot === 'string' ? made.lot : label.lot;
  const expiry = typeof made?.expiry === 'string' ? made.expiry : label.expiry;
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
export function stateAnswer(
  life: Life,
  authority: Authority,
  unit: (key: Uint8Array) => string | undefined,
): StateAnswer {
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
