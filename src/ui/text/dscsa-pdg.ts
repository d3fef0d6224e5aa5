// The message as it is sent on, and what a person has to add.
import type { PdgData } from '../../app/verdict/form-pdg.ts';
import { phrase } from '../../words/en/outside.ts';
import { wrap } from '../style.ts';

export function text({ message, missing, file }: PdgData): string {
  if (message === undefined) return wrap(phrase('nothing-differs'));
  const left = missing.length === 0 ? [] : [wrap(phrase('fill-in-3911', { fields: missing }))];
  return [file === undefined ? JSON.stringify(message, null, 2) : phrase('message-in', { file }), ...left].join('\n');
}
