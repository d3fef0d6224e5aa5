// How the tests run: the core in the words of the domain, then the built program as a person would run it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/left-out-reporter.ts';

/** Where programs that tests start with the environment of this run write heads, so that nothing is left at the person's own. */
const state = mkdtempSync(join(tmpdir(), 'pedigree-state-'));
process.on('exit', () => rmSync(state, { recursive: true, force: true }));

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    // One for each core: with one fewer, two cores would run the files one behind the other.
    maxWorkers: '100%',
    // Against what hangs: what is slow on a slow machine passes.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    env: { TZ: 'UTC', NO_COLOR: '1', XDG_STATE_HOME: state },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/ui/entry.ts', 'src/gs1/table.generated.ts'],
      thresholds: { 'src/chain/**': { branches: 95 }, 'src/custody/**': { branches: 95 } },
    },
  },
});
