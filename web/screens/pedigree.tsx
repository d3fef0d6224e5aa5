// The pedigree of the pack at hand: a strip of its holders, and a line for each thing that was recorded of it.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import { stateWord } from '../../src/words/en/states.ts';
import { sentence } from '../../src/words/say.ts';
import type { StepShown, TraceShown } from '../api/documents.ts';
import { dayWords, momentWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Facts, Press, Said, Way } from '../parts/base.tsx';
import { clean, lastOf, productWords } from '../parts/product.ts';
import { Strip } from '../parts/strip.tsx';
import { useAsked } from '../state/asked.ts';
import { shown } from '../state/judging.ts';

export function Pedigree() {
  const { value } = shown;
  // The pack that was at hand when this opened, whatever becomes of the verdict meanwhile.
  const [scan] = useState('scan' in value ? value.scan : undefined);
  return (
    <>
      <h1>{phrase('life-of')}</h1>
      {scan === undefined ? <p class="strong">{phrase('no-pack')}</p> : <Life scan={scan} />}
      <div class="doings">
        <Press press={() => print()}>{base('print')}</Press>
        <Way to={addressOf('scan')}>{base('back')}</Way>
      </div>
    </>
  );
}

function Life({ scan }: { readonly scan: string }) {
  const asked = useAsked<TraceShown>('trace', { scans: [scan] });
  return (
    <Answered asked={asked}>
      {(trace) => {
        const now = nowOf(trace);
        const last = lastOf(trace.item);
        const [why] = trace.reasons ?? [];
        return (
          <>
            <Facts
              of={[
                [base('product'), productWords(trace.product, trace.item.gtin) || undefined],
                [base('lot'), trace.item.lot],
                [base('expiry'), trace.item.expiry === undefined ? undefined : dayWords(trace.item.expiry)],
                [base('serial'), last === undefined ? undefined : base('ends-in', { last })],
              ]}
            />
            <p class="strong">{trace.steps.length === 0 ? (why?.text ?? phrase('no-life')) : now}</p>
            <Strip trace={trace} now={now} />
            <ol class="timeline">
              {rowsOf(trace).map((row) => (
                <li key={`${row.at} ${row.word}`} class={row.grave ? 'grave' : ''}>
                  <strong>{row.word}</strong> <Said text={row.who} />
                  <span class="small">
                    {momentWords(row.at)}
                    {row.more === '' ? null : <Said text={`, ${row.more}`} longest={300} />}
                  </span>
                </li>
              ))}
            </ol>
            {trace.findings.length === 0 ? null : (
              <>
                <h2>{phrase('findings')}</h2>
                <ul class="rows">
                  {trace.findings.map((finding, at) => (
                    <li key={at} class="row caution">
                      <Said text={finding.text} longest={400} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}

interface Row {
  readonly at: string;
  readonly word: string;
  readonly who: string;
  readonly more: string;
  readonly grave: boolean;
}

/** Steps and recalls in the order of their times. */
function rowsOf({ steps, recalls = [] }: TraceShown): readonly Row[] {
  const rows: readonly Row[] = [
    ...steps.map((step) => ({
      at: step.at,
      word: stepWord(step.type),
      who: whoOf(step),
      more: moreOf(step),
      grave: false,
    })),
    ...recalls.map(({ at, by, reason, ...of }) => ({
      at,
      word: phrase('step-recall'),
      who: by,
      more: `${phrase('recall-class', { class: of.class })}: ${reason}`,
      grave: of.state !== 'rescinded',
    })),
  ];
  // Steps keep their own order: clocks of parties differ.
  return [...rows].sort((a, b) => (a.grave === b.grave ? 0 : a.at < b.at ? -1 : 1));
}

function whoOf({ by, to }: StepShown): string {
  return to === undefined ? by : `${by} → ${to}`;
}

function moreOf({ within, reason, despatch, operator }: StepShown): string {
  return [
    reason,
    within === undefined ? undefined : phrase('in-container', { within }),
    despatch === undefined ? undefined : phrase('despatch-advice', { despatch }),
    operator === undefined ? undefined : phrase('recorded-by', { operator }),
  ]
    .filter((word) => word !== undefined)
    .join(', ');
}

function stepWord(type: string): string {
  const id = `page-screens/step-${type}`;
  const said = sentence({ id, values: {} });
  return said === id ? type : said;
}

function nowOf({ state, custody }: TraceShown): string {
  const word = stateWord(state);
  if (custody.from !== undefined && custody.to !== undefined)
    return phrase('now-between', { from: clean(custody.from.name, 40), to: clean(custody.to.name, 40) });
  const where = custody.holder?.name;
  return where === undefined ? phrase('now', { state: word }) : phrase('now-at', { state: word, where: clean(where) });
}
