// `pedigree refuse`: tells the shipper that a delivery was not taken.
import { atHome } from './at-home.ts';
import { DEED } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'refuse',
  summary: 'tell the shipper that a delivery was not taken',
  about:
    'Custody does not change: the goods are the shipper’s to void. receive --all passes them over; receive SHIPMENT takes them all the same.',
  arguments: [{ name: 'shipment', description: 'a shipment or a despatch advice number' }],
  options: [
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: ['pedigree refuse DA-4711 --reason damaged', "pedigree refuse DA-4711 --reason 'not ordered' --dry-run"],
  schema: fields({ ...DEED, shipment: string('what the shipper takes back') }),
  run: async (input) => {
    const { refuseShipment } = await import('../app/steps/void.ts');
    const data = await atHome(input, (home) =>
      refuseShipment(home, {
        shipment: required(input.arg('shipment')),
        reason: required(input.text('reason')),
        ...given(input, 'note'),
      }),
    );
    return { data };
  },
};
