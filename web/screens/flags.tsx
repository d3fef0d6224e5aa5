// What waits to be recorded, and who is who.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { Failure, Named } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Call, Fault, Press, Said } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { useAsked } from '../state/asked.ts';

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
    </>
  );
}

interface PartyShown extends Named {
  readonly roles: readonly string[];
  readonly contact?: string;
  readonly lastSeen?: string;
  readonly forked: boolean;
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
      {clean(of.roles.join(', '))}
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
      {of.contact === undefined || of.self ? null : (
        <Call contact={of.contact}>{base('call-somebody', { who: clean(of.name, 40) })}</Call>
      )}
    </>
  );
}
