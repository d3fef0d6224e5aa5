// `pedigree version`: which release this is and what it runs on.
import { type CommandSpec, fields, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'version',
  summary: 'show the version',
  options: [{ flags: '--licences', description: 'whose work is built in, and what its licence asks to be passed on' }],
  examples: ['pedigree version', 'pedigree --version --json'],
  schema: fields({
    version: string(),
    dictionary: string('release of the GS1 Syntax Dictionary'),
    node: string(),
    platform: string(),
    'licences?': string('THIRD-PARTY.txt, where it is asked for'),
  }),
  run: async (input) => {
    const { default: release } = await import('../../package.json', { with: { type: 'json' } });
    const { papers } = await import('#packages');
    const { standardTable } = await import('../gs1/index.ts');
    return {
      data: {
        version: release.version,
        dictionary: standardTable().release,
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
        ...(input.flag('licences') ? { licences: papers() } : {}),
      },
    };
  },
};
