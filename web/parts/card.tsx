// A verdict as it is read from two metres: word, sign, colour and border say the same, and below them stands why.
import type { ComponentChildren } from 'preact';
import { phrase } from '../../src/words/en/page.ts';
import type { ItemShown, ProductShown, ReasonShown } from '../api/documents.ts';
import { dayWords, momentWords } from '../base/clock.ts';
import { Facts, Said } from './base.tsx';
import { type Face, lastOf, productWords } from './product.ts';

interface Props {
  readonly face: Face;
  /** Why, on one line. */
  readonly why: string;
  readonly at: number;
  /** Older than it may look: grey, and silent about which pack it was. */
  readonly old?: boolean;
  readonly item: ItemShown;
  readonly product?: ProductShown | undefined;
  readonly first?: ReasonShown | undefined;
  readonly notes?: readonly ReasonShown[];
  /** What can be done, right below why: it is seen without scrolling. */
  readonly children?: ComponentChildren;
}

const MOST_NOTES = 4;

export function Card({ face, why, at, old = false, item, product, first, notes = [], children }: Props) {
  const { word, sign, look } = face;
  // The longest part of the word says how large it can be: it may be broken at a space alone.
  const letters = Math.max(...word.split(' ').map((part) => part.length));
  const shown = notes.slice(0, MOST_NOTES);
  return (
    <section class={`card ${old ? 'old' : look}`} data-status={look} data-old={old || undefined}>
      <p class="word" style={{ '--letters': letters }}>
        <span class="sign" aria-hidden="true">
          {sign}
        </span>{' '}
        <span class="said">{word}</span>
      </p>
      <div class="why">
        {old ? (
          <>
            <p class="reason">
              {phrase('said-at', { at: momentWords(at) })}. {phrase('old-verdict')}
            </p>
            {children}
          </>
        ) : (
          <>
            <p class="reason">
              <Said text={why} longest={400} />
            </p>
            {first === undefined ? null : <Advice reason={first} />}
            {first?.emvs === undefined ? null : <p class="small">{phrase('emvs', { code: first.emvs })}</p>}
            {children}
            <Facts
              of={[
                [phrase('product'), productWords(product, item.gtin) || undefined],
                [phrase('lot'), item.lot],
                [phrase('expiry'), item.expiry === undefined ? undefined : dayWords(item.expiry)],
                [item.sscc === undefined ? phrase('serial') : phrase('sscc'), endOf(item)],
                [phrase('as-of'), momentWords(at)],
              ]}
            />
            {shown.map((note) => (
              <p class="note" key={note.code}>
                <Said text={note.text} longest={400} />
              </p>
            ))}
            {notes.length > shown.length ? (
              <p class="note">{phrase('more-notes', { count: notes.length - shown.length })}</p>
            ) : null}
          </>
        )}
      </div>
    </section>
  );
}

function endOf(item: ItemShown): string | undefined {
  const last = lastOf(item);
  return last === undefined ? undefined : phrase('ends-in', { last });
}

/** What to do, without the commands of the terminal: here a button stands for each. */
function Advice({ reason }: { readonly reason: ReasonShown }) {
  const said = adviceHere(reason.advice);
  return said === '' ? null : (
    <p class="advice">
      <Said text={said} longest={400} />
    </p>
  );
}

const COMMAND = /\bpedigree\b/;

/** The sentences that name no command; of one that ends in a command what stands before it. */
export function adviceHere(advice: string): string {
  return advice
    .split(/(?<=[.?!]) +/)
    .map((sentence) => sentence.replace(/[:;][^:;]*\bpedigree\b.*$/, '.'))
    .filter((sentence) => !COMMAND.test(sentence))
    .join(' ');
}
