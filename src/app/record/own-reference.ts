// The own reference of a supply, such as a prescription's number: sealed to the party that wrote it.
import { ofSupply } from '../../custody/events/dispense.ts';
import { withReference } from '../../custody/own-step.ts';
import type { OwnStep } from '../../custody/verdict.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Knowledge } from './knowledge.ts';

/** What this party supplied, with the reference under which it did. */
export function withOwnReference<T extends { readonly own?: OwnStep }>(known: Knowledge, verdict: T): T {
  const { own } = verdict;
  if (own?.did !== 'supplied' || own.event === undefined || own.ref !== undefined) return verdict;
  const event = known.view.event(own.event);
  if (event === undefined || !chainsOfSelf(known.view.authority(), known.self).includes(event.chain)) return verdict;
  const ref = ofSupply(known.private(event))?.ref;
  return ref === undefined ? verdict : { ...verdict, own: withReference(own, ref) };
}
