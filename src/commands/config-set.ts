// `pedigree config set`: changes a setting, or puts it back to its default.
import { SETTINGS } from './config-list.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'config set',
  summary: 'change a setting of this folder; without a value it is put back to its default',
  arguments: [
    { name: 'name', description: 'as config list names it' },
    { name: 'value', description: 'the new value', optional: true },
  ],
  writes: true,
  examples: [
    'pedigree config set zone Europe/London',
    'pedigree config set max-age 12h',
    'pedigree config set peers known',
  ],
  schema: fields({ settings: SETTINGS }),
  run: async (input) => {
    const { openHome } = await import('../app/node/home.ts');
    const { setConfig } = await import('../app/node/config.ts');
    const home = openHome(input.env, { lenient: true });
    try {
      return { data: { ...setConfig(home, required(input.arg('name')), input.arg('value')), warnings: [] } };
    } finally {
      home.close();
    }
  },
};
