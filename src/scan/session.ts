// One run of scanning as a fold: each move (a scan, an undo, an answer) changes what was counted and says what to tell.
// No file, clock or terminal: the same moves give the same session, which is how one that was cut off is taken up again.

/** What the ledger says of one scan before it is counted. */
export interface Judged {
  /** What it is, for all scans of it: the key of the item; absent where the scan cannot be read. */
  readonly key?: string;
  /** Keys of the containers that it lies in. */
  readonly within: readonly string[];
  /** Whether it is counted, and acted on at the end. */
  readonly taken: boolean;
  readonly packs: number;
  /** Not counted, and told of at the end all the same: a pack that nobody announced. */
  readonly told?: boolean;
  /** Which of the things that are expected it stands for: itself, the container that it came in, or all that is inside. */
  readonly stands: readonly string[];
}

export type Result = 'counted' | 'refused' | 'duplicate' | 'unreadable' | 'undone' | 'copy' | 'same' | 'nothing';

export interface Tally {
  readonly scans: number;
  readonly counted: number;
  readonly packs: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly unreadable: number;
  /** Of what is expected, how much is here; absent where nothing is. */
  readonly expected?: number;
  readonly here?: number;
}

/** Something that was counted. */
export interface Counted {
  readonly key: string;
  readonly n: number;
  readonly input: string;
  readonly packs: number;
  readonly within: readonly string[];
  readonly stands: readonly string[];
}

/** What became of one move. */
export interface Outcome {
  readonly result: Result;
  /** The scan that it is about: of a repetition the first, of an undo what was taken back. */
  readonly about?: Counted;
  /** Lies in this container, which was scanned too, or holds this: one of the two is enough. */
  readonly overlaps?: Counted;
  readonly tally: Tally;
}

/** A repetition that nobody has answered yet: the same box, or a second one with the same code. */
export interface Question {
  readonly key: string;
  readonly first: number;
  readonly again: number;
}

type Done = { readonly what: 'counted' | 'copy' | 'told'; readonly counted: Counted };

export class ScanSession {
  readonly #counted = new Map<string, Counted>();
  /** By the key of a container around: what was counted inside it. */
  readonly #inside = new Map<string, Counted>();
  readonly #told = new Map<string, Counted>();
  readonly #copies = new Map<string, Counted>();
  readonly #refused = new Map<string, number>();
  readonly #repeated = new Map<string, Question>();
  readonly #history: Done[] = [];
  readonly #expected: number;
  readonly #here = new Map<string, number>();
  readonly #apart: boolean;
  #question: Question | undefined;
  #scans = 0;
  #packs = 0;
  #duplicates = 0;
  #refusals = 0;
  #unreadable = 0;

  /**
   * @param expected how many things are announced or in stock; `Judged.stands` names those of them that a scan stands for
   * @param options.apart a container and something in it cannot both be counted
   */
  constructor(expected = 0, options: { readonly apart?: boolean } = {}) {
    this.#expected = expected;
    this.#apart = options.apart ?? false;
  }

  /** The repetition that waits for an answer. */
  get question(): Question | undefined {
    return this.#question;
  }

  get tally(): Tally {
    return {
      scans: this.#scans,
      counted: this.#counted.size,
      packs: this.#packs,
      duplicates: this.#duplicates,
      refused: this.#refusals,
      unreadable: this.#unreadable,
      ...(this.#expected === 0 ? {} : { expected: this.#expected, here: this.#here.size }),
    };
  }

  /** What was counted, in the order of scanning. */
  counted(): Iterable<Counted> {
    return this.#counted.values();
  }

  /** What is told of without being counted. */
  told(): Iterable<Counted> {
    return this.#told.values();
  }

  /** What was found to be there twice: two boxes with one code. */
  copies(): Iterable<Counted> {
    return this.#copies.values();
  }

  /** Repetitions that nobody answered. */
  repeated(): Iterable<Question> {
    return this.#repeated.values();
  }

  isHere(expected: string): boolean {
    return this.#here.has(expected);
  }

  scan(n: number, input: string, judged: Judged): Outcome {
    this.#scans++;
    const { key } = judged;
    // Whoever scans on has not answered: the repetition stays a repetition, and is not counted.
    this.#question = undefined;
    if (key === undefined) {
      this.#unreadable++;
      return this.#tell('unreadable');
    }
    const first = this.#counted.get(key) ?? this.#copies.get(key);
    if (first !== undefined || this.#refused.has(key)) return this.#again(key, n, first);
    const { packs, within, stands } = judged;
    const counted: Counted = { key, n, input, packs, within, stands };
    if (!judged.taken) {
      this.#refused.set(key, n);
      this.#refusals++;
      if (judged.told === true) {
        this.#told.set(key, counted);
        this.#history.push({ what: 'told', counted });
      }
      return this.#tell('refused');
    }
    const overlaps = this.#apart ? this.#overlapping(key, within) : undefined;
    if (overlaps !== undefined) {
      this.#refusals++;
      return { ...this.#tell('refused'), overlaps };
    }
    this.#count(counted);
    this.#history.push({ what: 'counted', counted });
    return { ...this.#tell('counted'), about: counted };
  }

  /** Takes back the last scan that was counted, or the last answer that it was a copy. */
  undo(): Outcome {
    this.#question = undefined;
    const done = this.#history.pop();
    if (done === undefined) return this.#tell('nothing');
    if (done.what === 'copy') {
      this.#copies.delete(done.counted.key);
      this.#count(done.counted);
    } else if (done.what === 'told') {
      this.#told.delete(done.counted.key);
      this.#refused.delete(done.counted.key);
    } else {
      this.#uncount(done.counted);
      this.#repeated.delete(done.counted.key);
    }
    return { ...this.#tell('undone'), about: done.counted };
  }

  /** Answers the open question: `second` takes both boxes out of what is counted. */
  answer(answer: 'same' | 'second'): Outcome {
    const question = this.#question;
    this.#question = undefined;
    if (question === undefined) return this.#tell('nothing');
    const counted = this.#counted.get(question.key);
    if (answer === 'same') {
      this.#repeated.delete(question.key);
      return { ...this.#tell('same'), ...(counted === undefined ? {} : { about: counted }) };
    }
    if (counted === undefined) return this.#tell('copy');
    this.#repeated.delete(question.key);
    this.#uncount(counted);
    this.#copies.set(question.key, counted);
    this.#history.push({ what: 'copy', counted });
    return { ...this.#tell('copy'), about: counted };
  }

  #again(key: string, n: number, first: Counted | undefined): Outcome {
    this.#duplicates++;
    const question = { key, first: first?.n ?? this.#refused.get(key) ?? n, again: n };
    if (this.#counted.has(key)) {
      this.#question = question;
      this.#repeated.set(key, question);
    }
    return { ...this.#tell('duplicate'), ...(first === undefined ? {} : { about: first }) };
  }

  #overlapping(key: string, within: readonly string[]): Counted | undefined {
    for (const outer of within) {
      const found = this.#counted.get(outer);
      if (found !== undefined) return found;
    }
    return this.#inside.get(key);
  }

  #count(counted: Counted): void {
    this.#counted.set(counted.key, counted);
    this.#packs += counted.packs;
    for (const outer of counted.within) this.#inside.set(outer, counted);
    for (const name of counted.stands) this.#here.set(name, (this.#here.get(name) ?? 0) + 1);
  }

  #uncount(counted: Counted): void {
    this.#counted.delete(counted.key);
    this.#packs -= counted.packs;
    for (const name of counted.stands) {
      const left = (this.#here.get(name) ?? 0) - 1;
      if (left > 0) this.#here.set(name, left);
      else this.#here.delete(name);
    }
    for (const outer of counted.within) {
      if (this.#inside.get(outer) !== counted) continue;
      this.#inside.delete(outer);
      for (const other of this.#counted.values()) if (other.within.includes(outer)) this.#inside.set(outer, other);
    }
  }

  #tell(result: Result): Outcome {
    return { result, tally: this.tally };
  }
}
