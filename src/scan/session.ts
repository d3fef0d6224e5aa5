// One run of scanning as a fold: each move (a scan, an undo, an answer) changes what was counted and says what to tell.
// No file, clock or terminal: the same moves give the same session, which is how one that was cut off is taken up again.

/** What the ledger says of one scan before it is counted. */
export interface JudgedScan {
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

export type Result =
  | 'counted'
  | 'refused'
  | 'duplicate'
  | 'unreadable'
  | 'undone'
  | 'copy'
  | 'same'
  | 'out'
  | 'damaged'
  | 'nothing';

export interface Tally {
  readonly scans: number;
  readonly counted: number;
  readonly packs: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly unreadable: number;
  /** Came damaged; absent where nothing did. */
  readonly damaged?: number;
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
  readonly about?: Pick<Counted, 'n'> & Partial<Counted>;
  /** Lies in this container, which was scanned too, or holds this: one of the two is enough. */
  readonly overlaps?: Counted;
  /** Of an undo: what was taken back. */
  readonly back?: Done['what'];
  readonly tally: Tally;
}

/** A repetition that nobody has answered yet: the same box, or a second one with the same code. */
export interface RepetitionQuestion {
  readonly key: string;
  readonly first: number;
  readonly again: number;
}

/** What a question may be answered with: the same box, a second one, or that the box is not to be counted after all. */
export type Reply = 'same' | 'second' | 'out';

/** What can be taken back, the last first. */
type Done =
  | { readonly what: 'counted' | 'copy' | 'out' | 'damaged'; readonly counted: Counted }
  | { readonly what: 'refused'; readonly n: number; readonly key: string }
  | {
      readonly what: 'duplicate';
      readonly n: number;
      readonly key: string;
      readonly before: RepetitionQuestion | undefined;
    }
  | { readonly what: 'unreadable' | 'overlap'; readonly n: number };

/** So many moves can be taken back. */
const TAKEN_BACK = 1_000;

export class ScanSession {
  readonly #counted = new Map<string, Counted>();
  /** By the key of a container around: what was counted inside it. */
  readonly #inside = new Map<string, Counted>();
  readonly #told = new Map<string, Counted>();
  readonly #copies = new Map<string, Counted>();
  readonly #damaged = new Map<string, Counted>();
  readonly #refused = new Map<string, number>();
  readonly #repeated = new Map<string, RepetitionQuestion>();
  readonly #history: Done[] = [];
  readonly #expected: number;
  readonly #here = new Map<string, number>();
  readonly #apart: boolean;
  #question: RepetitionQuestion | undefined;
  /** What was scanned last, where it can be marked. */
  #last: Counted | undefined;
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
  get question(): RepetitionQuestion | undefined {
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
      ...(this.#damaged.size === 0 ? {} : { damaged: this.#damaged.size }),
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

  /** What came damaged, counted by itself or with the container that it lies in. */
  damaged(): Iterable<Counted> {
    return this.#damaged.values();
  }

  /** What was found to be there twice: two boxes with one code. */
  copies(): Iterable<Counted> {
    return this.#copies.values();
  }

  /** Repetitions that nobody answered. */
  repeated(): Iterable<RepetitionQuestion> {
    return this.#repeated.values();
  }

  /** How something that was counted was read. */
  inputOf(key: string): string | undefined {
    return this.#counted.get(key)?.input;
  }

  isHere(expected: string): boolean {
    return this.#here.has(expected);
  }

  scan(n: number, input: string, judged: JudgedScan): Outcome {
    this.#scans++;
    const { key } = judged;
    // Whoever scans on has not answered: the repetition stays a repetition, and is not counted.
    this.#question = undefined;
    this.#last = undefined;
    if (key === undefined) {
      this.#unreadable++;
      this.#did({ what: 'unreadable', n });
      return this.#tell('unreadable');
    }
    const first = this.#counted.get(key) ?? this.#copies.get(key);
    if (first !== undefined || this.#refused.has(key)) return this.#again(key, n, first);
    const { packs, within, stands } = judged;
    const counted: Counted = { key, n, input, packs, within, stands };
    if (!judged.taken) {
      this.#refused.set(key, n);
      this.#refusals++;
      if (judged.told === true) this.#told.set(key, counted);
      this.#did({ what: 'refused', n, key });
      return this.#tell('refused');
    }
    this.#last = counted;
    const overlaps = this.#apart ? this.#overlapping(key, within) : undefined;
    if (overlaps !== undefined) {
      this.#refusals++;
      this.#did({ what: 'overlap', n });
      return { ...this.#tell('refused'), overlaps };
    }
    this.#count(counted);
    this.#did({ what: 'counted', counted });
    return { ...this.#tell('counted'), about: counted };
  }

  /** Takes back the last scan, counted or not, or the last answer or mark that came after it. */
  undo(): Outcome {
    this.#question = undefined;
    this.#last = undefined;
    const done = this.#history.pop();
    if (done === undefined) return this.#tell('nothing');
    switch (done.what) {
      case 'counted':
        this.#uncount(done.counted);
        this.#repeated.delete(done.counted.key);
        break;
      case 'copy':
        this.#copies.delete(done.counted.key);
        this.#count(done.counted);
        break;
      case 'out':
        this.#count(done.counted);
        break;
      case 'damaged':
        this.#damaged.delete(done.counted.key);
        break;
      case 'refused':
        this.#refusals--;
        this.#refused.delete(done.key);
        this.#told.delete(done.key);
        break;
      case 'duplicate':
        this.#duplicates--;
        if (done.before === undefined) this.#repeated.delete(done.key);
        else this.#repeated.set(done.key, done.before);
        break;
      case 'overlap':
        this.#refusals--;
        break;
      case 'unreadable':
        this.#unreadable--;
    }
    const about = 'counted' in done ? done.counted : { n: done.n };
    return { ...this.#tell('undone'), about, back: done.what };
  }

  /** Answers the open question: `second` takes both boxes out of what is counted, `out` the one that is. */
  answer(reply: Reply): Outcome {
    const question = this.#question;
    this.#question = undefined;
    const counted = question && this.#counted.get(question.key);
    if (counted === undefined) return this.#tell('nothing');
    this.#repeated.delete(counted.key);
    if (reply === 'same') return { ...this.#tell('same'), about: counted };
    this.#last = undefined;
    this.#uncount(counted);
    if (reply === 'out') {
      this.#did({ what: 'out', counted });
      return { ...this.#tell('out'), about: counted };
    }
    this.#copies.set(counted.key, counted);
    this.#did({ what: 'copy', counted });
    return { ...this.#tell('copy'), about: counted };
  }

  /** Marks what was scanned last as damaged, be it counted by itself or with the container that it lies in. */
  damage(): Outcome {
    const last = this.#last;
    if (last === undefined) return this.#tell('nothing');
    if (!this.#damaged.has(last.key)) {
      this.#damaged.set(last.key, last);
      this.#did({ what: 'damaged', counted: last });
    }
    return { ...this.#tell('damaged'), about: last };
  }

  #again(key: string, n: number, first: Counted | undefined): Outcome {
    this.#duplicates++;
    this.#did({ what: 'duplicate', n, key, before: this.#repeated.get(key) });
    const question = { key, first: first?.n ?? this.#refused.get(key) ?? n, again: n };
    if (this.#counted.has(key)) {
      this.#last = first;
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
    this.#damaged.delete(counted.key);
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

  #did(done: Done): void {
    this.#history.push(done);
    if (this.#history.length > TAKEN_BACK) this.#history.shift();
  }

  #tell(result: Result): Outcome {
    return { result, tally: this.tally };
  }
}
