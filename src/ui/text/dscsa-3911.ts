// The form as it is pasted, and what a person has to add.
import { type Form3911Data, formText } from '../../app/verdict/form-3911.ts';
import { phrase } from '../../words/en/outside.ts';
import { wrap } from '../style.ts';

/** Digits of a document's name. */
const SHORT = 12;

export function text(data: Form3911Data): string {
  const left = data.missing.length === 0 ? [] : [wrap(phrase('fill-in-3911', { fields: data.missing }))];
  const form = data.file === undefined ? formText(data).trimEnd() : phrase('written-to', { file: data.file });
  const { document } = data;
  const source =
    document === undefined ? [] : [wrap(phrase('product-by-file', { document: document.slice(0, SHORT) }))];
  return [form, ...source, ...left].join('\n');
}
