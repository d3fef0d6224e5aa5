// A pack is supplied.
import { both, moment, shape } from '../body.ts';
import type { Details } from '../life.ts';
import { siteOf } from '../step.ts';
import { defineEvent } from './define.ts';
import { opened, text } from './fields.ts';
import { items } from './items.ts';

/** The reference of the prescription, what was said against it, and when it was supplied where that was recorded later. */
export const ofSupply = shape({}, { ref: text, despite: text, suppliedAt: moment });

export const dispense = defineEvent({
  type: 'dispense',
  code: 17,
  says: () => ({
    details: '`opens?`, `suppliedAt?` (ms, where it was supplied before it was recorded)',
    manifest: 'private: `ref?`, `despite?`, `suppliedAt?` (as in the details), `items?`',
  }),
  parts: {
    details: shape({}, { opens: opened, suppliedAt: moment }),
    private: both(ofSupply, shape({}, { items })),
  },
  roles: ['dispenser'],
  moves: {
    rank: 9,
    opens: true,
    ends: true,
    inHand: true,
    fromHand: (act, { kind }) => {
      if (kind !== 'pack') return undefined;
      const supplied = timeOfSupply(act);
      const early = supplied < act.at ? { supplied } : {};
      return { at: 'dispensed', by: act.gln, when: act.at, ...early, ...siteOf(act) };
    },
  },
});

interface Supplied {
  /** ms. */
  readonly at: number;
  readonly details: Pick<Details, 'suppliedAt'>;
}

/** When a pack was supplied by a dispense: where that waited to be recorded, its author says; never after it was recorded. */
export function timeOfSupply({ at, details }: Supplied): number {
  return Math.min(at, details.suppliedAt ?? at);
}
