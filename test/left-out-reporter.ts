// Says at the end of a run, in one line, how many tests were left out and what they want.
import type { Reporter, TestModule } from 'vitest/node';
import { wantOf } from './left-out.ts';

export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    // Others were left out by whoever started the run, who knows of them.
    const wanting = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].flatMap(({ name }) => wantOf(name) ?? []),
    );
    const wants = Map.groupBy(wanting, (want) => want);
    const told = [...wants].map(([want, tests]) => `${tests.length} for want of ${want}`);
    process.stdout.write(`left out: ${wanting.length} tests${told.length > 0 ? ` (${told.join(', ')})` : ''}\n`);
  }
}
