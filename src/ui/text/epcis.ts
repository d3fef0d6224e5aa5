// Files of the world outside, as people read of them.
import type { CheckedProof } from '../../app/export/check-proof.ts';
import type { FileCheck } from '../../app/outside/check-file.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { phrase } from '../../words/en/epcis.ts';
import { phrase as proofPhrase } from '../../words/en/export.ts';
import { type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';

function placeOf({ event, row, line }: FileFinding): string {
  const parts = [
    ...(event === undefined ? [] : [phrase('place-event', { event })]),
    ...(row === undefined ? [] : [phrase('place-row', { row })]),
    ...(line === undefined || row !== undefined ? [] : [phrase('place-line', { line })]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

/** A finding with its place, and what to ask the sender for. */
export function findingLines(finding: FileFinding, style: Style): string {
  const { level, text, hint, count = 1 } = finding;
  const name = level === 'error' ? style.red(phrase('level-error')) : phrase(`level-${level}`);
  const more = count === 1 ? '' : ` (${phrase('and-others', { count: count - 1 })})`;
  return `${wrap(`${name} ${placeOf(finding)}${text}${more}`, '  ')}\n${wrap(`  ${style.dim(hint)}`, '  ')}`;
}

function proofLines(proof: CheckedProof | undefined, style: Style): readonly string[] {
  if (proof === undefined) return [];
  const { party, at, fingerprint, confirmed } = proof;
  const said = wrap(`  ${proofPhrase('proved-by', { ...party, at: style.minute(at) })}`, '  ');
  if (confirmed) return [style.green(said)];
  return [said, style.yellow(wrap(`  ${proofPhrase('compare-fingerprint', { fingerprint })}`, '  '))];
}

/** The answer of `epcis check`: the verdict and what the file holds first, then each finding with what to ask for. */
type Checked = Omit<FileCheck, 'exit'> & { readonly proof?: CheckedProof };

export function check(data: Checked, style: Style, context: TextContext): string {
  const { events, packs, containers, findings, counts, sender, profile } = data;
  const isClean = findings.every(({ level }) => level === 'info');
  const file = context.several ? `${style.bold(context.input ?? '')}: ` : '';
  const verdict = isClean ? style.green(phrase('file-clean')) : style.bold(phrase('file-look'));
  const { rows, format } = data;
  const holds =
    rows === undefined
      ? phrase('file-holds', { format, profile, events, packs, containers })
      : phrase('table-holds', { rows, packs, containers });
  const from = sender === undefined ? '' : `, ${phrase('file-from', { sender })}`;
  const told = new Map<string, number>();
  for (const { code, count = 1 } of findings) told.set(code, (told.get(code) ?? 0) + count);
  const rest = Object.entries(counts).flatMap(([code, count]) => {
    const more = count - (told.get(code) ?? 0);
    return more > 0 ? [`  ${phrase('more-of', { code, count: more })}`] : [];
  });
  const apart = context.n !== undefined && context.n > 1 ? [''] : [];
  return [
    ...apart,
    wrap(file + verdict, '  '),
    wrap(`  ${holds}${from}`, '  '),
    ...proofLines(data.proof, style),
    ...findings.map((one) => findingLines(one, style)),
    ...rest,
  ].join('\n');
}
