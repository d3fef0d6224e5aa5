// `pedigree contents`: looks into a container or a shipment without opening it.
import { lookingIn } from './at-home.ts';
import { LOTS, NAMED_SHIPMENT } from './goods-schema.ts';
import { type CommandSpec, fields, integer, type JsonSchema, list, oneOf, required, string } from './spec.ts';

const NODE: JsonSchema = fields({
  kind: oneOf(['shipment', 'container', 'pack']),
  item: string('ref, SSCC, or GTIN and serial'),
  'gtin?': string(),
  'serial?': string(),
  'lot?': string(),
  'expiry?': string(),
  packs: integer('inside, at any depth'),
  'children?': list({ type: 'object' }, 'of the same shape'),
  'state?': string('of what a shipment held: on-the-way, received, missing, taken-back or unclear'),
});

export const command: CommandSpec = {
  name: 'contents',
  summary: 'show what is inside a container or a shipment',
  arguments: [{ name: 'item', description: 'an SSCC, a shipment or a despatch advice number' }],
  examples: ['pedigree contents 095060001343520017', 'pedigree contents DA-4711 --json'],
  schema: fields({
    tree: NODE,
    packs: integer('of a shipment what it held when it left'),
    lots: LOTS,
    'shipment?': fields({
      ...NAMED_SHIPMENT,
      'despatch?': string('despatch advice number'),
      state: oneOf(['on-the-way', 'received', 'missing', 'taken-back', 'unclear', 'partly']),
      onTheWay: integer('packs that are still on their way'),
      'endedAt?': string('when it was received or taken back'),
    }),
  }),
  run: async (input) => {
    const { contents } = await import('../app/steps/contents.ts');
    const { oneScan } = await import('./scan-words.ts');
    const item = await oneScan(required(input.arg('item')), input.stdin);
    return { data: await lookingIn(input, (home) => contents(home, item)) };
  },
};
