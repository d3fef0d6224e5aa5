// A report: what was said and who can read it.
import { type Style, wrap } from '../style.ts';
import { onward } from './written.ts';

interface Reported {
  readonly as: string;
  readonly to: readonly string[];
  readonly already: boolean;
  readonly dryRun?: boolean;
}

export function text(data: Reported, style: Style): string {
  const to = data.to.length === 0 ? 'nobody yet: no maker or regulator is known' : data.to.join(', ');
  const verb = data.dryRun ? 'would be reported' : data.already ? 'already reported' : 'reported';
  const done = `${style.bold(verb)} as ${data.as}, readable by ${to}`;
  return wrap([done, ...onward(data, 'next: pedigree sync')].join('\n'));
}
