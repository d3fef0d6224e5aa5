// Where a party that worked alone is now, what came along, and what did not.
import type { JoinData } from '../../app/parties/join.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { written } from './written.ts';

const COUNTED = {
  documents: 'join-documents',
  senders: 'join-senders',
  settings: 'join-settings',
  packs: 'join-packs',
  made: 'join-made',
  products: 'join-products',
  waiting: 'join-waiting',
  tills: 'join-tills',
} as const;

export function text(data: JoinData, style: Style): string {
  const { party, past, moves, stays } = data;
  return [
    wrap(written(data, phrase('joins', { name: party.name }), style)),
    pairs([
      [phrase('chain'), data.chain],
      [phrase('network'), data.network],
      [phrase('fingerprint'), style.bold(data.fingerprint)],
      [phrase('folder'), data.home],
      [phrase('past-ledger'), past.folder],
      [phrase('comes-along'), counted({ ...moves })],
      [phrase('stays-there'), counted({ ...stays })],
    ]),
    ...(data.dryRun === true ? [] : [wrap(phrase('join-next'))]),
  ].join('\n');
}

function counted(counts: Partial<Record<keyof typeof COUNTED, number>>): string | undefined {
  const told = Object.entries(COUNTED).flatMap(([what, id]) => {
    const count = counts[what as keyof typeof COUNTED] ?? 0;
    return count === 0 ? [] : [phrase(id, { count })];
  });
  return told.length === 0 ? undefined : told.join(', ');
}
