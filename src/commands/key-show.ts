// `pedigree key show`: the public keys of the own chain.
import { boolean, type CommandSpec, fields, integer, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'key show',
  summary: 'show the public keys of the own chain',
  examples: ['pedigree key show', 'pedigree key show --json'],
  schema: fields({
    chain: string(),
    signKey: string('Ed25519, base64url'),
    sealKey: string('X25519, base64url'),
    rotations: integer(),
    fingerprint: string('25 digits of the own chain'),
    file: string(),
    locked: boolean('the key file has a passphrase'),
  }),
  run: async (input) => {
    const { openReading } = await import('../app/node/reading.ts');
    const { showKeys } = await import('../app/parties/keys.ts');
    const home = openReading(input.env);
    try {
      return { data: showKeys(home) };
    } finally {
      home.close();
    }
  },
};
