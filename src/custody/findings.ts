// What the fold of an item notices beside its steps: whose entries did not stand, and what that says of them (DESIGN §5.1).

import { dispense, timeOfSupply } from './events/dispense.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Finding } from './life.ts';
import type { ReasonCode } from './reasons.ts';
import { isLoss, isStaying, isTerminal } from './rules.ts';
import type { Act } from './step.ts';

/** An event that opens for the item, as an act of its author. */
export interface Found {
  readonly event: CustodyEvent;
  readonly act: Act;
}

/** The event lies beyond the end of the life. */
export const BEYOND: Partial<Finding> = { beyond: true };
/** The event did not stand at its step. */
const OVERTAKEN: Partial<Finding> = { overtaken: true };

/** Findings about one item; the same reason about the same event is noted once. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #noted = new Set<string>();
  /** Parties that did two things at one step. */
  readonly #conflicting = new Set<string>();
  readonly #takenBack: (event: CustodyEvent) => boolean;

  /** @param takenBack whether its author took an event back */
  constructor(takenBack: (event: CustodyEvent) => boolean) {
    this.#takenBack = takenBack;
  }

  /** Goes on from what another reading had noticed first. */
  goOn(noticed: readonly Finding[]): void {
    for (const finding of noticed) {
      this.note(finding);
      if (finding.reason === 'own-conflict') for (const gln of finding.by ?? []) this.#conflicting.add(gln);
    }
  }

  note(finding: Finding): void {
    const name = `${finding.reason} ${finding.event ?? ''}`;
    if (this.#noted.has(name)) return;
    this.#noted.add(name);
    this.all.push(finding);
  }

  tell(reason: ReasonCode, { event, act }: Found, more: Partial<Finding> = {}): void {
    this.note({ reason, by: [act.gln], event: event.ref, kind: act.type, when: event.leaf.at, ...more });
  }

  /** What a party did beside what stands. */
  conflict(found: Found): void {
    this.#conflicting.add(found.act.gln);
    this.tell('own-conflict', found);
  }

  /** What does not stand beside what does; where it claims the item's end, that is told too. */
  lost(found: Found, why: 'own-conflict' | 'loss-overtaken' | 'ended'): void {
    if (why === 'own-conflict') this.conflict(found);
    else if (why === 'loss-overtaken') this.tell(why, found);
    this.endedThere(found, true);
  }

  /** What a party did with an item that was not in the container any more when it came to have that. */
  neverHeld(found: Found): void {
    this.conflict(found);
    if (!isLoss(found.act)) this.endedThere(found, false, BEYOND);
  }

  /** A till whose earlier entry lost against another till's went on from there; while it moved nothing that is the same conflict. */
  isSequel(act: Act): boolean {
    return this.#conflicting.has(act.gln) && (isStaying(act.type) || act.role === 'opened');
  }

  /**
   * A dispense or decommission that is no step is told all the same, unless its author took it back.
   * @param overtaken something else stands at its step; then a loss is told of no more, for the goods were there
   */
  endedThere(found: Found, overtaken: boolean, more: Partial<Finding> = {}): void {
    const { act } = found;
    if (act.role !== 'subject' || !isTerminal(act.type) || (overtaken && isLoss(act))) return;
    if (this.#takenBack(found.event)) return;
    const { reason } = act.details;
    const when = timeOfSupply(act);
    const told = { when, ...more, ...(overtaken && OVERTAKEN), ...(reason !== undefined && { detail: reason }) };
    this.tell(act.type === dispense.type ? 'already-dispensed' : 'decommissioned', found, told);
  }
}
