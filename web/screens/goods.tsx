// Deliveries that come, goods that go, containers that are filled, and counting: what a run of scanning is for, then the run.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-goods.ts';
import { connected } from '../api/client.ts';
import type { Named, ShipmentShown } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Fault, Field, Press, Said } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { hear } from '../scan/listen.ts';
import { useAsked } from '../state/asked.ts';
import { type Mode, openSession, running, sessionFault, type Unfinished, unfinished } from '../state/session.ts';
import { Session } from './session.tsx';

type Title = 'receive' | 'send-goods' | 'pack-goods' | 'stock-take';

/** The frame of all four: what was left unfinished, then what is asked first, then the run. */
function Goods({
  mode,
  called,
  children,
}: {
  readonly mode: Mode;
  readonly called: Title;
  readonly children: ComponentChildren;
}) {
  const { value } = running;
  const isOther = value !== undefined && value.wanted.mode !== mode;
  return (
    <>
      <h1>{base(called)}</h1>
      {value === undefined || isOther ? (
        <>
          <Left mode={mode} />
          {sessionFault.value === undefined ? null : <Fault failure={sessionFault.value} />}
          {children}
        </>
      ) : (
        <Session />
      )}
    </>
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
  const isChoosing = running.value === undefined;
  useEffect(() => {
    if (!isChoosing) return undefined;
    return hear((scan) => {
      const chosen = shipments.find(({ despatch, shipment }) => scan === despatch || scan === shipment);
      if (chosen !== undefined) void openSession({ mode: 'receive', shipment: chosen.shipment });
    });
  }, [isChoosing, shipments]);
  return (
    <Goods mode="receive" called="receive">
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
  const [into, setInto] = useState('');
  return (
    <Goods mode="pack" called="pack-goods">
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
