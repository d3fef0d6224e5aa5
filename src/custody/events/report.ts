// Events that tell of something: exception, report, alert-close, retract, fork-proof.
import { eventRef, list, object, oneOf, shape, whole, words } from '../body.ts';
import { EXCEPTIONS } from '../exceptions.ts';
import { items } from './items.ts';

const text = words();

export const retract = { public: shape({ seq: whole() }) };
export const exception = {
  manifest: shape(
    { kind: oneOf(...EXCEPTIONS), shipment: eventRef },
    { items, missing: items, extra: list(text), damaged: items, resolution: text },
  ),
};
export const report = {
  manifest: shape(
    { as: oneOf('suspect', 'illegitimate', 'cleared') },
    { raw: text, item: object, findings: list(text), note: text },
  ),
};
export const alertClose = { manifest: shape({ alert: words(100), cause: text }) };
export const forkProof = { public: shape({ proof: object }) };
