// `pedigree version`: which release this is and what it runs on.
import { type CommandSpec, fields, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'version',
  summary: 'show the version',
  examples: ['pedigree version', 'pedigree --version --json'],
  schema: fields({ version: string(), node: string(), platform: string() }),
  run: async () => {
    const { default: release } = await import('../../package.json', { with: { type: 'json' } });
    return {
      data: {
        version: release.version,
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
      },
    };
  },
};
