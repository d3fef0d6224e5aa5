// `pedigree verify`: the verdict on scanned packs, cases and shipments; writes nothing.
import { verifying } from '#verifying';
import { type CommandSpec, fields, integer } from './spec.ts';
import { verdictFields } from './verdict-schema.ts';

export const command: CommandSpec = {
  name: 'verify',
  summary: 'tell whether a pack is genuine and may be supplied',
  about:
    'An item is a scan, an SSCC or a shipment. A container is judged by all that is inside. For a regulator custody is judged only with --at.',
  arguments: [
    { name: 'item', description: 'a scan, an SSCC, a shipment, a picture, @FILE or -', variadic: true, optional: true },
  ],
  options: [
    { flags: '--type', description: 'ask for what is printed on the pack, where nothing scans' },
    { flags: '--at <party>', description: 'judge whether it is rightly with this party' },
    { flags: '--max-age <time>', description: 'how old knowledge may be: 24h, 90m, 2d' },
  ],
  strict: true,
  lines: true,
  examples: [
    "pedigree verify '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    'pedigree verify --strict --max-age 24h @scans.txt',
  ],
  get schema() {
    return fields({ ...verdictFields(), micros: integer('how long the verdict took') });
  },
  run: verifying,
};
