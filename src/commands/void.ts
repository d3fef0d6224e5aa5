// `pedigree void`: ends a hand-over that is under way.
import { onItems } from './at-home.ts';
import { DEED } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'void',
  summary: 'take a shipment back, or say that it never came',
  about: 'The shipper may within ten days, on the till that shipped; the receiver may at any time before the receipt.',
  arguments: [{ name: 'item', description: 'a shipment, a despatch advice number, or items of one', variadic: true }],
  options: [
    { flags: '--reason <text>', description: 'why', required: true },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree void DA-4711 --reason 'went to another address'",
    "pedigree void 095060001343520017 --reason 'left behind' --dry-run",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { voidShipment } = await import('../app/steps/void.ts');
    return onItems(input, 'item', (home, items) =>
      voidShipment(home, { items, reason: required(input.text('reason')), ...given(input, 'note') }),
    );
  },
};
