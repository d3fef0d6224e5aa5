// Today: what waits, the worst first, and what was done.
import { say as day } from '../../src/words/en/day-text.ts';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import { roleName } from '../../src/words/en/roles.ts';
import { type Said as Saying, sentence } from '../../src/words/say.ts';
import type { DayShown } from '../api/documents.ts';
import { momentWords, numberWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Facts, Said } from '../parts/base.tsx';
import { productWords } from '../parts/product.ts';
import { scopeWords } from '../parts/scope.ts';
import { useAsked } from '../state/asked.ts';
import { SCREENS } from './table.ts';

/** Where what waits is dealt with. */
const PLACES: Readonly<Record<string, string>> = {
  incoming: 'receive',
  late: 'receive',
  outbox: 'waiting',
  alerts: 'alerts',
  'alerts-overdue': 'alerts',
  'goods-without-data': 'waiting',
};

export function Today() {
  const asked = useAsked<DayShown>('status');
  return (
    <>
      <h1>{base('today')}</h1>
      <Answered asked={asked}>{(status) => <Day status={status} />}</Answered>
    </>
  );
}

function Day({ status }: { readonly status: DayShown }) {
  const todo = status.todo.filter(({ what }) => what !== 'recalls');
  const done = Object.entries(status.today.types).flatMap(([type, count]) => {
    const word = typeWord(type);
    return word === undefined ? [] : [{ type, word, count }];
  });
  return (
    <>
      {status.recalls.length + todo.length === 0 ? <p class="strong">{phrase('nothing-waits')}</p> : null}
      <ul class="rows">
        {status.recalls.map((recall) => (
          <li key={recall.id}>
            <a class="row stop" href={addressOf('recall', recall.id)}>
              <strong>✗ {phrase('recall-class', { class: recall.class })}</strong>{' '}
              <Said
                text={`${productWords(recall.product, recall.gtin)}, ${scopeWords(recall)}: ${recall.reason}`}
                longest={300}
              />
            </a>
          </li>
        ))}
        {todo.map((one) => (
          <li key={one.what}>
            <Waiting {...one} />
          </li>
        ))}
      </ul>
      <h2>{phrase('done-today')}</h2>
      {done.length === 0 ? (
        <p>{phrase('nothing-done-today')}</p>
      ) : (
        <ul class="rows">
          {done.map(({ type, word, count }) => (
            <li key={type} class="row">
              {numberWords(count)} {word}
            </li>
          ))}
        </ul>
      )}
      <h2>{phrase('this-party')}</h2>
      <Facts
        of={[
          [phrase('this-party'), `${status.party.name}, ${base('gln', { gln: status.party.gln })}`],
          [phrase('roles'), status.roles.map(roleName).join(', ')],
          [phrase('news'), status.fresh.oldest === null ? phrase('no-news-yet') : momentWords(status.fresh.oldest)],
          [phrase('backup'), status.backup === undefined ? phrase('no-backup') : momentWords(status.backup.at)],
        ]}
      />
    </>
  );
}

function Waiting({ what, count, ageHours }: DayShown['todo'][number]) {
  // The sentences of the terminal, by what waits; one that the page does not know yet is told by its name.
  const saying = (day as (id: string, values: object) => Saying)(what, { count });
  const said = sentence(saying);
  const text = said === saying.id ? `${count} ${what}` : said;
  const age =
    ageHours === undefined || ageHours === 0 ? '' : ` ${phrase('since-hours', { hours: Math.round(ageHours) })}`;
  const place = PLACES[what];
  const line = <Said text={text + age} longest={300} />;
  return place !== undefined && place in SCREENS ? (
    <a class="row" href={addressOf(place)}>
      {line}
    </a>
  ) : (
    <span class="row">{line}</span>
  );
}

/** What was done with goods; what a party says of itself is no work of a day. */
function typeWord(type: string): string | undefined {
  const id = `page-screens/step-${type}`;
  const said = sentence({ id, values: {} });
  return said === id ? undefined : said;
}

export { day };
