// `pedigree successor`: puts another chain in the founder's place.
import { atHome } from './at-home.ts';
import { withFile } from './in-file.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'successor',
  summary: "put another chain in the founder's place, with the recovery key",
  about:
    "Where the founder's chain is lost, or its key is in other hands. The new chain is made as every party's (pedigree init --help), and may record this itself. What the old chain has handed out up to its end goes on counting, nothing after it does.",
  arguments: [{ name: 'card', description: 'the card of the new chain' }],
  options: [
    { flags: '--recovery-file <file>', description: 'with the recovery words', required: true },
    { flags: '--at <event>', description: "the last event of the founder's chain that counts, CHAIN/SEQ~hash" },
    { flags: '--confirm <gln>', final: true, description: 'the GLN on the card once more' },
  ],
  writes: true,
  examples: [
    'pedigree successor new.card --recovery-file agency.recovery --confirm 9506000100005',
    'pedigree successor new.card --recovery-file agency.recovery --confirm 9506000100005 --dry-run',
  ],
  schema: fields({
    chain: string('the chain that speaks for the founder now'),
    party: fields({ name: string(), gln: string() }),
    fingerprint: string('25 digits of the new chain, to compare by phone'),
    succeeds: fields({ chain: string(), size: integer('events of it that go on counting') }),
  }),
  run: async (input) => {
    const { successor } = await import('../app/parties/successor.ts');
    const data = await withFile(input, required(input.text('recovery-file')), (recoveryFile) =>
      withFile(input, required(input.arg('card')), (card) =>
        atHome(input, (home) =>
          successor(home, {
            card,
            recoveryFile,
            ...given(input, 'confirm', 'at'),
          }),
        ),
      ),
    );
    return { data };
  },
};
