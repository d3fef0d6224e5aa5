// The party that somebody means by a name, a GLN or a chain.
import type { Authority, PartyInfo } from '../../custody/authority.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/node.ts';

/** Undefined where nobody is called so here. @throws usage (2) where several are */
export function partyCalled(authority: Authority, text: string): PartyInfo | undefined {
  const party = authority.resolve(text);
  if (party !== 'ambiguous') return party;
  throw new PedigreeError('usage', say('several-parties-called', { text }), { hint: say('give-gln-parties') });
}

/** An accredited party by GLN, chain id or name. @throws not-found, usage where the name is not unique */
export function partyNamed(authority: Authority, who: string): PartyInfo {
  const found = partyCalled(authority, who);
  if (found !== undefined) return found;
  throw new PedigreeError('not-found', say('no-accredited-party', { who }), { hint: say('parties-lists-them') });
}
