// `pedigree config set`: changes a setting, or puts it back to its default.
import type { Home } from '../app/node/home.ts';
import { inFolder } from './at-home.ts';
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
    const { setConfig } = await import('../app/node/config.ts');
    const set = (home: Home) => setConfig(home, required(input.arg('name')), input.arg('value'));
    return { data: { ...(await inFolder(input, set, { lenient: true })), warnings: [] } };
  },
};
