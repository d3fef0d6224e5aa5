// What the viewer did itself with an item that it does not have any more, as part of a verdict.
import { sameBytes } from '../chain/bytes.ts';
import type { Evidence } from './evidence.ts';
import type { ItemKey } from './item.ts';
import type { Life } from './life.ts';
import { ownStep, tellStep } from './own-step.ts';
import type { Reasons } from './tell-all.ts';
import { traceItem } from './trace.ts';
import type { OwnStep, Question } from './verdict.ts';

/** Adds that the viewer supplied it, where that waits to be recorded: to scan it again is to supply it twice. */
export function judgeSupplied(life: Life, reasons: Reasons, { supplied, viewer }: Question): void {
  if (supplied === undefined || viewer === undefined || life.effective.at === 'dispensed') return;
  reasons.add('already-dispensed', { by: [viewer], when: supplied.when });
}

/** The viewer's own step, the one that waits to be recorded before those that are. */
export function judgeOwn(life: Life, reasons: Reasons, evidence: Evidence, question: Question): OwnStep | undefined {
  const { viewer, supplied, chain } = question;
  if (viewer === undefined) return undefined;
  // The containers that it lies in now are folded already.
  const around = (item: ItemKey) => life.around.find(({ key }) => sameBytes(key, item.key));
  const step = ownStep(life, viewer, (item) => around(item) ?? traceItem(item, evidence), supplied);
  return step && tellStep(step, reasons.words, chain);
}
