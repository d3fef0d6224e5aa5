// What waits to be recorded, and who is who.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { roleName } from '../../src/words/en/roles.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { Failure, Named } from '../api/documents.ts';
import { dayWords, momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Call, Fault, Field, Press, Said } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { useAsked } from '../state/asked.ts';
import { useDeed } from '../state/deed.ts';
import { type ForkShown, Forks } from './fork.tsx';
import { kindWord } from './kinds.ts';

const MOST = 500;

interface Pending {
  readonly id: string;
  readonly serial?: string;
  readonly since: string;
  readonly reason: string;
}

export function Waiting() {
  const asked = useAsked<{ readonly pending: readonly Pending[] }>('outbox', {}, true);
  const [done, setDone] = useState<number | undefined>(undefined);
  const [failure, fail] = useState<Failure | undefined>(undefined);
  const retry = async (): Promise<void> => {
    const reply = await carryOutOnce<{ readonly recorded?: number }>('outbox', {
      args: { action: 'retry' },
      once: onceKey(),
    });
    fail(reply.kind === 'failure' ? reply.failure : undefined);
    if (reply.kind === 'document') setDone(reply.document.recorded ?? 0);
    asked[1]();
  };
  return (
    <>
      <h1>{base('waiting')}</h1>
      {failure === undefined ? null : <Fault failure={failure} />}
      {done === undefined ? null : <p role="status">{phrase('recorded-now', { count: done })}</p>}
      <Answered asked={asked}>
        {({ pending }) =>
          pending.length === 0 ? (
            <p class="strong">{phrase('nothing-waiting')}</p>
          ) : (
            <>
              <ul class="rows">
                {pending.map(({ id, serial, since, reason }) => (
                  <li key={id} class="row caution">
                    <strong>{base('ends-in', { last: (serial ?? id).slice(-4) })}</strong>{' '}
                    <Said text={phrase('waits-since', { at: momentWords(since), reason })} longest={300} />
                    <Cancel id={id} again={asked[1]} />
                  </li>
                ))}
              </ul>
              <Press kind="main" press={retry}>
                {phrase('try-again-now')}
              </Press>
            </>
          )
        }
      </Answered>
      <GoodsAndData />
    </>
  );
}

/** What was never supplied after all waits no more. */
function Cancel({ id, again }: { readonly id: string; readonly again: () => void }) {
  const [isOpen, open] = useState(false);
  const [reason, setReason] = useState('');
  const { carry, failure, isBusy } = useDeed();
  if (!isOpen)
    return (
      <div class="doings">
        <Press press={() => open(true)}>{phrase('cancel-waiting')}</Press>
      </div>
    );
  const go = async (): Promise<void> => {
    const order = { args: { action: 'cancel', id }, options: { reason: reason.trim() } };
    if ((await carry('outbox', order)) !== undefined) again();
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      <Field label={phrase('why-cancel')} value={reason} set={setReason} focus={true} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="grave" press={go} disabled={isBusy || reason.trim() === ''}>
          {phrase('cancel-waiting')}
        </Press>
        <Press press={() => open(false)}>{base('back')}</Press>
      </div>
    </form>
  );
}

interface WaitingGoods {
  readonly id: string;
  readonly kind: 'goods-without-data' | 'data-without-goods';
  readonly at: string;
  readonly from?: string;
  readonly fromName?: string;
  readonly despatch?: string;
  readonly items: number;
  readonly asked?: string;
}

/** Goods of partners outside without data, and data without goods. */
function GoodsAndData() {
  const asked = useAsked<{ readonly waiting: readonly WaitingGoods[] }>('waiting', { options: { limit: MOST } });
  return (
    <Answered asked={asked}>
      {({ waiting }) =>
        waiting.length === 0 ? null : (
          <>
            <h2>{phrase('goods-and-data')}</h2>
            <ul class="rows">
              {waiting.map(({ id, kind, at, from, fromName, despatch, items, asked: since }) => (
                <li key={id} class="row caution">
                  <strong>{kindWord(kind)}</strong> <Said text={fromName ?? from ?? phrase('stranger')} />
                  <span class="small">
                    {momentWords(at)}, {phrase('so-many-items', { count: items })}
                    {despatch === undefined ? null : <Said text={`. ${phrase('delivery')} ${despatch}`} />}
                    {since === undefined ? '' : `. ${phrase('sender-asked', { day: dayWords(since) })}`}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Answered>
  );
}

interface PartyShown extends Named {
  readonly roles: readonly string[];
  readonly contact?: string;
  readonly lastSeen?: string;
  readonly forked: boolean;
  readonly forks?: readonly ForkShown[];
  readonly revoked: boolean;
  readonly self: boolean;
}

interface Parties {
  readonly parties: readonly PartyShown[];
  readonly strangers: readonly { readonly chain: string; readonly name?: string; readonly gln?: string }[];
}

/** Who is who; those whose records have split come first. */
export function PartiesScreen() {
  const asked = useAsked<Parties>('parties', { options: { limit: MOST } });
  return (
    <>
      <h1>{base('parties')}</h1>
      <Answered asked={asked}>
        {({ parties, strangers }) => (
          <>
            <ul class="rows">
              {[...parties]
                .sort((a, b) => Number(b.forked) - Number(a.forked))
                .map((party) => (
                  <li key={party.gln} class={`row ${party.forked ? 'stop' : ''}`}>
                    <OneParty of={party} />
                  </li>
                ))}
            </ul>
            {strangers.length === 0 ? null : <h2>{phrase('strangers')}</h2>}
            <ul class="rows">
              {strangers.map(({ chain, name, gln }) => (
                <li key={chain} class="row unknown">
                  <Said text={name ?? phrase('stranger')} /> <span class="small">{clean(gln ?? chain)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </>
  );
}

function OneParty({ of }: { readonly of: PartyShown }) {
  return (
    <>
      <strong>
        <Said text={of.name} />
      </strong>{' '}
      {clean(of.roles.map(roleName).join(', '))}
      {of.self ? `, ${phrase('it-is-us')}` : ''}
      {of.revoked ? `, ${phrase('revoked')}` : ''}
      <span class="small">
        {base('gln', { gln: clean(of.gln) })}
        {of.lastSeen === undefined ? '' : `. ${phrase('last-heard')}: ${momentWords(of.lastSeen)}`}
      </span>
      {of.forked ? (
        <p>
          ✗ <strong>{phrase('chains-apart')}.</strong> {phrase('fork-stake')}
        </p>
      ) : null}
      {of.forks === undefined ? null : <Forks of={of.forks} name={clean(of.name, 60)} />}
      {of.contact === undefined || of.self ? null : (
        <Call contact={of.contact}>{base('call-somebody', { who: clean(of.name, 40) })}</Call>
      )}
    </>
  );
}
