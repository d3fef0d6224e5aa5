// An item ends otherwise than by supply.
import { object, oneOf, shape } from '../body.ts';
import type { Details, State } from '../life.ts';
import { type Act, siteOf } from '../step.ts';
import { anyOf, defineEvent } from './define.ts';
import { opened } from './fields.ts';
import { items } from './items.ts';

export const DECOMMISSION_REASONS = [
  'destroyed',
  'sample',
  'free-sample',
  'exported',
  'stolen',
  'lost',
  'damaged',
  'expired',
  'repackaged',
  'other',
] as const;
const LOSSES: readonly string[] = ['lost', 'stolen'];

export const decommission = defineEvent({
  type: 'decommission',
  code: 18,
  says: () => ({
    details: `\`reason\` ${anyOf(DECOMMISSION_REASONS)}; \`opens?\``,
    manifest: '`items`, `evidence?` (an object)',
  }),
  parts: {
    details: shape({ reason: oneOf(...DECOMMISSION_REASONS) }, { opens: opened }),
    manifest: shape({ items }, { evidence: object }),
  },
  protects: true,
  moves: {
    rank: 8,
    opens: true,
    ends: true,
    inHand: (details) => !isLossOf(details),
    fromHand: decommissioned,
    fromTransit: ({ from, to }, act) =>
      (act.gln === from || act.gln === to) && isLossOf(act.details) ? decommissioned(act) : undefined,
    fromQuarantine: (_, act) => decommissioned(act),
    fromUnaccounted: (act) => (isLossOf(act.details) ? decommissioned(act) : undefined),
  },
});

/** Whether it says that the goods are gone, and nobody has them. */
export function isLossOf({ reason }: Pick<Details, 'reason'>): boolean {
  return LOSSES.includes(reason ?? '');
}

function decommissioned(act: Act): State {
  return { at: 'decommissioned', by: act.gln, reason: act.details.reason ?? 'other', when: act.at, ...siteOf(act) };
}
