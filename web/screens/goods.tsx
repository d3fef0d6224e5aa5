// Deliveries that come, goods that go, containers that are filled, and counting: what a run of scanning is for, then the run.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { textsOf } from '../../src/gs1/keyed.ts';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-goods.ts';
import { phrase as returns } from '../../src/words/en/page-returns.ts';
import { connected } from '../api/client.ts';
import type { Named, ShipmentShown } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Fault, Field, Press, Said } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { clean } from '../parts/product.ts';
import { ssccIn } from '../parts/sscc.ts';
import { play } from '../scan/sound.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import type { Mode, Unfinished } from '../state/run.ts';
import {
  closeSession,
  giveUpOpening,
  opening,
  openSession,
  running,
  scanned,
  sessionFault,
  uncounted,
  unfinished,
} from '../state/session.ts';
import { Session } from './session.tsx';
import { Unpacking } from './unpacking.tsx';

type Title = 'receive' | 'send-goods' | 'stock-take';

/** The frame of all four: what was left unfinished, then what is asked first, then the run. */
function Goods({
  mode,
  called,
  chosen,
  children,
}: {
  readonly mode: Mode;
  /** Its heading, where it has not got one already. */
  readonly called?: Title;
  /** Takes a scan before the run is begun; false where it says nothing. */
  readonly chosen?: (scan: string) => boolean;
  readonly children: ComponentChildren;
}) {
  const [isEarly, setEarly] = useState(false);
  const isRunning = running.value?.wanted.mode === mode;
  const isOpening = opening.value?.wanted.mode === mode;
  useHearing((scan, by) => {
    if (isRunning && !isOpening && running.value?.end !== undefined && chosen?.(scan) === true) {
      // What it begins is not hidden behind the end of the run before.
      void closeSession();
      return;
    }
    const isTaken = isRunning || isOpening || chosen?.(scan) === true;
    if (isRunning || isOpening) scanned(scan, by === 'camera' ? 'camera' : 'keys');
    else if (!isTaken) play('unknown');
    setEarly(!isTaken);
  });
  return (
    <>
      {called === undefined ? null : <h1>{base(called)}</h1>}
      {uncounted.value === 0 ? null : (
        <p class="notice caution" role="alert">
          {phrase('scans-uncounted', { count: uncounted.value })}
        </p>
      )}
      {isOpening ? (
        <Opens count={opening.value?.scans.length ?? 0} />
      ) : isRunning ? (
        <Session />
      ) : (
        <>
          {isEarly ? (
            <p class="notice caution" role="alert">
              {phrase(mode === 'receive' ? 'no-such-delivery' : 'begin-first')}
            </p>
          ) : null}
          <Left mode={mode} />
          {sessionFault.value === undefined ? null : <Fault failure={sessionFault.value} />}
          {children}
        </>
      )}
    </>
  );
}

/** Between the tap and the answer of the node: what is scanned meanwhile is counted after it. */
function Opens({ count }: { readonly count: number }) {
  return (
    <div class="question" role="status">
      <p class="strong">{phrase('session-opens')}</p>
      {count === 0 ? null : <p>{phrase('scans-unsent', { count })}</p>}
      <Press press={giveUpOpening}>{base('back')}</Press>
    </div>
  );
}

function Left({ mode }: { readonly mode: Mode }) {
  const [left, setLeft] = useState<readonly Unfinished[]>([]);
  useEffect(() => {
    void unfinished().then((all) => setLeft(all.filter((one) => one.mode === mode)));
  }, [mode, connected.value, running.value === undefined]);
  if (left.length === 0) return null;
  return (
    <section>
      <h2>{phrase('going-on')}</h2>
      <div class="doings">
        {left.map(({ id, scans, mode: _, ...wanted }) => (
          <Press key={id} kind="main" press={() => openSession({ mode, ...pick(wanted) })}>
            {phrase('going-on-with', {
              what: clean(wanted.shipment ?? wanted.to ?? wanted.into ?? '…', 40),
              count: scans,
            })}
          </Press>
        ))}
      </div>
    </section>
  );
}

/** What a session is known by; nothing else of it is asked for again. */
function pick({ to, into, shipment }: { readonly to?: string; readonly into?: string; readonly shipment?: string }) {
  return {
    ...(to === undefined ? {} : { to }),
    ...(into === undefined ? {} : { into }),
    ...(shipment === undefined ? {} : { shipment }),
  };
}

export function Receive() {
  const asked = useAsked<{ readonly shipments: readonly ShipmentShown[] }>('incoming', { options: { limit: 200 } });
  const shipments = asked[0].kind === 'document' ? asked[0].document.shipments : [];
  const choose = (scan: string): boolean => {
    const texts = textsOf(scan);
    const chosen = shipments.find((one) => texts.some((text) => text === one.despatch || text === one.shipment));
    if (chosen !== undefined) void openSession({ mode: 'receive', shipment: chosen.shipment });
    return chosen !== undefined;
  };
  return (
    <Goods mode="receive" called="receive" chosen={choose}>
      <Answered asked={asked}>
        {() =>
          shipments.length === 0 ? (
            <p class="strong">{phrase('nothing-coming')}</p>
          ) : (
            <>
              <p>{phrase('choose-delivery')}</p>
              <ul class="rows">
                {shipments.map((one) => (
                  <li key={one.shipment}>
                    <Delivery of={one} />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Answered>
      <Press press={() => openSession({ mode: 'receive' })}>{phrase('any-delivery')}</Press>
    </Goods>
  );
}

function Delivery({ of }: { readonly of: ShipmentShown }) {
  const { shipment, despatch, fromName, items, packs, at, refused } = of;
  const from = clean(fromName, 60);
  const name =
    despatch === undefined
      ? phrase('delivery-unnamed', { from })
      : phrase('delivery-of', { name: clean(despatch), from });
  return (
    <button type="button" class="row" onClick={() => void openSession({ mode: 'receive', shipment })}>
      <strong>{name}</strong>{' '}
      <span class="small">
        {phrase('delivery-what', { items, packs, day: momentWords(at) })}
        {refused === undefined ? null : (
          <Said text={`. ${phrase('was-refused', { reason: refused.reason })}`} longest={240} />
        )}
      </span>
    </button>
  );
}

export function Send() {
  const asked = useAsked<{
    readonly parties: readonly (Named & { readonly self: boolean; readonly roles: readonly string[] })[];
  }>('parties', { options: { limit: 500 } });
  const [to, setTo] = useState('');
  const [despatch, setDespatch] = useState('');
  return (
    <Goods mode="ship" called="send-goods">
      <Answered asked={asked}>
        {({ parties }) => {
          const holders = parties.filter(
            ({ self, roles }) => !self && roles.some((role) => role !== 'regulator' && role !== 'observer'),
          );
          const chosen = to === '' ? (holders[0]?.gln ?? '') : to;
          return (
            <form class="block" onSubmit={(event) => event.preventDefault()}>
              <Choice
                label={phrase('send-to')}
                of={holders.map(({ gln, name }) => [gln, name] as const)}
                value={chosen}
                set={setTo}
              />
              <Field label={phrase('send-despatch')} value={despatch} set={setDespatch} />
              <Press
                kind="main"
                disabled={chosen === ''}
                press={() =>
                  openSession({
                    mode: 'ship',
                    to: chosen,
                    ...(despatch.trim() === '' ? {} : { despatch: despatch.trim() }),
                  })
                }
              >
                {phrase('begin')}
              </Press>
            </form>
          );
        }}
      </Answered>
    </Goods>
  );
}

export function Packing() {
  const [isOut, setOut] = useState(false);
  const isRunning = running.value?.wanted.mode === 'pack' || opening.value?.wanted.mode === 'pack';
  return (
    <>
      <h1>{base('pack-goods')}</h1>
      {may('unpack') && !isRunning ? (
        <div class="tabs">
          <button type="button" class="press" aria-pressed={!isOut} onClick={() => setOut(false)}>
            {returns('put-in')}
          </button>
          <button type="button" class="press" aria-pressed={isOut} onClick={() => setOut(true)}>
            {returns('take-out')}
          </button>
        </div>
      ) : null}
      {isOut && !isRunning ? <Unpacking /> : <PackInto />}
    </>
  );
}

function PackInto() {
  const [into, setInto] = useState('');
  const fill = (scan: string): boolean => {
    const sscc = ssccIn(scan);
    if (sscc !== undefined) setInto(sscc);
    return sscc !== undefined;
  };
  return (
    <Goods mode="pack" chosen={fill}>
      <p>{phrase('pack-how')}</p>
      <form class="block" onSubmit={(event) => event.preventDefault()}>
        <Field label={phrase('pack-into')} value={into} set={setInto} />
        <Press kind="main" press={() => openSession({ mode: 'pack', into: into.trim() === '' ? 'new' : into.trim() })}>
          {phrase('begin')}
        </Press>
      </form>
    </Goods>
  );
}

export function StockTake() {
  return (
    <Goods mode="stock-take" called="stock-take">
      <p>{phrase('stock-how')}</p>
      <Press kind="main" press={() => openSession({ mode: 'stock-take' })}>
        {phrase('begin')}
      </Press>
    </Goods>
  );
}
