// `pedigree log`: the events of a chain.
import type { LogQuestion } from '../app/record/log-question.ts';
import { lookingIn } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, type Input, integer, list, type PagedList, string } from './spec.ts';

export const EVENT = {
  event: string('CHAIN/SEQ'),
  type: string(),
  at: string("the author's clock, ISO 8601 in UTC"),
  'by?': fields({ name: string(), gln: string() }),
  'rows?': integer('with the dummies that hide their number'),
  bytes: integer(),
  public: { type: 'object', description: 'what everybody may read' },
  'operator?': string('who worked there; told where one or a reference was asked for'),
  'ref?': string('the own reference, or the despatch advice number; told in the same way'),
  'fault?': string('malformed: kept, counts for nothing'),
};

const EVENTS: PagedList = { rows: 'events', id: ['event'], at: 'at' };

export const command: CommandSpec = {
  name: 'log',
  summary: 'list the events of a chain',
  about:
    'With --operator NAME only what was recorded by NAME is listed; with --ref only what bears that number: a supply by its reference, a shipment and its receipt by the order, despatch advice or invoice, a document of a partner outside. Both are sealed: of all chains of the own party, as far as its keys go.',
  options: [
    { flags: '--chain <chain>', description: 'a chain, or a party by GLN or name; the own chain if absent' },
    { flags: '--type <type>', description: 'only events of this type' },
    { flags: '--today', description: 'only of the day that it is here' },
    { flags: '--ref <text>', description: 'only what bears this reference or number' },
  ],
  examples: [
    'pedigree log --today',
    'pedigree log --chain 9506000100005 --type accredit',
    "pedigree log --operator 'till 3' --today --csv",
  ],
  lists: [EVENTS],
  schema: fields({
    events: list(fields(EVENT)),
    'filter?': fields(
      {
        'type?': string(),
        'today?': string('the day, YYYY-MM-DD'),
        'ref?': string(),
        'operator?': string(),
        of: integer('events there are'),
        types: list(string(), 'that they have'),
        'operators?': list(string(), 'who recorded them'),
      },
      'where only some were asked for',
    ),
  }),
  run: async (input) => {
    const { pageRead, pageRequest } = await import('./listing.ts');
    const asked: LogQuestion = {
      ...given(input, 'chain', 'type', 'ref'),
      ...(input.flag('today') ? { today: true } : {}),
      // Not one that the environment names: that says who works here, not whose work is asked for.
      ...(input.text('operator') === undefined ? {} : { operator: input.env.operator ?? '' }),
    };
    const request = pageRequest(command, EVENTS, input);
    if (asked.ref !== undefined || asked.operator !== undefined) return { data: await asking(input, asked) };
    const { openReading } = await import('../app/node/reading.ts');
    const { readLog, readLogFrom } = await import('../app/record/log.ts');
    const home = openReading(input.env);
    try {
      const page =
        asked.type === undefined && asked.today === undefined
          ? pageRead(EVENTS, request, (from, limit) => readLogFrom(home, asked, { from, limit }))
          : undefined;
      if (page === undefined) return { data: readLog(home, asked) };
      const { rows, ...place } = page;
      return { data: { events: rows, ...place } };
    } finally {
      home.close();
    }
  },
};

async function asking(input: Input, asked: LogQuestion) {
  const { ref } = asked;
  const { askLog } = await import('../app/record/log-question.ts');
  const { hasDocuments } = await import('../app/record/documents-known.ts');
  return lookingIn(input, async (home) => {
    if (ref === undefined || !hasDocuments(home.ledger.local)) return askLog(home, asked);
    const { documentsBearing } = await import('../app/outside/list-documents.ts');
    return askLog(home, { ...asked, documents: documentsBearing(home, ref) });
  });
}
