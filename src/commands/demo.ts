// `pedigree demo`: a working day of four parties in a folder, played with the very commands that everybody uses.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import type { Registered } from './listed.ts';
import { boolean, type CommandSpec, fields, type Input, integer, list, string } from './spec.ts';

export const DEMO = fields({
  dir: string('the folder'),
  steps: list(
    fields({
      title: string('what happens'),
      command: string('the command line, to be copied'),
      exit: integer('the exit code it ended with'),
      expected: integer('the exit code it was to end with'),
      name: string('the words that call it'),
      'input?': string('the input that it answers'),
      'answer?': { description: 'its answer' },
      'error?': fields({ code: string(), message: string(), 'hint?': string() }, 'where it ended in one'),
    }),
  ),
  next: list(string(), 'commands to go on with'),
  'shell?': list(string(), 'lines that make a command of the program, where the shell has none'),
  good: boolean('every step ended as it was to; the day ends at the first that did not'),
  'desk?': fields(
    {
      url: string(),
      link: string('pairs the browser that opens it'),
      scans: list(fields({ scan: string(), says: string('what the screen says of it') })),
    },
    'of --desk: the desk of the pharmacy, which goes on until it is stopped',
  ),
});

export const DEMO_DIR = {
  name: 'dir',
  description: 'a new or empty folder; pedigree-demo, or the next free name, where none is given',
  optional: true,
} as const;

/** The folder that a demo is played in. @throws usage for `-` */
export async function demoDir(input: Input): Promise<string> {
  const dir = input.arg('dir');
  if (dir === '-') throw new PedigreeError('usage', say('dash-no-folder'), { hint: say('demo-dir') });
  return dir ?? (await import('./demo-play.ts')).freeFolder();
}

/** The command, which runs others. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'demo',
    summary: 'play a day of four parties in a folder',
    about:
      'Founds a network, mints a lot and draws its labels, hands packs on to a pharmacy over HTTP on this machine, scans label pictures, stops a copy and a fake, and recalls the lot. The folder is left as it is, to go on with.',
    arguments: [DEMO_DIR],
    options: [{ flags: '--desk', description: 'then open the desk of the pharmacy, until Ctrl-C' }],
    endless: 'desk',
    examples: ['pedigree demo', 'pedigree demo my-demo --json'],
    schema: DEMO,
    run: async function* (input) {
      const { playDemo } = await import('./demo-day.ts');
      const dir = await demoDir(input);
      const played = await playDemo(dir, input.env, commands, input.flag('desk'));
      if (!input.flag('desk') || played.error !== undefined) yield played;
      else yield* (await import('./demo-desk.ts')).withDesk(played, input.env, commands);
    },
  },
});
