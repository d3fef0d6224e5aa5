// The fingerprint of a network: 25 digits that two people can compare on the phone.
import { crypto } from '../../builtins.ts';

/**
 * Five groups of five digits from a chain id (83 of its 128 bits): digits, because they are said and heard right in
 * every language, and too many to search for a second chain that has the same.
 */
export function fingerprint(chain: string): string {
  const digest = crypto().createHash('sha256').update('pedigree/fingerprint/v1\0').update(chain, 'latin1').digest();
  const digits = (BigInt(`0x${digest.subarray(0, 16).toString('hex')}`) % 10n ** 25n).toString().padStart(25, '0');
  return (digits.match(/\d{5}/g) ?? []).join(' ');
}

/** Whether what somebody typed (any spacing, or the whole chain id) is this chain's fingerprint. */
export function isFingerprint(typed: string, chain: string): boolean {
  const plain = typed.toLowerCase().replace(/[\s.\-_]/g, '');
  return plain === fingerprint(chain).replaceAll(' ', '') || plain === chain;
}
