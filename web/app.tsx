// The frame around every screen: who this is, what everybody has to know now, the screen, and the row of screens.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { phrase } from '../src/words/en/page.ts';
import { connected, forgotten, locked } from './api/client.ts';
import { language } from './base/language.ts';
import { said } from './base/live.ts';
import { addressOf, route } from './base/router.ts';
import { tokenNow } from './base/token.ts';
import { Press, Said, Way } from './parts/base.tsx';
import { clean, faceOf } from './parts/product.ts';
import { listen } from './scan/listen.ts';
import { Lock, PinAgain } from './screens/lock.tsx';
import { Pair } from './screens/pair.tsx';
import { row, SCREENS, type Screen, screenNamed } from './screens/table.ts';
import { untold } from './state/judging.ts';
import { me } from './state/me.ts';
import { outdated, recallCame } from './state/news.ts';

/** Screens that were loaded, by name. */
const loaded = signal<Readonly<Record<string, Screen>>>({});

/** Puts a screen into the page that opens at once. */
export function bring(name: string, screen: Screen): void {
  loaded.value = { ...loaded.value, [name]: screen };
}

export function App() {
  // Read here, so that another language draws everything anew.
  const spoken = language.value;
  return (
    <div class="desk" key={spoken}>
      <button type="button" class="press skip" onClick={toMain}>
        {phrase('skip-to-main')}
      </button>
      <Head />
      <Notices />
      <main id="main" tabIndex={-1}>
        <PinAgain />
        <Body />
        <Catcher />
      </main>
      <Row />
      <p class="live" role="status" aria-live="assertive" aria-atomic="true">
        {said.value}
      </p>
    </div>
  );
}

function toMain(): void {
  document.querySelector<HTMLElement>('main')?.focus();
}

function Head() {
  const { value } = me;
  if (value === undefined) return null;
  const where = phrase('who-and-where', { device: clean(value.device.name, 40), party: clean(value.party.name, 60) });
  return (
    <header>
      <p>
        <Said
          text={value.operator === undefined ? where : phrase('and-operator', { where, operator: value.operator })}
        />
      </p>
    </header>
  );
}

function Notices() {
  const recall = recallCame.value;
  return (
    <div class="notices">
      {connected.value === false ? (
        <p class="notice away" role="alert">
          <strong>{phrase('not-connected')}</strong>
        </p>
      ) : null}
      {me.value?.key === 'locked' ? <p class="notice caution">{phrase('key-locked')}</p> : null}
      {outdated.value ? (
        <p class="notice caution">
          {phrase('new-version')} <Press press={() => location.reload()}>{phrase('reload')}</Press>
        </p>
      ) : null}
      <JudgedLate />
      {recall === undefined ? null : (
        <div class="notice stop" role="alert">
          <p>
            ✗ <Said text={phrase('recall-came', { class: recall.class, what: recallWords(recall) })} longest={300} />
          </p>
          <Way to={addressOf('recall', recall.id)}>{phrase('open')}</Way>{' '}
          <Press
            press={() => {
              recallCame.value = undefined;
            }}
          >
            {phrase('close')}
          </Press>
        </div>
      )}
    </div>
  );
}

/** What was scanned while the node was away is judged wherever somebody is by then, and may still lie on the counter. */
function JudgedLate() {
  const { value } = untold;
  if (value.length === 0 || locked.value) return null;
  const looks = value.map((one) => ('verdict' in one ? faceOf(one.verdict).look : 'unknown'));
  const stops = looks.filter((look) => look === 'stop').length;
  const isGrave = looks.some((look) => look !== 'genuine');
  return (
    <div class={`notice ${stops > 0 ? 'stop' : isGrave ? 'caution' : ''}`} role="alert">
      <p>
        {stops > 0 ? '✗ ' : ''}
        {phrase('judged-late', { count: value.length, stops })}
      </p>
      <Way to={addressOf('scan')}>{phrase('open')}</Way>
    </div>
  );
}

function recallWords({ product, gtin, lots, reason }: NonNullable<typeof recallCame.value>): string {
  const named = typeof product === 'string' ? product : [product?.name, product?.strength].filter(Boolean).join(' ');
  const what = named === '' ? phrase('gtin-unnamed', { gtin }) : named;
  const of = lots === undefined || lots.length === 0 ? what : phrase('recall-scope', { product: what, lots });
  return `${of}. ${reason}`;
}

function Body() {
  if (tokenNow() === undefined || forgotten.value) return <Pair wasPaired={tokenNow() !== undefined} />;
  if (me.value === undefined)
    return <p class="loading">{phrase(connected.value === false ? 'not-connected-why' : 'loading')}</p>;
  if (locked.value) return <Lock />;
  return <Opened name={screenNamed(route.value.screen)} of={route.value.of} />;
}

function Opened({ name, of }: { readonly name: string; readonly of: string }) {
  const Shown = loaded.value[name];
  useEffect(() => {
    document.title = `${SCREENS[name]?.title() ?? ''} · ${phrase('desk')}`;
    if (Shown === undefined) void SCREENS[name]?.load().then((screen) => bring(name, screen));
  }, [name, Shown]);
  return Shown === undefined ? <p class="loading">{phrase('loading')}</p> : <Shown key={`${name}/${of}`} of={of} />;
}

function Row() {
  if (me.value === undefined || forgotten.value || locked.value) return null;
  const here = screenNamed(route.value.screen);
  const names = [...row(), 'more'];
  // An inner screen belongs to the one that leads to it.
  const under = names.includes(here)
    ? here
    : here.startsWith('recall')
      ? 'recalls'
      : here === 'pedigree'
        ? 'scan'
        : 'more';
  return (
    <nav aria-label={phrase('screens')}>
      {names.map((name) => (
        <a key={name} href={addressOf(name)} aria-current={name === under ? 'page' : undefined}>
          {SCREENS[name]?.title()}
        </a>
      ))}
    </nav>
  );
}

/** The field that has the focus where nothing else wants it: what input methods of handhelds hand over lands here. */
function Catcher() {
  return (
    <textarea
      class="catcher"
      aria-label={phrase('scanner-input')}
      tabIndex={-1}
      inputMode="none"
      autocomplete="off"
      spellcheck={false}
      ref={(field) => {
        if (field !== null && field.dataset.listens === undefined) {
          field.dataset.listens = '';
          listen(field);
        }
      }}
    />
  );
}
