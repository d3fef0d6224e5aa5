// One recall: what it is, what it means here, the answer, and for whoever watches over it where every pack is and who is silent.
import { signal } from '@preact/signals';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase as dealings } from '../../src/words/en/page-recalls.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { DayShown, Failure, RecallShown, RecallStory, RecallSum } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Bar, type Part } from '../parts/bar.tsx';
import { Call, Facts, Fault, Field, Press, Said, Way } from '../parts/base.tsx';
import { clean, productWords } from '../parts/product.ts';
import { scopeWords } from '../parts/scope.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import { fateWord } from './fates.ts';
import { RecallLetter } from './recall-letter.tsx';
import { Manage } from './recall-manage.tsx';
import { Party } from './recall-party.tsx';
import { waits } from './recalls.tsx';

interface Sent {
  readonly of: string;
  readonly quarantined?: number;
  readonly failure?: Failure;
}

const note = signal('');
const sent = signal<Sent | undefined>(undefined);
const sending = signal(false);

export function Recall({ of }: { readonly of: string }) {
  const asked = useAsked<RecallStory>('recall show', { args: { id: of } });
  const [, again] = asked;
  const [here] = useAsked<DayShown>('status');
  const isRegulator = here.kind === 'document' && here.document.roles.includes('regulator');
  return (
    <>
      <h1>{phrase('recall-of')}</h1>
      <Answered asked={asked}>
        {({ recall, events }) => (
          <>
            <About recall={recall} />
            <Here recall={recall} again={again} />
            {may('recall status') ? <Sum recall={recall} isOurs={recall.here.own || isRegulator} /> : null}
            {recall.here.own || isRegulator ? <Manage recall={recall} again={again} /> : null}
            <h2>{phrase('story')}</h2>
            <ol class="timeline">
              {events.map((event) => (
                <li key={event.event}>
                  <strong>{storyWord(event)}</strong>{' '}
                  <Said text={event.party === undefined ? event.by : `${event.party}, ${event.by}`} />
                  <span class="small">
                    {momentWords(event.at)}{' '}
                    {event.reason === undefined ? null : <Said text={event.reason} longest={300} />}
                  </span>
                </li>
              ))}
            </ol>
            {/* What is said anew is another letter. */}
            <RecallLetter key={events.at(-1)?.event} recall={of} />
          </>
        )}
      </Answered>
      <div class="doings">
        <Press press={() => print()}>{base('print')}</Press>
        <Way to={addressOf('recalls')}>{base('back')}</Way>
      </div>
    </>
  );
}

type Told = RecallStory['events'][number];

function storyWord({ type, outcome, kind, result }: Told): string {
  if (kind === 'extend' || kind === 'amend') return dealings(`told-${kind}`);
  if (type === 'recall') return phrase('step-recall');
  if (outcome === 'ended' || outcome === 'rescinded') return phrase(`state-${outcome}`);
  if (type !== 'recall-check') return phrase('answered');
  return dealings(result === 'effective' || result === 'ineffective' ? `found-${result}` : 'was-asked');
}

function About({ recall }: { readonly recall: RecallShown }) {
  return (
    <>
      <p class={`banner ${recall.state === 'open' ? 'stop' : ''}`}>
        <strong>
          {recall.state === 'open' ? '✗ ' : ''}
          {phrase('recall-class', { class: recall.class })}
        </strong>{' '}
        <Said text={`${productWords(recall.product, recall.gtin)}, ${scopeWords(recall)}`} longest={300} />
      </p>
      <Facts
        of={[
          [phrase('reason'), recall.reason],
          [phrase('instructions'), recall.instructions],
          [phrase('state'), phrase(`state-${recall.state}`)],
          [phrase('by-whom'), `${recall.by}, ${momentWords(recall.at)}`],
          [phrase('number'), recall.number],
          [phrase('contact'), recall.contact],
        ]}
      />
      {recall.contact === undefined ? null : (
        <Call contact={recall.contact}>{base('call-somebody', { who: clean(recall.by, 40) })}</Call>
      )}
    </>
  );
}

function Here({ recall, again }: { readonly recall: RecallShown; readonly again: () => void }) {
  const { counts, mayHold, own, answered, unrecorded, places = [] } = recall.here;
  if (!mayHold || own) return null;
  const held = (counts?.held ?? 0) + (counts?.quarantined ?? 0);
  const fates = Object.entries(counts ?? {}).filter(([name, count]) => count > 0 && name !== 'received');
  const done = sent.value?.of === recall.id ? sent.value : undefined;
  return (
    <>
      <h2>{phrase('here-now')}</h2>
      <p class="strong">
        {held > 0
          ? phrase('you-hold', { count: held })
          : phrase((counts?.received ?? 0) > 0 ? 'you-hold-none' : 'never-here')}
      </p>
      {unrecorded && held === 0 ? <p>{phrase('look-on-shelf')}</p> : null}
      <ul class="plain">
        {fates.map(([name, count]) => (
          <li key={name}>{phrase('so-many', { count, what: fateWord(name) })}</li>
        ))}
        {places.map(({ within, packs }) =>
          within === undefined ? null : (
            <li key={within}>
              {base('packs', { count: packs })}, {phrase('in-container', { within: clean(within) })}
            </li>
          ),
        )}
      </ul>
      {done?.quarantined === undefined ? null : (
        <p class="strong">{phrase('responded', { count: done.quarantined })}</p>
      )}
      {done?.failure === undefined ? null : <Fault failure={done.failure} />}
      {waits(recall) && may('recall respond') ? (
        <form class="block" onSubmit={(event) => event.preventDefault()}>
          <Field
            label={phrase('respond-note')}
            value={note.value}
            set={(value) => {
              note.value = value;
            }}
          />
          <Press kind="main" press={() => respond(recall.id, again)} disabled={sending.value}>
            {phrase('respond')}
          </Press>
        </form>
      ) : null}
      {answered ? <p>{phrase('you-answered')}</p> : null}
    </>
  );
}

async function respond(of: string, again: () => void): Promise<void> {
  if (sending.value) return;
  sending.value = true;
  const words = note.value.trim();
  const reply = await carryOutOnce<{ readonly quarantined: number }>('recall respond', {
    args: { id: of },
    ...(words === '' ? {} : { options: { note: words } }),
    once: onceKey(),
  });
  sending.value = false;
  sent.value =
    reply.kind === 'document' ? { of, quarantined: reply.document.quarantined } : { of, failure: reply.failure };
  note.value = '';
  again();
}

/** Every pack once: the parts add up to what was made. */
export function partsOf({ sum }: RecallSum): readonly Part[] {
  const counts: Readonly<Record<string, number>> = {
    atMaker: sum.atMaker.held,
    inTransit: sum.inTransit,
    held: sum.consignees.held + sum.sentOn.held,
    quarantined: sum.atMaker.quarantined + sum.consignees.quarantined + sum.sentOn.quarantined,
    dispensed: sum.dispensed,
    decommissioned: Object.values(sum.decommissioned).reduce((all, count) => all + count, 0),
    unaccounted: sum.unaccounted,
    disputed: sum.disputed,
    notKnownHere: sum.notKnownHere,
  };
  return Object.entries(counts).map(([name, count]) => ({ name, said: fateWord(name), count }));
}

function Sum({ recall, isOurs }: { readonly recall: RecallShown; readonly isOurs: boolean }) {
  const asked = useAsked<RecallSum>('recall status', { args: { id: recall.id } });
  return (
    <>
      <h2>{phrase('where-packs-are')}</h2>
      <Answered asked={asked}>
        {(sum) => {
          const answered = sum.parties.filter(({ state }) => state === 'answered').length;
          return (
            <>
              <Bar parts={partsOf(sum)} all={sum.sum.commissioned} label={phrase('where-packs-are')} />
              <p class="small">{phrase('as-of', { at: momentWords(sum.basis.at) })}</p>
              <h2>{phrase('who-answered')}</h2>
              {sum.parties.length === 0 ? (
                <p>{phrase('nobody-supplied')}</p>
              ) : (
                <p class="strong">{phrase('answered-of', { answered, total: sum.parties.length })}</p>
              )}
              <ul class="rows">
                {sum.parties.map((party) => (
                  <li key={party.gln} class="row">
                    <Party recall={recall} party={party} isOurs={isOurs} again={asked[1]} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Answered>
    </>
  );
}
