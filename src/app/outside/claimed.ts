// A pack that the network does not know, looked up in what partners outside say of it.
import { judgeClaims } from '../../custody/judge-claims.ts';
import type { Claimed, Verdict } from '../../custody/verdict.ts';
import type { Reading } from '../node/reading.ts';
import { claimsOf } from './claims-of.ts';

/** What documents come to about the item of a verdict; undefined where none names it. */
export function claimedOf(home: Reading, { item }: Verdict, viewer: string | undefined): Claimed | undefined {
  const { gtin, serial, lot, expiry } = item;
  if (gtin === undefined || serial === undefined) return undefined;
  const { ledger, self } = home;
  const label = { ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
  return ledger.read(() => {
    const claims = claimsOf(ledger.local, self.network, gtin, serial);
    if (claims.length === 0) return undefined;
    const site = viewer === self.gln && self.site !== undefined ? [self.site] : [];
    return judgeClaims(claims, { label, viewer: viewer === undefined ? undefined : new Set([viewer, ...site]) });
  });
}
