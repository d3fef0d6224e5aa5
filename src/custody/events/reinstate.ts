// A supply, or an end that can be undone, is undone.
import { shape, yes } from '../body.ts';
import { defineEvent } from './define.ts';
import { reason } from './fields.ts';
import { itemsAlone } from './items.ts';

/** A dispense or sample may be undone for so long, by the two claimed times (240 h). */
export const REINSTATE_WINDOW = 10 * 24 * 60 * 60 * 1000;
/** Decommissioning reasons that can be undone: DESIGN §5.1, and repackaging by the EU's states. */
const UNDOABLE: readonly string[] = ['sample', 'free-sample', 'exported', 'repackaged'];

export const reinstate = defineEvent({
  type: 'reinstate',
  code: 19,
  says: () => ({
    details: '`reason` (500), `notSupplied` true',
    manifest: '`items`',
  }),
  parts: { details: shape({ reason, notSupplied: yes }), manifest: itemsAlone },
  moves: {
    rank: 1,
    fromEnd: (state, act, subject) => {
      if (subject.kind !== 'pack') return undefined;
      if (state.at === 'decommissioned' && !UNDOABLE.includes(state.reason)) return undefined;
      const same = act.gln === state.by && act.site === state.site;
      // Another till's clock may be behind the one that dispensed: the two times differ by so much at most.
      const inTime = Math.abs(act.at - state.when) <= REINSTATE_WINDOW;
      // The fold has to be the same everywhere, so the day of the event is taken in UTC here.
      const good = subject.lastDay === undefined || new Date(act.at).toISOString().slice(0, 10) <= subject.lastDay;
      return same && inTime && good ? { at: 'active', holder: act.gln } : undefined;
    },
  },
});
