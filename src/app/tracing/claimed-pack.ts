// A pack that is asked for, as the index of claims has it: then its file need not be folded whole.
import { packKey } from '../../chain/item-key.ts';
import type { Claim } from '../../epcis/claims.ts';
import type { FileFindingCode } from '../../epcis/findings.ts';
import type { ClaimedPack } from '../../epcis/trace-pack.ts';
import type { Home } from '../node/home.ts';
import type { DocumentRecord } from '../outside/document-records.ts';
import { MOST_LOTS } from '../outside/read-document.ts';
import type { TracingQuestion } from './question.ts';

/** What the check calls an event that is there twice. */
const REPEATED: FileFindingCode = 'event-repeats';

/**
 * What a document claims of the pack, and of those of the same lot; undefined where it does not say enough: of a pack without a lot,
 * where the lot is not that of one product alone, where cases are counted with the packs, and where events repeat or take back others.
 */
export function claimedPackIn(
  { ledger: { local }, self }: Home,
  { n, lots, counts, withdrawn }: DocumentRecord,
  { gtin, serial }: TracingQuestion,
): ClaimedPack | undefined {
  if (gtin === undefined || serial === undefined || lots.length >= MOST_LOTS) return undefined;
  // Of what is told twice, or taken back, the index has less than the file.
  if (counts[REPEATED] !== undefined || withdrawn.length > 0) return undefined;
  const found = local.claims.find(packKey(self.network, gtin, serial)).filter(({ document }) => document === n);
  const tally = local.claims.tally(n);
  const [only] = found;
  const claim = only?.claim as Claim | undefined;
  if (found.length !== 1 || claim?.lot === undefined || tally === undefined) return undefined;
  const ofLot = lots.filter(({ lot }) => lot === claim.lot);
  if (ofLot.some((one) => one.gtin !== gtin)) return undefined;
  const alike: { readonly claim: Claim; readonly packs: number }[] = [];
  let counted = 0;
  for (const { claim: told, items } of tally) {
    const one = told as unknown as Claim;
    if (one.lot !== claim.lot) continue;
    alike.push({ claim: one, packs: items });
    counted += items;
  }
  return counted === ofLot.reduce((sum, { packs }) => sum + packs, 0) ? { gtin, serial, claim, alike } : undefined;
}
