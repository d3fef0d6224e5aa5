// Events about a product or a lot as a whole: product, allocate, commission, lot-notice.
import {
  blob,
  both,
  bytes,
  code82,
  day,
  expiry,
  type Field,
  gtin,
  list,
  object,
  oneOf,
  type Read,
  shape,
  where,
  whole,
  words,
  yes,
} from '../body.ts';

const seed = bytes(32);

export const product = {
  public: shape(
    { gtin, name: words(500) },
    { strength: words(200), form: words(200), size: words(200), codes: object },
  ),
};
export const allocate = {
  public: shape({}),
  private: shape({ gtin, lot: code82, expiry, count: whole(1), seed }),
};
/** The serials stand in the private part: from a seed, from the used ones of a seed, or as they were imported. */
export const commission = {
  public: shape({ gtin, lot: code82, expiry, count: whole(1) }, { made: day }),
  private: where(
    shape({}, { seed, bitmap: blob, serials: list(code82) }),
    (body) => (body.seed === undefined) !== (body.serials === undefined),
  ),
};

const correct: Field<{ readonly lot?: string; readonly expiry?: string }> = where(
  shape({}, { lot: code82, expiry }),
  (body) => body.lot !== undefined || body.expiry !== undefined,
);
const LOT_NOTICES = ['hold', 'clear', 'closed', 'withdrawn', 'caution', 'expiry', 'correct'] as const;
export const lotNotice = {
  public: where(
    both(
      shape({ gtin, kind: oneOf(...LOT_NOTICES), reason: words() }, { lots: list(code82), all: yes }),
      shape({}, { expiry, correct }),
    ),
    (body) =>
      (body.lots !== undefined) !== (body.all !== undefined) &&
      (body.kind === 'expiry') === (body.expiry !== undefined) &&
      (body.kind === 'correct') === (body.correct !== undefined),
  ),
};

export type Product = Read<typeof product.public>;
export type Commission = Read<typeof commission.public>;
export type LotNotice = Read<typeof lotNotice.public>;
