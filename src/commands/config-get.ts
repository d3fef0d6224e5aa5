// `pedigree config get`: one setting.
import { SETTINGS } from './config-list.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'config get',
  summary: 'show one setting of this folder',
  arguments: [{ name: 'name', description: 'as config list names it' }],
  examples: ['pedigree config get zone', 'pedigree config get max-age --json'],
  schema: fields({ settings: SETTINGS }),
  run: async (input) => {
    const { openReading } = await import('../app/node/reading.ts');
    const { listConfig } = await import('../app/node/config.ts');
    const home = openReading(input.env);
    try {
      return { data: listConfig(home, required(input.arg('name'))) };
    } finally {
      home.close();
    }
  },
};
