// `pedigree desk pair`: a code that pairs one device with the desk.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/desk.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, oneOf, string } from './spec.ts';

const ROLES = ['look', 'dispense', 'warehouse', 'office'] as const;

export const command: CommandSpec = {
  name: 'desk pair',
  summary: 'give out a code that pairs one device with the desk',
  about:
    'The role says what the device may do: look at things; dispense and receive at a counter; receive, pack and ship in a warehouse; all of it and recalls, products and lots in an office. The code is good once.',
  options: [
    { flags: '--role <role>', description: 'look if absent', choices: ROLES },
    { flags: '--name <name>', description: 'what the device is called, such as Counter 2' },
    { flags: '--for <time>', description: 'how long the code is good: 10m if absent, 24h at most' },
  ],
  examples: ["pedigree desk pair --role dispense --name 'Counter 2'", 'pedigree desk pair --role warehouse --for 1h'],
  schema: fields({
    code: string('to be typed on the device'),
    'link?': string('to be opened there; absent where no desk was opened yet'),
    role: oneOf(ROLES),
    'name?': string(),
    expires: string('ISO 8601'),
  }),
  run: async (input) => {
    const { newCode, LONGEST_CODE_TIME } = await import('../app/node/devices.ts');
    const { readDesk } = await import('../app/node/desk-file.ts');
    const { parseWait } = await import('../app/node/config-read.ts');
    const { mustBeHome } = await import('../app/node/reading.ts');
    const { linkTo } = await import('../desk/link.ts');
    const text = input.text('for') ?? '10m';
    const time = parseWait(text, 60_000, LONGEST_CODE_TIME);
    if (time === undefined) throw new PedigreeError('usage', say('not-time', { text }), { hint: say('time-as') });
    mustBeHome(input.env);
    const role = ROLES.find((one) => one === input.text('role')) ?? 'look';
    const fresh = newCode(input.env, { role, time, ...given(input, 'name') });
    const { url } = readDesk(input.env.home);
    return { data: { ...fresh, ...(url === undefined ? {} : { link: linkTo(url, fresh.code) }) } };
  },
};
