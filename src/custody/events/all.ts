// All types of event: a new one is a file beside this one and a line here.
import { accredit } from './accredit.ts';
import { alertClose } from './alert-close.ts';
import { alertNote } from './alert-note.ts';
import { allocate } from './allocate.ts';
import { assign } from './assign.ts';
import { commission } from './commission.ts';
import { decommission } from './decommission.ts';
import type { EventType } from './define.ts';
import { dispense } from './dispense.ts';
import { document } from './document.ts';
import { endorse } from './endorse.ts';
import { exception } from './exception.ts';
import { forkProof } from './fork-proof.ts';
import { found } from './found.ts';
import { lotNotice } from './lot-notice.ts';
import { missing } from './missing.ts';
import { open } from './open.ts';
import { pack } from './pack.ts';
import { product } from './product.ts';
import { profile } from './profile.ts';
import { quarantine } from './quarantine.ts';
import { recall } from './recall.ts';
import { recallCheck } from './recall-check.ts';
import { recallEnd } from './recall-end.ts';
import { recallResponse } from './recall-response.ts';
import { receive } from './receive.ts';
import { reinstate } from './reinstate.ts';
import { release } from './release.ts';
import { report } from './report.ts';
import { retire } from './retire.ts';
import { retract } from './retract.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';
import { settle } from './settle.ts';
import { share } from './share.ts';
import { ship } from './ship.ts';
import { successor } from './successor.ts';
import { unpack } from './unpack.ts';
import { voiding } from './void.ts';

/**
 * By the name that they are imported under, in the order of their numbers. Whoever means one type says it as a value,
 * `EVENT.recall.type`: its name stands where it is defined and nowhere else.
 */
export const EVENT = {
  open,
  rotate,
  endorse,
  retire,
  accredit,
  revoke,
  profile,
  product,
  allocate,
  commission,
  lotNotice,
  pack,
  unpack,
  ship,
  receive,
  voiding,
  dispense,
  decommission,
  reinstate,
  missing,
  found,
  quarantine,
  release,
  retract,
  assign,
  exception,
  report,
  alertClose,
  recall,
  recallEnd,
  recallResponse,
  recallCheck,
  forkProof,
  settle,
  successor,
  share,
  document,
  alertNote,
} as const satisfies Readonly<Record<string, EventType>>;

/** In the order of their numbers. */
export const ALL: readonly EventType[] = Object.values(EVENT);
