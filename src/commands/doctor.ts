// `pedigree doctor`: what may keep this folder from working well.
import { type CommandSpec, fields, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'doctor',
  summary: 'look for what may go wrong: program, disk, key, clock, chain, peers',
  about: 'Exit 78 where something must be mended. pedigree audit looks at every event.',
  examples: ['pedigree doctor', 'pedigree doctor --json'],
  schema: fields({
    checks: list(
      fields({ code: string(), level: oneOf(['ok', 'warning', 'error']), message: string(), 'hint?': string() }),
    ),
  }),
  run: async (input) => {
    const { doctor } = await import('../app/maintenance/doctor.ts');
    const { exit, ...data } = doctor(input.env);
    return { exit, data };
  },
};
