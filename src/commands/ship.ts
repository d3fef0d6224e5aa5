// `pedigree ship`: hands goods over to a trading partner.
import { atHome, scansIn } from './at-home.ts';
import { ITEM, LOTS } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, list, required, string } from './spec.ts';

export const SHIPPED = fields({
  shipment: string('the ship event, CHAIN/SEQ'),
  to: string('GLN'),
  toName: string(),
  items: integer('outermost items'),
  packs: integer(),
  lots: LOTS,
  opened: list(
    fields({ container: string('SSCC'), was: integer('packs before'), now: integer('packs now') }),
    'containers that something was taken out of',
  ),
  'despatch?': string(),
  'po?': string(),
  'invoice?': string(),
  'rma?': string(),
  'bundle?': string('the file that the receiver needs'),
});

export const command: CommandSpec = {
  name: 'ship',
  summary: 'hand goods over to another party',
  about:
    'All or nothing: what is recalled, expired, quarantined or not here is listed and nothing leaves. Containers are opened where single items leave them.',
  arguments: [{ name: 'item', description: ITEM, variadic: true }],
  options: [
    { flags: '--to <party>', description: 'GLN or name of an accredited party', required: true },
    { flags: '--po <text>', description: 'purchase order' },
    { flags: '--despatch <text>', description: 'despatch advice number' },
    { flags: '--invoice <text>', description: 'invoice number' },
    { flags: '--bundle <file>', description: 'write all that the receiver needs, for the driver or a mail', out: true },
    { flags: '--once <key>', description: 'the same key and request is carried out once' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    "pedigree ship --to 'Midway Wholesale' 095060001343520017 --despatch DA-4711",
    'pedigree ship --to 9506000100036 @scans.txt --bundle delivery.pedigree --once order-77',
  ],
  schema: SHIPPED,
  run: async (input) => {
    const { ship } = await import('../app/steps/ship.ts');
    const items = await scansIn(input, 'item');
    const bundle = input.text('bundle');
    const data = await atHome(input, async (home) => {
      const hand = () =>
        ship(home, {
          to: required(input.text('to')),
          items,
          ...given(input, 'po', 'despatch', 'invoice', 'once', 'note'),
        });
      if (bundle === undefined) return hand();
      const { recordWithBundle } = await import('../app/parties/bundle-files.ts');
      return { ...(await recordWithBundle(home, bundle, 'all', hand)), bundle };
    });
    return { data };
  },
};
