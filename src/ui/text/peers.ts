// The peers that this node dials.
import type { PeerLine } from '../../app/sync/peers.ts';
import { type Style, table } from '../style.ts';

export function text({ peers }: { readonly peers: readonly PeerLine[] }, style: Style): string {
  if (peers.length === 0) return 'no peers; pedigree peer add NAME URL';
  return table(
    [
      { title: 'name' },
      { title: 'address', flexible: true },
      { title: 'last sync (UTC)' },
      { title: '', flexible: true },
    ],
    peers.map(({ name, url, seen, error }) => [
      name,
      url,
      seen?.slice(0, 16).replace('T', ' ') ?? 'never',
      error ?? '',
    ]),
    style,
  );
}
