// The peers that this node dials.
import type { PeerLine } from '../../app/node/peer-records.ts';
import { phrase } from '../../words/en/parties-text.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function text({ peers }: { readonly peers: readonly PeerLine[] }, style: Style): string {
  if (peers.length === 0) return phrase('no-peers');
  return table(
    [
      { title: phrase('name') },
      { title: phrase('address') },
      { title: phrase('last-sync') },
      { title: '', below: true },
      { title: phrase('answers'), below: true },
    ],
    peers.map(({ name, url, seen, error, chain, party, formerly }) => [
      name,
      url,
      seen === undefined ? phrase('never') : style.minute(seen),
      error ?? '',
      answers(chain, party, formerly),
    ]),
    style,
  );
}

/** Who answered there the last time, and whether that is another than before. */
function answers(chain?: string, party?: string, formerly?: string): string {
  if (chain === undefined) return '';
  const who = party ?? phrase('a-stranger');
  return formerly === undefined
    ? phrase('answered-by', { who, chain })
    : phrase('answered-by-before', { who, chain, formerly });
}
