// A scanning session from its first scan to its record: sources in, a line out for each scan, nothing lost between.
import { PedigreeError, worstExit } from '../errors.ts';
import { SourceQueue } from '../scan/queue.ts';
import { makeUndo } from '../scan/scanner-profile.ts';
import { type Outcome, ScanSession } from '../scan/session.ts';
import { mustHaveRole } from './deed.ts';
import type { Env } from './env.ts';
import { type Home, openHome } from './home.ts';
import { catchUp } from './inventory.ts';
import { knowledgeOf } from './knowledge.ts';
import { ssccNamed } from './pack.ts';
import { openReading } from './reading.ts';
import { resolveParty } from './resolve.ts';
import { readProfile } from './scanner.ts';
import { type Ending, recordSession, StockDifferences, toRecord } from './session-finish.ts';
import {
  discardSession,
  type Finish,
  Journal,
  type Move,
  type Unfinished,
  unfinishedSessions,
} from './session-journal.ts';
import { goodsJudge, type Judge, verifyingJudge } from './session-judge.ts';
import {
  COPY,
  LOOK,
  leftLine,
  lineOfKey,
  lineOfScan,
  type SessionData,
  type SessionLine,
  type SessionRequest,
} from './session-lines.ts';
import { listen, type SessionInput, type Sources } from './session-sources.ts';
import { newSscc, prefixFor } from './sscc.ts';

export type { LeftLine, Mode, SessionData, SessionLine, SessionRequest } from './session-lines.ts';

export interface SessionOptions extends Sources {
  readonly strict: boolean;
  /** What to do with a session of this mode that was cut off: go on with it, drop it, or record it and end. */
  readonly left?: 'continue' | 'discard' | 'finish';
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
  const session = new Session(env, request, options);
  try {
    yield* session.run();
  } finally {
    session.close();
  }
}

class Session {
  readonly #env: Env;
  readonly #options: SessionOptions;
  readonly #home: Home | undefined;
  readonly #stop = new AbortController();
  readonly #queue = new SourceQueue<SessionInput>();
  readonly #judge: Judge & { close?(): void };
  readonly #differences = new StockDifferences();
  readonly #undo: (scan: string) => string;
  readonly #began = performance.now();
  #request: SessionRequest;
  #fold: ScanSession;
  #journal: Journal | undefined;
  #cutOff: Finish | undefined;
  #scanned = 0;
  #unkept = false;

  constructor(env: Env, request: SessionRequest, options: SessionOptions) {
    this.#env = env;
    this.#options = options;
    const { mode } = request;
    if (mode === 'verify') {
      this.#request = request;
      this.#judge = verifyingJudge(env, options.strict);
      const reading = openReading(env);
      this.#undo = makeUndo(readProfile(reading));
      reading.close();
    } else {
      const home = openHome(env, { readOnly: mode === 'stock-take' });
      this.#home = home;
      try {
        this.#request = this.#checked(home, request);
        if (mode !== 'stock-take') home.ledger.write((local, view) => catchUp(knowledgeOf(home, view, local)));
        this.#judge = goodsJudge(home, mode);
        this.#undo = makeUndo(readProfile(home));
      } catch (error) {
        home.close();
        throw error;
      }
    }
    this.#fold = this.#newFold();
  }

  async *run(): AsyncIterable<SessionLine> {
    const { left } = this.#options;
    const unfinished = this.#home === undefined ? [] : unfinishedSessions(this.#env.home);
    const ours = unfinished.filter((one) => this.#isSame(one.request));
    if (left === 'discard') ours.forEach(discardSession);
    if ((left === 'continue' || left === 'finish') && ours.length === 0) throw nothingLeft();
    const taken = left === 'continue' || left === 'finish' ? this.#takeUp(ours) : undefined;
    const open = left === 'discard' ? [] : unfinished.filter((one) => one.id !== taken?.id);
    yield* this.#start(open, taken, left === 'discard' ? ours.length : 0);
    if (taken !== undefined) await this.#replay(taken.moves);
    if (left === 'finish' || this.#cutOff !== undefined) {
      if (yield* this.#tryToFinish()) return;
    }
    listen(this.#queue, this.#env, this.#options, this.#stop);
    const waiting = taken === undefined && this.#options.terminal !== undefined ? ours : [];
    const first = left === undefined && waiting.length > 0 ? yield* this.#askAbout(waiting) : [];
    yield* this.#hear(first);
  }

  close(): void {
    this.#stop.abort();
    this.#queue.close();
    this.#journal?.close();
    this.#judge.close?.();
    this.#home?.close();
  }

  /** All that can be refused before the first scan is refused now, not after an afternoon of scanning. */
  #checked(home: Home, request: SessionRequest): SessionRequest {
    const { mode, to, into } = request;
    if (mode === 'stock-take') return request;
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      mustHaveRole({ view, known }, mode);
      if (mode === 'ship') return { ...request, to: resolveParty(view, to ?? '').gln };
      if (mode !== 'pack') return request;
      // A number of its own from the start: a session taken up again fills the same container.
      const sscc = into === 'new' ? newSscc(home, known, prefixFor(home, known, undefined)) : ssccNamed(into ?? '');
      return { ...request, into: sscc };
    });
  }

  #newFold(): ScanSession {
    const apart = ['ship', 'pack', 'receive', 'stock-take'].includes(this.#request.mode);
    return new ScanSession(this.#judge.count, { apart });
  }

  #isSame({ mode, to, into }: SessionRequest): boolean {
    const own = this.#request;
    return mode === own.mode && (own.mode !== 'ship' || to === own.to) && (own.mode !== 'pack' || into !== undefined);
  }

  #takeUp(ours: readonly Unfinished[]): Unfinished | undefined {
    for (const one of [...ours].reverse()) {
      const journal = Journal.takeUp(this.#env.home, one);
      if (journal === undefined) continue;
      this.#journal = journal;
      this.#request = one.request;
      return one;
    }
    throw nothingLeft();
  }

  async *#start(
    open: readonly Unfinished[],
    taken: Unfinished | undefined,
    discarded: number,
  ): AsyncIterable<SessionLine> {
    const { into } = this.#request;
    yield this.#line(0, {
      kind: 'start',
      tally: this.#fold.tally,
      ...(into === undefined ? {} : { into }),
      ...(open.length === 0 ? {} : { unfinished: open.map(leftLine) }),
      ...(taken === undefined ? {} : { continued: leftLine(taken) }),
      ...(discarded === 0 ? {} : { discarded }),
    });
  }

  /** What a cut-off session had heard, judged anew: the ledger may know more by now. */
  async #replay(moves: readonly Move[]): Promise<void> {
    const last = moves.at(-1);
    // Cut off while it was recorded: that is done again as it was, whatever the ledger says of the scans by now.
    if (last !== undefined && 'finish' in last) this.#cutOff = last.finish;
    let scans: string[] = [];
    const flush = async () => {
      for (let at = 0; at < scans.length; at += BATCH) await this.#scans(scans.slice(at, at + BATCH));
      scans = [];
    };
    for (const move of moves) {
      if ('scan' in move) {
        scans.push(move.scan);
        continue;
      }
      await flush();
      if ('undo' in move) this.#fold.undo();
      else if ('answer' in move) this.#fold.answer(move.answer);
    }
    await flush();
  }

  /** Enter goes on with what was left, `d` drops it; whoever just scans begins anew and leaves it where it is. */
  async *#askAbout(ours: readonly Unfinished[]): AsyncGenerator<SessionLine, readonly SessionInput[]> {
    for (;;) {
      const [input, ...rest] = (await this.#queue.take(BATCH)) ?? [];
      if (input === undefined) return [{ kind: 'end' }];
      if (input.kind === 'enter') {
        const taken = this.#takeUp(ours);
        if (taken !== undefined) await this.#replay(taken.moves);
        yield this.#line(0, {
          kind: 'key',
          result: 'counted',
          tally: this.#fold.tally,
          ...(taken ? { continued: leftLine(taken) } : {}),
        });
        if (this.#cutOff !== undefined) return [{ kind: 'end' }];
      } else if (input.kind === 'line' && input.text.trim().toLowerCase() === 'd') {
        ours.forEach(discardSession);
        yield this.#line(0, { kind: 'key', discarded: ours.length });
      } else return [input, ...rest];
      return rest;
    }
  }

  async *#hear(first: readonly SessionInput[]): AsyncIterable<SessionLine> {
    let inputs: readonly SessionInput[] | undefined = first;
    for (; inputs !== undefined; inputs = await this.#queue.take(BATCH)) {
      let scans: string[] = [];
      for (const input of inputs) {
        const text = input.kind === 'picture' ? input.text : input.kind === 'line' ? this.#undo(input.text) : undefined;
        const word = input.kind === 'line' ? input.text.trim().toLowerCase() : '';
        if (text !== undefined && !this.#isWord(word)) {
          scans.push(text);
          continue;
        }
        yield* this.#answered(scans);
        scans = [];
        const ends = yield* this.#key(input, word);
        if (ends) return;
      }
      yield* this.#answered(scans);
    }
    yield* this.#finish();
  }

  #isWord(word: string): boolean {
    return word === '.' || word === 'undo' || (/^[12]$/.test(word) && this.#options.terminal !== undefined);
  }

  /** What a key or a word does; true where the session is over. */
  async *#key(input: SessionInput, word: string): AsyncGenerator<SessionLine, boolean> {
    if (input.kind === 'problem') {
      yield this.#line(65, { kind: 'problem', text: input.text });
    } else if (input.kind === 'interrupt') {
      yield this.#kept();
      return true;
    } else if (input.kind === 'undo' || word === 'undo') {
      this.#noted([{ undo: true }]);
      yield this.#told(this.#fold.undo());
    } else if (word === '1' || word === '2' || (input.kind === 'enter' && this.#fold.question !== undefined)) {
      if (this.#fold.question === undefined) return false;
      const answer = word === '2' ? 'second' : 'same';
      this.#noted([{ answer }]);
      yield this.#told(this.#fold.answer(answer));
    } else if (input.kind === 'enter' || input.kind === 'end' || word === '.') {
      return yield* this.#tryToFinish();
    }
    return false;
  }

  /** At a terminal a record that fails does not end the session: the reason is told, and Enter tries again. */
  async *#tryToFinish(): AsyncGenerator<SessionLine, boolean> {
    try {
      yield* this.#finish();
      return true;
    } catch (error) {
      if (this.#options.terminal === undefined || !(error instanceof PedigreeError)) throw error;
      const advice = error.hint ?? 'Enter tries again, undo takes back the last scan, Ctrl-C keeps all for later.';
      this.#ring(2);
      yield this.#line(error.exit, { kind: 'problem', code: error.code, text: error.message, advice });
      return false;
    }
  }

  async *#answered(scans: readonly string[]): AsyncIterable<SessionLine> {
    for (let at = 0; at < scans.length; at += BATCH) {
      const batch = scans.slice(at, at + BATCH);
      this.#noted(batch.map((scan) => ({ scan })));
      for (const { line, bell } of await this.#scans(batch)) {
        this.#ring(bell);
        yield line;
      }
    }
  }

  /** On disk before it is answered. */
  #noted(moves: readonly Move[]): void {
    if (this.#home === undefined || this.#env.dryRun) return;
    if (this.#journal === undefined) {
      if (this.#unkept) return;
      try {
        this.#journal = Journal.begin(this.#env.home, newId(this.#env), this.#request, this.#env.clock());
      } catch (error) {
        // A stock-take writes nothing else, so a home that cannot be written to is no hindrance.
        if (this.#request.mode !== 'stock-take') throw error;
        this.#unkept = true;
        this.#env.warn('this home cannot be written to: the scans will not survive a power cut');
        return;
      }
    }
    this.#journal.add(moves);
  }

  async #scans(scans: readonly string[]): Promise<readonly { readonly line: SessionLine; readonly bell: 0 | 1 | 2 }[]> {
    const looks = await this.#judge.looks(scans);
    return looks.map((look, at) => {
      const input = scans[at] ?? '';
      const n = ++this.#scanned;
      const outcome = this.#fold.scan(n, input, look);
      if (outcome.result === 'counted' || outcome.result === 'refused') {
        if (this.#request.mode === 'stock-take' && outcome.overlaps === undefined) this.#differences.note(look, input);
      }
      const asks = this.#options.terminal !== undefined && this.#fold.question !== undefined;
      const { bell, exit, data } = lineOfScan(look, outcome, asks);
      return { bell, line: this.#line(exit, data, n, input) };
    });
  }

  #told(outcome: Outcome): SessionLine {
    const { bell, exit, data } = lineOfKey(outcome);
    this.#ring(bell);
    return this.#line(exit, data);
  }

  /** What was typed so far is wiped away, so that the answer stands on a line of its own. */
  #ring(bell: 0 | 1 | 2): void {
    const { terminal } = this.#options;
    terminal?.line('');
    if (bell > 0) terminal?.bell(bell === 2 ? 2 : 1);
  }

  /** Interrupted: nothing is recorded, and nothing is lost. */
  #kept(): SessionLine {
    const kept = this.#journal !== undefined;
    const { mode } = this.#request;
    const text = kept ? 'nothing was recorded; the scans are kept' : 'nothing was recorded';
    const advice = kept ? { advice: `pedigree scan --mode ${mode} --continue goes on with them` } : {};
    return this.#line(130, { kind: 'end', result: 'kept', text, ...advice, tally: this.#fold.tally });
  }

  async *#finish(): AsyncIterable<SessionLine> {
    const fold = this.#fold;
    const { mode } = this.#request;
    const { tally } = fold;
    if (mode === 'verify' && tally.scans === 0 && this.#options.terminal === undefined)
      throw new PedigreeError('bad-input', 'there was nothing to read');
    const ending = this.#record();
    const differs = this.#differences.unexpected.length + this.#differences.wrongState.length > 0;
    const { exit, ...told } = ending;
    const stock =
      mode === 'stock-take'
        ? { unexpected: this.#differences.unexpected, wrongState: this.#differences.wrongState }
        : {};
    const copies = [...fold.copies()].map(({ input }) => input);
    const repeated = [...fold.repeated()].map(({ key }) => inputOf(fold, key));
    this.#journal?.remove();
    this.#journal = undefined;
    yield this.#line(worstExit([exit, differs ? LOOK : 0, copies.length > 0 ? COPY : 0]), {
      kind: 'end',
      result: told.recorded !== undefined ? 'recorded' : tally.scans === 0 ? 'nothing-scanned' : 'counted',
      tally,
      ...told,
      ...stock,
      ...(copies.length === 0 ? {} : { copies }),
      ...(repeated.length === 0 ? {} : { repeated }),
      ...(this.#request.into === undefined ? {} : { into: this.#request.into }),
      seconds: Math.round((performance.now() - this.#began) / 100) / 10,
    });
  }

  #record(): Ending {
    if (this.#home === undefined) return { exit: 0 };
    const finish = this.#cutOff ?? toRecord(this.#fold);
    this.#cutOff = undefined;
    if (finish.items.length > 0) this.#noted([{ finish }]);
    const id = this.#journal?.id ?? newId(this.#env);
    try {
      return recordSession(this.#home, this.#request, finish, this.#fold, this.#judge.expected, id);
    } catch (error) {
      if (!(error instanceof PedigreeError) || this.#journal === undefined) throw error;
      this.#noted([{ failed: true }]);
      const hint = error.hint === undefined ? '' : `${error.hint}; `;
      const { code, message, exit, detail } = error;
      throw new PedigreeError(code, message, {
        exit,
        cause: error,
        ...(detail === undefined ? {} : { detail }),
        hint: `${hint}the scans are kept: pedigree scan --mode ${this.#request.mode} --continue`,
      });
    }
  }

  #line(exit: number, data: Omit<SessionData, 'mode'>, n?: number, input?: string): SessionLine {
    const { mode } = this.#request;
    const { kind, ...rest } = data;
    const person = this.#options.terminal === undefined ? {} : { person: true as const };
    const place = n === undefined || input === undefined ? {} : { n, input };
    return { ...place, exit, data: { kind, mode, ...rest, ...person } };
  }
}

function inputOf(fold: ScanSession, key: string): string {
  for (const counted of fold.counted()) if (counted.key === key) return counted.input;
  return key;
}

function nothingLeft(): PedigreeError {
  return new PedigreeError('not-found', 'no unfinished session of this kind is here', {
    hint: 'start one without --continue and --finish',
  });
}

/** Sorts by the time it was made; never the same twice. */
function newId(env: Env): string {
  return Date.now().toString(36).padStart(9, '0') + Buffer.from(env.random(6)).readUIntBE(0, 6).toString(36);
}
