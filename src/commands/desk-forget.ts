// `pedigree desk forget`: takes a device away from the desk at once.
import { type CommandSpec, fields, oneOf, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'desk forget',
  summary: 'take a device away from the desk: it can do nothing there any more',
  arguments: [{ name: 'name', description: 'as desk devices lists it' }],
  examples: ["pedigree desk forget 'Counter 2'", "pedigree desk forget 'Counter 2' --json"],
  schema: fields({ name: string(), role: oneOf(['look', 'dispense', 'warehouse', 'office']) }),
  run: async (input) => {
    const { forgetDevice } = await import('../app/node/devices.ts');
    const { mustBeHome } = await import('../app/node/reading.ts');
    mustBeHome(input.env);
    const { name, role } = forgetDevice(input.env, required(input.arg('name')));
    return { data: { name, role } };
  },
};
