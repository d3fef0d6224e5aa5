// A bundle that was written.

import type { Exported } from '../../app/exchange/bundle.ts';
import { fileWord } from '../../app/node/shell-words.ts';
import { counted } from '../../words/numbers.ts';
import type { Style } from '../style.ts';
import { size } from './sync.ts';
import { placeOf } from './written.ts';

export function text({ file, bytes, events, chains }: Exported, style: Style): string {
  return [
    `${style.bold(placeOf(file))}: ${counted(events, 'event')} of ${counted(chains.length, 'chain')}, ${size(bytes)}`,
    `the other side takes it in with: pedigree import ${fileWord(file)}`,
  ].join('\n');
}
