// Every type of event and the decoders of its parts. The bytes are frozen: fields may be added, none changed (DESIGN §5).
import type { JsonObject } from '../../chain/canonical.ts';
import type { Field } from '../body.ts';
import * as authority from './authority.ts';
import { DETAILS } from './custody.ts';
import * as product from './product.ts';
import * as recall from './recall.ts';
import * as report from './report.ts';
import { share } from './share.ts';
import { common, dispensed, MANIFESTS } from './transfer.ts';

export type PartOfEvent = 'public' | 'details' | 'manifest' | 'private';
type Decoders = { readonly [K in PartOfEvent]?: Field<unknown> };

const steps = Object.fromEntries(
  Object.entries(DETAILS).map(([type, details]): [string, Decoders] => {
    const manifest = Object.entries(MANIFESTS).find(([name]) => name === type)?.[1];
    return [type, manifest === undefined ? { details } : { details, manifest }];
  }),
);

/** Decoders by type and part. A part without one has no fields of its own. */
export const EVENTS: Readonly<Record<string, Decoders>> = {
  ...steps,
  ...authority,
  dispense: { details: DETAILS.dispense, private: dispensed },
  product: product.product,
  allocate: product.allocate,
  commission: product.commission,
  'lot-notice': product.lotNotice,
  retract: report.retract,
  exception: report.exception,
  report: report.report,
  'alert-close': report.alertClose,
  'fork-proof': report.forkProof,
  share,
  recall: recall.recall,
  'recall-end': recall.recallEnd,
  'recall-response': recall.recallResponse,
  'recall-check': recall.recallCheck,
};

/**
 * Reads one part of an event as a plain record; undefined where the type is not known or the part is malformed. The
 * private part has the common fields beside its own.
 */
export function decodePart(type: string, part: PartOfEvent, value: JsonObject): object | undefined {
  const decoders = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
  if (decoders === undefined) return undefined;
  const field = decoders[part];
  const own = field === undefined ? {} : field(value);
  if (own === undefined || part !== 'private') return own as object | undefined;
  const shared = common(value);
  return shared && { ...own, ...shared };
}
