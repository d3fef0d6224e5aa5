// What whoever watches over a recall does with it: extend it, change what it says, end it, take it back.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-recalls.ts';
import { phrase as screens } from '../../src/words/en/page-screens.ts';
import type { RecallShown } from '../api/documents.ts';
import { Choice, Fault, Field, Press } from '../parts/base.tsx';
import { type Deed, saying, useDeed } from '../state/deed.ts';
import { may } from '../state/me.ts';
import { lotsIn } from './lots-in.ts';

type DeedName = 'extend' | 'amend' | 'end' | 'rescind';

/** One that has ended still stops its packs, so that it may be taken back. */
const POSSIBLE: Readonly<Record<RecallShown['state'], readonly DeedName[]>> = {
  open: ['extend', 'amend', 'end', 'rescind'],
  ended: ['rescind'],
  rescinded: [],
};

interface Props {
  readonly recall: RecallShown;
  readonly again: () => void;
}

export function Manage({ recall, again }: Props) {
  const [isOpen, open] = useState<DeedName | undefined>(undefined);
  const [said, say] = useState<string | undefined>(undefined);
  const names = POSSIBLE[recall.state].filter((name) => may(`recall ${name}`));
  if (names.length === 0 && said === undefined) return null;
  const done = (name: DeedName, isDone: boolean): void => {
    open(undefined);
    if (!isDone) return;
    say(phrase(`done-${name}`));
    again();
  };
  return (
    <section>
      <h2>{phrase('manage')}</h2>
      {said === undefined ? null : (
        <p class="strong" role="status">
          {said}
        </p>
      )}
      {isOpen === undefined ? (
        <div class="doings">
          {names.map((name) => (
            <Press key={name} press={() => open(name)}>
              {phrase(name)}
            </Press>
          ))}
        </div>
      ) : isOpen === 'extend' ? (
        <Extend recall={recall} done={(isDone) => done('extend', isDone)} />
      ) : isOpen === 'amend' ? (
        <Amend recall={recall} done={(isDone) => done('amend', isDone)} />
      ) : (
        <Close recall={recall} deed={isOpen} done={(isDone) => done(isOpen, isDone)} />
      )}
    </section>
  );
}

interface FormProps {
  readonly recall: RecallShown;
  readonly done: (isDone: boolean) => void;
}

function Extend({ recall, done }: FormProps) {
  const [lots, setLots] = useState('');
  const [again, setAgain] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const deed = useDeed();
  const go = async (): Promise<void> => {
    const [lot, confirm] = [lotsIn(lots), lotsIn(again)];
    const isSame = [...lot].sort().join('\n') === [...confirm].sort().join('\n');
    setWrong(isSame ? undefined : screens('issue-confirm-wrong', { lots: lot.join(', ') }));
    if (!isSame) return;
    const options = { lot, confirm, reason: reason.trim() };
    if ((await deed.carry('recall extend', { args: { id: recall.id }, options })) !== undefined) done(true);
  };
  return (
    <Form
      deed={deed}
      kind="grave"
      word={phrase('extend')}
      isReady={lots.trim() !== '' && reason.trim() !== ''}
      go={go}
      back={() => done(false)}
    >
      <Field label={phrase('more-lots')} value={lots} set={setLots} focus={true} />
      <Field label={screens('issue-reason')} value={reason} set={setReason} />
      <Field label={screens('issue-confirm')} value={again} set={setAgain} wrong={wrong} />
    </Form>
  );
}

/** A class can only become graver. */
function Amend({ recall, done }: FormProps) {
  const [grade, setGrade] = useState('');
  const [reason, setReason] = useState('');
  const [instructions, setInstructions] = useState('');
  const [contact, setContact] = useState('');
  const deed = useDeed();
  const options = saying({ class: grade, reason, instructions, contact });
  const go = async (): Promise<void> => {
    if ((await deed.carry('recall amend', { args: { id: recall.id }, options })) !== undefined) done(true);
  };
  const graver = (['1', '2', '3'] as const).filter((one) => Number(one) < recall.class);
  return (
    <Form
      deed={deed}
      kind="main"
      word={phrase('amend')}
      isReady={Object.keys(options).length > 0}
      go={go}
      back={() => done(false)}
    >
      <p>{phrase('amend-how')}</p>
      {graver.length === 0 ? null : (
        <Choice
          label={screens('issue-class')}
          of={[['', phrase('class-stays')] as const, ...graver.map((one) => [one, screens(`class-${one}`)] as const)]}
          value={grade}
          set={setGrade}
        />
      )}
      <Field label={screens('issue-reason')} value={reason} set={setReason} />
      <Field label={screens('instructions')} value={instructions} set={setInstructions} />
      <Field label={screens('contact')} value={contact} set={setContact} />
    </Form>
  );
}

function Close({ recall, deed: name, done }: FormProps & { readonly deed: 'end' | 'rescind' }) {
  const [reason, setReason] = useState('');
  const deed = useDeed();
  const id = recall.number ?? recall.id;
  const go = async (): Promise<void> => {
    const options = { confirm: id, ...(name === 'rescind' ? { reason: reason.trim() } : {}) };
    if ((await deed.carry(`recall ${name}`, { args: { id }, options })) !== undefined) done(true);
  };
  return (
    <Form
      deed={deed}
      kind="grave"
      word={phrase(name)}
      isReady={name === 'end' || reason.trim() !== ''}
      go={go}
      back={() => done(false)}
    >
      <p class="strong">{phrase(`${name}-sure`)}</p>
      {name === 'rescind' ? <Field label={phrase('why-back')} value={reason} set={setReason} focus={true} /> : null}
    </Form>
  );
}

interface FrameProps {
  readonly deed: Deed;
  readonly kind: 'main' | 'grave';
  readonly word: string;
  readonly isReady: boolean;
  readonly go: () => Promise<void>;
  readonly back: () => void;
  readonly children: ComponentChildren;
}

function Form({ deed: { failure, isBusy }, kind, word, isReady, go, back, children }: FrameProps) {
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      {children}
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind={kind} press={go} disabled={isBusy || !isReady}>
          {word}
        </Press>
        <Press press={back}>{base('back')}</Press>
      </div>
    </form>
  );
}
