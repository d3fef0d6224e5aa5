// The day of the demo: each step with its command line and what the command says, then the way on.
import type { Demo } from '../../commands/demo-day.ts';
import type { DemoStep } from '../../commands/demo-run.ts';
import { type Style, wrap, wrapCommand } from '../style.ts';
import type { LoadText, TextContext } from './context.ts';

export async function text(data: Demo, style: Style, { texts = {} }: Pick<TextContext, 'texts'>): Promise<string> {
  const told: string[] = [];
  for (const step of data.steps) {
    const lines = await outcome(step, style, texts);
    told.push(
      [
        '',
        style.bold(wrap(step.title)),
        style.dim(wrapCommand(`$ ${step.command}`, '    ', style.width)),
        ...lines,
      ].join('\n'),
    );
  }
  if (!data.good) {
    const end = ['', style.red(style.bold('The demo stops here.')), `What it has made so far is in ${data.dir}.`];
    return [...told, ...end].join('\n').trimStart();
  }
  const stopped = data.steps.filter((step) => step.expected !== 0).length;
  const lines = [
    ...told,
    '',
    style.green(
      style.bold(
        wrap(`${data.steps.length} steps went as they should; ${stopped} of them were stopped, as they should be.`),
      ),
    ),
    `Everything is in ${data.dir}, label pictures in its folder labels.`,
    'Go on with:',
    '',
    ...(data.shell ?? []).map((line) => `  ${line}`),
    ...data.next.map((command) => wrapCommand(`  ${command}`, '      ', style.width)),
  ];
  return lines.join('\n').trimStart();
}

async function outcome(step: DemoStep, style: Style, texts: LoadText): Promise<string[]> {
  const lines: string[] = [];
  if (step.answer !== undefined) {
    const renderer = await texts[step.name]?.();
    const shown = (await renderer?.text(step.answer as never, style, { exit: step.exit })) ?? '';
    for (const line of shown.trimEnd().split('\n')) lines.push(line);
  }
  if (step.error !== undefined) {
    lines.push(wrap(`pedigree: error: ${step.error.message}`, '  '));
    if (step.error.hint !== undefined) lines.push(wrap(`pedigree: hint: ${step.error.hint}`, '  '));
  }
  if (step.exit !== 0) lines.push(style.dim(`exit ${step.exit}`));
  if (step.exit !== step.expected) lines.push(style.red(`expected exit ${step.expected}`));
  return lines;
}
