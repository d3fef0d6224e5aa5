// Events of a recall: recall, recall-end, recall-response, recall-check.
import {
  both,
  code82,
  gln,
  gtin,
  hash,
  list,
  moment,
  object,
  oneOf,
  type Read,
  shape,
  where,
  whole,
  words,
  yes,
} from '../body.ts';

const text = words();

/** By lots, the whole GTIN, or serials (then the rows are token(k, 0) and the number of them is public). */
export const recall = {
  public: where(
    both(
      shape(
        { kind: oneOf('issue', 'extend', 'amend'), gtin, class: whole(1), reason: text },
        { of: hash, number: words(100) },
      ),
      shape(
        {},
        {
          lots: list(code82, 10_000),
          all: yes,
          serials: whole(1),
          depth: words(100),
          level: oneOf('A', 'B', 'C', 'D', 'E'),
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
};
export const recallEnd = {
  public: shape({ recall: hash, outcome: oneOf('ended', 'rescinded') }, { reason: text }),
};
export const recallResponse = {
  public: shape({ recall: hash }),
  manifest: shape({ counts: object }, { note: text }),
};
export const recallCheck = {
  public: shape({ recall: hash }),
  manifest: shape({ party: gln, method: text, result: text }),
};

export type Recall = Read<typeof recall.public>;
