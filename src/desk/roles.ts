// What a device may do, by what it is for. What stands in no list is done by nobody from a desk.
import type { DeskRole } from '../app/node/desk-file.ts';

const LOOK = [
  ...['status', 'verify', 'trace', 'decode', 'stock', 'incoming', 'outgoing', 'contents', 'parties'],
  ...['recall list', 'recall show', 'recall status', 'recall affected', 'alerts', 'exceptions', 'waiting', 'asked'],
  ...['product list', 'epcis documents', 'epcis show', 'outside list', 'report list'],
  ...['schema', 'version'],
];

/** Of everybody who has goods in hand. */
const GOODS = [
  ...['receive', 'refuse', 'quarantine', 'release', 'missing', 'found', 'report', 'outbox', 'sync'],
  ...['exceptions tell', 'exceptions answer', 'exceptions resolve', 'log', 'show', 'epcis complain'],
];

const DISPENSE = [
  ...LOOK,
  ...GOODS,
  ...['dispense', 'reinstate', 'recall respond', 'alerts note', 'alerts assign', 'alerts close'],
];
const WAREHOUSE = [...LOOK, ...GOODS, 'ship', 'pack', 'unpack', 'return', 'void'];
const OFFICE = [
  ...DISPENSE,
  ...WAREHOUSE,
  ...[
    'product set',
    'mint',
    'recall issue',
    'recall extend',
    'recall amend',
    'recall follow-up',
    'recall check',
    'recall end',
    'recall rescind',
    'accredit',
    'revoke',
    'decommission',
  ],
  ...['peer add', 'peer list', 'peer remove', 'report answer'],
];

const MAY: Readonly<Record<DeskRole, ReadonlySet<string>>> = {
  look: new Set(LOOK),
  dispense: new Set(DISPENSE),
  warehouse: new Set(WAREHOUSE),
  office: new Set(OFFICE),
};

/** The commands that a device of this role may do. */
export function allowedTo(role: DeskRole): ReadonlySet<string> {
  return MAY[role];
}

/** Whether an office may do it, and nobody else. */
export function isForOfficeAlone(command: string): boolean {
  return !MAY.dispense.has(command) && !MAY.warehouse.has(command);
}

/** Whether any device may do it. */
export function isForDesks(command: string): boolean {
  return MAY.office.has(command);
}
