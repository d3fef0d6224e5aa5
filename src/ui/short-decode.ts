// dist/decode.cjs begins here.
import { command } from '../commands/decode.ts';
import { short } from './short.ts';
import { text } from './text/decode.ts';

export const start = short(command, { text });
