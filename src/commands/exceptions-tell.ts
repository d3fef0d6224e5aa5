// `pedigree exceptions tell`: tells a partner that goods and data differ.
import { atHome, scansIn } from './at-home.ts';
import { EXCEPTION_SAID } from './exception-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'exceptions tell',
  summary: 'tell a partner that goods and data differ',
  about:
    'Kinds: underage, overage, damaged, goods-without-data, data-without-goods, wrong-data, label, packaging, hold. What differs at the door is told by receive itself. What is here and damaged, or may not be moved, is quarantined with it.',
  arguments: [
    { name: 'kind', description: 'underage, overage, damaged, wrong-data …' },
    { name: 'item', description: 'the shipment, and what of it differs: SSCCs and scans', variadic: true },
  ],
  options: [
    { flags: '--to <party>', description: 'who sent the goods, where nobody announced them' },
    { flags: '--expected <text>', description: 'what the data should say' },
    { flags: '--seen <text>', description: 'what they say, or what is seen on the goods' },
    { flags: '--note <text>', description: 'for the other party' },
  ],
  writes: true,
  examples: [
    "pedigree exceptions tell damaged DA-4711 095060001343520017 --note 'wet through'",
    'pedigree exceptions tell wrong-data DA-4711 --expected 2039-06-30 --seen 2039-03-06',
  ],
  schema: fields(EXCEPTION_SAID),
  run: async (input) => {
    const { tellException } = await import('../app/steps/exception-handling.ts');
    const items = await scansIn(input, 'item');
    const request = {
      kind: required(input.arg('kind')),
      items,
      ...given(input, 'to', 'expected', 'seen', 'note'),
    };
    return { data: await atHome(input, (home) => tellException(home, request)) };
  },
};
