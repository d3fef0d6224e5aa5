// The moves of a session as they go to the disk: begun with the first of them or before, taken up where another process left them.
import { PedigreeError } from '../../errors.ts';
import type { Outcome, ScanSession } from '../../scan/session.ts';
import { phrase, say } from '../../words/en/sessions.ts';
import type { Env } from '../node/env.ts';
import { Journal, type Move, newSessionId, type Unfinished } from './session-journal.ts';
import type { Mode, SessionRequest } from './session-request.ts';

/** A move that is no scan, made in the session once more. */
export function moved(session: ScanSession, move: Move): Outcome | undefined {
  if ('undo' in move) return session.undo();
  if ('answer' in move) return session.answer(move.answer);
  return 'damaged' in move ? session.damage() : undefined;
}

export class KeptMoves {
  /** The number of the move that is answered now. */
  move: number | undefined;
  readonly #env: Env;
  /** Nothing is recorded at the end, so that nothing has to be kept. */
  readonly #needless: boolean;
  #journal: Journal | undefined;
  #unkept = false;

  constructor(env: Env, needless: boolean) {
    this.#env = env;
    this.#needless = needless || env.dryRun;
  }

  /** Absent as long as nothing is kept. */
  get id(): string | undefined {
    return this.#journal?.id;
  }

  /** Goes on with the newest that nobody else has taken up. @throws not-found (66) */
  takeUp(ours: readonly Unfinished[]): Unfinished {
    for (const one of [...ours].reverse()) {
      const journal = Journal.takeUp(this.#env.home, one);
      if (journal === undefined) continue;
      this.#journal = journal;
      return one;
    }
    throw new PedigreeError('not-found', say('no-unfinished-session'), {
      hint: say('start-one-without-continue'),
    });
  }

  begin(id: string, request: SessionRequest): void {
    this.#journal = Journal.begin(this.#env.home, id, request, this.#env.clock());
  }

  /** On disk before it is answered. */
  note(moves: readonly Move[], request: SessionRequest): void {
    if (this.#needless || this.#unkept) return;
    try {
      if (this.#journal === undefined) this.begin(newSessionId(this.#env.random), request);
    } catch (error) {
      // A stock-take writes nothing else, so a home that cannot be written to is no hindrance.
      if (request.mode !== 'stock-take') throw error;
      this.#unkept = true;
      this.#env.warn(phrase('home-cannot-written'));
    }
    const move = this.move === undefined ? {} : { move: this.move };
    this.#journal?.add(moves.map((one) => ({ ...one, ...move })));
  }

  /** Recorded: nothing is left of it. */
  remove(): void {
    this.#journal?.remove();
    this.#journal = undefined;
  }

  close(): void {
    this.#journal?.close();
  }
}

/** A record that failed, and how to go on with what is kept. */
export function failedYet(error: PedigreeError, mode: Mode): PedigreeError {
  const { code, message, exit, detail } = error;
  const hint = error.hint === undefined ? '' : `${error.hint}; `;
  return new PedigreeError(code, message, {
    exit,
    cause: error,
    ...(detail === undefined ? {} : { detail }),
    hint: say('scans-kept-scan-mode', { hint, mode }),
  });
}
