// Names of those who traded: as a file has them, else as this party knows them.
import { cleanText } from '../../custody/name.ts';
import { said, type ToldPlace } from '../../epcis/master-data.ts';
import type { View } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { type Address, profileOf } from '../node/profiles.ts';
import { partnerOf } from '../outside/partners.ts';
import type { TradingParty } from './transaction.ts';

/** What is known here of a party besides what a file says. */
export type KnownParty = (gln: string) => { readonly name?: string; readonly address?: string };

export function knownParties({ ledger, self }: Home, view: View): KnownParty {
  const authority = view.authority();
  return (gln) => {
    const isOwn = gln === self.gln || gln === self.site;
    const name = isOwn ? self.name : (partnerOf(ledger.local, gln)?.name ?? authority.party(gln)?.name);
    return said({ name, address: inOneLine(profileOf(view, isOwn ? self.gln : gln).address) });
  };
}

function inOneLine(address: Address | undefined): string | undefined {
  if (address === undefined) return undefined;
  const { street, city, state, postcode, country } = address;
  const region = [state, postcode].filter((part) => part !== undefined).join(' ');
  const parts = [street, city, region, country].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join(', ');
}

interface Named {
  /** GLNs; of the place what the party itself has not. */
  readonly gln: string | undefined;
  readonly place?: string | undefined;
  readonly words?: (gln: string) => ToldPlace;
}

/** The party, and which of its fields no file gave. */
export function partyIn({ gln, place, words = () => ({}) }: Named, known: KnownParty) {
  if (gln === undefined && place === undefined) return undefined;
  const [own, there] = [gln, place].map((one) => (one === undefined ? {} : words(one)));
  const inFile = own?.name ?? (gln === undefined ? there?.name : undefined);
  const here = gln === undefined ? {} : known(gln);
  const [name, address] = [clean(inFile), clean(own?.address ?? there?.address)];
  const party: TradingParty = said({
    gln: gln ?? place,
    name: name ?? here.name,
    address: address ?? here.address,
  });
  const added = [
    ...(name === undefined && here.name !== undefined ? (['name'] as const) : []),
    ...(address === undefined && here.address !== undefined ? (['address'] as const) : []),
  ];
  return { party, added };
}

/** A text that others wrote, without what steers a terminal or misleads a reader. */
export function clean(text: string | undefined): string | undefined {
  const left = text === undefined ? '' : cleanText(text);
  return left === '' ? undefined : left;
}
