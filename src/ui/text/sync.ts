// A round of sync: new recalls first, a line for each peer, then what else is new.
import type { SyncAnswer } from '../../app/exchange/sync.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap } from '../style.ts';
import { newRecalls, otherLines } from './news.ts';

export function text(data: Omit<SyncAnswer, 'exit'>, style: Style): string {
  const peers = data.peers.map(({ name, in: taken, out, bytes, seconds, limited, error }) => {
    if (error !== undefined)
      return wrap(phrase('peer-failed', { name, failed: style.red(phrase('failed')), error }), '  ');
    const done = { name, taken, out, size: size(bytes), seconds: seconds.toFixed(1) };
    return phrase(limited === undefined ? 'peer-synced' : 'peer-synced-some', done);
  });
  return [...newRecalls(data.new, style), ...peers, ...otherLines(data, style)].join('\n');
}

/** Bytes as people read them. */
export function size(bytes: number): string {
  if (bytes < 10_000) return `${bytes} B`;
  return bytes < 10_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${Math.round(bytes / 1_000_000)} MB`;
}
