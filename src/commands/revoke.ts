// `pedigree revoke`: a regulator ends a party.
import { atHome } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, integer, list, required, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'revoke',
  summary: 'end a party at what is now known of it',
  about:
    'Everything that is known here of its chains goes on counting, nothing after it does. Packs that it made before stay genuine. Sync first. Where its records have split, --at says which branch counts; it may also name an earlier event. Given again, it ends chains of the party that came since.',
  arguments: [{ name: 'party', description: 'GLN, name or chain' }],
  options: [
    { flags: '--reason <text>', description: 'why; everybody can read it', required: true },
    { flags: '--at <event>', description: 'the last event of a chain that counts, CHAIN/SEQ~hash', repeat: true },
    { flags: '--confirm <gln>', final: true, description: "the party's GLN once more" },
  ],
  writes: true,
  examples: [
    "pedigree revoke 9506000100029 --reason 'licence withdrawn' --confirm 9506000100029",
    "pedigree revoke 'Midway Wholesale' --reason 'key stolen' --confirm 9506000100029 --dry-run",
  ],
  schema: fields({
    party: fields({ name: string(), gln: string() }),
    revoked: list(fields({ chain: string(), size: integer('events that go on counting'), root: string() })),
    'unseen?': list(
      string(),
      'chains that it endorsed and of which nothing is here; nothing of them counts until they are named',
    ),
  }),
  run: async (input) => {
    const { revoke } = await import('../app/parties/revoke.ts');
    const data = await atHome(input, (home) =>
      revoke(home, {
        who: required(input.arg('party')),
        reason: required(input.text('reason')),
        at: input.list('at'),
        ...given(input, 'confirm'),
      }),
    );
    return { data };
  },
};
