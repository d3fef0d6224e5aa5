// Everything that does not fit into the row of screens.
import { phrase } from '../../src/words/en/page.ts';
import { addressOf } from '../base/router.ts';
import { listed, SCREENS } from './table.ts';

export function More() {
  return (
    <>
      <h1>{phrase('more')}</h1>
      <ul class="rows">
        {listed().map((name) => (
          <li key={name}>
            <a class="row" href={addressOf(name)}>
              {SCREENS[name]?.title()}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
