// The day of the demo: each step with its command line and what the command says, then the way on.
import type { DemoDesk } from '../../commands/demo-desk.ts';
import type { Demo } from '../../commands/demo-play.ts';
import type { DemoStep } from '../../commands/demo-run.ts';
import { phrase } from '../../words/en/maintenance-text.ts';
import { addressed } from '../at-home.ts';
import { inRoom, type Style, wrap, wrapCommand } from '../style.ts';
import type { LoadText, TextContext } from './context.ts';

type DemoShown = Demo & { readonly desk?: DemoDesk };
type Context = Pick<TextContext, 'texts'>;

/** The day of the network, whose maker prints labels. */
export const text = (data: DemoShown, style: Style, context: Context): Promise<string> =>
  day(data, phrase('demo-folder-labels', { dir: data.dir }), style, context);

/** The day of a pharmacy with the files of others, who prints none. */
export const outside = (data: Demo, style: Style, context: Context): Promise<string> =>
  day(data, phrase('demo-folder', { dir: data.dir }), style, context);

async function day(data: DemoShown, where: string, style: Style, { texts = {} }: Context): Promise<string> {
  const told: string[] = [];
  for (const step of data.steps) {
    const home = HOME.exec(step.command)?.[1];
    const turn = home === undefined ? undefined : (lines: string) => addressed(lines, home);
    const said = await inRoom(style.width, () => outcome(step, style, texts), turn);
    const shown = said.join('\n');
    told.push(
      [
        '',
        style.bold(wrap(step.title)),
        style.dim(wrapCommand(`$ ${step.command}`, '    ', style.width)),
        ...(said.length === 0 ? [] : [turn?.(shown) ?? shown]),
      ].join('\n'),
    );
  }
  if (!data.good) {
    const end = ['', style.red(style.bold(phrase('demo-stops'))), phrase('demo-made', { dir: data.dir })];
    return [...told, ...end].join('\n').trimStart();
  }
  const stopped = data.steps.filter((step) => step.expected !== 0).length;
  const lines = [
    ...told,
    '',
    style.green(style.bold(wrap(phrase('demo-done', { steps: data.steps.length, stopped })))),
    where,
    phrase('demo-next'),
    '',
    ...(data.shell ?? []).map((line) => `  ${line}`),
    ...data.next.map((command) => wrapCommand(`  ${command}`, '      ', style.width)),
    ...(data.desk === undefined ? [] : deskLines(data.desk, style)),
  ];
  return lines.join('\n').trimStart();
}

function deskLines({ link, scans }: DemoDesk, style: Style): readonly string[] {
  return [
    '',
    style.bold(phrase('demo-desk-open')),
    `  ${link}`,
    '',
    phrase('demo-desk-scans'),
    ...scans.flatMap(({ scan, says }) => [`  ${scan}`, `      ${says}`]),
  ];
}

/** The folder of the party whose step it is, as it is typed. */
const HOME = /^pedigree --home ((?:'[^']*'|[^\s'])+) /;

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
  if (step.exit !== 0) lines.push(style.dim(phrase('exit', { exit: step.exit })));
  if (step.exit !== step.expected) lines.push(style.red(phrase('expected-exit', { exit: step.expected })));
  return lines;
}
