// `pedigree log`: the events of a chain.
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, list, type PagedList, string } from './spec.ts';

export const EVENT = {
  event: string('CHAIN/SEQ'),
  type: string(),
  at: string("the author's clock, ISO 8601 in UTC"),
  'by?': fields({ name: string(), gln: string() }),
  'rows?': integer('with the dummies that hide their number'),
  bytes: integer(),
  public: { type: 'object', description: 'what everybody may read' },
  'fault?': string('malformed: kept, counts for nothing'),
};

const EVENTS: PagedList = { rows: 'events', id: ['event'], at: 'at' };

export const command: CommandSpec = {
  name: 'log',
  summary: 'list the events of a chain',
  options: [
    { flags: '--chain <chain>', description: 'a chain, or a party by GLN or name; the own chain if absent' },
    { flags: '--type <type>', description: 'only events of this type' },
  ],
  examples: ['pedigree log', 'pedigree log --chain 9506000100005 --type accredit'],
  lists: [EVENTS],
  schema: fields({
    events: list(fields(EVENT)),
    'filter?': fields(
      { type: string(), of: integer('events there are'), types: list(string(), 'that they have') },
      'where one type was asked for',
    ),
  }),
  run: async (input) => {
    const { openReading } = await import('../app/node/reading.ts');
    const { readLog, readLogFrom } = await import('../app/record/log.ts');
    const { pageRead, pageRequest } = await import('./listing.ts');
    const asked = { ...given(input, 'chain', 'type') };
    const request = pageRequest(command, EVENTS, input);
    const home = openReading(input.env);
    try {
      const page =
        asked.type === undefined
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
