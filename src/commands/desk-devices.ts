// `pedigree desk devices`: which devices are paired with the desk.
import { type CommandSpec, fields, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'desk devices',
  summary: 'list the devices that are paired with the desk',
  examples: ['pedigree desk devices', 'pedigree desk devices --json'],
  lists: [{ rows: 'devices', id: ['name'], at: 'seen' }],
  schema: fields({
    devices: list(
      fields({
        name: string(),
        role: oneOf(['look', 'dispense', 'warehouse', 'office']),
        created: string('when it was paired, ISO 8601'),
        seen: string('when it was last heard of, to the hour'),
      }),
    ),
  }),
  run: async (input) => {
    const { devicesHere } = await import('../app/node/devices.ts');
    const { mustBeHome } = await import('../app/node/reading.ts');
    mustBeHome(input.env);
    const { devices } = devicesHere(input.env);
    return { data: { devices: devices.map(({ name, role, created, seen }) => ({ name, role, created, seen })) } };
  },
};
