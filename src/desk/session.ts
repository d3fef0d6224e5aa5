// One session of a device: moves come in by number, and what came of each is known as long as the session is.
import { document } from '../answer/document.ts';
import { toFailure } from '../answer/failures.ts';
import type { Env } from '../app/node/env.ts';
import { type SessionLine, type SessionRequest, scanSession } from '../app/sessions/session.ts';
import type { SessionInput, SessionLook, SessionPerson } from '../app/sessions/session-sources.ts';
import type { PedigreeError } from '../errors.ts';
import { keyedText } from '../gs1/keyed.ts';
import { phrase } from '../words/en/desk.ts';
import type { DeskMove } from './move.ts';

/** A document of `pedigree scan --json`, and the move that it came of. */
export type MoveLine = Readonly<Record<string, unknown>> & { readonly move: number };

const LONGEST_SCAN = 8_192;
/** Lines that are kept for whoever asks again; of those before the answers of the ledger count. */
const MOST_LINES = 20_000;

export interface SessionEvents {
  /** Before the session is gone from the disk: the last lines are to be kept. */
  ended(session: DeskSession, lines: readonly MoveLine[], line: SessionLine): void;
}

export class DeskSession {
  readonly id: string;
  readonly #asked: SessionRequest;
  /** Who is at work there, as it stands in what is recorded. */
  readonly operator: string | undefined;
  used = performance.now();
  #lines: MoveLine[] = [];
  #last = 0;
  #look: SessionLook | undefined;
  #ended = false;
  #failed: PedigreeError | undefined;
  readonly #events: SessionEvents;
  readonly #listeners = new Set<(line: MoveLine) => void>();
  readonly #moves: DeskMove[] = [];
  #move: DeskMove | undefined;
  #wake: (() => void) | undefined;
  #answered: (() => void) | undefined;
  #closing = false;
  #running: Promise<void> = Promise.resolve();
  #chain: Promise<unknown> = Promise.resolve();
  #start: object = {};
  #listens: () => void = () => {};

  constructor(id: string, request: SessionRequest, operator: string | undefined, events: SessionEvents) {
    this.id = id;
    this.#asked = request;
    this.operator = operator;
    this.#events = events;
  }

  /** Opens it, or goes on with what is on the disk under its id. Gives the first line. @throws as `scanSession` */
  async open(env: Env): Promise<object> {
    const person: SessionPerson = {
      inputs: () => this.#inputs(),
      ring: () => {},
      begun: (look) => {
        this.#look = look;
      },
      answered: () => this.#answered?.(),
      replayed: (move, line) => this.#keep(move, line),
    };
    const lines = scanSession(env, this.#asked, { strict: false, lines: nothing, person, id: this.id });
    // It listens once what was heard before is judged anew.
    const listens = new Promise<void>((resolve) => {
      this.#listens = resolve;
    });
    this.#running = this.#run(lines);
    await Promise.race([listens, this.#running]);
    if (this.#failed !== undefined) throw this.#failed;
    return this.#start;
  }

  /** With names and numbers made definite. */
  get request(): SessionRequest {
    return this.#look?.request ?? this.#asked;
  }

  get isEnded(): boolean {
    return this.#ended || this.#failed !== undefined;
  }

  /** The number of the last move that was answered. */
  get last(): number {
    return this.#last;
  }

  get scans(): number {
    return new Set(this.#lines.filter(({ kind }) => kind === 'scan').map(({ move }) => move)).size;
  }

  get look(): SessionLook | undefined {
    return this.#look;
  }

  /**
   * Does what has not been done before, in order, and gives what came of all of them; undefined where the session was left
   * meanwhile, and has to be opened again. @throws what recording throws
   */
  moves(moves: readonly DeskMove[]): Promise<readonly MoveLine[] | undefined> {
    const done = this.#chain.then(() => this.#all(moves));
    this.#chain = done.catch(() => {});
    return done;
  }

  /** Once all moves that were sent so far are done. */
  async settled(): Promise<void> {
    await this.#chain;
  }

  /** The lines after a move, and whatever comes, until `end` is called. */
  follow(last: number, tell: (line: MoveLine) => void): () => void {
    for (const line of this.#lines) if (line.move > last) tell(line);
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** Leaves it on the disk as it is. */
  async close(): Promise<void> {
    await this.#chain;
    this.#closing = true;
    this.#wake?.();
    await this.#running;
  }

  async #all(moves: readonly DeskMove[]): Promise<readonly MoveLine[] | undefined> {
    if (this.#closing) return undefined;
    this.used = performance.now();
    const asked = new Set(moves.map(({ id }) => id));
    for (const move of moves) {
      if (move.id <= this.#last || this.isEnded) continue;
      await this.#one(move);
    }
    if (this.#failed !== undefined) throw this.#failed;
    const told = this.#lines.filter(({ move }) => asked.has(move));
    // It was cut off while it was recorded, and has ended by itself.
    return told.length === 0 && this.#ended ? this.#lines.filter(({ kind }) => kind === 'end') : told;
  }

  async #one(move: DeskMove): Promise<void> {
    this.#move = move;
    this.#last = move.id;
    const answered = new Promise<void>((resolve) => {
      this.#answered = resolve;
    });
    this.#moves.push(move);
    this.#wake?.();
    await Promise.race([answered, this.#running]);
    this.#move = undefined;
  }

  async *#inputs(): AsyncIterable<readonly SessionInput[]> {
    this.#listens();
    while (!this.#closing) {
      const move = this.#moves.shift();
      if (move !== undefined) yield [inputOf(move)];
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  async #run(lines: AsyncIterable<SessionLine>): Promise<void> {
    try {
      for await (const line of lines) this.#take(line);
    } catch (error) {
      this.#failed = toFailure(error);
    }
  }

  #take(line: SessionLine): void {
    const { kind, result } = line.data;
    if (kind === 'start') {
      this.#start = document('scan', line);
      return;
    }
    if (result === 'kept') return;
    const move = this.#move?.id ?? this.#last;
    this.#keep(move, line);
    if (kind !== 'end') return;
    this.#ended = true;
    const told = this.#lines.filter((one) => one.move === move);
    this.#events.ended(this, told, line);
  }

  #keep(move: number, line: SessionLine): void {
    this.#last = Math.max(this.#last, move);
    const scan = this.#move !== undefined && 'scan' in this.#move ? this.#move : undefined;
    const told: MoveLine = {
      ...document('scan', line),
      move,
      ...(scan === undefined ? {} : { by: scan.by }),
      ...(scan?.pressed === undefined ? {} : { pressed: scan.pressed }),
    };
    this.#lines.push(told);
    if (this.#lines.length > MOST_LINES) this.#lines = this.#lines.slice(-MOST_LINES / 2);
    for (const tell of this.#listeners) tell(told);
  }
}

async function* nothing(): AsyncIterable<never> {}

const LINE_END = /[\r\n\u2028\u2029]/;

function inputOf(move: DeskMove): SessionInput {
  const { id } = move;
  if ('scan' in move) {
    const { scan, pressed, by } = move;
    // Several codes in one, or no code at all: nothing of it is counted.
    if (scan.length > LONGEST_SCAN || [scan, pressed ?? ''].some((text) => LINE_END.test(text)))
      return { kind: 'problem', text: phrase('no-scan') };
    const text = pressed === undefined ? scan : keyedText({ typed: scan, pressed });
    return { kind: 'line', text, by: by === 'keys' ? 'keys' : 'picture', literal: true, move: id };
  }
  if ('undo' in move) return { kind: 'undo', move: id };
  if ('answer' in move) return { kind: 'word', word: move.answer, move: id };
  if ('damaged' in move) return { kind: 'word', word: 'damaged', move: id };
  if ('missing' in move) return { kind: 'word', word: 'missing', move: id };
  return { kind: 'enter', move: id };
}
