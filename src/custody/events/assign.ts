// A regulator says who has an item.
import { gln, shape } from '../body.ts';
import { defineEvent } from './define.ts';
import { opened, reason } from './fields.ts';
import { itemsAlone } from './items.ts';

export const assign = defineEvent({
  type: 'assign',
  code: 25,
  says: () => ({
    details: '`to` (gln), `reason` (500), `opens?`',
    manifest: '`items`',
  }),
  parts: { details: shape({ to: gln, reason }, { opens: opened }), manifest: itemsAlone },
  roles: ['regulator'],
  moves: {
    rank: 1,
    fromAnywhere: (state, act, { kind }) => {
      if (act.role === 'opened') return kind === 'container' ? { to: state, turn: true } : undefined;
      if (state.at === 'decommissioned' && state.reason === 'destroyed') return undefined;
      return { to: { at: 'active', holder: act.details.to ?? '' } };
    },
  },
});
