// A scanning session from its first scan to its record: sources in, a line out for each scan, nothing lost between.
import { PedigreeError, worstExit } from '../errors.ts';
import { KeyReader, type Typed } from '../scan/keyboard.ts';
import { SourceQueue } from '../scan/queue.ts';
import { makeUndo } from '../scan/scanner-profile.ts';
import { type Outcome, ScanSession, type Tally } from '../scan/session.ts';
import type { ScanTerminal } from '../scan/terminal.ts';
import { mustHaveRole } from './deed.ts';
import type { Env } from './env.ts';
import { type Home, openHome } from './home.ts';
import { catchUp } from './inventory.ts';
import { knowledgeOf } from './knowledge.ts';
import { ssccNamed } from './pack.ts';
import { openReading } from './reading.ts';
import { resolveParty } from './resolve.ts';
import { readProfile } from './scanner.ts';
import { scansOf } from './scans.ts';
import { type Ending, recordSession, StockDifferences, toRecord } from './session-finish.ts';
import {
  discardSession,
  type Finish,
  Journal,
  type Move,
  type Unfinished,
  unfinishedSessions,
} from './session-journal.ts';
import { goodsJudge, type Judge, type Look, verifyingJudge } from './session-judge.ts';
import { newSscc, prefixFor } from './sscc.ts';

export const MODES = ['verify', 'receive', 'ship', 'dispense', 'pack', 'stock-take'] as const;
export type Mode = (typeof MODES)[number];

/** What a session is for; kept with it until it is recorded. */
export interface SessionRequest {
  readonly mode: Mode;
  readonly to?: string;
  readonly into?: string;
  readonly despatch?: string;
  readonly ref?: string;
}

export interface SessionOptions {
  readonly strict: boolean;
  /** What to do with a session of this mode that was cut off: go on with it, drop it, or record it and end. */
  readonly left?: 'continue' | 'discard' | 'finish';
  readonly device?: string;
  readonly watch?: string;
  /** A person at a terminal; else lines of `stdin`. */
  readonly terminal?: ScanTerminal;
  readonly stdin: () => AsyncIterable<Uint8Array>;
}

export interface LeftLine {
  readonly mode: Mode;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly scans: number;
}

/** One line of what a session says. */
export interface SessionLine {
  readonly n?: number;
  readonly input?: string;
  readonly exit: number;
  readonly data: SessionData;
}

export interface SessionData {
  readonly kind: 'start' | 'scan' | 'key' | 'problem' | 'end';
  readonly mode: Mode;
  readonly result?: Outcome['result'] | 'recorded' | 'nothing-scanned' | 'kept';
  readonly status?: Look['status'];
  readonly code?: string;
  readonly text?: string;
  readonly advice?: string;
  readonly again?: true;
  readonly item?: Look['item'];
  readonly product?: string;
  readonly packs?: number;
  readonly tally?: Tally;
  /** Waits for an answer: the same box, or a second one? */
  readonly asks?: true;
  readonly person?: true;
  readonly unfinished?: readonly LeftLine[];
  readonly continued?: LeftLine;
  readonly discarded?: number;
  readonly into?: string;
  readonly recorded?: object;
  readonly event?: string;
  readonly missing?: readonly string[];
  readonly missingCount?: number;
  readonly unexpected?: readonly string[];
  readonly wrongState?: readonly { readonly item: string; readonly state: string }[];
  readonly copies?: readonly string[];
  readonly repeated?: readonly string[];
  readonly seconds?: number;
}

/** What comes out of the sources. */
type Input =
  | Typed
  | { readonly kind: 'picture'; readonly text: string }
  | { readonly kind: 'problem'; readonly text: string };

/** Scans judged in one read of the ledger, and made durable with one sync. */
const BATCH = 64;
const [SAME, COPY] = [20, 10];

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
  readonly #queue = new SourceQueue<Input>();
  readonly #judge: Judge & { close?(): void };
  readonly #differences = new StockDifferences();
  readonly #undo: (scan: string) => string;
  readonly #began = performance.now();
  #request: SessionRequest;
  #fold: ScanSession;
  #journal: Journal | undefined;
  #cutOff: Finish | undefined;
  #scanned = 0;

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
    this.#listen();
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
  async *#askAbout(ours: readonly Unfinished[]): AsyncGenerator<SessionLine, readonly Input[]> {
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

  #listen(): void {
    const { terminal, stdin, device, watch } = this.#options;
    const { signal } = this.#stop;
    this.#env.signal?.addEventListener('abort', () => void this.#queue.push({ kind: 'interrupt' }));
    const sources: Promise<void>[] = [];
    if (watch !== undefined) sources.push(this.#watch(watch, signal));
    if (device !== undefined) sources.push(this.#serial(device, signal));
    const main = terminal === undefined ? this.#lines(stdin) : this.#keys(terminal);
    void main
      .then(() => this.#stop.abort())
      .then(() => Promise.all(sources))
      .then(() => this.#queue.close())
      .catch((error) => this.#queue.fail(error));
    for (const source of sources) source.catch((error) => this.#queue.fail(error));
  }

  async #keys(terminal: ScanTerminal): Promise<void> {
    const reader = new KeyReader();
    for await (const chunk of terminal.chunks()) {
      const typed = reader.feed(chunk, performance.now());
      terminal.line(reader.line);
      await this.#queue.push(...typed);
      // What is typed behind the end is for the shell.
      if (typed.some(({ kind }) => kind === 'end')) return;
    }
    await this.#queue.push(...reader.end());
  }

  async #lines(stdin: () => AsyncIterable<Uint8Array>): Promise<void> {
    for await (const scan of scansOf(['-'], stdin)) {
      if ('error' in scan) await this.#queue.push({ kind: 'problem', text: scan.error.message });
      else await this.#queue.push({ kind: 'line', text: scan.text });
      if (scan.input.trim() === '.') return;
    }
  }

  async #serial(device: string, signal: AbortSignal): Promise<void> {
    const { serialCodes } = await import('../scan/serial.ts');
    for await (const text of serialCodes(device, { signal, warn: (warning) => this.#env.warn(warning) }))
      await this.#queue.push({ kind: 'line', text });
  }

  async #watch(folder: string, signal: AbortSignal): Promise<void> {
    const { folderCodes } = await import('../scan/folder.ts');
    for await (const { path, codes, problem } of folderCodes(folder, { signal })) {
      await this.#queue.push(...codes.map((text) => ({ kind: 'picture' as const, text })));
      if (problem !== undefined) await this.#queue.push({ kind: 'problem', text: `${path}: ${problem}` });
    }
  }

  async *#hear(first: readonly Input[]): AsyncIterable<SessionLine> {
    let inputs: readonly Input[] | undefined = first;
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
  async *#key(input: Input, word: string): AsyncGenerator<SessionLine, boolean> {
    if (input.kind === 'problem') {
      yield this.#line(65, { kind: 'problem', text: input.text });
    } else if (input.kind === 'interrupt') {
      yield this.#kept();
      return true;
    } else if (input.kind === 'undo' || word === 'undo') {
      this.#noted([{ undo: true }]);
      yield this.#after(this.#fold.undo());
    } else if (word === '1' || word === '2' || (input.kind === 'enter' && this.#fold.question !== undefined)) {
      if (this.#fold.question === undefined) return false;
      const answer = word === '2' ? 'second' : 'same';
      this.#noted([{ answer }]);
      yield this.#after(this.#fold.answer(answer));
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
      this.#options.terminal.bell(2);
      yield this.#line(error.exit, { kind: 'problem', code: error.code, text: error.message, advice });
      return false;
    }
  }

  async *#answered(scans: readonly string[]): AsyncIterable<SessionLine> {
    for (let at = 0; at < scans.length; at += BATCH) {
      const batch = scans.slice(at, at + BATCH);
      this.#noted(batch.map((scan) => ({ scan })));
      yield* await this.#scans(batch);
    }
  }

  /** On disk before it is answered. */
  #noted(moves: readonly Move[]): void {
    if (this.#home === undefined || this.#env.dryRun) return;
    this.#journal ??= Journal.begin(this.#env.home, newId(this.#env), this.#request, this.#env.clock());
    this.#journal.add(moves);
  }

  async #scans(scans: readonly string[]): Promise<readonly SessionLine[]> {
    const looks = await this.#judge.looks(scans);
    return looks.map((look, at) => {
      const input = scans[at] ?? '';
      const n = ++this.#scanned;
      const outcome = this.#fold.scan(n, input, look);
      if (outcome.result === 'counted' || outcome.result === 'refused') {
        if (this.#request.mode === 'stock-take' && outcome.overlaps === undefined) this.#differences.note(look, input);
      }
      return this.#scanLine(n, input, look, outcome);
    });
  }

  #scanLine(n: number, input: string, look: Look, outcome: Outcome): SessionLine {
    const { result, overlaps, about, tally } = outcome;
    const { status, code, text, advice, item, product, packs, again } = look;
    const base = { kind: 'scan', result, ...defined({ item, product, packs, again }), tally } as const;
    // What was stopped before is stopped again: that it came twice matters less.
    if (result === 'duplicate' && (look.taken || status !== 'stop')) {
      const asks = this.#options.terminal !== undefined && this.#fold.question !== undefined;
      this.#options.terminal?.bell(1);
      const before = about === undefined ? '' : `: it was scan ${about.n}`;
      return this.#line(
        SAME,
        { ...base, status: 'caution', code: 'duplicate', text: `scanned before${before}`, ...(asks ? { asks } : {}) },
        n,
        input,
      );
    }
    if (overlaps !== undefined) {
      const told = { code: 'overlaps', text: `counted already with scan ${overlaps.n}: one lies in the other` };
      this.#options.terminal?.bell(1);
      return this.#line(0, { ...base, status: 'caution', ...told }, n, input);
    }
    if (status === 'stop' && again === undefined) this.#options.terminal?.bell(2);
    else if (status !== 'genuine') this.#options.terminal?.bell(1);
    return this.#line(look.exit, { ...base, status, ...defined({ code, text, advice }) }, n, input);
  }

  #after(outcome: Outcome): SessionLine {
    const { result, about, tally } = outcome;
    const base = { kind: 'key', result, tally } as const;
    if (result === 'copy') {
      this.#options.terminal?.bell(2);
      const advice = 'Put both boxes aside, neither is counted. Then: pedigree report … --as suspect';
      return this.#line(COPY, {
        ...base,
        status: 'stop',
        code: 'copy',
        text: 'two boxes with one code: one is a copy',
        advice,
      });
    }
    const text = {
      undone: `scan ${about?.n} is taken back`,
      same: 'the same box: counted once',
      nothing: 'there is nothing to take back',
    }[result as 'undone' | 'same' | 'nothing'];
    return this.#line(0, { ...base, text });
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
    yield this.#line(worstExit([exit, differs ? SAME : 0, copies.length > 0 ? COPY : 0]), {
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

function leftLine({ request, since, moves }: Unfinished): LeftLine {
  const scans = moves.filter((move) => 'scan' in move).length;
  return { mode: request.mode, since: new Date(since).toISOString(), scans };
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

function defined<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
