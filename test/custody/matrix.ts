// The table of custody written out: for every state, event and author, what becomes of the item.

import { DECOMMISSION_REASONS } from '../../src/custody/events/decommission.ts';
import { typesThat } from '../../src/custody/events/index.ts';
import { REINSTATE_WINDOW } from '../../src/custody/events/reinstate.ts';
import { VOID_WINDOW } from '../../src/custody/events/void.ts';
import type { Details, RowRole, State } from '../../src/custody/life.ts';
import { roleAllows } from '../../src/custody/rights.ts';
import type { Role } from '../../src/custody/roles.ts';
import { ruling } from '../../src/custody/rules.ts';
import type { Act, Within } from '../../src/custody/step.ts';

const SINCE = Date.UTC(2026, 10, 1);
const KEY = new Uint8Array(32);
const [OWNER, PARTNER, STRANGER, AGENCY] = ['owner', 'partner', 'stranger', 'agency'];

const way = { at: 'transit', from: OWNER, to: PARTNER, chain: 'owner-1', since: SINCE } as const;
const out = DECOMMISSION_REASONS.map((reason): [string, State] => [
  `decommissioned: ${reason}`,
  { at: 'decommissioned', by: OWNER, reason, when: SINCE, site: 'site-1' },
]);

/** Every state an item can be in; parties are owner (custodian or shipper), partner (consignee), stranger and agency. */
export const STATES: readonly (readonly [string, State])[] = [
  ['none', { at: 'none' }],
  ['active', { at: 'active', holder: OWNER }],
  ['inside', { at: 'inside', container: KEY, origin: OWNER, since: 0 }],
  ['transit', way],
  ['transit: return', { ...way, reason: 'recall' }],
  ['transit: return of quarantined', { ...way, reason: 'recall', held: 'recall' }],
  ['quarantined', { at: 'quarantined', holder: OWNER, reason: 'damaged' }],
  ['unaccounted', { at: 'unaccounted', holder: OWNER }],
  ['dispensed', { at: 'dispensed', by: OWNER, when: SINCE, site: 'site-1' }],
  ...out,
  ['disputed', { at: 'disputed', between: [OWNER, PARTNER] }],
];

export interface Writer {
  readonly gln: string;
  readonly chain: string;
  readonly site: string;
  readonly roles: readonly Role[];
}

const every: readonly Role[] = ['manufacturer', 'distributor', 'dispenser', 'logistics'];
export const WRITERS: Readonly<Record<string, Writer>> = {
  owner: { gln: OWNER, chain: 'owner-1', site: 'site-1', roles: every },
  'owner, no dispenser': { gln: OWNER, chain: 'owner-1', site: 'site-1', roles: ['distributor'] },
  'owner’s other site': { gln: OWNER, chain: 'owner-2', site: 'site-2', roles: every },
  partner: { gln: PARTNER, chain: 'partner-1', site: 'site-1', roles: every },
  stranger: { gln: STRANGER, chain: 'stranger-1', site: 'site-1', roles: every },
  agency: { gln: AGENCY, chain: 'agency-1', site: 'site-1', roles: ['regulator'] },
};

interface Deed {
  readonly name: string;
  readonly type: string;
  readonly role: RowRole;
  readonly details?: Details;
  readonly at?: number;
  readonly within?: Parameters<typeof ruling>[4];
}

const opening: Within = { as: 'opening' };
const packing = { as: 'packing', into: { at: 'inside', container: KEY, origin: OWNER, since: 0 } } as const;
const openable = ['unpack', 'dispense', 'ship', 'decommission', 'quarantine', 'missing'];

function deeds(): Deed[] {
  const list: Deed[] = [];
  for (const type of typesThat(({ moves }) => moves !== undefined)) {
    if (type === 'decommission') {
      for (const reason of DECOMMISSION_REASONS)
        list.push({ name: `${type}: ${reason}`, type, role: 'subject', details: { reason } });
    } else if (type === 'ship') {
      list.push({ name: type, type, role: 'subject', details: { to: PARTNER } });
      list.push({ name: 'ship: return', type, role: 'subject', details: { to: PARTNER, reason: 'recall' } });
    } else if (type === 'assign') list.push({ name: type, type, role: 'subject', details: { to: STRANGER } });
    else if (type !== 'pack') list.push({ name: type, type, role: 'subject', details: { reason: 'other' } });
  }
  list.push({ name: 'void: too late', type: 'void', role: 'subject', at: SINCE + VOID_WINDOW + 1 });
  list.push({ name: 'reinstate: too late', type: 'reinstate', role: 'subject', at: SINCE + REINSTATE_WINDOW + 1 });
  list.push({ name: 'pack it, standing in the container', type: 'pack', role: 'child', within: packing });
  list.push({ name: 'pack it, not standing there', type: 'pack', role: 'child' });
  list.push({ name: 'pack into it', type: 'pack', role: 'container' });
  for (const type of openable) {
    const details = { reason: 'damaged', to: PARTNER };
    list.push({ name: `${type} out of its container`, type, role: 'subject', details, within: opening });
    list.push({ name: `${type} of what is in it`, type, role: 'opened', details, within: opening });
  }
  list.push({
    name: 'receive, naming it missing',
    type: 'receive',
    role: 'missing',
    within: { as: 'receipt', transit: way },
  });
  list.push({
    name: 'receive, naming missing what is in it',
    type: 'receive',
    role: 'opened',
    within: { as: 'opening', transit: way },
  });
  list.push({ name: 'assign what is in it', type: 'assign', role: 'opened', details: { to: STRANGER } });
  return list;
}

export const DEEDS: readonly Deed[] = deeds();

/** What becomes of the item, or undefined where the event is not allowed. */
export function becomes(
  state: State,
  deed: Deed,
  writer: Writer,
  kind: 'pack' | 'container',
  policy: 'required' | 'endpoints',
): string | undefined {
  if (!roleAllows(deed.type, writer.roles)) return undefined;
  const act: Act = {
    type: deed.type,
    role: deed.role,
    ...writer,
    at: deed.at ?? SINCE + 1,
    details: deed.details ?? {},
    contested: false,
  };
  const made = ruling(state, act, { kind, lastDay: '2026-12-31' }, policy, deed.within);
  if (made === undefined) return undefined;
  const { to } = made;
  const who =
    'holder' in to
      ? ` at ${to.holder}`
      : to.at === 'transit'
        ? ` ${to.from} → ${to.to}${to.held ? ' in quarantine' : ''}`
        : '';
  return `${made.turn ? 'stays ' : ''}${to.at}${who}${made.gap ? ', custody-gap' : ''}`;
}

type Row = Record<string, string>;

/** The whole matrix; what is not allowed is left out, an event that nobody may write in a state too. */
export function matrix(): Record<string, Record<string, Record<string, Record<string, Row>>>> {
  const all: ReturnType<typeof matrix> = {};
  for (const policy of ['required', 'endpoints'] as const) {
    all[policy] = {};
    for (const kind of ['pack', 'container'] as const) {
      const states: Record<string, Record<string, Row>> = {};
      for (const [name, state] of STATES) states[name] = rowsOf(state, kind, policy);
      all[policy][kind] = states;
    }
  }
  return all;
}

function rowsOf(state: State, kind: 'pack' | 'container', policy: 'required' | 'endpoints'): Record<string, Row> {
  const rows: Record<string, Row> = {};
  for (const deed of DEEDS) {
    const row: Row = {};
    for (const [writer, who] of Object.entries(WRITERS)) {
      const made = becomes(state, deed, who, kind, policy);
      if (made !== undefined) row[writer] = made;
    }
    if (Object.keys(row).length > 0) rows[deed.name] = row;
  }
  return rows;
}
