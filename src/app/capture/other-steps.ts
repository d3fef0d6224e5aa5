// What a file says was done with goods that are on the chain already: recorded by the steps that the commands record.
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/capture.ts';
import { type Refusal, refuseAny } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { type Resolved, resolveItems } from '../items/resolve.ts';
import { verdictOn } from '../judging/judging.ts';
import { AGAIN } from '../record/once.ts';
import type { WriteTx } from '../record/write.ts';
import { decommissionIn } from '../steps/decommission.ts';
import { writeDispense } from '../steps/dispense.ts';
import { packIn } from '../steps/pack.ts';
import { quarantineIn } from '../steps/quarantine.ts';
import { Receiving } from '../steps/receiving.ts';
import { mustHaveRole } from '../steps/record-step.ts';
import { shipIn } from '../steps/ship.ts';
import { unpackIn } from '../steps/unpack.ts';
import { voidIn } from '../steps/void.ts';
import type { LineEvent } from './line-event.ts';
import { typed } from './names.ts';
import type { CaptureRun } from './run.ts';
import { capturedAs } from './sources.ts';

/** What the chain does not know yet: the file goes on without it, and may be captured again. */
const UNKNOWN: ReadonlySet<number> = new Set([11, 19]);
/** What a command line would be blamed for is the file's fault here. */
const OF_THE_FILE: ReadonlySet<number> = new Set([2, 65, 66]);
/** Where goods stand, or what is known against them. */
const OF_THE_GOODS: ReadonlySet<number> = new Set([10, 12, 13, 14, 15, 16]);
const NOT_ALLOWED = 77;
/** As the CBV calls it. */
const VOID_REASON = 'did_not_occur';

type Step = (tx: WriteTx) => { readonly packs: number };

/** Records an event of goods that others may know, or leaves it out, or notes why the file cannot be captured. */
export function stepOf(run: CaptureRun, event: LineEvent, to?: string): void {
  const { fresh } = run;
  const items = [...(event.names ?? [])];
  fresh.leave(event.parent === undefined ? items : [...items, event.parent]);
  run.catchUp();
  const named = items.map(typed);
  if (event.kind === 'receive') receiveStep(run, event, named);
  else taken(run, event, (tx) => recorded(run, tx, event, named, to ?? ''));
}

/** What an event comes to, by the step of the command that records the same. */
function recorded(
  { home }: CaptureRun,
  tx: WriteTx,
  event: LineEvent,
  items: readonly string[],
  to: string,
): { readonly packs: number } {
  const { kind, reason = 'other', papers, at } = event;
  const parent = typed(event.parent ?? '');
  switch (kind) {
    case 'pack':
      return packIn(home, tx, { into: parent, items });
    case 'empty':
      return unpackIn(tx, items.length === 0 ? { items: [parent] } : { items, from: parent });
    case 'ship':
      return shipIn(home, tx, { to, items, ...papers, ...(event.reason === undefined ? {} : { reason }) });
    case 'decommission':
      return decommissionIn(tx, { reason, items }, { isConfirmed: true });
    case 'quarantine':
      return quarantineIn(tx, { reason, items });
    case 'unship':
      return voidIn(tx, takenBack(tx, event) ?? items, VOID_REASON);
    case 'dispense':
      return dispenseIn(tx, items, at);
    default:
      return { packs: 0 };
  }
}

/** The shipment that a declaration of an error takes back. */
function takenBack({ local, view }: WriteTx, event: LineEvent): readonly string[] | undefined {
  const ref = event.isError ? capturedAs(local, { ...event, isError: false }) : undefined;
  return ref !== undefined && view.event(ref)?.leaf.type === EVENT.ship.type ? [ref] : undefined;
}

function taken(run: CaptureRun, event: LineEvent, step: Step): void {
  const { added, error } = run.step(event, step);
  if (error !== undefined) refused(run, event, error, added);
}

/** What it could not be done for. Where something was added before, all of it has to be undone. */
function refused(run: CaptureRun, event: LineEvent, error: unknown, added: number): void {
  if (!(error instanceof PedigreeError)) throw error;
  const { code, exit, message } = error;
  const left = added === 0 ? run.leftBefore(event) : undefined;
  if (left !== undefined) run.follow(event, left);
  else if (added === 0 && UNKNOWN.has(exit)) run.skip(event, code, message);
  else if (exit === NOT_ALLOWED) run.fault(event, code, message, NOT_ALLOWED);
  else if (OF_THE_FILE.has(exit)) run.fault(event, code, message, 65);
  else if (OF_THE_GOODS.has(exit) || UNKNOWN.has(exit)) run.fault(event, code, message, 14);
  else throw error;
}

/** Each pack is supplied as its event says, at the time that it says. */
function dispenseIn(tx: WriteTx, items: readonly string[], at: number | undefined): { readonly packs: number } {
  mustHaveRole(tx, EVENT.dispense.type);
  const goods = resolveItems(tx.known, items);
  refuseAny(goods.flatMap((one) => notToBeSupplied(tx, one)));
  for (const one of goods)
    writeDispense(tx, one, {}, (line) => ({ answer: { ...line, item: shown(one) }, told: AGAIN }), at);
  return { packs: packsIn(tx.known, goods) };
}

function notToBeSupplied(tx: WriteTx, goods: Resolved): readonly Refusal[] {
  const { n, input } = goods;
  if (goods.is.kind !== 'pack') {
    return [{ n, input, code: 'usage', reason: phrase('no-goods'), exit: 2 }];
  }
  const verdict = verdictOn(tx.known, goods);
  const [first] = verdict.reasons;
  if (verdict.status !== 'stop' && verdict.status !== 'unknown' && verdict.confirm !== true) return [];
  const exit = verdict.exit === 0 ? 14 : verdict.exit;
  return [{ n, input, code: first?.code ?? 'wrong-state', reason: first?.text ?? '', exit }];
}

function shown({ is }: Resolved) {
  return is.kind === 'pack'
    ? { gtin: is.gtin, serial: is.serial, lot: is.lot, expiry: is.expiry }
    : { gtin: '', serial: '' };
}

/** Takes in what is on its way here; of what is not nothing is recorded. */
function receiveStep(run: CaptureRun, event: LineEvent, items: readonly string[]): void {
  let left: readonly { readonly code: string; readonly reason: string }[] = [];
  const { added, error } = run.step(event, (tx) => {
    const answer = new Receiving(tx, { items }).run();
    left = answer.items;
    return answer;
  });
  if (error instanceof PedigreeError && (error.code === 'not-found' || error.exit === 14) && added === 0) {
    run.skip(event, 'not-yet-known', phrase('nothing-on-way'));
    return;
  }
  if (error !== undefined) refused(run, event, error, added);
  for (const { code, reason } of left) run.pass(event, code, reason);
}
