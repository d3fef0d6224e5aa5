// A recall, by lots, the whole GTIN, or serials (then the rows are token(k, 0) and the number of them is public).
import { both, code82, gtin, hash, list, moment, oneOf, type Read, shape, where, whole, words, yes } from '../body.ts';
import { RECALL_KINDS, RECALL_LEVELS } from '../recall-words.ts';
import { defineEvent } from './define.ts';
import { text } from './fields.ts';

export const recall = defineEvent({
  type: 'recall',
  code: 29,
  says: () => ({
    public:
      '`kind` issue, extend or amend, `gtin`, `class` 1 to 3, `reason`, `of` (leaf hash; not of an issue), `number?` (100), one of `lots` (at most 10,000), `all` true and `serials` (how many; not for an amendment), `depth?` (100), `level?` A to E, `respondBy?` (time), `instructions?`, `contact?`',
  }),
  parts: {
    public: where(
      both(
        shape({ kind: oneOf(...RECALL_KINDS), gtin, class: whole(1), reason: text }, { of: hash, number: words(100) }),
        shape(
          {},
          {
            lots: list(code82, 10_000),
            all: yes,
            serials: whole(1),
            depth: words(100),
            level: oneOf(...RECALL_LEVELS),
            respondBy: moment,
            instructions: text,
            contact: text,
          },
        ),
      ),
      (body) =>
        body.class <= 3 &&
        (body.kind === 'issue') === (body.of === undefined) &&
        (body.kind === 'amend' || [body.lots, body.all, body.serials].filter((way) => way !== undefined).length === 1),
    ),
  },
  roles: ['manufacturer', 'regulator'],
  index: 'gtin',
  urgent: true,
  protects: true,
});

export type Recall = Read<typeof recall.parts.public>;
