// A bundle that was written.

import type { Exported } from '../../app/exchange/bundle.ts';
import { fileWord } from '../../app/node/shell-words.ts';
import { phrase } from '../../words/en/day-text.ts';
import type { Style } from '../style.ts';
import { size } from './sync.ts';
import { placeOf } from './written.ts';

export function text({ file, bytes, events, chains }: Exported, style: Style): string {
  return [
    phrase('exported', { file: style.bold(placeOf(file)), events, chains: chains.length, size: size(bytes) }),
    phrase('import-there', { file: fileWord(file) }),
  ].join('\n');
}
