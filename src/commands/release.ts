// `pedigree release`: ends a quarantine.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { atHome, onItems } from './at-home.ts';
import { DEED, ITEM } from './goods-schema.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields } from './spec.ts';

export const command: CommandSpec = {
  name: 'release',
  summary: 'take goods out of quarantine',
  arguments: [{ name: 'item', description: ITEM, variadic: true, optional: true }],
  options: [
    { flags: '--recall <id>', description: 'all that is set apart here for a recall that was taken back' },
    { flags: '--reason <text>', description: 'why, for everybody who has one of the packs' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree release 095060001343520017',
    'pedigree release --recall FMD-2026-17',
    "pedigree release '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' --reason 'inspected, sealed'",
  ],
  schema: fields(DEED),
  run: async (input) => {
    const { release, releaseFor } = await import('../app/steps/quarantine.ts');
    const [recall, words] = [input.text('recall'), given(input, 'reason', 'note')];
    if ((recall === undefined) === (input.rest('item').length === 0))
      throw new PedigreeError('usage', say('name-or-recall'), { hint: say('release-help') });
    if (recall !== undefined) return { data: await atHome(input, (home) => releaseFor(home, recall, words)) };
    return onItems(input, 'item', (home, items) => release(home, { items, ...words }));
  },
};
