// Pairing: a code from the desk makes this browser one of its devices. Nothing else can be reached before.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { phrase } from '../../src/words/en/page.ts';
import { ask, forgotten } from '../api/client.ts';
import { keepToken } from '../base/token.ts';
import { Field, Press } from '../parts/base.tsx';
import { hear } from '../scan/listen.ts';
import { loadMe } from '../state/me.ts';
import { followNews } from '../state/news.ts';

const code = signal('');
const name = signal('');
const wrong = signal<string | undefined>(undefined);

interface PairReply {
  readonly token: string;
}

/** Pairs with a code; undefined where it holds, else what is wrong. */
export async function pairWith(given: string, as?: string): Promise<string | undefined> {
  const named = as === undefined || as === '' ? {} : { name: as };
  const reply = await ask<PairReply>('/v1/pair', { code: given, ...named });
  if (reply.kind === 'away') return '';
  if (reply.kind === 'failure')
    return reply.failure.code === 'pairing-code' || reply.status === 401 ? phrase('pair-wrong') : reply.failure.message;
  await keepToken(reply.document.token);
  forgotten.value = false;
  await loadMe();
  await followNews();
  return undefined;
}

export function Pair({ wasPaired }: { readonly wasPaired: boolean }) {
  useEffect(
    () =>
      hear((scan) => {
        code.value = scan.replace(/^.*#pair=/, '').replace(/&.*$/, '');
        void go();
      }),
    [],
  );
  return (
    <>
      <h1>{phrase('pair-title')}</h1>
      {wasPaired ? <p class="strong">{phrase('forgotten')}</p> : null}
      <p>{phrase('pair-how')}</p>
      <form
        class="block"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Field
          label={phrase('pair-code')}
          value={code.value}
          wrong={wrong.value}
          focus={true}
          set={(value) => {
            code.value = value;
          }}
        />
        <Field
          label={phrase('pair-name')}
          hint={phrase('pair-name-hint')}
          value={name.value}
          set={(value) => {
            name.value = value;
          }}
        />
        <Press kind="main" press={go} disabled={code.value.trim() === ''}>
          {phrase('pair')}
        </Press>
      </form>
    </>
  );
}

async function go(): Promise<void> {
  wrong.value = await pairWith(code.value.trim(), name.value.trim());
  if (wrong.value === undefined) code.value = '';
}
