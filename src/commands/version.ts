// `pedigree version`: which release this is and what it runs on.
import { type CommandSpec, fields, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'version',
  summary: 'show the version',
  examples: ['pedigree version', 'pedigree --version --json'],
  schema: fields({
    version: string(),
    dictionary: string('release of the GS1 Syntax Dictionary'),
    node: string(),
    platform: string(),
  }),
  run: async () => {
    const { default: release } = await import('../../package.json', { with: { type: 'json' } });
    const { standardTable } = await import('../gs1/index.ts');
    return {
      data: {
        version: release.version,
        dictionary: standardTable().release,
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
      },
    };
  },
};
