// What a scan says: the result types of reading, and the result whose other readings are worked out when asked for.
import type { AiTable } from './ai-table.ts';
import type { LinkOptions } from './digital-link.ts';
import type { Element } from './element-string.ts';
import type { Fault } from './faults.ts';
import type { Profile } from './profiles.ts';
import { warningsOf } from './warnings.ts';

/** In which form the scan came. */
export type Kind = 'element-string' | 'bracketed' | 'digital-link' | 'epc' | 'format06' | 'hibc' | 'ean' | 'plain';

/** Something that was done to the scan before it made sense. */
export interface Repair {
  readonly code: string;
  readonly offset: number;
  /** What in the scan shows it. */
  readonly evidence: string;
  /** The repair cannot have changed what the code says: frame bytes, line ends, a missing identifier. */
  readonly harmless: boolean;
}

/** Another code that the scan may stand for. */
export interface Candidate {
  readonly elements: readonly Element[];
  readonly repairs: readonly Repair[];
}

/** What a scan says. */
export interface Parsed {
  /** Nothing is wrong and one reading was chosen. */
  readonly ok: boolean;
  readonly kind: Kind;
  /** The name of the carrier, where its identifier was scanned. */
  readonly symbology?: string;
  readonly elements: readonly Element[];
  readonly errors: readonly Fault[];
  /** Doubts that do not make a scan wrong: national check digits, a product code where a pack code was expected. */
  readonly warnings: readonly Fault[];
  readonly repairs: readonly Repair[];
  /**
   * Other codes that the same keystrokes may stand for; where `ok` is false, all of them. Only a ledger that knows
   * exactly one of them can choose. Worked out when first read.
   */
  readonly candidates: readonly Candidate[];
  /** How many elements stood in the path of a Digital Link. */
  readonly inPath: number;
}

export interface ParseOptions extends LinkOptions {
  /** Another release of the dictionary. */
  readonly table?: AiTable;
  /** What a pack must hold; nothing by default. */
  readonly profile?: Profile;
}

const NONE: readonly never[] = [];

/** A result; what costs time and is seldom asked for is a function until then. */
export class ScanReading implements Parsed {
  readonly kind: Kind;
  readonly symbology?: string;
  readonly elements: readonly Element[];
  readonly errors: readonly Fault[];
  readonly repairs: readonly Repair[];
  readonly inPath: number;
  #warnings: readonly Fault[] | undefined;
  #candidates: readonly Candidate[] | (() => readonly Candidate[]);

  constructor(
    kind: Kind,
    symbology: string | undefined,
    elements: readonly Element[],
    errors: readonly Fault[],
    repairs: readonly Repair[] = NONE,
    candidates: readonly Candidate[] | (() => readonly Candidate[]) = NONE,
    inPath = 0,
  ) {
    this.kind = kind;
    if (symbology) this.symbology = symbology;
    this.elements = elements;
    this.errors = errors;
    this.repairs = repairs;
    this.inPath = inPath;
    this.#candidates = candidates;
  }

  get ok(): boolean {
    return this.errors.length === 0;
  }

  get warnings(): readonly Fault[] {
    this.#warnings ??= warningsOf(this);
    return this.#warnings;
  }

  get candidates(): readonly Candidate[] {
    if (typeof this.#candidates === 'function') this.#candidates = this.#candidates();
    return this.#candidates;
  }
}
