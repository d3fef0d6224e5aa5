// The pack at hand: what was scanned, what the node says of it, and what was done with it. Nothing here is ever judged by the
// page itself, and without the node there is no verdict.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import {
  carryOut,
  carryOutOnce,
  connected,
  forgotten,
  locked,
  type Order,
  onceKey,
  type Reply,
} from '../api/client.ts';
import type { DispenseShown, Failure, ItemShown, ProductShown, VerdictShown } from '../api/documents.ts';
import { now } from '../base/clock.ts';
import { play } from '../scan/sound.ts';
import { loadMe, may, me } from './me.ts';
import { opened, recallCame } from './news.ts';

/** After so long a verdict greys, and says no more which pack it was of, ms. */
const OLD = 60_000;
/** A stop of a pack that was dispensed here so shortly before may be the same box, ms. */
const SAME_BOX = 120_000;
/** Not paired, not allowed, locked: nothing is judged until that has changed, and what was scanned waits. */
const NOT_NOW: ReadonlySet<number> = new Set([401, 403, 423]);
/** Too many at once, or busy: it is taken in a moment. */
const SOON: ReadonlySet<number> = new Set([429, 503]);
/** How long that moment is, ms. */
const MOMENT = 1_500;

/** What is on the screen. */
export type Shown =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'asking'; readonly scan: string }
  | { readonly kind: 'verdict'; readonly scan: string; readonly verdict: VerdictShown; readonly at: number }
  | { readonly kind: 'recording'; readonly scan: string; readonly item: ItemShown; readonly breaks: number }
  | {
      readonly kind: 'done';
      readonly done: Done;
      readonly scan: string;
      readonly item: ItemShown;
      readonly product: ProductShown | undefined;
      readonly at: number;
    }
  | { readonly kind: 'failed'; readonly scan?: string; readonly failure: Failure; readonly at: number };

export interface Done {
  readonly what: 'dispensed' | 'queued' | 'put-aside' | 'reported' | 'received' | 'back-in-stock';
  readonly already: boolean;
  readonly verdict?: VerdictShown;
}

export const shown = signal<Shown>({ kind: 'waiting' });
/** Scans that came while the node was away, in their order: not judged. */
export const kept = signal<readonly string[]>([]);
/** What became of those once it was back, and of those that another overtook, the last first. */
export const caughtUp = signal<readonly CaughtUp[]>([]);
/** Those of them that no screen has shown yet: the frame tells of them, wherever somebody is by then. */
export const untold = signal<readonly CaughtUp[]>([]);
/** How many screens show them now. */
let watching = 0;

/** A screen shows what was caught up with, until it is told to end. */
export function watchCaughtUp(): () => void {
  watching++;
  untold.value = [];
  return () => {
    watching--;
  };
}

/** What the node says of a scan that has not got the screen: a verdict, or why there is none. */
type Told = { readonly verdict: VerdictShown } | { readonly failure: Failure };

export type CaughtUp = Told & {
  readonly n: number;
  readonly scan: string;
  /** Nothing stands against it, and a scan supplies at this till; this one did not. */
  readonly isUnsupplied: boolean;
};

/** Scans at a till that supplies by itself, in their order: each is judged and supplied before the next. */
export const inTurn = signal<readonly string[]>([]);

/** Whether what is shown has grown old. */
export const isOld = computed(() => 'at' in shown.value && now.value - shown.value.at > OLD);

/** What was dispensed here in the last minutes, by pack. */
const dispensed = new Map<string, number>();
let asked = 0;

const nameOf = ({ gtin, serial, sscc }: ItemShown): string => sscc ?? `${gtin} ${serial}`;

/** Whether the pack was dispensed at this page a moment ago: it may be the same box. */
export function justDispensed(item: ItemShown): boolean {
  const at = dispensed.get(nameOf(item));
  return at !== undefined && Date.now() - at < SAME_BOX;
}

/** A scan of a pack: asks for the verdict, or keeps it where the node is away. */
export async function judge(scan: string, again = false): Promise<void> {
  const isBusy = shown.value.kind === 'recording';
  if (again && isBusy) return;
  if (!again && (isBusy || connected.value === false)) {
    kept.value = [...kept.value, scan];
    if (!isBusy) shown.value = { kind: 'waiting' };
    return;
  }
  const mine = ++asked;
  const known = [recallCame.peek(), opened.peek()];
  if (!again) {
    if (inTurn.value.length === 0 && shown.value.kind !== 'asking') forgetCaughtUp();
    shown.value = { kind: 'asking', scan };
  }
  const reply = await carryOut<VerdictShown>('verify', { scans: [scan], ...(again ? { quiet: true } : {}) });
  if (mine !== asked) {
    if (!again) overtaken(scan, reply);
    return;
  }
  const at = Date.now();
  switch (reply.kind) {
    case 'away':
      if (!again) kept.value = [...kept.value, scan];
      shown.value = { kind: 'waiting' };
      return;
    case 'failure':
      shown.value = { kind: 'failed', scan, failure: reply.failure, at };
      play('unknown');
      return;
    case 'document':
      shown.value = { kind: 'verdict', scan, verdict: reply.document, at };
      play(reply.document.status);
      // News came while the node was asked: the answer may be from before them.
      if (recallCame.peek() !== known[0] || opened.peek() !== known[1]) await judge(scan, true);
  }
}

/** Another has the screen by now: what the node says of it is told below. */
function overtaken(scan: string, reply: Reply<VerdictShown>): void {
  const { value } = shown;
  if ('scan' in value && value.scan === scan) return;
  if (reply.kind === 'away') kept.value = [...kept.value, scan];
  else playTold(addTold(scan, reply.kind === 'document' ? { verdict: reply.document } : { failure: reply.failure }));
}

function addTold(scan: string, told: Told): CaughtUp {
  const isUnsupplied = 'verdict' in told && me.value?.confirm !== 'button' && isFree(told.verdict);
  const one: CaughtUp = { ...told, n: caughtUp.peek().length + 1, scan, isUnsupplied };
  caughtUp.value = [one, ...caughtUp.peek()];
  if (watching === 0) untold.value = [one, ...untold.peek()];
  return one;
}

function forgetCaughtUp(): void {
  caughtUp.value = [];
  untold.value = [];
}

function playTold(one: CaughtUp): void {
  if ('failure' in one) play('unknown');
  else if (one.isUnsupplied) play('caution');
  else if (one.verdict.status !== 'genuine') play(one.verdict.status);
}

/** So soon after the first a second scan of a pack may supply it, ms. */
const RESCAN = 10_000;

/** Whether nothing stands against supplying it: what asks a person is never supplied by a scan. */
function isFree({ status, item }: VerdictShown): boolean {
  return may('dispense') && status === 'genuine' && item.gtin !== undefined && item.sscc === undefined;
}

/** A scan at a till: judged, and supplied where the till is set so that a scan does it. */
export async function scanAtTill(scan: string): Promise<void> {
  const confirm = me.value?.confirm;
  if (confirm === 'auto' || inTurn.value.length > 0) return takeInTurn(scan);
  const { value } = shown;
  const isAgain = value.kind === 'verdict' && value.scan === scan && Date.now() - value.at < RESCAN;
  if (confirm === 'rescan' && isAgain && isFree(value.verdict)) return dispense({ by: 'rescan' });
  await judge(scan);
}

async function takeInTurn(scan: string): Promise<void> {
  const isFirst = inTurn.value.length === 0;
  inTurn.value = [...inTurn.value, scan];
  if (!isFirst) return;
  forgetCaughtUp();
  for (let first: string | undefined = scan; first !== undefined; [first] = inTurn.value) {
    await judge(first);
    const { value } = shown;
    const isSupplied = value.kind === 'verdict' && value.scan === first && isFree(value.verdict);
    if (isSupplied && me.value?.confirm === 'auto') await dispense({ by: 'scan' });
    inTurn.value = inTurn.value.slice(1);
    if (inTurn.value.length > 0) leaveScreen(first);
  }
}

/** The next comes at once: what was not supplied stays in sight below it. */
function leaveScreen(scan: string): void {
  const { value } = shown;
  if (!('scan' in value) || value.scan !== scan) return;
  if (value.kind === 'verdict') addTold(scan, { verdict: value.verdict });
  if (value.kind === 'failed') addTold(scan, { failure: value.failure });
}

/**
 * Records that the pack at hand is supplied: one key for the tap, whatever happens to the answer.
 * `note` is what was looked at, where the verdict asks a person; `by` the scan that asks for it, where no button does.
 */
export async function dispense({ note, by }: { readonly note?: string } & Pick<Order, 'by'> = {}): Promise<void> {
  const { value } = shown;
  if (value.kind !== 'verdict') return;
  const { scan } = value;
  const options = note === undefined ? {} : { options: { despite: 'contested', note } };
  const reply = await recorded<DispenseShown>('dispense', {
    scans: [scan],
    ...options,
    ...(by === undefined ? {} : { by }),
  });
  if (reply === undefined) return;
  const at = Date.now();
  if (reply.result === 'refused') {
    const refused = reply as DispenseShown & VerdictShown;
    shown.value = { kind: 'verdict', scan, verdict: refused, at };
    play('stop');
    return;
  }
  dispensed.set(nameOf(reply.item), at);
  const done = { what: reply.result, already: reply.already === true };
  shown.value = { kind: 'done', scan, item: reply.item, product: value.verdict.product, done, at };
  play('genuine');
}

/** Sets the pack at hand apart. */
export async function putAside(reason: string): Promise<void> {
  await deal('put-aside', 'quarantine', { reason });
}

/** Tells maker and regulators of the pack at hand. */
export async function reportSuspect(note: string): Promise<void> {
  await deal('reported', 'report', { as: 'suspect', note });
}

type Options = Readonly<Record<string, string | boolean>>;

/** Records something of the pack at hand, with a command that takes its scan. */
export async function deal(what: Done['what'], command: string, options: Options): Promise<void> {
  const { value } = shown;
  if (value.kind !== 'verdict') return;
  const { scan, verdict } = value;
  const reply = await recorded<{ readonly already?: boolean }>(command, { scans: [scan], options });
  if (reply === undefined) return;
  const done = { what, already: reply.already === true, verdict };
  shown.value = { kind: 'done', scan, item: verdict.item, product: verdict.product, done, at: Date.now() };
}

/** Writes it once; a failure is shown. Undefined where nothing was recorded. */
async function recorded<T>(command: string, order: Order): Promise<T | undefined> {
  const { value } = shown;
  if (value.kind !== 'verdict') return undefined;
  const { scan, verdict } = value;
  let breaks = 0;
  asked++;
  const waits = () => {
    breaks++;
    shown.value = { kind: 'recording', scan, item: verdict.item, breaks };
  };
  shown.value = { kind: 'recording', scan, item: verdict.item, breaks };
  const reply = await carryOutOnce<T>(command, { ...order, once: onceKey() }, waits);
  if (reply.kind === 'document') return reply.document;
  // Somebody has changed what supplies here.
  if (reply.failure.code === 'by-button') void loadMe();
  shown.value = { kind: 'failed', scan, failure: reply.failure, at: Date.now() };
  play('unknown');
  return undefined;
}

/** Clears the screen for the next pack. */
export function nextPack(): void {
  asked++;
  if (shown.value.kind !== 'recording') shown.value = { kind: 'waiting' };
}

/** From now on: no verdict stays without the node, what was kept is judged when it is back, and a recall turns the screen. */
export function followPack(): void {
  let catchingUp = false;
  effect(() => {
    const { value } = connected;
    // Read first, whatever else holds: an effect that has not read it is not told of the next scan.
    const waits = kept.value.length;
    const mayAsk = !locked.value && !forgotten.value;
    if (value === false && shown.peek().kind !== 'recording') shown.value = { kind: 'waiting' };
    if (value !== true || !mayAsk || catchingUp || waits === 0) return;
    catchingUp = true;
    void untracked(catchUp).finally(() => {
      catchingUp = false;
    });
  });
  const judgeAgain = (): void => {
    const at = shown.peek();
    if (at.kind === 'verdict') void untracked(() => judge(at.scan, true));
  };
  effect(() => {
    if (recallCame.value !== undefined) judgeAgain();
  });
  effect(() => {
    // The stream began anew: what came while there was none is not told by it.
    if (opened.value > 0) judgeAgain();
  });
}

async function catchUp(): Promise<void> {
  for (let [scan] = kept.peek(); scan !== undefined; [scan] = kept.peek()) {
    const reply = await carryOut<VerdictShown>('verify', { scans: [scan], quiet: true });
    if (reply.kind === 'away') return;
    if (reply.kind === 'failure' && NOT_NOW.has(reply.status)) return;
    if (reply.kind === 'failure' && SOON.has(reply.status)) {
      await new Promise((resolve) => setTimeout(resolve, MOMENT));
      continue;
    }
    const told = reply.kind === 'document' ? { verdict: reply.document } : { failure: reply.failure };
    batch(() => {
      kept.value = kept.peek().slice(1);
      playTold(addTold(scan, told));
    });
  }
}
