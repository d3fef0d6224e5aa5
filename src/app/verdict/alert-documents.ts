// Alerts about files of partners outside: what one of them says otherwise than the maker of its packs, who is here.
import { phrase } from '../../words/en/verdict.ts';
import { differingDocuments } from '../outside/compare-made.ts';
import { partnerOf } from '../outside/partners.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Raised } from './alert-record.ts';

/** How much of the hash names a file. */
const NAME = 12;

/** One for each file, against whoever sent it: it says nothing of the packs, which stay what the chain says. */
export function* fromDocuments({ home, view }: Knowledge): Iterable<Raised> {
  const { local } = home.ledger;
  for (const { record, packs, count } of differingDocuments({ view, local, network: home.self.network })) {
    const { document, sender, at, event } = record;
    const [first] = packs;
    if (first === undefined) continue;
    const { gtin, serial, made } = first;
    const by = (sender && (partnerOf(local, sender)?.name ?? sender)) ?? phrase('somebody-unnamed');
    const name = document.slice(0, NAME);
    const item = `(01)${gtin}(21)${serial}`;
    const said = phrase('lot-and-expiry', { lot: first.lot ?? '–', expiry: first.expiry ?? '–' });
    yield {
      id: `outside-data-differs:${document}`,
      code: 'outside-data-differs',
      severity: 'medium',
      at: new Date(packs.reduce((last, pack) => Math.max(last, pack.at), at)).toISOString(),
      parties: [by],
      item: { input: item },
      about: name,
      text: phrase('file-says-otherwise', { by, name, count, item, said, made: phrase('lot-and-expiry', made) }),
      event,
      till: true,
    };
  }
}
