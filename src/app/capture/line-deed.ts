// What an event that an own line or warehouse wrote is on the chain: the table, by its type, step, action and disposition.

import { cutText } from '../../chain/cut-text.ts';
import { DECOMMISSION_REASONS } from '../../custody/events/decommission.ts';
import { LONGEST_REASON } from '../../custody/events/fields.ts';
import { QUARANTINE_REASONS } from '../../custody/events/quarantine.ts';
import { cleanText } from '../../custody/name.ts';
import type { EpcisEvent } from '../../epcis/model.ts';
import { ownWord } from '../node/own-words.ts';

export type LineKind =
  | 'commission'
  | 'pack'
  | 'empty'
  | 'ship'
  | 'receive'
  | 'decommission'
  | 'dispense'
  | 'quarantine'
  | 'unship'
  | 'look';

export interface LineDeed {
  readonly kind: LineKind;
  /** Of a decommissioning or a quarantine as the chain has it; of a shipment why goods go back. */
  readonly reason?: string;
}

/** How a life ended, by the disposition; what the CBV calls otherwise is `other`. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['expired', 'expired'],
  ['damaged', 'damaged'],
  ['stolen', 'stolen'],
  ['destroyed', 'destroyed'],
  ['disposed', 'destroyed'],
  ['unknown', 'lost'],
]);

/** Steps that end a life by themselves. */
const ENDINGS: ReadonlyMap<string, string | undefined> = new Map([
  ['decommissioning', undefined],
  ['destroying', 'destroyed'],
  ['sampling', 'sample'],
  ['repackaging', 'repackaged'],
]);

/** Why goods are held, by the disposition. */
const HOLDS: ReadonlyMap<string, string> = new Map([
  ['damaged', 'damaged'],
  ['recalled', 'recall'],
  ['returned', 'return-inspection'],
  ['no_pedigree_match', 'documents'],
  ['stolen', 'suspect'],
]);

/** What an event comes to; undefined where the chain has nothing of the kind. */
export function lineDeedOf(event: EpcisEvent): LineDeed | undefined {
  if (event.type === 'AggregationEvent') return aggregation(event);
  if (event.type !== 'ObjectEvent') return undefined;
  const { errorDeclaration, bizStep } = event;
  if (errorDeclaration !== undefined) {
    // What is said instead of it stands in another event.
    const isShipment = errorDeclaration.reason !== 'incorrect_data' && bizStep === 'shipping';
    return isShipment ? { kind: 'unship' } : undefined;
  }
  const deed = objects(event);
  const reason = deed?.reason === undefined ? undefined : ownReason(deed.kind, event);
  return deed && { ...deed, ...(reason === undefined ? {} : { reason }) };
}

/** The reason as the chain has it, of a file that was written here: the CBV has fewer. */
function ownReason(kind: LineKind, { extensions }: EpcisEvent): string | undefined {
  const word = ownWord(extensions, 'reason');
  if (kind === 'decommission') return DECOMMISSION_REASONS.find((one) => one === word);
  if (kind === 'quarantine') return QUARANTINE_REASONS.find((one) => one === word);
  return kind === 'ship' && word !== undefined ? cutText(cleanText(word), LONGEST_REASON) || undefined : undefined;
}

function aggregation({ action, bizStep, errorDeclaration }: EpcisEvent): LineDeed | undefined {
  // Some ship by it: what is inside is told again.
  if (errorDeclaration !== undefined || bizStep === 'shipping') return undefined;
  if (action === 'ADD') return { kind: 'pack' };
  if (action === 'DELETE') return { kind: 'empty' };
  return action === 'OBSERVE' ? { kind: 'look' } : undefined;
}

function objects({ action, bizStep = '', disposition = '' }: EpcisEvent): LineDeed | undefined {
  if (ENDINGS.has(bizStep)) {
    return { kind: 'decommission', reason: ENDINGS.get(bizStep) ?? ENDS.get(disposition) ?? 'other' };
  }
  switch (bizStep) {
    case 'commissioning':
      return action === 'DELETE' ? undefined : { kind: 'commission' };
    case 'shipping':
      return action === 'OBSERVE'
        ? { kind: 'ship', ...(disposition === 'returned' ? { reason: 'returned' } : {}) }
        : undefined;
    case 'receiving':
      return action === 'OBSERVE' ? { kind: 'receive' } : undefined;
    case 'void_shipping':
      return { kind: 'unship' };
    case 'dispensing':
      return disposition === 'partially_dispensed' ? undefined : { kind: 'dispense' };
    case 'holding':
      return { kind: 'quarantine', reason: HOLDS.get(disposition) ?? 'other' };
    default:
      return bizStep === '' && action === 'ADD' ? { kind: 'commission' } : undefined;
  }
}
