// `pedigree config list`: what this folder prefers.
import { boolean, type CommandSpec, fields, list, string } from './spec.ts';

export const SETTINGS = list(
  fields({ name: string(), value: string(), default: boolean('nobody has set it'), about: string() }),
);

export const command: CommandSpec = {
  name: 'config list',
  summary: 'list the settings of this folder',
  examples: ['pedigree config list', 'pedigree config list --json'],
  lists: [{ rows: 'settings', id: ['name'] }],
  schema: fields({ settings: SETTINGS }),
  run: async (input) => {
    const { openReading } = await import('../app/node/reading.ts');
    const { listConfig } = await import('../app/node/config.ts');
    const home = openReading(input.env);
    try {
      return { data: listConfig(home) };
    } finally {
      home.close();
    }
  },
};
