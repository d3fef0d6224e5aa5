// Issuing a recall: a product, lots that are known here, class and reason, and the lots typed again before it goes out.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { Failure, LotShown } from '../api/documents.ts';
import { dayWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Fault, Field, Press, Way } from '../parts/base.tsx';
import { clean, lotProduct } from '../parts/product.ts';
import { useAsked } from '../state/asked.ts';
import { lotsIn } from './lots-in.ts';

interface Stock {
  readonly lots: readonly LotShown[];
}

interface Issued {
  readonly recall: string;
  readonly packs: number;
  readonly sent: readonly { readonly peer: string; readonly at?: string; readonly error?: string }[];
}

/** More lots than a person looks through; a maker with more recalls at the terminal. */
const MOST = 500;

export function RecallIssue() {
  const asked = useAsked<Stock>('stock', { options: { all: true, limit: MOST } });
  return (
    <>
      <h1>{phrase('issue')}</h1>
      <Answered asked={asked}>{({ lots }) => <Form lots={lots} />}</Answered>
    </>
  );
}

function Form({ lots }: { readonly lots: readonly LotShown[] }) {
  const products = new Map(lots.map((lot) => [lot.gtin, lotProduct(lot)]));
  const [gtin, setGtin] = useState([...products.keys()][0] ?? '');
  const [ticked, choose] = useState<readonly string[]>([]);
  const [named, setNamed] = useState('');
  const [grade, setGrade] = useState('1');
  const [reason, setReason] = useState('');
  const [again, setAgain] = useState('');
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const [failure, fail] = useState<Failure | undefined>(undefined);
  const [issued, done] = useState<Issued | undefined>(undefined);
  const [once, setOnce] = useState<string | undefined>(undefined);
  if (issued !== undefined) return <Reached issued={issued} />;
  const own = lots.filter((lot) => lot.gtin === gtin);
  // Whoever made none of it names the lots; which of them are known is the node's to say.
  const isNamed = lots.length === 0;
  const chosen = isNamed ? lotsIn(named) : ticked;
  const go = async (): Promise<void> => {
    fail(undefined);
    setWrong(undefined);
    if (chosen.length === 0 || reason.trim() === '') return setWrong(phrase('issue-choose'));
    const typed = lotsIn(again);
    if ([...typed].sort().join('\n') !== [...chosen].sort().join('\n'))
      return setWrong(phrase('issue-confirm-wrong', { lots: chosen.join(', ') }));
    const key = onceKey();
    setOnce(key);
    const reply = await carryOutOnce<Issued>('recall issue', {
      options: { gtin: gtin.trim(), lot: chosen, class: grade, reason: reason.trim(), confirm: typed },
      once: key,
    });
    setOnce(undefined);
    if (reply.kind === 'failure') fail(reply.failure);
    else done(reply.document);
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      {isNamed ? (
        <>
          <Field label={phrase('issue-gtin')} value={gtin} set={setGtin} numbers={true} />
          <Field label={phrase('issue-lots-named')} value={named} set={setNamed} />
        </>
      ) : (
        <Choice
          label={phrase('issue-product')}
          of={[...products]}
          value={gtin}
          set={(value) => {
            setGtin(value);
            choose([]);
          }}
        />
      )}
      <fieldset hidden={isNamed}>
        <legend>{phrase('issue-lots')}</legend>
        {own.map(({ lot, expiry, byState, packs }) => (
          <label class="tick" key={`${lot} ${expiry}`}>
            <input
              type="checkbox"
              checked={ticked.includes(lot)}
              onChange={({ currentTarget: { checked } }) =>
                choose(checked ? [...ticked, lot] : ticked.filter((one) => one !== lot))
              }
            />
            {phrase('lot-line', {
              lot: clean(lot),
              expiry: dayWords(expiry),
              count: Object.values(byState ?? { packs }).reduce((all, count) => all + count, 0),
            })}
          </label>
        ))}
      </fieldset>
      <Choice
        label={phrase('issue-class')}
        of={[
          ['1', phrase('class-1')],
          ['2', phrase('class-2')],
          ['3', phrase('class-3')],
        ]}
        value={grade}
        set={setGrade}
      />
      <Field label={phrase('issue-reason')} value={reason} set={setReason} />
      <Field label={phrase('issue-confirm')} value={again} set={setAgain} wrong={wrong} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="grave" press={go} disabled={once !== undefined}>
          {phrase('issue-go')}
        </Press>
        <Way to={addressOf('recalls')}>{base('back')}</Way>
      </div>
    </form>
  );
}

function Reached({ issued: { recall, packs, sent } }: { readonly issued: Issued }) {
  const names = (reached: boolean) =>
    sent
      .filter(({ error }) => (error === undefined) === reached)
      .map(({ peer }) => clean(peer))
      .join(', ');
  return (
    <>
      <p class="strong" role="status">
        {phrase('issued', { count: packs })}
      </p>
      {sent.length === 0 ? <p>{phrase('issued-nobody')}</p> : null}
      {names(true) === '' ? null : <p>{phrase('issued-sent', { names: names(true) })}</p>}
      {names(false) === '' ? null : <p>{phrase('issued-not-sent', { names: names(false) })}</p>}
      <Way to={addressOf('recall', recall)}>{phrase('where-packs-are')}</Way>
    </>
  );
}
