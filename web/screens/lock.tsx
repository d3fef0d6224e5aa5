// The lock: who works here says so with a PIN or a badge, and what is recorded from then on bears that name.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { phrase } from '../../src/words/en/page.ts';
import { ask, locked, pinAsked } from '../api/client.ts';
import { Field, Press, Said } from '../parts/base.tsx';
import { hear } from '../scan/listen.ts';
import { loadMe } from '../state/me.ts';

interface Operators {
  readonly operators: readonly { readonly name: string; readonly by: readonly string[] }[];
}

const wrong = signal<string | undefined>(undefined);

async function unlock(order: { readonly operator: string; readonly pin: string } | { readonly badge: string }) {
  const reply = await ask('/v1/unlock', order);
  wrong.value = undefined;
  if (reply.kind === 'failure')
    wrong.value =
      reply.failure.code === 'wrong-pin'
        ? phrase('wrong-pin', { wait: reply.failure.wait ?? 0 })
        : reply.failure.message;
  if (reply.kind !== 'document') return;
  locked.value = false;
  await loadMe();
}

export function Lock() {
  const [names, setNames] = useState<Operators['operators']>([]);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const [pin, setPin] = useState('');
  useEffect(() => {
    void ask<Operators>('/v1/operators').then((reply) => {
      if (reply.kind === 'document') setNames(reply.document.operators);
    });
    return hear((scan) => {
      if (scan.includes('PDG-OP:')) void unlock({ badge: scan });
    });
  }, []);
  return (
    <>
      <h1>{phrase('locked-title')}</h1>
      <p>{phrase('locked-how')}</p>
      <div class="doings">
        {names.map(({ name }) => (
          <Press key={name} kind={name === chosen ? 'main' : 'plain'} press={() => choose(name)}>
            <Said text={name} />
          </Press>
        ))}
      </div>
      {chosen === undefined ? null : (
        <form
          class="block"
          onSubmit={(event) => {
            event.preventDefault();
            void unlock({ operator: chosen, pin });
            setPin('');
          }}
        >
          <Field
            label={phrase('pin')}
            value={pin}
            set={setPin}
            wrong={wrong.value}
            numbers={true}
            secret={true}
            focus={true}
          />
          <button type="submit" class="press main">
            {phrase('unlock')}
          </button>
        </form>
      )}
      {chosen === undefined && wrong.value !== undefined ? <p class="wrong">{wrong.value}</p> : null}
    </>
  );
}

/** The node wants the PIN once more before it does what was asked: it is given here, and what was asked goes on. */
export function PinAgain() {
  const [pin, setPin] = useState('');
  const { value: answer } = pinAsked;
  if (answer === undefined) return null;
  const give = (given: string | undefined): void => {
    setPin('');
    answer(given);
  };
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        give(pin);
      }}
    >
      <p class="strong">{phrase('pin-again')}</p>
      <Field label={phrase('pin')} value={pin} set={setPin} numbers={true} secret={true} focus={true} />
      <button type="submit" class="press main">
        {phrase('go-on')}
      </button>
      <Press press={() => give(undefined)}>{phrase('back')}</Press>
    </form>
  );
}
