// `pedigree retire`: ends the own chain.
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'retire',
  summary: 'end the own chain for good',
  about: 'For a till or a site that closes. What it holds should have been shipped on before.',
  options: [{ flags: '--confirm <chain>', final: true, description: 'the id of the own chain, as status shows it' }],
  writes: true,
  examples: [
    `pedigree retire --confirm "$(pedigree key show | awk 'NR == 1 { print $2 }')" --dry-run`,
    `pedigree retire --confirm "$(pedigree key show | awk 'NR == 1 { print $2 }')"`,
  ],
  schema: fields({ chain: string() }),
  run: async (input) => {
    const { retire } = await import('../app/maintenance/audit.ts');
    return { data: await atHome(input, (home) => retire(home, input.text('confirm'))) };
  },
};
