// Scan: the one pack at hand, what the node says of it, and the few things that can be done with it.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { phrase } from '../../src/words/en/page.ts';
import { phrase as verdictWords } from '../../src/words/en/verdict-text.ts';
import { connected } from '../api/client.ts';
import type { VerdictShown } from '../api/documents.ts';
import { announce } from '../base/live.ts';
import { addressOf } from '../base/router.ts';
import { Camera } from '../camera/camera-button.tsx';
import { Fault, Field, Press, Said, Way } from '../parts/base.tsx';
import { Card } from '../parts/card.tsx';
import { useHearing } from '../parts/hearing.ts';
import { type Face, faceOf, lastOf } from '../parts/product.ts';
import { give } from '../scan/listen.ts';
import {
  caughtUp,
  type Done,
  inTurn,
  isOld,
  kept,
  nextPack,
  type Shown,
  scanAtTill,
  shown,
  watchCaughtUp,
} from '../state/judging.ts';
import { recallOnList } from '../state/recall-list.ts';
import { Doings, type OfVerdict } from './doings.tsx';
import { LabelOf } from './slip-of.tsx';

/** The exit of what cannot be read as a code. */
const UNREADABLE = 65;

export function Scan() {
  useHearing((scan) => void scanAtTill(scan));
  const { value } = shown;
  useEffect(() => speakOf(value), [value]);
  return (
    <>
      <h1>{phrase('scan')}</h1>
      <Pack of={value} doings={(verdict) => <Doings of={verdict} />} />
      <CaughtUp />
      {value.kind === 'recording' ? null : <Ways />}
    </>
  );
}

interface PackProps {
  readonly of: Shown;
  /** What can be done with it on this screen. */
  readonly doings: (of: OfVerdict) => ComponentChildren;
}

/** The pack at hand, in each of its states. */
export function Pack({ of, doings }: PackProps) {
  if (connected.value === false && of.kind !== 'recording') return <Away />;
  switch (of.kind) {
    case 'waiting':
      return (
        <section class="card empty">
          <p class="word" style={{ '--letters': 12 }}>
            <span class="said">{phrase('scan-a-pack')}</span>
          </p>
          <p class="why">{phrase('scan-how')}</p>
        </section>
      );
    case 'asking':
      return (
        <section class="card empty">
          <p class="word" style={{ '--letters': 12 }}>
            <span class="said">{phrase('judging')}</span>
          </p>
        </section>
      );
    case 'verdict': {
      const { verdict, at } = of;
      const [first, ...notes] = verdict.reasons;
      return (
        <Card
          face={faceOf(verdict)}
          why={whyOf(verdict)}
          at={at}
          old={isOld.value}
          item={verdict.item}
          product={verdict.product}
          first={first}
          notes={notes}
        >
          {isOld.value ? <Next /> : doings(of)}
        </Card>
      );
    }
    case 'recording':
      return (
        <section class="card empty">
          <p class="word" style={{ '--letters': 12 }}>
            <span class="said">{phrase('recording')}</span>
          </p>
          {of.breaks === 0 ? null : <p class="why">{phrase('recording-again')}</p>}
        </section>
      );
    case 'done':
      return (
        <Card
          face={doneFace(of.done)}
          why={doneWhy(of.done)}
          at={of.at}
          old={isOld.value}
          item={of.item}
          product={of.product}
        >
          <Next>
            {of.done.what === 'put-aside' && of.done.verdict !== undefined ? (
              <LabelOf verdict={of.done.verdict} />
            ) : null}
          </Next>
        </Card>
      );
    case 'failed':
      // Nothing that was scanned: the next scan is all it takes.
      if (of.failure.exit === UNREADABLE) {
        const face: Face = { word: verdictWords('scan-again'), sign: '?', look: 'unknown' };
        return (
          <Card face={face} why={of.failure.message} at={of.at} old={isOld.value} item={{}}>
            <div class="doings">
              <Way to={addressOf('desk')}>{phrase('scanner-setup')}</Way>
              <Press press={nextPack}>{phrase('next-pack')}</Press>
            </div>
          </Card>
        );
      }
      return (
        <>
          <Fault failure={of.failure} />
          <Next />
        </>
      );
  }
}

function Next({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="doings">
      <Press kind="main" press={nextPack}>
        {phrase('next-pack')}
      </Press>
      {children}
    </div>
  );
}

/** What the own people did with it explains the rest. */
export function whyOf({ reasons, own, item, maker }: VerdictShown): string {
  const [first] = reasons;
  if (own !== undefined && first !== undefined && first.code !== 'already-dispensed')
    return `${own.text}. ${first.text}`;
  if (first !== undefined) return first.text;
  const what = item.sscc === undefined ? 'pack' : 'container';
  return maker === undefined
    ? verdictWords(`${what}-in-order`)
    : verdictWords(`${what}-in-order-by`, { maker: maker.name });
}

const DONE_WORDS = {
  dispensed: ['dispensed', 'dispensed-said'],
  queued: ['queued', 'queued-said'],
  'put-aside': ['is-put-aside', 'put-aside-said'],
  reported: ['reported', 'reported-said'],
  received: ['received', 'received-said'],
  'back-in-stock': ['back-in-stock', 'back-in-stock-said'],
} as const;

function doneFace({ what }: Done): Face {
  const look = what === 'dispensed' || what === 'back-in-stock' ? 'genuine' : what === 'queued' ? 'caution' : 'unknown';
  return { word: phrase(DONE_WORDS[what][0]), sign: look === 'genuine' ? '✓' : '→', look };
}

function doneWhy({ what, already }: Done): string {
  const said = phrase(DONE_WORDS[what][1]);
  return already ? `${said} ${phrase('already-said')}` : said;
}

function Away() {
  const last = kept.value.at(-1);
  const grade = last === undefined ? undefined : recallOnList(last);
  return (
    <section class={`card ${grade === undefined ? 'away' : 'listed'}`} data-status="away">
      <p class="word" style={{ '--letters': 11 }}>
        <span class="sign" aria-hidden="true">
          –
        </span>{' '}
        <span class="said">{phrase('not-connected')}</span>
      </p>
      <div class="why">
        <p class="reason">{phrase('not-connected-why')}</p>
        {grade === undefined ? null : <p class="reason">{phrase('on-recall-list', { class: grade })}</p>}
        {kept.value.length === 0 ? null : <p class="strong">{phrase('scans-wait', { count: kept.value.length })}</p>}
      </div>
    </section>
  );
}

/** What was scanned while the node was away or busy with another, judged now: the grave ones may lie on the counter. */
export function CaughtUp() {
  useLayoutEffect(watchCaughtUp, []);
  const waits = (connected.value === false ? 0 : kept.value.length) + Math.max(0, inTurn.value.length - 1);
  if (caughtUp.value.length === 0 && waits === 0) return null;
  return (
    <section class="block">
      {waits === 0 ? null : <p class="strong">{phrase('scans-wait', { count: waits })}</p>}
      {caughtUp.value.length === 0 ? null : <h2>{phrase('judged-now')}</h2>}
      <ol class="rows">
        {caughtUp.value.map((one) => {
          const { n } = one;
          if ('failure' in one)
            return (
              <li key={n} value={n} class="row unknown">
                <strong>? {verdictWords('scan-again')}</strong> <Said text={one.failure.message} longest={300} />
              </li>
            );
          const { verdict } = one;
          const { word, look, sign } = faceOf(verdict);
          return (
            <li key={n} value={n} class={`row ${look}`}>
              <strong>
                {sign} {word}
              </strong>{' '}
              {one.isUnsupplied ? <strong>{phrase('not-supplied')} </strong> : null}
              <Said text={`${phrase('ends-in', { last: lastOf(verdict.item) ?? '' })}: ${whyOf(verdict)}`} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const typing = signal<string | undefined>(undefined);

/** Other ways than a hand scanner, which needs none. */
export function Ways() {
  return (
    <div class="ways">
      <Camera />
      {typing.value === undefined ? (
        <Press
          press={() => {
            typing.value = '';
          }}
        >
          {phrase('type-it')}
        </Press>
      ) : (
        <form
          class="block"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = typing.value?.trim() ?? '';
            typing.value = undefined;
            give(typed, 'typed');
          }}
        >
          <Field
            label={phrase('typed-code')}
            hint={phrase('typed-hint')}
            value={typing.value}
            focus={true}
            set={(value) => {
              typing.value = value;
            }}
          />
          <button class="press main" type="submit">
            {phrase('check')}
          </button>
        </form>
      )}
    </div>
  );
}

/** Said to whoever hears the page: made unique by the end of the serial, so that two equal verdicts are both spoken. */
export function speakOf(value: Shown): void {
  if (value.kind === 'failed') announce(value.failure.message);
  if (value.kind !== 'verdict' && value.kind !== 'done') return;
  const word = value.kind === 'verdict' ? faceOf(value.verdict).word : doneFace(value.done).word;
  const item = value.kind === 'verdict' ? value.verdict.item : value.item;
  const last = lastOf(item);
  const why = value.kind === 'verdict' ? whyOf(value.verdict) : doneWhy(value.done);
  announce(`${last === undefined ? word : phrase('said-word', { word, last })}. ${why}`);
}
