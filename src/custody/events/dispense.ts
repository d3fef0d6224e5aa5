// A pack is supplied.
import { moment, shape } from '../body.ts';
import { type Act, siteOf } from '../step.ts';
import { defineEvent } from './define.ts';
import { opened, text } from './fields.ts';
import { items } from './items.ts';

export const dispense = defineEvent({
  type: 'dispense',
  code: 17,
  says: () => ({
    details: '`opens?`, `suppliedAt?` (ms, where it was supplied before it was recorded)',
    manifest: 'private: `ref?`, `despite?`, `items?`',
  }),
  parts: {
    details: shape({}, { opens: opened, suppliedAt: moment }),
    // The reference of the prescription, and which packs.
    private: shape({}, { ref: text, items }),
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

/** When a pack was supplied by a dispense: where that waited to be recorded, its author says; never after it was recorded. */
export function timeOfSupply({ at, details }: Pick<Act, 'at' | 'details'>): number {
  return Math.min(at, details.suppliedAt ?? at);
}
