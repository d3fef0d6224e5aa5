// What is flagged: looked into by somebody, noted, and closed with what it was; below it where goods and data differ.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Fault, Field, Press, Said } from '../parts/base.tsx';
import { useAsked } from '../state/asked.ts';
import { useDeed } from '../state/deed.ts';
import { may } from '../state/me.ts';
import { Exceptions } from './exceptions.tsx';

const MOST = 500;

interface Alert {
  readonly id: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly at: string;
  readonly text: string;
  readonly overdue: boolean;
  readonly assigned?: string;
  readonly notes?: readonly { readonly at: string; readonly text: string; readonly operator?: string }[];
}

export function Alerts() {
  const alerts = useAsked<{ readonly alerts: readonly Alert[] }>('alerts', { options: { open: true, limit: MOST } });
  return (
    <>
      <h1>{base('alerts')}</h1>
      <Answered asked={alerts}>
        {({ alerts: all }) =>
          all.length === 0 ? (
            <p class="strong">{phrase('no-alerts')}</p>
          ) : (
            <ul class="rows">
              {all.map((one) => (
                <li key={one.id} class={`row ${one.severity === 'high' ? 'stop' : 'caution'}`}>
                  <OneAlert of={one} again={alerts[1]} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <Exceptions />
    </>
  );
}

/** What can be done with an alert: the command, and the words of its button. */
const DEEDS = { close: 'close-alert', assign: 'assign-alert', note: 'note-alert' } as const;
type DeedName = keyof typeof DEEDS;

function OneAlert({ of, again }: { readonly of: Alert; readonly again: () => void }) {
  const [isOpen, open] = useState<DeedName | undefined>(undefined);
  const names = (Object.keys(DEEDS) as DeedName[]).filter((name) => may(`alerts ${name}`));
  return (
    <>
      <strong>
        {of.severity === 'high' ? '✗ ' : '! '}
        {phrase(`alert-${of.severity}`)}
      </strong>{' '}
      <Said text={of.text} longest={400} />
      <span class="small">
        {momentWords(of.at)}
        {of.overdue ? `, ${phrase('overdue')}` : ''}
        {of.assigned === undefined ? null : <Said text={`. ${phrase('looked-into-by', { who: of.assigned })}`} />}
      </span>
      {(of.notes ?? []).map(({ at, text, operator }) => (
        <span class="small" key={at}>
          <Said text={`${momentWords(at)}${operator === undefined ? '' : `, ${operator}`}: ${text}`} longest={400} />
        </span>
      ))}
      {isOpen === undefined ? (
        <div class="doings">
          {names.map((name) => (
            <Press key={name} press={() => open(name)}>
              {phrase(DEEDS[name])}
            </Press>
          ))}
        </div>
      ) : (
        <DealWith
          id={of.id}
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

const CAUSES = ['scan', 'data', 'state', 'suspect'] as const;

interface DealProps {
  readonly id: string;
  readonly deed: DeedName;
  readonly done: (isDone: boolean) => void;
}

function DealWith({ id, deed, done }: DealProps) {
  const [as, setAs] = useState<string>('scan');
  const [said, setSaid] = useState('');
  const { carry, failure, isBusy } = useDeed();
  const go = async (): Promise<void> => {
    const text = said.trim();
    const options = deed === 'assign' ? { to: text } : deed === 'close' ? { as, note: text } : { note: text };
    if ((await carry(`alerts ${deed}`, { args: { id }, options })) !== undefined) done(true);
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      {deed === 'close' ? (
        <Choice
          label={phrase('close-as')}
          of={CAUSES.map((one) => [one, phrase(`as-${one}`)] as const)}
          value={as}
          set={setAs}
        />
      ) : null}
      <Field label={phrase(deed === 'assign' ? 'assign-to' : 'close-note')} value={said} set={setSaid} focus={true} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="main" press={go} disabled={said.trim() === '' || isBusy}>
          {phrase(DEEDS[deed])}
        </Press>
        <Press press={() => done(false)}>{base('back')}</Press>
      </div>
    </form>
  );
}
