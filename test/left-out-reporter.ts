// Says at the end of a run, in one line, how many tests were left out and what they want.
import type { Reporter, TestModule } from 'vitest/node';
import { wantOf } from './left-out.ts';

export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const wants = Map.groupBy(skipped, ({ name }) => wantOf(name) ?? 'no reason given');
    const told = [...wants].map(([want, tests]) => `${tests.length} for want of ${want}`);
    process.stdout.write(`left out: ${skipped.length} tests${told.length > 0 ? ` (${told.join(', ')})` : ''}\n`);
  }
}
