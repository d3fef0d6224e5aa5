// What claims about one pack come to, where its maker's word is not here: the table of what may honestly be said on a file's word.
import { lastDay } from '../gs1/pack.ts';
import { phrase } from '../words/en/told.ts';
import type { Claimed, Label, OutsideClaim } from './verdict.ts';

/** States after which nobody has a pack to supply. */
const GONE: ReadonlySet<string> = new Set(['dispensed', 'destroyed', 'decommissioned']);

export interface ClaimQuestion {
  /** Lot and expiry as they stand on the pack, as far as the scan has them. */
  readonly label: Pick<Label, 'lot' | 'expiry'>;
  /** GLNs of the party that asks and of its sites; absent where custody is not judged. */
  readonly viewer?: ReadonlySet<string> | undefined;
}

/**
 * Undefined where nothing is claimed. A file never makes a pack genuine, and a wrong one is no sign of a fake; what a sender who is
 * not trusted says changes nothing but the words.
 */
export function judgeClaims(all: readonly OutsideClaim[], { label, viewer }: ClaimQuestion): Claimed | undefined {
  const claims = all.toSorted((a, b) => timeOf(a) - timeOf(b));
  const trusted = claims.filter(({ trust }) => trust === 'trusted');
  const last = trusted.at(-1) ?? claims.at(-1);
  if (last === undefined) return undefined;
  const about = (claim: OutsideClaim) => ({
    sender: claim.senderName ?? claim.sender ?? phrase('unknown-sender'),
    ...(claim.at === undefined ? {} : { when: Date.parse(claim.at) }),
    claims,
  });
  const isTrusted = last.trust === 'trusted';
  if (isTrusted && GONE.has(last.state)) return { code: 'outside-gone', ...about(last), detail: stateInWords(last) };
  for (const claim of trusted.length > 0 ? trusted : claims) {
    const differs = difference(claim, label);
    if (differs !== undefined) return { code: 'outside-claim-differs', ...about(claim), ...differs };
  }
  // A pack that was supplied or destroyed by an earlier word of one who is trusted does not come back by a later one.
  const isDoubtful = trusted.some(({ state }) => GONE.has(state));
  if (isTrusted && !isDoubtful && isHere(last, viewer)) return { code: 'outside-claim', ...about(last) };
  return { code: 'outside-unproved', ...about(last), detail: stateInWords(last) };
}

function timeOf({ at }: OutsideClaim): number {
  return at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at);
}

/** On its way to whoever asks, or there. */
function isHere({ state, to }: OutsideClaim, viewer: ReadonlySet<string> | undefined): boolean {
  if (state !== 'shipped' && state !== 'received') return false;
  return viewer === undefined || (to !== undefined && viewer.has(to));
}

function difference(claim: OutsideClaim, label: ClaimQuestion['label']): Pick<Claimed, 'label' | 'detail'> | undefined {
  if (claim.lot !== undefined && label.lot !== undefined && claim.lot !== label.lot) {
    return { label: label.lot, detail: claim.lot };
  }
  if (claim.expiry === undefined || label.expiry === undefined) return undefined;
  return lastDay(claim.expiry) === lastDay(label.expiry) ? undefined : { label: label.expiry, detail: claim.expiry };
}

function stateInWords({ state, to }: OutsideClaim): string {
  switch (state) {
    case 'shipped':
      return to === undefined ? phrase('claimed-shipped') : phrase('claimed-shipped-to', { to });
    case 'received':
      return phrase('claimed-received');
    case 'held':
      return phrase('claimed-held');
    case 'dispensed':
      return phrase('claimed-dispensed');
    case 'destroyed':
      return phrase('claimed-destroyed');
    case 'decommissioned':
      return phrase('claimed-decommissioned');
    case 'made':
      return phrase('claimed-made');
    default:
      return phrase('claimed-unknown');
  }
}
