// The peers that this node dials.
import type { PeerLine } from '../../app/node/peer-records.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function text({ peers }: { readonly peers: readonly PeerLine[] }, style: Style): string {
  if (peers.length === 0) return 'no peers; pedigree peer add NAME URL';
  return table(
    [
      { title: 'name' },
      { title: 'address' },
      { title: 'last sync' },
      { title: '', below: true },
      { title: 'answers', below: true },
    ],
    peers.map(({ name, url, seen, error, chain, party, formerly }) => [
      name,
      url,
      seen === undefined ? 'never' : style.minute(seen),
      error ?? '',
      answers(chain, party, formerly),
    ]),
    style,
  );
}

/** Who answered there the last time, and whether that is another than before. */
function answers(chain?: string, party?: string, formerly?: string): string {
  if (chain === undefined) return '';
  const who = `answered by ${party ?? 'a stranger'}, chain ${chain}`;
  return formerly === undefined ? who : `${who}, before by chain ${formerly}`;
}
