// `pedigree key rotate`: new keys for the own chain.
import { atHome } from './at-home.ts';
import { type CommandSpec, fields, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'key rotate',
  summary: 'replace the keys of the own chain',
  about:
    'Old seal keys go on opening what was sealed for them. Backups made before cannot sign any more: make a new one.',
  options: [
    { flags: '--sign', description: 'only the key that signs' },
    { flags: '--seal', description: 'only the key that others seal for' },
  ],
  writes: true,
  examples: ['pedigree key rotate --dry-run', 'pedigree key rotate'],
  schema: fields({
    chain: string(),
    rotated: list(oneOf(['sign', 'seal'])),
    signKey: string('Ed25519, base64url'),
    sealKey: string('X25519, base64url'),
  }),
  run: async (input) => {
    const { rotateKeys } = await import('../app/parties/keys.ts');
    const named = (['sign', 'seal'] as const).filter((name) => input.flag(name));
    return { data: await atHome(input, (home) => rotateKeys(home, named.length === 0 ? ['sign', 'seal'] : named)) };
  },
};
