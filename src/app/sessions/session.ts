// A scanning session from its first scan to its record: sources in, a line out for each scan, nothing lost between.
import { PedigreeError } from '../../errors.ts';
import { SourceQueue } from '../../scan/queue.ts';
import { type Outcome, type Reply, ScanSession } from '../../scan/session.ts';
import { phrase, say } from '../../words/en/sessions.ts';
import type { Env } from '../node/env.ts';
import { askBeforeRecording } from '../record/recording.ts';
import { endLine, recordSession, type SessionEnd, StockDifferences, stillMissing, toRecord } from './session-finish.ts';
import { Hearing } from './session-hearing.ts';
import {
  discardSession,
  type Finish,
  type Move,
  newSessionId,
  type Unfinished,
  unfinishedSessions,
} from './session-journal.ts';
import { failedYet, KeptMoves, moved } from './session-kept.ts';
import {
  failedLine,
  keptLine,
  leftLine,
  lineOfKey,
  lineOfScan,
  type SessionData,
  type SessionLine,
  startLine,
} from './session-lines.ts';
import { type OpenedSession, openSession } from './session-open.ts';
import { type Delivery, deliveriesHere } from './session-outside.ts';
import { goesOn, type SessionRequest } from './session-request.ts';
import { listen, personAt, type SessionInput, type SessionPerson, type Sources } from './session-sources.ts';
import type { Word } from './session-words.ts';

export type { LeftLine, SessionData, SessionLine } from './session-lines.ts';
export type { Mode, SessionRequest } from './session-request.ts';

export interface SessionOptions extends Sources {
  readonly strict: boolean;
  /** What to do with a session of this mode that was cut off: go on with it, drop it, or record it and end. */
  readonly left?: 'continue' | 'discard' | 'finish';
  /** The id of this session: it is on disk from the start, and one of that id that was cut off is gone on with. */
  readonly id?: string;
}

/** Scans judged in one read of the ledger, and made durable with one sync. */
const BATCH = 64;

/**
 * Scans until Enter on an empty line, `.` or the end of the input, then records what was counted in one commit. A line for
 * each scan, a first and a last one for the session.
 * @throws usage (2), no-party (66), not-allowed (77) before the first scan; what the recording command throws, with the
 * scans kept for another try
 */
export async function* scanSession(
  env: Env,
  request: SessionRequest,
  options: SessionOptions,
): AsyncIterable<SessionLine> {
  const deliveries = request.mode === 'receive' ? await deliveriesHere(env) : [];
  const session = new Session(env, request, options, deliveries);
  try {
    yield* session.run();
  } finally {
    session.close();
  }
}

class Session {
  readonly #env: Env;
  readonly #options: SessionOptions;
  readonly #person: SessionPerson | undefined;
  readonly #deliveries: readonly Delivery[];
  readonly #opened: OpenedSession;
  readonly #stop = new AbortController();
  readonly #queue = new SourceQueue<SessionInput>();
  readonly #differences = new StockDifferences();
  readonly #began = performance.now();
  #request: SessionRequest;
  #fold: ScanSession;
  readonly #kept: KeptMoves;
  readonly #hearing: Hearing;
  #cutOff: Finish | undefined;
  #scanned = 0;
  /** What does not come is told to the shippers at the end. */
  #tellMissing = false;
  #askedMissing = false;

  constructor(env: Env, request: SessionRequest, options: SessionOptions, deliveries: readonly Delivery[]) {
    this.#env = env;
    this.#deliveries = deliveries;
    this.#options = options;
    this.#person = options.person ?? (options.terminal === undefined ? undefined : personAt(options.terminal));
    this.#opened = openSession(env, request, options.strict, deliveries);
    this.#request = this.#opened.request;
    this.#kept = new KeptMoves(env, this.#opened.home === undefined);
    const { ways, judge } = this.#opened;
    this.#hearing = new Hearing(ways, (label) => judge.knows(label), this.#person !== undefined);
    const apart = ['ship', 'pack', 'receive', 'stock-take'].includes(request.mode);
    this.#fold = new ScanSession(judge.count, { apart });
  }

  async *run(): AsyncIterable<SessionLine> {
    const { left, id } = this.#options;
    const { home, judge } = this.#opened;
    if (home !== undefined && this.#request.mode !== 'stock-take') await askBeforeRecording(home);
    const unfinished = this.#opened.home === undefined ? [] : unfinishedSessions(this.#env.home);
    const ours = unfinished.filter((one) => (id === undefined ? goesOn(one.request, this.#request) : one.id === id));
    if (left === 'discard') ours.forEach(discardSession);
    const takesUp = left === 'continue' || left === 'finish' || (id !== undefined && ours.length > 0);
    const taken = takesUp ? this.#takeUp(ours) : undefined;
    if (id !== undefined && taken === undefined) this.#kept.begin(id, this.#request);
    this.#person?.begun?.({
      request: this.#request,
      expected: judge.expected,
      isHere: (key) => this.#fold.isHere(key),
      extra: () => [...this.#fold.counted(), ...this.#fold.told()].filter(({ stands }) => stands.length === 0),
    });
    const open = left === 'discard' ? [] : unfinished.filter((one) => one.id !== taken?.id);
    const discarded = left === 'discard' ? ours.length : 0;
    yield this.#line(0, startLine(this.#request, this.#opened, this.#fold.tally, { open, taken, discarded }));
    if (taken !== undefined) await this.#replay(taken.moves);
    if (left === 'finish' || this.#cutOff !== undefined) {
      if (yield* this.#tryToFinish()) return;
    }
    listen(this.#queue, this.#env, this.#sources(), this.#stop);
    const waiting = taken === undefined && id === undefined && this.#person !== undefined ? ours : [];
    const first = left === undefined && waiting.length > 0 ? yield* this.#askAbout(waiting) : [];
    yield* this.#hear(first);
  }

  #sources(): Sources {
    return this.#person === undefined ? this.#options : { ...this.#options, person: this.#person };
  }

  close(): void {
    this.#stop.abort();
    this.#queue.close();
    this.#kept.close();
    this.#opened.close();
  }

  #takeUp(ours: readonly Unfinished[]): Unfinished {
    const taken = this.#kept.takeUp(ours);
    this.#request = taken.request;
    return taken;
  }

  /** What a cut-off session had heard, judged anew: the ledger may know more by now. */
  async #replay(moves: readonly Move[]): Promise<void> {
    const last = moves.at(-1);
    // Cut off while it was recorded: that is done again as it was, whatever the ledger says of the scans by now.
    if (last !== undefined && 'finish' in last) this.#cutOff = last.finish;
    this.#kept.move = last?.move;
    let scans: (Move & { readonly scan: string })[] = [];
    const tell = (move: number | undefined, line: SessionLine | undefined) => {
      if (move !== undefined && line !== undefined) this.#person?.replayed?.(move, line);
    };
    const flush = async () => {
      for (let at = 0; at < scans.length; at += BATCH) {
        const batch = scans.slice(at, at + BATCH);
        const told = await this.#scans(batch.map(({ scan }) => scan));
        for (const [n, { line }] of told.entries()) tell(batch[n]?.move, line);
      }
      scans = [];
    };
    for (const move of moves) {
      if ('scan' in move) {
        scans.push(move);
        continue;
      }
      await flush();
      if ('missing' in move) this.#tellMissing = move.missing;
      const outcome = moved(this.#fold, move);
      if (outcome === undefined) continue;
      const { exit, data } = lineOfKey(outcome, phrase('nothing-to-take-back'));
      tell(move.move, this.#line(exit, data));
    }
    await flush();
    // Whoever has seen the question answers it, also where the answer comes after a cut; where less or more is missing by now it is
    // another question.
    if (this.#isAtPage && last !== undefined && 'asked' in last)
      this.#askedMissing = this.#missingNow().length === last.asked;
  }

  /** Enter goes on with what was left, `d` drops it; whoever just scans begins anew and leaves it where it is. */
  async *#askAbout(ours: readonly Unfinished[]): AsyncGenerator<SessionLine, readonly SessionInput[]> {
    const [input, ...rest] = (await this.#queue.take(BATCH)) ?? [];
    if (input === undefined) return [{ kind: 'interrupt' }];
    if (input.kind === 'enter') {
      const taken = this.#takeUp(ours);
      await this.#replay(taken.moves);
      yield this.#line(0, { kind: 'key', result: 'counted', tally: this.#fold.tally, continued: leftLine(taken) });
      return this.#cutOff === undefined ? rest : [{ kind: 'end' }];
    }
    if (input.kind !== 'line' || input.text.trim().toLowerCase() !== 'd') return [input, ...rest];
    ours.forEach(discardSession);
    yield this.#line(0, { kind: 'key', discarded: ours.length });
    return rest;
  }

  async *#hear(first: readonly SessionInput[]): AsyncIterable<SessionLine> {
    let inputs: readonly SessionInput[] | undefined = first;
    for (; inputs !== undefined; inputs = await this.#queue.take(BATCH)) {
      let scans: string[] = [];
      for (const input of inputs) {
        this.#kept.move = 'move' in input ? input.move : undefined;
        const word = this.#hearing.wordOf(input);
        if (input.kind === 'line' && word === undefined) {
          this.#hearing.take(input, scans);
          continue;
        }
        yield* this.#answered(scans);
        scans = [];
        if (yield* this.#key(input, word)) return;
      }
      yield* this.#answered(scans);
      this.#person?.answered?.();
    }
    yield* this.#finish();
  }

  /** What a key or a word does; true where the session is over. */
  async *#key(input: SessionInput, word: Word | undefined): AsyncGenerator<SessionLine, boolean> {
    if (input.kind === 'problem') {
      yield this.#line(65, { kind: 'problem', text: input.text });
    } else if (input.kind === 'interrupt') {
      yield this.#leave();
      return true;
    } else if (input.kind === 'end' || word === 'end') {
      return yield* this.#tryToFinish();
    } else if (input.kind === 'undo' || word === 'undo') {
      this.#askedMissing = false;
      this.#noted([{ undo: true }]);
      yield this.#told(this.#fold.undo(), phrase('nothing-to-take-back'));
    } else if (word === 'damaged' || word === 'missing') {
      if (this.#request.mode !== 'receive') {
        yield this.#line(0, { kind: 'problem', text: phrase('said-of-deliveries-scan', { word }) });
      } else if (word === 'missing') {
        return yield* this.#missing();
      } else {
        this.#askedMissing = false;
        this.#noted([{ damaged: true }]);
        yield this.#told(this.#fold.damage(), phrase('last-scan-not-counted'));
      }
    } else if (word !== undefined || this.#fold.question !== undefined) {
      this.#askedMissing = false;
      const reply: Reply = word === 'second' || word === 'out' ? word : 'same';
      this.#noted([{ answer: reply }]);
      yield this.#told(this.#fold.answer(reply), phrase('nothing-asked'));
    } else {
      return yield* this.#askOrFinish();
    }
    return false;
  }

  /** Asks about what has not come; the end where all has, or a person has answered before. */
  async *#askOrFinish(): AsyncGenerator<SessionLine, boolean> {
    const missing = this.#missingNow();
    const isSaid = this.#askedMissing || (this.#tellMissing && !this.#isAtPage);
    if (missing.length === 0 || isSaid) return yield* this.#tryToFinish();
    this.#askedMissing = true;
    // An answer whose record failed was to another question.
    if (this.#tellMissing) this.#noted([{ missing: false }]);
    this.#tellMissing = false;
    if (this.#kept.id !== undefined) this.#noted([{ asked: missing.length }]);
    this.#ring(1);
    yield this.#line(0, { kind: 'key', result: 'missing', missing, tally: this.#fold.tally, asks: true });
    return false;
  }

  #missingNow(): ReturnType<typeof stillMissing> {
    return this.#request.mode === 'receive' ? stillMissing(this.#fold, this.#opened.judge.expected) : [];
  }

  /** Elsewhere than at a terminal: what is told to shippers is told by whoever has seen what has not come. */
  get #isAtPage(): boolean {
    return this.#options.person !== undefined;
  }

  /** What does not come is to be told, or not after all; said where that is asked, it is the end. */
  async *#missing(): AsyncGenerator<SessionLine, boolean> {
    const asked = this.#askedMissing;
    if (!asked && this.#isAtPage) return yield* this.#askOrFinish();
    this.#tellMissing = asked || !this.#tellMissing;
    this.#noted([{ missing: this.#tellMissing }]);
    if (asked) return yield* this.#tryToFinish();
    const text = this.#tellMissing ? phrase('what-does-not-come') : phrase('what-does-not-come-may-still');
    this.#ring(0);
    yield this.#line(0, { kind: 'key', result: 'missing', text, tally: this.#fold.tally });
    return false;
  }

  /** At a terminal a record that fails does not end the session: the reason is told, and Enter tries again. */
  async *#tryToFinish(): AsyncGenerator<SessionLine, boolean> {
    try {
      yield* this.#finish();
      return true;
    } catch (error) {
      if (this.#person === undefined || !(error instanceof PedigreeError)) throw error;
      this.#ring(2);
      yield this.#line(error.exit, failedLine(error));
      return false;
    }
  }

  async *#answered(scans: readonly string[]): AsyncIterable<SessionLine> {
    if (scans.length > 0) this.#askedMissing = false;
    for (let at = 0; at < scans.length; at += BATCH) {
      const batch = scans.slice(at, at + BATCH);
      this.#noted(batch.map((scan) => ({ scan })));
      for (const { line, bell } of await this.#scans(batch)) {
        this.#ring(bell);
        yield line;
      }
    }
  }

  #noted(moves: readonly Move[]): void {
    this.#kept.note(moves, this.#request);
  }

  async #scans(scans: readonly string[]): Promise<readonly { readonly line: SessionLine; readonly bell: 0 | 1 | 2 }[]> {
    const looks = await this.#opened.judge.looks(scans);
    return looks.map((look, at) => {
      const input = scans[at] ?? '';
      const n = ++this.#scanned;
      const outcome = this.#fold.scan(n, input, look);
      if (outcome.result === 'counted' || outcome.result === 'refused') {
        if (this.#request.mode === 'stock-take' && outcome.overlaps === undefined) this.#differences.note(look, input);
      }
      const asks = this.#person !== undefined && this.#fold.question !== undefined;
      const { bell, exit, data } = lineOfScan(look, outcome, asks);
      return { bell, line: this.#line(exit, data, n, input) };
    });
  }

  #told(outcome: Outcome, nothing: string): SessionLine {
    const { bell, exit, data } = lineOfKey(outcome, nothing);
    this.#ring(bell);
    return this.#line(exit, data);
  }

  #ring(bell: 0 | 1 | 2): void {
    this.#person?.ring(bell);
  }

  /** Interrupted: nothing is recorded, and nothing is lost. */
  #leave(): SessionLine {
    const { mode } = this.#request;
    return this.#line(130, keptLine(mode, this.#kept.id !== undefined, this.#fold.tally));
  }

  async *#finish(): AsyncIterable<SessionLine> {
    const fold = this.#fold;
    const { mode } = this.#request;
    const { tally } = fold;
    if (mode === 'verify' && tally.scans === 0 && this.#person === undefined)
      throw new PedigreeError('bad-input', say('nothing-to-read'));
    const ending = await this.#record();
    const seconds = Math.round((performance.now() - this.#began) / 100) / 10;
    const { exit, data } = endLine(fold, this.#request, ending, this.#differences, seconds);
    const line = this.#line(exit, data);
    try {
      yield line;
    } finally {
      // Whoever was told has it: until then the same end may be asked for again.
      this.#kept.remove();
    }
  }

  async #record(): Promise<SessionEnd> {
    const { home, judge } = this.#opened;
    if (home === undefined) return { exit: 0 };
    const { expected } = judge;
    const finish = this.#cutOff ?? toRecord(this.#fold, this.#request, expected, this.#tellMissing);
    this.#cutOff = undefined;
    if (finish.items.length > 0) this.#noted([{ finish }]);
    const id = this.#kept.id ?? newSessionId(this.#env.random);
    try {
      return await recordSession(home, this.#request, finish, this.#fold, expected, id, this.#deliveries);
    } catch (error) {
      if (!(error instanceof PedigreeError) || this.#kept.id === undefined) throw error;
      this.#noted([{ failed: true }]);
      throw failedYet(error, this.#request.mode);
    }
  }

  #line(exit: number, data: Omit<SessionData, 'mode'>, n?: number, input?: string): SessionLine {
    const { mode } = this.#request;
    const { kind, ...rest } = data;
    const person = this.#person === undefined ? {} : { person: true as const };
    const place = n === undefined || input === undefined ? {} : { n, input };
    return { ...place, exit, data: { kind, mode, ...rest, ...person } };
  }
}
