// The board of recalls: a row a recall, those that wait for an answer first and the oldest of them before the others.
import { phrase } from '../../src/words/en/page.ts';
import { phrase as words } from '../../src/words/en/page-screens.ts';
import type { Paged, RecallShown } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Said, Way } from '../parts/base.tsx';
import { asSentence, productWords } from '../parts/product.ts';
import { scopeWords } from '../parts/scope.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';

/** So many are shown at once; nobody has more recalls that are open. */
const MOST = 200;

export function Recalls() {
  const asked = useAsked<{ readonly recalls: readonly RecallShown[] } & Paged>('recall list', {
    options: { limit: MOST },
  });
  return (
    <>
      <h1>{phrase('recalls')}</h1>
      {may('recall issue') ? <Way to={addressOf('recall-issue')}>{words('issue')}</Way> : null}
      <Answered asked={asked}>
        {({ recalls }) =>
          recalls.length === 0 ? (
            <p class="strong">{words('no-recalls')}</p>
          ) : (
            <ul class="rows">
              {[...recalls].sort(byNeed).map((recall) => (
                <li key={recall.id}>
                  <RecallRow recall={recall} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

/** Whether this party has something to answer. */
export function waits({ state, here }: RecallShown): boolean {
  return state === 'open' && here.mayHold && !here.own && !here.answered;
}

function byNeed(a: RecallShown, b: RecallShown): number {
  if (waits(a) !== waits(b)) return waits(a) ? -1 : 1;
  if ((a.state === 'open') !== (b.state === 'open')) return a.state === 'open' ? -1 : 1;
  return waits(a) ? a.at.localeCompare(b.at) : b.at.localeCompare(a.at);
}

function RecallRow({ recall }: { readonly recall: RecallShown }) {
  const { state } = recall;
  const held = (recall.here.counts?.held ?? 0) + (recall.here.counts?.quarantined ?? 0);
  return (
    <a class={`row ${waits(recall) ? 'stop' : ''}`} href={addressOf('recall', recall.id)}>
      <strong>
        {waits(recall) ? '✗ ' : ''}
        {words('recall-class', { class: recall.class })}
      </strong>{' '}
      <Said text={`${productWords(recall.product, recall.gtin)}, ${scopeWords(recall)}`} />
      <span class="small">
        <Said text={`${recall.reason}. ${recall.by}, ${momentWords(recall.at)}`} longest={240} />
        {'. '}
        {state === 'open'
          ? recall.here.own
            ? asSentence(words('covers-packs', { count: recall.packs }))
            : asSentence(words(recall.here.answered ? 'you-answered' : waits(recall) ? 'to-answer' : 'state-open'))
          : asSentence(words(`state-${state}`))}
        {held > 0 ? `. ${words('you-hold', { count: held })}` : ''}
      </span>
    </a>
  );
}
