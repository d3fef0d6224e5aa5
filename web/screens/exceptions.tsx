// Where goods and data differ: what was told and by whom, the answers of both, and the ways to answer, to resolve and to tell one.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Facts, Fault, Field, Press, Said } from '../parts/base.tsx';
import { useAsked } from '../state/asked.ts';
import { saying, useDeed } from '../state/deed.ts';
import { may } from '../state/me.ts';
import { kindWord } from './kinds.ts';
import { TellDifference } from './tell-difference.tsx';

const MOST = 500;

interface Word {
  readonly event: string;
  readonly at: string;
  readonly by: string;
  readonly state: 'answered' | 'resolved';
  readonly resolution?: string;
  readonly note?: string;
}

interface ExceptionShown {
  readonly id: string;
  readonly kind: string;
  readonly fromName: string;
  readonly toName: string;
  readonly own: boolean;
  readonly at: string;
  readonly overdue: boolean;
  readonly state: 'open' | 'answered' | 'resolved';
  readonly waitsFor: 'here' | 'there' | 'nobody';
  readonly note?: string;
  readonly expected?: string;
  readonly seen?: string;
  readonly despatch?: string;
  readonly packs: number;
  readonly words: readonly Word[];
}

export function Exceptions() {
  const asked = useAsked<{ readonly exceptions: readonly ExceptionShown[] }>('exceptions', {
    options: { open: true, limit: MOST },
  });
  return (
    <section>
      <h2>{phrase('exceptions')}</h2>
      <Answered asked={asked}>
        {({ exceptions }) =>
          exceptions.length === 0 ? (
            <p class="strong">{phrase('no-exceptions')}</p>
          ) : (
            <ul class="rows">
              {exceptions.map((one) => (
                <li key={one.id} class="row caution">
                  <Difference of={one} again={asked[1]} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {may('exceptions tell') ? <TellDifference told={asked[1]} /> : null}
    </section>
  );
}

const RESOLUTIONS = [
  'send-new-data',
  'send-product',
  'return-product',
  'send-back-product',
  'credit-account',
  'debit-account',
] as const;

function resolutionWord(text: string): string {
  const name = text.toLowerCase().replaceAll(' ', '-');
  const known = RESOLUTIONS.find((one) => one === name);
  return known === undefined ? text : phrase(known);
}

function Difference({ of, again }: { readonly of: ExceptionShown; readonly again: () => void }) {
  const [isOpen, open] = useState<'answer' | 'resolve' | undefined>(undefined);
  const { own, fromName, toName, packs, at, waitsFor, note, expected, seen, despatch, words, overdue } = of;
  return (
    <>
      <strong>
        {kindWord(of.kind)}, <Said text={own ? toName : fromName} />
      </strong>
      <span class="small">
        {phrase(own ? 'told-by-us' : 'told-to-us')} {momentWords(at)}, {base('packs', { count: packs })}
        {waitsFor === 'nobody' ? '' : `, ${phrase(waitsFor === 'here' ? 'waits-for-us' : 'waits-for-them')}`}
        {overdue ? `, ${phrase('overdue')}` : ''}
      </span>
      <Facts
        of={[
          [phrase('delivery'), despatch],
          [phrase('said-of-it'), note],
          [phrase('should-be'), expected],
          [phrase('is-instead'), seen],
        ]}
      />
      {words.map((word) => (
        <p class="small" key={word.event}>
          <Said text={wordOf(word)} longest={400} />
        </p>
      ))}
      {isOpen !== undefined ? (
        <Answer
          id={of.id}
          deed={isOpen}
          done={(isDone) => {
            open(undefined);
            if (isDone) again();
          }}
        />
      ) : may('exceptions answer') ? (
        <div class="doings">
          <Press press={() => open('answer')}>{phrase('answer')}</Press>
          <Press press={() => open('resolve')}>{phrase('resolve')}</Press>
        </div>
      ) : null}
    </>
  );
}

function wordOf({ at, by, state, resolution, note }: Word): string {
  const what = [
    phrase(state === 'resolved' ? 'has-resolved' : 'has-answered'),
    resolution === undefined ? undefined : resolutionWord(resolution),
    note,
  ];
  return `${momentWords(at)}, ${by}: ${what.filter((word) => word !== undefined).join(', ')}`;
}

interface AnswerProps {
  readonly id: string;
  readonly deed: 'answer' | 'resolve';
  readonly done: (isDone: boolean) => void;
}

/** An answer needs words and may propose how to resolve it; a resolution says how, and may have words. */
function Answer({ id, deed, done }: AnswerProps) {
  const isResolving = deed === 'resolve';
  const [as, setAs] = useState<string>(isResolving ? RESOLUTIONS[0] : '');
  const [note, setNote] = useState('');
  const { carry, failure, isBusy } = useDeed();
  const go = async (): Promise<void> => {
    const order = { args: { id }, options: saying({ as, note }) };
    if ((await carry(`exceptions ${deed}`, order)) !== undefined) done(true);
  };
  const ways = RESOLUTIONS.map((one) => [one, phrase(one)] as const);
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={phrase(isResolving ? 'resolved-how' : 'proposed-how')}
        of={isResolving ? ways : [['', phrase('nothing-proposed')] as const, ...ways]}
        value={as}
        set={setAs}
      />
      <Field label={phrase(isResolving ? 'resolve-note' : 'answer-note')} value={note} set={setNote} focus={true} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="main" press={go} disabled={isBusy || (!isResolving && note.trim() === '')}>
          {phrase(isResolving ? 'resolve' : 'answer')}
        </Press>
        <Press press={() => done(false)}>{base('back')}</Press>
      </div>
    </form>
  );
}
