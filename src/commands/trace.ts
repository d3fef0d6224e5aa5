// `pedigree trace`: the whole life of one pack or container, opened with its own code.
import { RECALL_STATES } from '../custody/recall-words.ts';
import { type CommandSpec, fields, integer, list, oneOf, required, string } from './spec.ts';
import { linesSchema, ownSchema, reasonSchema } from './verdict-schema.ts';

export const command: CommandSpec = {
  name: 'trace',
  summary: 'show the whole life of a pack',
  arguments: [{ name: 'scan', description: 'a scan, an SSCC, or a picture' }],
  examples: [
    "pedigree trace '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    'pedigree trace 095060001343520017 --json',
  ],
  lists: [{ rows: 'steps', id: ['event', 'type'], at: 'at' }],
  schema: fields({
    item: { type: 'object', description: 'gtin, serial, lot and expiry, or sscc' },
    'product?': { type: 'object' },
    'own?': ownSchema(),
    steps: list(
      fields({
        type: string(),
        at: string('ISO 8601 in UTC, as the author claims'),
        by: string('name of the author'),
        gln: string('GLN of the author'),
        'to?': string(),
        event: string('CHAIN/SEQ'),
        'within?': string('the container it went in or came out of'),
        'reason?': string(),
        'ref?': string('the own reference, where this party supplied it'),
        'suppliedAt?': string('when it was supplied, where that was recorded later; ISO 8601 in UTC'),
        'note?': string('own words beside an own step'),
        'operator?': string('who worked here at an own step'),
        'despatch?': string('despatch advice of a shipment from or to here'),
      }),
      'what stands, in order',
    ),
    'recalls?': list(
      fields({
        id: string('the event that issued it'),
        'number?': string(),
        class: integer(),
        reason: string(),
        by: string('name of the issuer'),
        gln: string('GLN of the issuer'),
        at: string('ISO 8601 in UTC'),
        state: oneOf(RECALL_STATES),
        'end?': fields({ event: string(), at: string(), by: string(), 'reason?': string() }),
      }),
      'recalls that cover the pack, also those that were ended or taken back',
    ),
    state: string('after the last step: active, in-transit, quarantined, dispensed …'),
    custody: { type: 'object', description: 'the state with holder, from, to, reason and container' },
    'lines?': linesSchema(),
    findings: list(
      fields({
        code: string('a reason of the verdict table'),
        text: string('for people'),
        'by?': list(string()),
        'event?': string(),
        'type?': string('of that event'),
        'at?': string(),
      }),
      'what does not fit into this life',
    ),
    'reasons?': list(reasonSchema(), 'why it is not known here, or not all of it: as verify says it'),
  }),
  run: async (input) => {
    const { traceScan } = await import('../app/verdict/trace.ts');
    const { oneScan } = await import('./scan-words.ts');
    return traceScan(input.env, await oneScan(required(input.arg('scan')), input.stdin));
  },
};
