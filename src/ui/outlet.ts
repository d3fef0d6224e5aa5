// Where the answers of one run go. A run goes on to its end when nobody takes them any more, because what it records does
// not depend on who listens; at the end stderr says what came of it.
import type { Answer } from '../answer/answer.ts';
import { toFailure } from '../answer/failures.ts';
import type { CommandSpec } from '../commands/spec.ts';
import { PedigreeError, worstExit } from '../errors.ts';
import type { Stdout } from '../sync/out-stream.ts';
import { systemFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/screen.ts';
import { failureText } from './failure-text.ts';
import { type Io, OutputClosed } from './io.ts';
import { wrap } from './style.ts';

export class Outlet {
  readonly #io: Io;
  readonly #command: CommandSpec;
  /** Why nothing is written any more: the reader went away, or the device failed. */
  #end: 'unread' | PedigreeError | undefined;
  #answers = 0;
  #lost = 0;
  #recorded = 0;
  #waiting = 0;
  /** Scans of a session, of which one answer at the end tells. */
  #scans: number | undefined;
  #event: string | undefined;
  #dryRun = false;
  #told = false;

  /** A file is on stdout, and answers are talk. */
  readonly aside: boolean;
  #cut = false;

  constructor(io: Io, command: CommandSpec, aside: boolean) {
    this.#io = io;
    this.#command = command;
    this.aside = aside;
  }

  /** Where a file goes that was asked for as `-`. */
  get stdout(): Stdout {
    const outlet = this;
    return {
      write: (data) => outlet.#writeData(data),
      get isUnread() {
        return outlet.#cut;
      },
      get isTerminal() {
        return outlet.#io.outIsTerminal;
      },
    };
  }

  #writeData(data: Uint8Array): void {
    if (this.#cut) return;
    try {
      this.#io.write(data);
    } catch (thrown) {
      if (!(thrown instanceof OutputClosed)) throw toFailure(thrown);
      this.#cut = true;
    }
  }

  /** Nobody takes answers any more, so none need be made. */
  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** Counts an answer, before it is written. */
  count({ data }: Answer): void {
    const told: Told = data;
    this.#answers++;
    if (this.ended) this.#lost++;
    if (told.dryRun === true) this.#dryRun = true;
    else if (typeof told.event === 'string') {
      this.#event = told.event;
      this.#recorded++;
    } else if (typeof told.events === 'number') {
      // Taken in from a bundle.
      this.#recorded++;
    }
    if (typeof told.queued === 'string') this.#waiting++;
    if (told.kind === 'end' && told.tally !== undefined && told.mode !== 'verify' && told.mode !== 'stock-take') {
      this.#scans = told.tally.scans;
      const { recorded } = told;
      this.#recorded = recorded?.results?.filter(({ event }) => event !== undefined).length ?? told.tally.counted;
      if (recorded === undefined) this.#recorded = 0;
    }
  }

  /** What comes after the first text that could not be written is left out, so that what was written has no gaps. */
  write(text: string): void {
    if (this.ended) return;
    if (this.aside) {
      this.#io.talk(text);
      return;
    }
    try {
      this.#io.write(text);
    } catch (thrown) {
      this.#end = thrown instanceof OutputClosed ? 'unread' : toFailure(thrown);
      this.#lost++;
    }
  }

  get failure(): PedigreeError | undefined {
    return this.#end === 'unread' ? undefined : this.#end;
  }

  /** Says after an answer that the device has failed, where a run goes on, perhaps for long. */
  tellInTime(): void {
    const { failure } = this;
    if (failure === undefined || this.#told || (this.#command.lines === true && this.#lost < 2)) return;
    this.#told = true;
    this.#io.talk(`${wrap(`pedigree: warning: ${phrase('goes-on', { message: failure.message })}`, '  ')}\n`);
  }

  /**
   * Says what became of answers that nobody got, unless nothing was recorded and somebody merely read no further. `failed`: the
   * exit of a failure that was told.
   */
  tell(failed: number): void {
    const { failure } = this;
    if (this.#cut && failed === 0) {
      const hint = this.#event === undefined ? phrase('done-besides') : this.#hint();
      const said = this.#mayRecord ? phrase('file-not-read-hint', { hint }) : phrase('file-not-read');
      this.#io.talk(`${wrap(`pedigree: warning: ${said}`, '  ')}\n`);
    }
    if (failure !== undefined) {
      const message =
        this.#answers > 1
          ? say('answers-not-written', { lost: this.#lost, all: this.#answers })
          : say('answer-not-written');
      const why = systemFailure(failure.cause)?.message;
      const said = why === undefined ? message : say('because', { message, why });
      this.#io.talk(failureText(new PedigreeError(failure.code, said, { hint: this.#hint() })));
    } else if (this.#end === 'unread' && this.#mayRecord && this.#lost > 0) {
      this.#io.talk(`${wrap(`pedigree: warning: ${phrase('nobody-reads', { hint: this.#hint() })}`, '  ')}\n`);
    }
  }

  /**
   * The exit of a run: the worst of its answers; 74 where the device failed, because then they cannot be looked at; in
   * both cases the worse one of a failure that ended it.
   */
  exit(answers: readonly number[], failed: number): number {
    const { failure } = this;
    return worstExit([failed, ...(failure === undefined ? answers : [failure.exit])]);
  }

  get #mayRecord(): boolean {
    return this.#command.writes === true || this.#scans !== undefined;
  }

  #hint(): string {
    if (this.#dryRun) return phrase('nothing-was-to-be');
    if (this.#command.lines === true || this.#scans !== undefined) {
      if (!this.#mayRecord) return phrase('make-room-ask');
      const so = { recorded: this.#recorded, all: this.#scans ?? this.#answers };
      return this.#waiting === 0
        ? phrase('so-many-recorded', so)
        : phrase('so-many-recorded-waiting', { ...so, waiting: this.#waiting });
    }
    if (!this.#mayRecord) return phrase('make-room-run');
    return this.#event === undefined ? phrase('done') : phrase('done-as', { event: this.#event });
  }
}

/** What answers say of what they recorded. */
interface Told {
  readonly event?: unknown;
  readonly events?: unknown;
  readonly queued?: unknown;
  readonly dryRun?: unknown;
  readonly kind?: unknown;
  readonly mode?: unknown;
  readonly tally?: { readonly scans: number; readonly counted: number };
  readonly recorded?: { readonly results?: readonly { readonly event?: unknown }[] };
}
