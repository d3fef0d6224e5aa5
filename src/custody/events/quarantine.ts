// Goods are put aside.
import { oneOf, shape } from '../body.ts';
import { anyOf, defineEvent } from './define.ts';
import { opened } from './fields.ts';
import { itemsAlone } from './items.ts';

export const QUARANTINE_REASONS = [
  'suspect',
  'damaged',
  'return-inspection',
  'temperature',
  'recall',
  'documents',
  'authority',
  'other',
] as const;

export const quarantine = defineEvent({
  type: 'quarantine',
  code: 22,
  says: () => ({
    details: `\`reason\` ${anyOf(QUARANTINE_REASONS)}; \`opens?\``,
    manifest: '`items`',
  }),
  parts: {
    details: shape({ reason: oneOf(...QUARANTINE_REASONS) }, { opens: opened }),
    manifest: itemsAlone,
  },
  urgent: true,
  protects: true,
  moves: {
    rank: 5,
    opens: true,
    stays: true,
    inHand: true,
    fromHand: ({ gln, details }) => ({ at: 'quarantined', holder: gln, reason: details.reason ?? 'other' }),
  },
});
