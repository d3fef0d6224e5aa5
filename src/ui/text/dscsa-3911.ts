// The form as it is pasted, and what a person has to add.
import { type Form3911Data, formText } from '../../app/verdict/form-3911.ts';
import { phrase } from '../../words/en/outside.ts';
import { wrap } from '../style.ts';

export function text(data: Form3911Data): string {
  const left = data.missing.length === 0 ? [] : [wrap(phrase('fill-in-3911', { fields: data.missing }))];
  const form = data.file === undefined ? formText(data).trimEnd() : phrase('written-to', { file: data.file });
  return [form, ...left].join('\n');
}
