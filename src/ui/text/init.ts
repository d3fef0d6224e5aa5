// Who was made, and what to do with it next.
import type { InitData } from '../../app/party/init.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { written } from './written.ts';

export function text(data: InitData, style: Style): string {
  const { party, role } = data;
  const done = `${party.name} ${role === 'founder' ? 'founds a network' : 'is ready to join'}`;
  const next =
    role === 'founder'
      ? 'Hand out the card: pedigree card -o FILE. Read the fingerprint to whoever joins.'
      : 'Send the card to the regulator: pedigree card -o FILE. It answers with a file: pedigree import FILE';
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
      ['Test home', data.test ? 'yes, takes --now' : undefined],
    ]),
    wrap(next),
  ].join('\n');
}
