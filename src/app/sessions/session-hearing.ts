// What was heard: a word that is obeyed, or a scan, of which two halves make one.
import { textsOf } from '../../gs1/keyed.ts';
import { joinHalves } from '../scans/halves.ts';
import type { ScanLabel, Ways } from '../scans/identify.ts';
import type { SessionInput } from './session-sources.ts';
import { meantBy } from './session-typed.ts';
import { type Word, wordIn } from './session-words.ts';

type Line = SessionInput & { readonly kind: 'line' };

export class Hearing {
  readonly #ways: Ways;
  readonly #knows: (label: ScanLabel) => boolean;
  /** Whether a person answers. */
  readonly #person: boolean;
  /** The scan before, of which the next may be the other half. */
  #half: string | undefined;

  constructor(ways: Ways, knows: (label: ScanLabel) => boolean, person: boolean) {
    this.#ways = ways;
    this.#knows = knows;
    this.#person = person;
  }

  wordOf(input: SessionInput): Word | undefined {
    if (input.kind === 'word') return input.word;
    return input.kind === 'line' && input.literal !== true ? this.#wordIn(input.text) : undefined;
  }

  /** A word as it was typed, or as a scanner that was calibrated types it. */
  #wordIn(text: string): Word | undefined {
    const texts = textsOf(text).flatMap((one) => [one, ...this.#ways.flatMap((way) => way(one))]);
    return texts.map((one) => wordIn(one, this.#person)).find((word) => word !== undefined);
  }

  /** Takes a scan into those that are answered next; of two halves of one code the second is the whole code. */
  take(line: Line, scans: string[]): void {
    const text = this.#meant(line);
    const half = this.#half;
    const whole = half === undefined ? undefined : joinHalves(half, text);
    this.#half = whole === undefined ? text : undefined;
    if (whole !== undefined && scans.at(-1) === half) scans.pop();
    scans.push(whole ?? text);
  }

  /** What a keyboard may have changed is undone; pictures and serial lines come as they were printed. */
  #meant({ text, by }: Line): string {
    return by === 'keys' || by === 'pipe' ? meantBy(text, this.#ways, by === 'keys', this.#knows) : text;
  }
}
