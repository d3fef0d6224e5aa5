// The few pieces that every screen is made of, so that the same thing looks and works the same everywhere.
import type { ComponentChildren } from 'preact';
import { phrase } from '../../src/words/en/page.ts';
import type { Failure } from '../api/documents.ts';
import { asSentence, clean } from './product.ts';

interface PressProps {
  readonly children: ComponentChildren;
  readonly press: () => unknown;
  /** The one thing that this screen is for, and what cannot be taken back. */
  readonly kind?: 'main' | 'plain' | 'grave';
  readonly disabled?: boolean;
}

export function Press({ children, press, kind = 'plain', disabled = false }: PressProps) {
  return (
    <button type="button" class={`press ${kind}`} disabled={disabled} onClick={() => void press()}>
      {children}
    </button>
  );
}

/** A link that looks as a button does: it goes somewhere, and does nothing. */
export function Way({ to, children }: { readonly to: string; readonly children: ComponentChildren }) {
  return (
    <a class="press plain" href={to}>
      {children}
    </a>
  );
}

/** Text of somebody else: its direction is its own, and it steers nothing. */
export function Said({ text, longest }: { readonly text: string; readonly longest?: number }) {
  return <bdi>{clean(text, longest)}</bdi>;
}

/** Names with what they stand for. What is undefined is left out. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ComponentChildren | undefined])[] }) {
  return (
    <dl class="facts">
      {of
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <Said text={value} longest={600} /> : value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** So many things that stood against it are named. */
const MOST_ITEMS = 10;

/**
 * What went wrong, what was not done, and what to do; `hint` names commands, which nobody types here. What was only looked up may be
 * asked again, and nobody thought that it recorded anything.
 */
export function Fault({ failure, again }: { readonly failure: Failure; readonly again?: () => unknown }) {
  return (
    <div class="fault" role="alert">
      <p class="strong">
        <Said text={asSentence(failure.message)} longest={600} />
      </p>
      {(failure.items ?? []).slice(0, MOST_ITEMS).map(({ input, reason }) => (
        <p key={input}>
          <Said text={`${phrase('ends-in', { last: input.slice(-4) })}: ${reason}`} longest={300} />
        </p>
      ))}
      {again === undefined ? (
        <p>{phrase(failure.unsure === true ? 'perhaps-recorded' : 'nothing-recorded')}</p>
      ) : (
        <Press press={again}>{phrase('try-again')}</Press>
      )}
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly wrong?: string | undefined;
  readonly numbers?: boolean;
  readonly secret?: boolean;
  readonly focus?: boolean;
}

/** A field with its name above it, and below it what is wrong with what it holds. */
export function Field({ label, hint, value, set, wrong, numbers, secret, focus }: FieldProps) {
  const name = `field-${label.replace(/\W+/g, '-')}`;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {wrong === undefined ? null : (
        <span class="wrong" id={`${name}-wrong`}>
          {wrong}
        </span>
      )}
      <input
        id={name}
        {...(secret ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
        value={value}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        inputMode={numbers ? 'numeric' : 'text'}
        aria-invalid={wrong !== undefined}
        aria-describedby={
          `${hint === undefined ? '' : `${name}-hint`} ${wrong === undefined ? '' : `${name}-wrong`}`.trim() ||
          undefined
        }
        ref={(field) => {
          if (focus && field !== null && document.activeElement !== field && value === '') field.focus();
        }}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </p>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly of: readonly (readonly [value: string, said: string])[];
  readonly value: string;
  readonly set: (value: string) => void;
}

export function Choice({ label, of, value, set }: ChoiceProps) {
  const name = `choice-${label.replace(/\W+/g, '-')}`;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <select id={name} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {of.map(([one, said]) => (
          <option key={one} value={one}>
            {clean(said)}
          </option>
        ))}
      </select>
    </p>
  );
}

/** A link to call somebody, where what they gave is a telephone number and nothing else. */
export function Call({ contact, children }: { readonly contact: string; readonly children: ComponentChildren }) {
  const [number] = /\+?[0-9][0-9 ()-]{4,19}$/.exec(clean(contact)) ?? [];
  if (number === undefined) return null;
  return (
    <a class="press plain" href={`tel:${number.replace(/[ ()-]/g, '')}`}>
      {children}
    </a>
  );
}
