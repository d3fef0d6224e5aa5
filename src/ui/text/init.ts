// Who was made, and what to do with it next.
import type { InitData } from '../../app/parties/init.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

const DONE = {
  alone: 'works-alone',
  founder: 'founds',
  joiner: 'ready-to-join',
  till: 'till-ready-to-join',
  observer: 'observes',
} as const;

const NEXT = {
  alone: 'alone-next',
  founder: 'hand-out-card',
  joiner: 'card-to-regulator',
  till: 'card-to-first-till',
  observer: 'observer-next',
} as const;

export function text(data: InitData, style: Style): string {
  const { party, alone } = data;
  const role = alone === undefined ? data.role : 'alone';
  return [
    wrap(written(data, phrase(DONE[role], { name: party.name, roles: alone ?? [] }), style)),
    pairs([
      ['GLN', party.gln],
      [phrase('site'), party.site],
      [phrase('contact'), party.contact],
      [phrase('chain'), data.chain],
      [phrase('network'), data.network],
      [phrase('fingerprint'), fingerprint(data, style)],
      [phrase('folder'), data.home],
      [phrase('first-peer'), data.peer],
      [phrase('key'), phrase(data.locked ? 'key-locked' : 'key-open')],
      [phrase('recovery'), recovery(data)],
      [phrase('test-home'), data.test ? phrase('takes-now') : undefined],
    ]),
    ...(data.recoveryWords === undefined ? [] : [words(data.recoveryWords, style)]),
    wrap(phrase(NEXT[role])),
  ].join('\n');
}

/** Whose it is belongs to what is compared: the digits alone tell nobody whom to call. */
function fingerprint({ fingerprint: digits, founder }: InitData, style: Style): string | undefined {
  if (digits === undefined || founder === undefined) return digits;
  return phrase('fingerprint-of', { fingerprint: style.bold(digits), founder });
}

function recovery({ recovery, recoveryFile }: InitData): string | undefined {
  if (recovery === 'none') return phrase('no-recovery');
  if (recoveryFile === undefined) return undefined;
  return phrase('recovery-in', { file: placeOf(recoveryFile) });
}

/** Shown once, and kept nowhere here. */
function words(list: readonly string[], style: Style): string {
  const half = Math.ceil(list.length / 2);
  return [
    '',
    wrap(phrase('recovery-words')),
    wrap(phrase('recovery-words-settle')),
    `  ${style.bold(list.slice(0, half).join(' '))}`,
    `  ${style.bold(list.slice(half).join(' '))}`,
    '',
  ].join('\n');
}
