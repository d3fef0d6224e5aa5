// New SSCCs for containers: drawn at random in the own number space, so that none repeats after a restored backup.
import type { Bytes } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { checkDigit } from '../../gs1/index.ts';
import { say } from '../../words/en/items.ts';
import type { Home } from '../node/home.ts';
import { containersNamed } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';

const SETTING = 'sscc-prefix';
const DIGITS = 17;
const TRIES = 200;

/**
 * The company prefix of new SSCCs: the one asked for, else the one used last, else one that the regulator named, else
 * the own GLN without its check digit, which lies in the own number space whatever the prefix.
 * @throws usage
 */
export function prefixFor(home: Home, known: Knowledge, asked: string | undefined): string {
  if (asked !== undefined) {
    if (!/^\d{4,12}$/.test(asked)) {
      throw new PedigreeError('usage', say('not-gs1-company-prefix', { asked }), { hint: say('prefix-digits') });
    }
    return asked;
  }
  const set = home.ledger.local.setting(SETTING);
  if (typeof set === 'string') return set;
  const named = known.view
    .authority()
    .party(home.self.gln)
    ?.prefixes.find((prefix) => /^\d{4,12}$/.test(prefix));
  return named ?? home.self.gln.slice(0, 12);
}

/** An SSCC that no container known here bears. @throws usage where the number space is used up */
export function newSscc(
  random: (n: number) => Bytes,
  known: Knowledge,
  prefix: string,
  taken?: ReadonlySet<string>,
): string {
  for (let tries = 0; tries < TRIES; tries++) {
    const drawn = Buffer.from(random(12));
    // The extension digit comes first, then the prefix, then the serial reference.
    const digits = `${drawn.readUInt32BE(0) % 10}${prefix}${decimal(drawn.subarray(4), DIGITS - 1 - prefix.length)}`;
    const sscc = digits + checkDigit(digits);
    if (taken?.has(sscc) !== true && containersNamed(known, sscc).length === 0) return sscc;
  }
  throw new PedigreeError('usage', say('ssccs-used-up', { prefix }), {
    hint: say('shorter-prefix'),
  });
}

function decimal(drawn: Buffer, digits: number): string {
  return String(drawn.readBigUInt64BE() % 10n ** BigInt(digits)).padStart(digits, '0');
}
