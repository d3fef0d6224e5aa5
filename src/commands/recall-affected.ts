// `pedigree recall affected`: the packs of a recall that this party has, sent on or supplied: whom to call.
import { boolean, type CommandSpec, fields, integer, list, oneOf, required, string } from './spec.ts';

const party = (description: string) => fields({ gln: string(), name: string() }, description);

export const command: CommandSpec = {
  name: 'recall affected',
  summary: 'list the packs of a recall that were here, and whom they went to',
  about:
    'Of a supply the own reference, of a shipment the receiver. It ends in 20 where another till of this party has records that are not read here, or where records of what is in a container have not arrived: the list may lack packs. --csv lists all of them.',
  arguments: [{ name: 'id', description: 'the recall: its event, or its number where unique' }],
  options: [{ flags: '--dispensed', description: 'only what was supplied to patients' }],
  examples: ['pedigree recall affected FMD-2026-17 --dispensed', 'pedigree recall affected FMD-2026-17 --csv'],
  lists: [{ rows: 'packs', id: ['gtin', 'serial', 'state', 'event'], at: 'at' }],
  schema: fields({
    recall: string('the event that issued it'),
    'number?': string(),
    packs: list(
      fields({
        gtin: string(),
        serial: string(),
        lot: string(),
        expiry: string(),
        state: oneOf(['held', 'quarantined', 'dispensed', 'sentOn', 'decommissioned', 'unaccounted', 'disputed']),
        'at?': string('when that came to be so; of a supply when it was supplied; ISO 8601 in UTC'),
        'ref?': string('the own reference of the supply'),
        'operator?': string('who worked here'),
        'to?': party('to whom it was sent'),
        'despatch?': string('despatch advice of that shipment'),
        'from?': party('from whom it came'),
        'receivedAt?': string('when it came, ISO 8601 in UTC'),
        'within?': string('SSCC of the outermost container that it lies in'),
        'reason?': string('of its quarantine or its end'),
        'unrecorded?': oneOf(['waits', 'refused'], 'supplied: it waits in the outbox, or could not be recorded'),
        'contested?': boolean('others have it by their records, or have ended it'),
        'event?': string('what says so, CHAIN/SEQ'),
        'till?': string('chain of another till of this party, which recorded it'),
        'note?': string('own words beside it'),
      }),
      'supplies first; a code under which two packs were supplied stands twice',
    ),
    counts: { type: 'object', additionalProperties: { type: 'integer' }, description: 'rows by state, all of them' },
    coming: integer('packs on their way here'),
    unread: list(
      fields({
        chain: string(),
        'site?': string('GLN of its place'),
        supplies: integer('supplies of which neither pack nor reference is read here'),
        records: integer('other records of goods that are not read here'),
      }),
      'tills of this party to be asked themselves',
    ),
    awaited: integer('records of what is in a container that have not arrived'),
    warnings: list(string(), 'what the list may lack, and where to ask'),
  }),
  run: async (input) => {
    const { recallAffected } = await import('../app/recalls/recall-affected.ts');
    return recallAffected(input.env, required(input.arg('id')), { dispensed: input.flag('dispensed') });
  },
};
