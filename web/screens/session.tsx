// A run of scanning on the screen: how many are here, what became of the last scan, three buttons, and what is missing.
import { useEffect, useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-goods.ts';
import { phrase as slips } from '../../src/words/en/page-slips.ts';
import { phrase as verdictWords } from '../../src/words/en/verdict-text.ts';
import { ask, connected } from '../api/client.ts';
import { now } from '../base/clock.ts';
import { announce } from '../base/live.ts';
import { Facts, Fault, Press, Said } from '../parts/base.tsx';
import { Card } from '../parts/card.tsx';
import { type Face, shortened } from '../parts/product.ts';
import { Rows } from '../parts/rows.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { onList } from '../state/list.ts';
import type { LineShown, Running } from '../state/run.ts';
import {
  closeSession,
  dropSession,
  leaveSession,
  move,
  running,
  sessionFault,
  takeBack,
  unsent,
} from '../state/session.ts';
import { Ways } from './scan.tsx';

export function Session() {
  const { value } = running;
  const line = value?.end ?? value?.line;
  useEffect(() => {
    if (line !== undefined) announce(`${faceOfLine(line).word}. ${line.text ?? ''} ${line.move ?? ''}`);
  }, [line]);
  if (value === undefined) return null;
  return value.end === undefined ? <Going of={value} /> : <Ended end={value.end} late={value.late ?? 0} />;
}

function Going({ of }: { readonly of: Running }) {
  const { line, tally, others, to, into, isContinued } = of;
  const isWaiting = unsent.value.length > 0 && connected.value === false;
  const isMissing = line?.result === 'missing' && line.asks === true;
  return (
    <>
      {to === undefined ? null : (
        <p class="strong">
          <Said text={phrase('goes-to', { to })} />
        </p>
      )}
      {into === undefined ? null : (
        <p class="strong">
          <Said text={phrase('into-container', { into })} />
        </p>
      )}
      {isContinued ? <p class="small">{phrase('was-continued')}</p> : null}
      <p class="tally" role="status">
        {tally?.expected === undefined
          ? phrase('packs-scanned', { count: tally?.packs ?? 0 })
          : phrase('so-many-of', { here: tally.here ?? 0, expected: tally.expected })}
      </p>
      {isWaiting ? <p class="notice away">{phrase('scans-unsent', { count: unsent.value.length })}</p> : null}
      {others.map((device) => (
        <p key={device} class="notice caution">
          {phrase('other-device', { device })}
        </p>
      ))}
      {of.isTaken ? (
        <div class="question" role="alert">
          <p class="strong">{phrase('taken-elsewhere')}</p>
          <Press kind="main" press={takeBack}>
            {phrase('take-back')}
          </Press>
          <Press press={leaveSession}>{base('close')}</Press>
        </div>
      ) : isMissing ? (
        <MissingQuestion count={line.missing?.length ?? 0} />
      ) : (
        <>
          {isWaiting && onList.value !== undefined ? (
            <OnList isOn={onList.value.isOn} />
          ) : line === undefined ? null : (
            <Last line={line} />
          )}
          <div class="doings">
            <Press press={() => move({ undo: true })}>{phrase('undo')}</Press>
            {of.wanted.mode === 'receive' ? (
              <Press press={() => move({ damaged: true })}>{phrase('mark-damaged')}</Press>
            ) : null}
            <Press kind="main" press={() => move({ end: true })}>
              {phrase('finish')}
            </Press>
          </div>
        </>
      )}
      {sessionFault.value === undefined ? null : <Fault failure={sessionFault.value} />}
      {of.wanted.mode === 'receive' || of.wanted.mode === 'stock-take' ? <Expected of={of} /> : null}
      {of.isTaken ? null : (
        <Ways>
          <Drop />
        </Ways>
      )}
    </>
  );
}

/** What the list says that this page has kept, while the node is away: it is no verdict, and never green. */
function OnList({ isOn }: { readonly isOn: boolean | undefined }) {
  const word = isOn === undefined ? phrase('waits-unjudged') : phrase(isOn ? 'on-the-list' : 'not-on-the-list');
  useEffect(() => announce(word), [word]);
  return (
    <section class="card listed" data-status="listed">
      <p class="word" style={{ '--letters': Math.max(...word.split(' ').map((part) => part.length), 8) }}>
        <span class="sign" aria-hidden="true">
          {isOn === undefined ? '–' : isOn ? '•' : '○'}
        </span>{' '}
        <span class="said">{word}</span>
      </p>
      <p class="why">{phrase(isOn === undefined ? 'no-list-said' : isOn ? 'on-list-said' : 'not-on-list-said')}</p>
    </section>
  );
}

function Last({ line }: { readonly line: LineShown }) {
  const product = line.product === undefined ? undefined : { name: line.product };
  return (
    <Card face={faceOfLine(line)} why={line.text ?? ''} at={now.peek()} item={line.item ?? {}} product={product}>
      {line.asks === true ? (
        <div class="question">
          <p class="strong">{base('same-box-question')}</p>
          <Press press={() => move({ answer: 'same' })}>{base('same-box')}</Press>
          <Press press={() => move({ answer: 'second' })}>{base('another-box')}</Press>
          <Press press={() => move({ answer: 'out' })}>{phrase('out-after-all')}</Press>
        </div>
      ) : null}
    </Card>
  );
}

function MissingQuestion({ count }: { readonly count: number }) {
  return (
    <div class="question">
      <p class="strong">{phrase('did-not-come', { count })}</p>
      <Press kind="main" press={() => move({ end: true })}>
        {phrase('still-to-come')}
      </Press>
      <Press press={() => move({ missing: true })}>{phrase('tell-shipper')}</Press>
      <Press
        press={() => {
          const { value } = running;
          if (value !== undefined) running.value = { ...value, line: undefined };
        }}
      >
        {base('back')}
      </Press>
    </div>
  );
}

/** What a line looks like: as the band of the terminal, with signs and borders beside the colour. */
export function faceOfLine(line: LineShown): Face {
  const { kind, result, status, again, code, asks } = line;
  const caution = (word: string): Face => ({ word, sign: '!', look: 'caution' });
  const stop = (word: string): Face => ({ word, sign: '✗', look: 'stop' });
  if (kind === 'problem') return stop(phrase('not-counted'));
  if (kind === 'end') return { word: phrase('ended'), sign: '✓', look: 'genuine' };
  if (again === true || result === 'unreadable')
    return { word: verdictWords('scan-again'), sign: '?', look: 'unknown' };
  if (result === 'duplicate' && status !== 'stop') return caution(phrase('twice'));
  if (result === 'undone' || result === 'out') return { word: phrase('undone'), sign: '←', look: 'unknown' };
  if (result === 'damaged') return caution(phrase('damaged'));
  if (result === 'copy') return stop(verdictWords('stop'));
  if (status === 'unknown') return { word: verdictWords('cannot-tell'), sign: '?', look: 'unknown' };
  if (status === 'stop') return stop(verdictWords(code === 'recalled' ? 'recalled' : 'stop'));
  if (status === 'caution' || asks === true) return caution(phrase(result === 'refused' ? 'not-counted' : 'look'));
  return { word: phrase('ok'), sign: '✓', look: 'genuine' };
}

function Drop() {
  const [sure, setSure] = useState(false);
  if (!sure) return <Press press={() => setSure(true)}>{phrase('drop')}</Press>;
  return (
    <div class="question">
      <p class="strong">{phrase('drop-sure')}</p>
      <Press kind="grave" press={dropSession}>
        {phrase('drop-yes')}
      </Press>
      <Press press={() => setSure(false)}>{base('back')}</Press>
    </div>
  );
}

const STATES = ['missing', 'here', 'extra'] as const;

interface ExpectedList {
  readonly total: Readonly<Record<(typeof STATES)[number], number>>;
  readonly items: readonly { readonly name: string; readonly packs: number }[];
}

/** So many are asked for; more are told by their number. */
const MOST = 1_000;

function Expected({ of: { id, tally } }: { readonly of: Running }) {
  const [state, setState] = useState<(typeof STATES)[number]>('missing');
  const [list, setList] = useState<ExpectedList | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    void ask<ExpectedList>(`/v1/sessions/${id}/expected?state=${state}&from=0&count=${MOST}`).then((reply) => {
      if (!isOver && reply.kind === 'document') setList(reply.document);
    });
    return () => {
      isOver = true;
    };
  }, [id, state, tally]);
  if (list === undefined) return null;
  return (
    <section>
      <div class="tabs">
        {STATES.map((one) => (
          <button
            type="button"
            key={one}
            class="press"
            aria-pressed={one === state}
            onClick={() => {
              setState(one);
            }}
          >
            {phrase(`${one}-count`, { count: list.total[one] })}
          </button>
        ))}
      </div>
      {list.items.length === 0 ? (
        <p>{phrase('none-in-list')}</p>
      ) : (
        <Rows of={list.items.map(({ name, packs }) => [name, base('packs', { count: packs })] as const)} />
      )}
    </section>
  );
}

function Ended({ end, late }: { readonly end: LineShown; readonly late: number }) {
  const { recorded, missing = [], unexpected = [], event, into, result } = end;
  const isNothing = result === 'nothing-scanned';
  const face: Face = isNothing
    ? { word: phrase('ended'), sign: '–', look: 'unknown' }
    : { word: phrase(event === undefined ? 'ended' : 'recorded'), sign: '✓', look: 'genuine' };
  const why = isNothing
    ? phrase('nothing-scanned')
    : phrase('recorded-packs', { count: recorded?.packs ?? end.tally?.packs ?? 0 });
  const items = recorded?.items ?? [];
  const refused = (typeof items === 'number' ? [] : items).map(({ input, reason }) => `${input}: ${reason}`);
  const isTold = (recorded?.missing?.length ?? 0) > 0;
  return (
    <>
      {late === 0 ? null : (
        <p class="notice caution" role="alert">
          {phrase('scans-late', { count: late })}
        </p>
      )}
      <Card face={face} why={why} at={now.peek()} item={{}}>
        <div class="doings">
          <Press kind="main" press={closeSession}>
            {phrase('another-run')}
          </Press>
          <Press press={() => print()}>{base('print')}</Press>
        </div>
      </Card>
      <Sheet title={slips('discrepancy-note')}>
        <Facts
          of={[
            [phrase('recorded'), event === undefined ? undefined : phrase('recorded-as', { event })],
            [base('pack-goods'), into === undefined ? undefined : phrase('into-container', { into })],
          ]}
        />
        <Listed
          title={phrase(isTold ? 'missing-told' : end.mode === 'stock-take' ? 'not-here' : 'missing-left')}
          of={missing}
        />
        <Listed title={phrase('was-damaged')} of={recorded?.damaged ?? []} />
        <Listed title={phrase('not-in-stock')} of={unexpected} />
        <Listed title={phrase('not-received')} of={refused} />
      </Sheet>
    </>
  );
}

function Listed({ title, of }: { readonly title: string; readonly of: readonly string[] }) {
  if (of.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="plain">
        {of.slice(0, 100).map((one) => (
          <li key={one}>
            <Said text={shortened(one)} />
          </li>
        ))}
      </ul>
    </>
  );
}
