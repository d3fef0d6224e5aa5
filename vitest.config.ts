// How the tests run: the core in the words of the domain, then the built program as a person would run it.
import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/left-out-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC', NO_COLOR: '1' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/ui/entry.ts', 'src/gs1/table.generated.ts'],
      thresholds: { 'src/chain/**': { branches: 95 }, 'src/custody/**': { branches: 95 } },
    },
  },
});
