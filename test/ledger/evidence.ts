// What custody can see in a ledger, without the numbers that depend on the order of arrival.
import { type Bytes, hex } from '../../src/chain/bytes.ts';
import type { CustodyEvent } from '../../src/custody/evidence.ts';
import type { Ledger } from '../../src/ledger/types.ts';

function event({ ref, contested, author, leaf }: CustodyEvent): readonly unknown[] {
  return [ref, leaf.type, contested, author?.gln, author?.name, author?.roles];
}

function sorted<T>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Everything that the ledger answers about these tokens and GTINs, and about its chains. */
export function evidenceOf(ledger: Ledger, tokens: readonly Bytes[], gtins: readonly string[]): unknown {
  return ledger.read((view) => ({
    policy: view.policy,
    rows: tokens.map((token) =>
      sorted(view.rows(token).map((hit) => [...event(hit.event), hex(hit.opener ?? new Uint8Array())])),
    ),
    commissions: gtins.flatMap((gtin) => tokens.map((token) => sorted(view.commissions(gtin, token).map(event)))),
    notices: gtins.map((gtin) => sorted(view.notices(gtin).map(event))),
    lots: gtins.map((gtin) => sorted([...view.lots(gtin)].map(event))),
    incomplete: [view.incomplete(), ...gtins.map((gtin) => view.incomplete(gtin))],
    retracted: sorted(
      view.chains().flatMap(({ chain, branch, base, size }) =>
        Array.from({ length: size - base }, (_, i) => view.eventAt(chain, branch, base + i))
          .filter((one) => one !== undefined)
          .map((one) => [one.ref, view.retracted(one)]),
      ),
    ),
    parties: sorted(
      view
        .authority()
        .parties()
        .map(({ gln, name, roles, contact }) => [gln, name, roles, contact]),
    ),
    leaves: sorted(
      view
        .chains()
        .flatMap(({ chain, branch, base, size }) =>
          Array.from(view.leaves(chain, branch, base, size), ({ bytes }) => hex(bytes)),
        ),
    ),
    heads: sorted(
      view
        .chains()
        .map(({ chain, size, root, lastAt, openOnly, forkedAt }) => [
          chain,
          size,
          hex(root),
          lastAt,
          openOnly,
          forkedAt,
        ]),
    ),
    forks: sorted(view.forks().map(({ chain, index }) => [chain, index])),
  }));
}
