// Regulators' holds on an item: their own series of tokens, beside the steps of its life (DESIGN §4, §5).
import { type Bytes, compareBytes } from '../chain/bytes.ts';
import { holdToken } from '../chain/item-key.ts';
import { quarantine } from './events/quarantine.ts';
import { release } from './events/release.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';
import type { Details, Life } from './life.ts';
import { type Opened, openHit } from './opening.ts';

export interface Holds {
  readonly hold?: NonNullable<Life['hold']>;
  /** The next step of the series. */
  readonly next: number;
}

const FREE: Holds = { next: 0 };

/** Follows the series to its end. At one step a quarantine beats a release; on a disputed branch a release does not count. */
export function holdsOn(key: Bytes, evidence: Evidence, opened: Opened): Holds {
  evidence.expect?.(key);
  let holds = FREE;
  for (;;) {
    const said = heldBy(key, holdToken(key, holds.next), evidence, opened);
    if (said === undefined) return holds;
    const next = holds.next + 1;
    const { event, details } = said;
    const by = event.author?.gln ?? '';
    holds =
      event.leaf.type === release.type
        ? { next }
        : { next, hold: { reason: details.reason ?? 'authority', by, event: event.ref, when: event.leaf.at } };
  }
}

function heldBy(
  key: Bytes,
  token: Bytes,
  evidence: Evidence,
  opened: Opened,
): { readonly event: CustodyEvent; readonly details: Details } | undefined {
  const said: { readonly event: CustodyEvent; readonly details: Details }[] = [];
  const mayHold = (chain: string) => evidence.authority().atMost(chain)?.roles.includes('regulator') === true;
  for (const hit of evidence.rows(token, undefined, mayHold)) {
    const { event } = hit;
    if (event.author?.roles.includes('regulator') !== true) continue;
    if (event.leaf.type !== quarantine.type && (event.leaf.type !== release.type || event.contested)) continue;
    const details = openHit(key, hit, evidence, opened);
    // A hold whose words have not arrived yet is a hold; a release is one when it can be read.
    if (details === 'missing-page') {
      if (event.leaf.type === quarantine.type) said.push({ event, details: {} });
    } else if (details !== undefined) said.push({ event, details });
  }
  said.sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash));
  return said.find(({ event }) => event.leaf.type === quarantine.type) ?? said[0];
}
