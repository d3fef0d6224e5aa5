// Who was made, and what to do with it next.
import type { InitData } from '../../app/parties/init.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

const DONE = {
  founder: 'founds a network',
  joiner: 'is ready to join',
  till: 'is ready to join',
  observer: 'reads and verifies',
} as const;

const NEXT = {
  founder: 'Hand out the card: pedigree card -o FILE. Read the fingerprint to whoever joins.',
  joiner: 'Send the card to the regulator: pedigree card -o FILE. It answers with a file: pedigree import FILE',
  till: 'Take the card to the first till: pedigree card -o FILE, and there pedigree endorse FILE. It answers with a file: pedigree import FILE',
  observer: 'Files bring it everything, peers once a regulator lets it read: pedigree card -o FILE',
} as const;

export function text(data: InitData, style: Style): string {
  const { party, role } = data;
  const done = `${role === 'till' ? 'a till of ' : ''}${party.name} ${DONE[role]}`;
  const next = NEXT[role];
  return [
    wrap(written(data, done, style)),
    pairs([
      ['GLN', party.gln],
      ['Site', party.site],
      ['Contact', party.contact],
      ['Chain', data.chain],
      ['Network', data.network],
      ['Fingerprint', data.fingerprint === undefined ? undefined : style.bold(data.fingerprint)],
      ['Folder', data.home],
      ['Key', data.locked ? 'locked with a passphrase' : 'not locked: pedigree key passphrase'],
      ['Recovery', recovery(data)],
      ['Test home', data.test ? 'yes, takes --now' : undefined],
    ]),
    ...(data.recoveryWords === undefined ? [] : [words(data.recoveryWords, style)]),
    wrap(next),
  ].join('\n');
}

function recovery({ recovery, recoveryFile }: InitData): string | undefined {
  if (recovery === 'none') return 'none: --recovery-out FILE makes a key, to be kept offline';
  if (recoveryFile === undefined) return undefined;
  return `${placeOf(recoveryFile)}: keep it offline, whoever has it can take the network over`;
}

/** Shown once, and kept nowhere here. */
function words(list: readonly string[], style: Style): string {
  const half = Math.ceil(list.length / 2);
  return [
    '',
    'Recovery words. Write them down now: they are shown once and kept nowhere here.',
    'They settle a fork of this chain, and whoever has them can take the network over.',
    `  ${style.bold(list.slice(0, half).join(' '))}`,
    `  ${style.bold(list.slice(half).join(' '))}`,
    '',
  ].join('\n');
}
