// Where scans come in: keys anywhere on the page, and text that an input method of a handheld hands over whole.
import { play } from './sound.ts';
import { type KeyDown, WedgeReader } from './wedge.ts';

/** Silence after which text of an input method is a whole code, ms. */
const SILENCE = 120;

export type Hearer = (scan: string, by: 'keys' | 'camera' | 'picture' | 'typed') => void;

const reader = new WedgeReader();
let hearer: Hearer | undefined;
/** No person presses a key so soon after another, ms. */
const BURST = 35;
let lastAt = Number.NEGATIVE_INFINITY;
/** What the field held before the keys that come so fast. */
let before: { readonly field: HTMLInputElement | HTMLTextAreaElement; readonly value: string } | undefined;

/** Who is told of scans; one at a time, as there is one screen. Gives what ends it. */
export function hear(told: Hearer): () => void {
  hearer = told;
  return () => {
    if (hearer === told) hearer = undefined;
  };
}

/** A scan from wherever it came; where no screen takes it, whoever scanned hears so. */
export function give(scan: string, by: Parameters<Hearer>[1]): void {
  const text = scan.replace(/[\r\n]+$/, '');
  if (text === '') return;
  if (hearer === undefined) play('unknown');
  else hearer(text, by);
}

/** Begins to listen: `catcher` is the field that has the focus where nothing else wants it. */
export function listen(catcher: HTMLTextAreaElement): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.key === 'Unidentified' || event.repeat) return;
    const field = event.target === catcher ? undefined : fieldOf(event.target);
    if (field === undefined) {
      const { taken, scan } = reader.key(downOf(event));
      if (taken) event.preventDefault();
      if (taken) event.stopPropagation();
      if (scan !== undefined) give(scan, 'keys');
      return;
    }
    if (before?.field !== field || event.timeStamp - lastAt >= BURST) before = { field, value: field.value };
    lastAt = event.timeStamp;
    const { taken, scan } = reader.fieldKey(downOf(event));
    if (taken) event.preventDefault();
    if (scan === undefined) return;
    event.stopPropagation();
    field.value = before.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    give(scan, 'keys');
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(waiting);
    const { value } = catcher;
    catcher.value = '';
    give(value, 'keys');
  };
  const onInput = (): void => {
    clearTimeout(waiting);
    if (/[\r\n\t]$/.test(catcher.value)) flush();
    else waiting = setTimeout(flush, SILENCE);
  };
  const toCatcher = (): void => {
    if (document.activeElement === document.body || document.activeElement === null) {
      catcher.focus({ preventScroll: true });
    }
  };
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('focusout', () => setTimeout(toCatcher));
  document.addEventListener('pointerup', () => setTimeout(toCatcher));
  addEventListener('focus', toCatcher);
  catcher.addEventListener('input', onInput);
  toCatcher();
  return () => document.removeEventListener('keydown', onKey, true);
}

function fieldOf(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | undefined {
  if (target instanceof HTMLTextAreaElement) return target;
  if (!(target instanceof HTMLInputElement)) return undefined;
  return /^(?:checkbox|radio|button|submit|file|range)$/.test(target.type) ? undefined : target;
}

function downOf(event: KeyboardEvent): KeyDown {
  const { key, code, shiftKey, metaKey } = event;
  // Windows says AltGr as Ctrl with Alt.
  const altGraph = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey && key.length === 1);
  return {
    key,
    code,
    shift: shiftKey,
    meta: metaKey,
    altGraph,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    at: event.timeStamp,
  };
}
