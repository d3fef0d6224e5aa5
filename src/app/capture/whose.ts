// Whose an event of a file is: only what the own party did is signed as its own.
import type { View } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { partnerOf } from '../outside/partners.ts';
import type { LineEvent } from './line-event.ts';

/** Which GLNs are of the own party, and which of others. */
export interface Glns {
  readonly own: ReadonlySet<string>;
  isOther(gln: string): boolean;
}

export function glnsOf({ self, ledger }: Home, view: View): Glns {
  const authority = view.authority();
  const sitesOf = (party: ReturnType<typeof authority.partyOf>) =>
    party?.chains.flatMap(({ site }) => site ?? []) ?? [];
  const own = new Set([
    self.gln,
    ...(self.site === undefined ? [] : [self.site]),
    ...sitesOf(authority.partyOf(self.chain)),
  ]);
  const parties = authority.parties();
  const others = new Set(parties.flatMap((party) => [party.gln, ...sitesOf(party)]).filter((gln) => !own.has(gln)));
  return { own, isOther: (gln) => others.has(gln) || partnerOf(ledger.local, gln) !== undefined };
}

/**
 * Whether the own party did it. Whose goods they were says most, then where it happened, as far as that is a place that is known
 * here: a dock has a GLN that nobody else knows. What says nothing is of whoever wrote the file, and a file without a sender is
 * of who captures it.
 */
export function isOwn(
  event: Pick<LineEvent, 'kind' | 'where' | 'from' | 'to'>,
  glns: Glns,
  sender: string | undefined,
): boolean {
  const { kind, where, from, to } = event;
  const party = kind === 'ship' || kind === 'unship' ? from : kind === 'receive' ? to : undefined;
  if (party !== undefined) return glns.own.has(party);
  if (where !== undefined && glns.own.has(where)) return true;
  if (where !== undefined && glns.isOther(where)) return false;
  return sender === undefined || glns.own.has(sender);
}
