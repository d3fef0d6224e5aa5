// What its maker or a regulator says of a lot.
import { both, code82, expiry, type Field, gtin, list, oneOf, type Read, shape, where, words, yes } from '../body.ts';
import { anyOf, defineEvent } from './define.ts';

const correct: Field<{ readonly lot?: string; readonly expiry?: string }> = where(
  shape({}, { lot: code82, expiry }),
  (body) => body.lot !== undefined || body.expiry !== undefined,
);
const KINDS = ['hold', 'clear', 'closed', 'withdrawn', 'caution', 'expiry', 'correct'] as const;

export const lotNotice = defineEvent({
  type: 'lot-notice',
  code: 11,
  says: () => ({
    public: `\`gtin\`, \`lots\` or \`all\` true, \`kind\` ${anyOf(KINDS)}, \`reason\`; \`expiry\` with that kind, \`correct\` {lot?, expiry?} with that`,
  }),
  parts: {
    public: where(
      both(
        shape({ gtin, kind: oneOf(...KINDS), reason: words() }, { lots: list(code82), all: yes }),
        shape({}, { expiry, correct }),
      ),
      (body) =>
        (body.lots !== undefined) !== (body.all !== undefined) &&
        (body.kind === 'expiry') === (body.expiry !== undefined) &&
        (body.kind === 'correct') === (body.correct !== undefined),
    ),
  },
  roles: ['manufacturer', 'regulator'],
  index: 'gtin',
  urgent: true,
  protects: ({ kind }) => ['hold', 'withdrawn', 'caution'].includes(String(kind)),
});

export type LotNotice = Read<typeof lotNotice.parts.public>;
