// `pedigree desk operator`: who works at the desk, and the PIN or badge that shows it.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/desk.ts';
import { type CommandSpec, fields, type Input, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'desk operator',
  summary: 'say who works at the desk, by PIN or badge',
  about:
    'Once there are operators, a device does nothing before one of them is at work there, and what is recorded names both. add NAME draws a PIN of six digits, or with --badge a code to be printed and scanned; each is told once. add of a name that is there draws anew.',
  arguments: [
    { name: 'action', description: 'add, list or remove; list if absent', optional: true },
    { name: 'name', description: 'whom, such as M. Brown', optional: true },
  ],
  options: [
    { flags: '--pin', description: 'draw a PIN; if neither is said' },
    { flags: '--badge', description: 'draw the code of a badge' },
  ],
  examples: ["pedigree desk operator add 'M. Brown' --badge", 'pedigree desk operator list'],
  schema: fields({
    'operators?': list(
      fields({ name: string(), by: list(oneOf(['pin', 'badge'])), created: string('ISO 8601') }),
      'of list: who works here',
    ),
    'name?': string('of add and remove'),
    'pin?': string('of add: told once'),
    'badge?': string('of add: what the badge says, told once'),
  }),
  run: async (input) => {
    const { mustBeHome } = await import('../app/node/reading.ts');
    mustBeHome(input.env);
    return { data: await done(input) };
  },
};

/** @throws usage */
async function done(input: Input): Promise<object> {
  const { addOperator, removeOperator } = await import('../app/node/operators.ts');
  const action = input.arg('action') ?? 'list';
  const name = input.arg('name');
  if (action === 'list' && name === undefined) return listed(input);
  if (action === 'add' && name !== undefined) {
    const badge = input.flag('badge');
    return addOperator(input.env, name, { badge, pin: input.flag('pin') || !badge });
  }
  if (action === 'remove' && name !== undefined) return removeOperator(input.env, name);
  throw new PedigreeError('usage', say('no-action', { action }), { hint: say('actions-are') });
}

async function listed({ env }: Input): Promise<object> {
  const { devicesHere } = await import('../app/node/devices.ts');
  const operators = devicesHere(env).operators.map(({ name, created, pin, badge }) => ({
    name,
    by: [...(pin === undefined ? [] : ['pin']), ...(badge === undefined ? [] : ['badge'])],
    created,
  }));
  return { operators };
}
