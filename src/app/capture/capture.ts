// Capturing: what the own line or warehouse wrote as EPCIS events is signed on the own chain, all of a file or nothing of it.
import { unhex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { type ErrorCode, PedigreeError, worstExit } from '../../errors.ts';
import { phrase, say } from '../../words/en/capture.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { anchorIn, noteOf } from '../outside/anchor.ts';
import { fileBytes } from '../outside/check-file.ts';
import { CAPTURED } from '../outside/document-records.ts';
import { type HashedFile, hashOf, keepFile } from '../outside/kept-files.ts';
import type { Written } from '../record/write.ts';
import { receiverOf } from '../steps/ship.ts';
import { commissionAll } from './commissions.ts';
import { packFresh, shipFresh } from './fresh-steps.ts';
import type { LineEvent, Unmapped } from './line-event.ts';
import { readLineFile } from './line-file.ts';
import { lookInside } from './look.ts';
import { stepOf } from './other-steps.ts';
import { type CapturedProduct, nameProducts } from './products.ts';
import { type CapturedEvent, type CaptureFault, CaptureRun, type SkippedEvent } from './run.ts';
import { capturedAs, catchUpSources, hashGiven, markSources } from './sources.ts';
import { glnsOf, isOwn } from './whose.ts';

export interface CaptureData extends Written {
  /** SHA-256 of the file, in hex: the name under which it is kept. */
  readonly document: string;
  /** What was written, in order. */
  readonly events: readonly CapturedEvent[];
  /** Packs that were commissioned. */
  readonly packs: number;
  /** Events of the file that were recorded before. */
  readonly before: number;
  readonly skipped: readonly SkippedEvent[];
  /** Where they are asked for: the products that the file names. */
  readonly products?: readonly CapturedProduct[];
  readonly exit: number;
}

export interface CaptureOptions {
  /** Names of own products in the master data of the file are recorded too. */
  readonly products?: boolean;
}

const LOOK = 20;

/**
 * Signs what the events of a file say that the own party did: planned whole, and written whole or not at all. The same event again is
 * known by what it says, so that the same file again writes nothing.
 * @throws no-such-file (66), what `readEpcis` throws (65); with `items[]`, each at its place: bad-input (65), not-allowed (77),
 * wrong-state (14); and as `record`
 * @example
 * ```ts
 * import { captureFile, makeEnv, openHome } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * const { packs, skipped } = await captureFile(acme, 'line-3.xml');
 * ```
 */
export async function captureFile(home: Home, path: string, options: CaptureOptions = {}): Promise<CaptureData> {
  const found = hashOf(path);
  const file = await readLineFile(fileBytes(path));
  const doc = unhex(found.hash);
  const data = recordGoods(home, { command: 'capture' }, (tx) => {
    const run = new CaptureRun(home, tx, file, doc);
    return { document: found.hash, ...captureAll(run, { ...found, path }, options) };
  });
  const isAll = data.skipped.length === 0 && data.products?.every(({ reason }) => reason === undefined) !== false;
  return { ...data, exit: isAll ? 0 : LOOK };
}

/** A file that is captured. */
interface Captured extends HashedFile {
  readonly path: string;
}

function captureAll(
  run: CaptureRun,
  found: Captured,
  options: CaptureOptions,
): Omit<CaptureData, keyof Written | 'document' | 'exit'> {
  const { tx } = run;
  const products = options.products === true ? nameProducts(run) : undefined;
  catchUpSources(tx.known, tx.local);
  const { open, before } = sortOut(run);
  const parents = new Set(open.flatMap(({ parent }) => parent ?? []));
  commissionAll(
    run,
    open.filter(({ kind }) => kind === 'commission'),
    parents,
  );
  const rest = open.filter(({ kind }) => kind !== 'commission');
  for (const event of rest.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.event - b.event)) carryOut(run, event);
  if (run.faults.length > 0) throw faulty(run);
  const { written, skipped } = run;
  if (written.length > 0) anchor(run, found);
  else if (before > 0 || products?.some(({ reason }) => reason === undefined) === true) tx.already();
  markSources(tx.known, tx.local);
  const made = written.filter(({ type }) => type === EVENT.commission.type);
  return {
    events: written,
    packs: made.reduce((sum, { packs }) => sum + packs, 0),
    before,
    skipped: skipped.sort((a, b) => a.event - b.event),
    ...(products === undefined ? {} : { products }),
  };
}

/** What is to be recorded; what is not the own party's, was recorded before or cannot be relied on is told. */
function sortOut(run: CaptureRun): { readonly open: LineEvent[]; readonly before: number } {
  const { home, tx, file } = run;
  const glns = glnsOf(home, tx.view);
  const errors = Map.groupBy(
    file.findings.filter(({ level }) => level === 'error'),
    ({ event }) => event,
  );
  for (const event of file.unmapped) passUnmapped(run, event, isOwn({ kind: 'look', ...event }, glns, file.sender));
  const open: LineEvent[] = [];
  const seen = new Set<string>();
  let before = 0;
  for (const event of file.events) {
    const { id, isError, given, names } = event;
    const name = `${id}${isError}`;
    const wrong = errors.get(event.event);
    if (seen.has(name)) continue;
    seen.add(name);
    if (!isOwn(event, glns, file.sender)) run.pass(event, 'not-own', phrase('not-own'));
    else if (capturedAs(tx.local, event) !== undefined) before++;
    else if (wrong !== undefined) for (const one of wrong) run.fault(event, one.code, one.text, exitOf(one.code));
    else if (isReused(run, event)) run.fault(event, 'event-id-reused', phrase('id-reused', { given: given ?? '' }), 14);
    else if (names === undefined) run.skip(event, 'not-mapped', phrase('no-goods'));
    else open.push(event);
  }
  return { open, before };
}

function exitOf(code: string): number {
  return code === 'event-id-reused' ? 14 : 65;
}

function isReused({ tx }: CaptureRun, { given, id, isError }: LineEvent): boolean {
  if (given === undefined || isError) return false;
  const hash = hashGiven(tx.local, given);
  return hash !== undefined && hash !== id;
}

function passUnmapped(run: CaptureRun, event: Unmapped, own: boolean): void {
  if (!own) run.pass(event, 'not-own', phrase('not-own'));
  else run.pass(event, 'not-mapped', phrase('not-mapped', { what: event.step === '' ? event.type : event.step }));
}

function carryOut(run: CaptureRun, event: LineEvent): void {
  const left = run.leftBefore(event);
  if (left?.is === 'fault') run.follow(event, left);
  else if (event.kind === 'look') lookInside(run, event);
  else if (event.kind === 'pack' || event.kind === 'empty') {
    if (event.parent === undefined) run.skip(event, 'not-mapped', phrase('no-container'));
    else if (event.kind === 'empty' || !packFresh(run, event)) stepOf(run, event);
  } else if (event.kind === 'ship') shipOn(run, event);
  else if (event.isError && capturedAs(run.tx.local, { ...event, isError: false }) === undefined)
    run.skip(event, 'not-captured', phrase('not-captured'));
  else stepOf(run, event);
}

function shipOn(run: CaptureRun, event: LineEvent): void {
  const { home, tx } = run;
  const to = destinationOf(run, event);
  if (to === undefined) return;
  try {
    receiverOf(home, tx, to);
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    run.fault(event, error.code, error.message, 77);
    return;
  }
  if (!shipFresh(run, event, to)) stepOf(run, event, to);
}

/** The GLN of the party of this network that goods go to; undefined where there is none, which is told. */
function destinationOf(run: CaptureRun, event: LineEvent): string | undefined {
  const { to } = event;
  if (to === undefined) {
    run.skip(event, 'no-destination', phrase('no-destination'));
    return undefined;
  }
  const authority = run.tx.view.authority();
  const atSite = () => authority.parties().find(({ chains }) => chains.some(({ site }) => site === to));
  const party = authority.party(to) ?? atSite();
  if (party === undefined || party.roles.length === 0)
    run.skip(event, 'outside-party', phrase('outside-party', { to }));
  else if (party.gln === run.home.self.gln) run.pass(event, 'own-site', phrase('own-site'));
  else return party.gln;
  return undefined;
}

/** The file that all of it came from, as one that this party wrote. */
function anchor({ home, tx, file, written }: CaptureRun, found: Captured): void {
  // It is on the disk before anybody is told of it.
  keepFile(home.dir, found.path, { dryRun: home.env.dryRun, found });
  const note = noteOf({ ...file, events: file.total, profile: CAPTURED }, home.self.gln, home.self.gln);
  if (anchorIn(home, tx, found, note) !== undefined) return;
  // The answer is about the last thing that was done with goods.
  const last = written.at(-1);
  if (last !== undefined) tx.about(last.event);
}

/** Codes of failures by the exit that they have. */
const BY_EXIT: Readonly<Record<number, ErrorCode>> = { 14: 'wrong-state', 65: 'bad-input', 77: 'not-allowed' };

function faulty({ faults, skipped, file }: CaptureRun): PedigreeError {
  const sorted = faults.toSorted((a, b) => a.event - b.event);
  const exit = worstExit(sorted.map((one) => one.exit));
  const events = new Set(sorted.map(({ event }) => event)).size;
  const items = sorted.map((one, at) => ({ n: at + 1, input: placeOf(one), ...one }));
  const hint = exit === 77 ? say('regulator-says') : say('mend-and-again');
  return new PedigreeError(
    BY_EXIT[exit] ?? 'bad-input',
    say('cannot-capture', { faults: events, events: file.total }),
    {
      exit,
      hint,
      detail: { items, skipped },
    },
  );
}

function placeOf({ event, line, path }: CaptureFault): string {
  return path ?? phrase('place-event', { event, line });
}
