// The peers that this node dials.
import type { PeerLine } from '../../app/sync/peers.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function text({ peers }: { readonly peers: readonly PeerLine[] }, style: Style): string {
  if (peers.length === 0) return 'no peers; pedigree peer add NAME URL';
  return table(
    [{ title: 'name' }, { title: 'address', flexible: true }, { title: 'last sync' }, { title: '', flexible: true }],
    peers.map(({ name, url, seen, error }) => [
      name,
      url,
      seen === undefined ? 'never' : style.minute(seen),
      error ?? '',
    ]),
    style,
  );
}
