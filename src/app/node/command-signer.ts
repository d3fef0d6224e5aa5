// A sign key that is somewhere else, in an agent, a token or another machine, asked through a command.
import { childProcess } from '../../builtins.ts';
import type { Signer } from '../../chain/keys.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/node.ts';

const SIGNATURE = 64;
/** How long it may take, ms: somebody may have to look for the token first. */
const LONGEST = 120_000;

/**
 * Signs by a command: it is given the bytes to be signed on its standard input and answers 64 bytes, the Ed25519 signature, on its
 * standard output. What it says on standard error goes to the one of this process, as it may ask for a finger or a number. It is
 * waited for, two minutes at most; whoever reads this folder or takes in what others wrote goes on meanwhile. What it gives is
 * verified before it is kept.
 * @param publicKey of the sign key, 32 bytes
 * @example
 * ```ts
 * import { commandSigner, makeEnv, openHome, setProduct } from 'pedigree';
 *
 * const publicKey = Buffer.from('ZN6EsKf_1qyZy2RJ_5bMpTn3h5-JKa2R0jzSHJMkoVg', 'base64url');
 * const env = makeEnv({ home: '/var/lib/acme', signer: commandSigner(publicKey, 'token-sign', '--slot', '2') });
 * const acme = openHome(env);
 * setProduct(acme, { gtin: '09506000134352', name: 'Amoxicillin Acme' });
 * ```
 */
export function commandSigner(publicKey: Uint8Array, command: string, ...args: readonly string[]): Signer {
  return {
    public: publicKey,
    sign(message) {
      const { error, status, signal, stdout } = childProcess().spawnSync(command, args, {
        input: message,
        stdio: ['pipe', 'pipe', 'inherit'],
        timeout: LONGEST,
        windowsHide: true,
      });
      // It may end without having read what it was given.
      if (error !== undefined && status !== 0) throw error;
      if (status !== 0) {
        throw new PedigreeError('io-failed', say('command-ended', { command, how: signal ?? status ?? '' }));
      }
      if (stdout.length !== SIGNATURE) {
        throw new PedigreeError('io-failed', say('no-signature', { command, length: stdout.length, due: SIGNATURE }));
      }
      return new Uint8Array(stdout);
    },
  };
}
