// What somebody has to look into: what is flagged, where goods and data differ, what waits to be recorded, and who is who.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { Failure, Named } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Call, Choice, Fault, Field, Press, Said } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';

const MOST = 500;

interface Alert {
  readonly id: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly at: string;
  readonly text: string;
  readonly overdue: boolean;
}

interface ExceptionShown {
  readonly id: string;
  readonly kind: string;
  readonly fromName: string;
  readonly toName: string;
  readonly own: boolean;
  readonly at: string;
  readonly waitsFor: 'here' | 'there' | 'nobody';
  readonly note?: string;
  readonly despatch?: string;
  readonly shipment?: string;
  readonly packs: number;
}

export function Alerts() {
  const alerts = useAsked<{ readonly alerts: readonly Alert[] }>('alerts', { options: { open: true, limit: MOST } });
  const differences = useAsked<{ readonly exceptions: readonly ExceptionShown[] }>('exceptions', {
    options: { open: true, limit: MOST },
  });
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
      <h2>{phrase('exceptions')}</h2>
      <Answered asked={differences}>
        {({ exceptions }) =>
          exceptions.length === 0 ? (
            <p>{phrase('no-exceptions')}</p>
          ) : (
            <ul class="rows">
              {exceptions.map((one) => (
                <li key={one.id} class="row caution">
                  <Difference of={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

const CAUSES = ['scan', 'data', 'state', 'suspect'] as const;

function OneAlert({ of, again }: { readonly of: Alert; readonly again: () => void }) {
  const [isOpen, open] = useState(false);
  const [as, setAs] = useState<string>('scan');
  const [note, setNote] = useState('');
  const [failure, fail] = useState<Failure | undefined>(undefined);
  const close = async (): Promise<void> => {
    const reply = await carryOutOnce('alerts close', {
      args: { id: of.id },
      options: { as, note: note.trim() },
      once: onceKey(),
    });
    fail(reply.kind === 'failure' ? reply.failure : undefined);
    if (reply.kind === 'document') again();
  };
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
      </span>
      {failure === undefined ? null : <Fault failure={failure} />}
      {!may('alerts close') ? null : isOpen ? (
        <form class="block" onSubmit={(event) => event.preventDefault()}>
          <Choice
            label={phrase('close-as')}
            of={CAUSES.map((one) => [one, phrase(`as-${one}`)] as const)}
            value={as}
            set={setAs}
          />
          <Field label={phrase('close-note')} value={note} set={setNote} />
          <div class="doings">
            <Press kind="main" press={close} disabled={note.trim() === ''}>
              {phrase('close-alert')}
            </Press>
            <Press press={() => open(false)}>{base('back')}</Press>
          </div>
        </form>
      ) : (
        <Press press={() => open(true)}>{phrase('close-alert')}</Press>
      )}
    </>
  );
}

function Difference({ of }: { readonly of: ExceptionShown }) {
  const whose = of.own ? phrase('told-by-us') : of.fromName;
  return (
    <>
      <strong>
        <Said text={of.own ? of.toName : of.fromName} />
      </strong>{' '}
      {base('packs', { count: of.packs })}, <Said text={whose} />, {momentWords(of.at)}
      <span class="small">
        {of.waitsFor === 'nobody' ? null : phrase(of.waitsFor === 'here' ? 'waits-for-us' : 'waits-for-them')}{' '}
        <Said text={of.note ?? ''} longest={300} />
      </span>
    </>
  );
}

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
