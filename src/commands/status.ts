// `pedigree status`, or `pedigree` alone: who this is and what waits today.
import { recallToldHere } from './recall-schema.ts';
import { boolean, type CommandSpec, fields, integer, list, string } from './spec.ts';
import { terms } from './term-schema.ts';

/** ms. */
const EVERY = 10_000;

export const command: CommandSpec = {
  name: 'status',
  summary: 'tell who works here and what waits today',
  about:
    'What waits stands with the one command that deals with it, the worst first, and fits a screen of 24 lines; -v shows all. --watch shows it anew at a terminal, until Ctrl-C; elsewhere, and with --json, once.',
  options: [{ flags: '--watch', description: 'show it anew, every ten seconds' }],
  endless: true,
  examples: ['pedigree', 'pedigree status --json'],
  schema: fields({
    party: fields({ name: string(), gln: string(), 'site?': string() }),
    chain: string(),
    network: string(),
    fingerprint: string('25 digits of the network'),
    roles: list(string()),
    ...terms,
    'goOn?': string('whom to ask for these rights, and for what'),
    fresh: fields({
      peers: integer('peers that are asked'),
      oldest: { type: ['string', 'null'], description: 'since when the most silent chain has been silent' },
    }),
    events: integer('on the own chain'),
    parties: integer(),
    test: boolean('a test home'),
    todo: list(
      fields({
        what: string(),
        count: integer(),
        command: string('what goes on'),
        'ageHours?': integer('how long the oldest has waited'),
      }),
      'the worst first',
    ),
    recalls: list(recallToldHere, 'of packs that are or were here, and not answered; class 1 first'),
    today: fields(
      {
        day: string('YYYY-MM-DD'),
        events: integer('on the own chain'),
        types: { type: 'object', description: 'how many there are of each type' },
      },
      'what was recorded here today',
    ),
    'backup?': fields(
      { at: string('ISO 8601 in UTC'), ageHours: integer(), behind: integer('own events that are not in it') },
      'the last one that was written here',
    ),
    'free?': integer('bytes that are free on the disk'),
  }),
  run: async function* (input) {
    const { status } = await import('../app/maintenance/status.ts');
    if (!input.flag('watch') || input.json || input.env.stdout?.isTerminal !== true) {
      yield { data: await status(input.env) };
      return;
    }
    const { setTimeout: wait } = await import('node:timers/promises');
    // Asked for here alone: whoever asks takes Ctrl-C upon itself.
    const signal = input.env.signal ?? new AbortController().signal;
    while (!signal.aborted) {
      yield { data: await status(input.env), repaint: true };
      // Ctrl-C wakes it.
      await wait(EVERY, undefined, { signal }).catch(() => undefined);
    }
  },
};
