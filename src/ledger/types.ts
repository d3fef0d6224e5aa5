// The store's interface: what everybody above may ask of a ledger. Values only, so that another database can stand behind it.
import type { Appending } from './appending.ts';
import type { Maintaining } from './maintaining.ts';
import type { Reader } from './reading.ts';
import type { Replicating } from './replicating.ts';

export type { Appended, Appender, Appending, AppendOptions, AppendTx, HeadState } from './appending.ts';
export type {
  Accepted,
  AuditFinding,
  AuditReport,
  FindingCode,
  Maintaining,
  Progress,
  Restored,
} from './maintaining.ts';
export type {
  AttachmentRef,
  AwaitedPages,
  ChainInfo,
  EventsOptions,
  Fork,
  ForkDoubt,
  Lacked,
  LeafRow,
  Marks,
  PageKind,
  Reader,
  SettledFork,
  View,
} from './reading.ts';
export type { Blobs, Claims, Container, Containers, FoundClaim, KeyedClaim, Local, Records } from './records.ts';
export type {
  Admission,
  Batch,
  Heard,
  Mark,
  PageIn,
  PagesPut,
  Proved,
  RefusalCode,
  Replicating,
} from './replicating.ts';

/** A ledger with all that it does; whoever needs one part of it asks for that part. */
export interface Ledger extends Reader, Appending, Replicating, Maintaining {}
