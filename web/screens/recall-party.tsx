// One party of a recall: what it answered, what became of its packs, how it was asked and checked, and the next step with it.
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase as dealings } from '../../src/words/en/page-recalls.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import type { RecallShown, RecallSum } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { Call, Choice, Fault, Field, Press, Said } from '../parts/base.tsx';
import { clean, productWords } from '../parts/product.ts';
import { scopeWords } from '../parts/scope.ts';
import { saying, useDeed } from '../state/deed.ts';
import { may } from '../state/me.ts';
import { fateWord } from './fates.ts';

type PartyOf = RecallSum['parties'][number];
/** An attempt to reach it, or a look at what it has done. */
type Check = PartyOf['attempts'][number];

const copied = signal<string | undefined>(undefined);

interface Props {
  readonly recall: RecallShown;
  readonly party: PartyOf;
  /** This party watches over the recall: it issued it, or is a regulator. */
  readonly isOurs: boolean;
  readonly again: () => void;
}

export function Party({ recall, party, isOurs, again }: Props) {
  const [isOpen, open] = useState<'follow-up' | 'check' | undefined>(undefined);
  const fates = Object.entries(party.lives ?? {}).filter(([, count]) => count > 0);
  const checks = [...party.attempts, ...(party.checked === undefined ? [] : [party.checked])];
  return (
    <>
      <strong>
        <Said text={party.name} />
      </strong>{' '}
      {party.state === 'answered' ? '✓ ' : ''}
      {party.state === 'outdated'
        ? dealings('answered-before')
        : phrase(party.state === 'answered' ? 'answered' : 'not-answered')}
      {party.at === undefined ? null : `, ${momentWords(party.at)}`}
      {party.overdue === true ? <strong>, {dealings('answer-overdue')}</strong> : null}
      <span class="small">
        {fates.map(([name, count]) => phrase('so-many', { count, what: fateWord(name) })).join(', ')}
        {party.note === undefined ? null : <Said text={`. ${party.note}`} longest={300} />}
      </span>
      {checks.map((one) => (
        <span class="small" key={one.event}>
          <Said text={checkWords(one)} longest={300} />
        </span>
      ))}
      {party.state === 'answered' && !isOurs ? null : (
        <div class="doings">
          {party.contact === undefined ? null : (
            <Call contact={party.contact}>{base('call-somebody', { who: clean(party.name, 40) })}</Call>
          )}
          {party.state === 'answered' ? null : (
            <Press
              press={async () => {
                await navigator.clipboard.writeText(reminder(recall, party.name));
                copied.value = party.gln;
              }}
            >
              {phrase(copied.value === party.gln ? 'copied' : 'remind')}
            </Press>
          )}
          {isOurs && isOpen === undefined && may('recall follow-up') ? (
            <Press press={() => open('follow-up')}>{dealings('follow-up')}</Press>
          ) : null}
          {isOurs && isOpen === undefined && may('recall check') ? (
            <Press press={() => open('check')}>{dealings('check')}</Press>
          ) : null}
        </div>
      )}
      {isOpen === undefined ? null : (
        <Followed
          recall={recall.id}
          party={party.gln}
          deed={isOpen}
          done={(isDone) => {
            open(undefined);
            if (isDone) again();
          }}
        />
      )}
    </>
  );
}

const METHODS = ['phone', 'visit', 'letter', 'email'] as const;
const RESULTS = ['effective', 'ineffective'] as const;

function checkWords({ at, by, method, result, note }: Check): string {
  const how = METHODS.find((one) => one === method);
  const found = RESULTS.find((one) => one === result);
  return [
    `${momentWords(at)}, ${by}: ${dealings(found === undefined ? 'was-asked' : `found-${found}`)}`,
    how === undefined ? undefined : dealings(`by-${how}`),
    note,
  ]
    .filter((word) => word !== undefined)
    .join(', ');
}

interface FollowedProps {
  readonly recall: string;
  readonly party: string;
  readonly deed: 'follow-up' | 'check';
  readonly done: (isDone: boolean) => void;
}

function Followed({ recall, party, deed, done }: FollowedProps) {
  const [method, setMethod] = useState<string>(METHODS[0]);
  const [result, setResult] = useState<string>(RESULTS[0]);
  const [note, setNote] = useState('');
  const { carry, failure, isBusy } = useDeed();
  const go = async (): Promise<void> => {
    const options = saying({ method, note, ...(deed === 'check' ? { result } : {}) });
    if ((await carry(`recall ${deed}`, { args: { id: recall, party }, options })) !== undefined) done(true);
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={dealings(deed === 'check' ? 'checked-how' : 'asked-how')}
        of={METHODS.map((one) => [one, dealings(`by-${one}`)] as const)}
        value={method}
        set={setMethod}
      />
      {deed === 'check' ? (
        <Choice
          label={dealings('what-was-found')}
          of={RESULTS.map((one) => [one, dealings(`found-${one}`)] as const)}
          value={result}
          set={setResult}
        />
      ) : null}
      <Field label={dealings('follow-note')} value={note} set={setNote} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="main" press={go} disabled={isBusy}>
          {dealings(deed)}
        </Press>
        <Press press={() => done(false)}>{base('back')}</Press>
      </div>
    </form>
  );
}

function reminder(recall: RecallShown, name: string): string {
  return phrase('remind-text', {
    name: clean(name),
    product: productWords(recall.product, recall.gtin),
    lots: scopeWords(recall),
    class: recall.class,
    reason: clean(recall.reason, 300),
    day: momentWords(recall.at),
    by: clean(recall.by),
  });
}
