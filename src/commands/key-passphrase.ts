// `pedigree key passphrase`: locks the key file, or opens it.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { phrase } from '../words/en/questions.ts';
import { inFolder } from './at-home.ts';
import { boolean, type CommandSpec, fields, type Input } from './spec.ts';

export const command: CommandSpec = {
  name: 'key passphrase',
  summary: 'lock the key with a passphrase, change it, or take it away',
  about:
    'The present passphrase comes from --passphrase-file, the new one from --new-passphrase-file; a terminal asks for both.',
  options: [
    { flags: '--new-passphrase-file <file>', description: 'holds the new passphrase' },
    { flags: '--remove', final: true, description: 'leave the key without one' },
  ],
  writes: true,
  examples: [
    'pedigree key passphrase --new-passphrase-file passphrase.txt',
    'pedigree key passphrase --remove --passphrase-file passphrase.txt',
  ],
  schema: fields({ locked: boolean('the key file has a passphrase') }),
  run: async (input) => {
    const { setPassphrase } = await import('../app/parties/keys.ts');
    const data = await inFolder(input, async (home) => {
      // The present one first, so that a wrong one is said before a new one is asked for.
      home.keyring();
      return setPassphrase(home, await newPassphrase(input));
    });
    return { data };
  },
};

async function newPassphrase(input: Input): Promise<string | undefined> {
  const { promptPassphrase, readPassphraseFile } = await import('../app/node/passphrase.ts');
  const file = input.text('new-passphrase-file');
  if (input.flag('remove')) {
    if (file === undefined) return undefined;
    throw new PedigreeError('usage', say('set-or-remove'), { hint: say('one-of-two') });
  }
  if (file !== undefined) {
    return readPassphraseFile(file, input.flag('passphrase-file-shared') ? undefined : input.env.warn);
  }
  const typed = input.interactive ? promptPassphrase(phrase('new-passphrase')) : undefined;
  if (typed === undefined || typed === '') {
    throw new PedigreeError('usage', say('no-new-passphrase'), {
      hint: say('new-or-remove'),
    });
  }
  if (promptPassphrase(phrase('once-more')) === typed) return typed;
  throw new PedigreeError('usage', say('passphrases-differ'));
}
