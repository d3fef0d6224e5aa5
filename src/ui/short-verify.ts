// dist/verify.cjs begins here.
import { command } from '../commands/verify.ts';
import { short } from './short.ts';
import { text } from './text/verify.ts';

export const start = short(command, { text });
