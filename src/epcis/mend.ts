// A file put right in its own form, as far as nothing has to be guessed: each change is told, what is left is not touched.
import { sha256Hex } from '../chain/hash.ts';
import { type WritePlan, type WrittenForm, writeEpcis } from './convert.ts';
import type { FileFindingCode } from './findings.ts';
import type { TakeFound } from './found.ts';
import type { LostKind } from './lost.ts';
import { type MendCode, mendedAround, mendedEvent, mendedIlmd, mendedWord } from './mend-event.ts';
import type { ByteSource, EpcisEvent, EpcisForm, VocabularyElement } from './model.ts';

/** One change. */
export interface MendedPart {
  readonly code: MendCode;
  /** The event, counted from 0; none where it stands around the events. */
  readonly event?: number;
  readonly was: string;
  readonly is: string;
}

export interface MendedFile {
  readonly form: EpcisForm;
  /** Events that were written. */
  readonly events: number;
  /** All changes; `changes` has the first hundred. */
  readonly changed: number;
  readonly changes: readonly MendedPart[];
  /** How often each kind. */
  readonly counts: Readonly<Partial<Record<MendCode, number>>>;
  /** What the file said and its form cannot: put right by being left out. */
  readonly lost: readonly LostKind[];
}

const TOLD = 100;

/** Counts changes, and keeps the first of them. */
class Changes {
  readonly first: MendedPart[] = [];
  readonly counts: Partial<Record<MendCode, number>> = {};
  event: number | undefined;
  all = 0;

  take(code: MendCode, was: string, is: string): void {
    this.all++;
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (this.first.length >= TOLD) return;
    this.first.push({ code, ...(this.event === undefined ? {} : { event: this.event }), was, is });
  }
}

/** What the reader tells, and what writing the file anew puts right. */
const WRITTEN_RIGHT: Readonly<Record<string, MendCode>> = {
  'encoding-label': 'encoding',
  'element-namespace': 'namespace',
};

/** A place that is a text is written as the object that it has to be; each is told. */
const PLACE = 'place-form' satisfies MendCode & FileFindingCode;

/** All that an event says, in one text: where it stood in the file and when it was recorded are no part of that. */
function allOf({ index: _, line: __, path: ___, recordTime: ____, ...said }: EpcisEvent): string {
  return sha256Hex(JSON.stringify(said));
}

const FORMS: Readonly<Record<EpcisForm, WrittenForm>> = {
  'epcis-1.2-xml': '1.2',
  'epcis-2.0-xml': '2.0-xml',
  'epcis-2.0-json': '2.0',
};

/**
 * Writes an EPCIS file again with all in its form that is clear: times, offsets, identifiers, names of the CBV, dates that can
 * mean one day alone, events that are there twice. It is UTF-8 afterwards.
 * @param write takes the text in pieces
 * @throws as readEpcis
 * @example
 * ```ts
 * import { mendEpcis } from 'pedigree/epcis';
 *
 * const file = new TextEncoder().encode('<ObjectEvent><action>add</action></ObjectEvent>');
 * const { changes } = await mendEpcis(
 *   () => [file],
 *   (text) => process.stdout.write(text),
 * );
 * console.log(changes[0]?.is); // ADD
 * ```
 */
export async function mendEpcis(source: ByteSource, write: (text: string) => void): Promise<MendedFile> {
  const changes = new Changes();
  const take = changes.take.bind(changes);
  const found: TakeFound = (code, at = {}) => {
    if (code === PLACE) {
      const { event, what = '' } = at;
      changes.event = event;
      take(PLACE, what, `{"id":${what}}`);
      return;
    }
    const mend = WRITTEN_RIGHT[code];
    if (mend === undefined || (changes.counts[mend] ?? 0) > 0) return;
    changes.event = undefined;
    take(mend, at.what ?? '', mend === 'encoding' ? 'utf-8' : '');
  };
  const seen = new Set<string>();
  const once = (one: EpcisEvent): EpcisEvent | undefined => {
    changes.event = one.index;
    const right = mendedEvent(one, take);
    const name = allOf(right);
    if (seen.has(name)) {
      take('event-repeats', one.eventID ?? '', '');
      return undefined;
    }
    seen.add(name);
    return right;
  };
  const word = (one: VocabularyElement) => {
    changes.event = undefined;
    return mendedWord(one, take);
  };
  const plan: WritePlan = {
    to: (form) => FORMS[form],
    // Of all that is mended only master data of lots gets another namespace.
    learn: (one) => ({ ...one, ...(one.ilmd && { ilmd: mendedIlmd(one.ilmd, () => {}) }) }),
    event: once,
    word,
    keepsAlone: true,
    around: (document) => {
      changes.event = undefined;
      return mendedAround(document, (code, was, is) => {
        if (code !== 'encoding' || changes.counts.encoding === undefined) take(code, was, is);
      });
    },
  };
  const written = await writeEpcis(source, plan, write, found);
  return {
    form: written.form,
    events: written.events,
    changed: changes.all,
    changes: changes.first,
    counts: changes.counts,
    lost: written.lost,
  };
}
