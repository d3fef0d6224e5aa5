// A recall that is issued a second time: the same under one number is the first again, another one needs its own number.
import { encodeCanonical, type JsonObject } from '../../chain/canonical.ts';
import { packItem } from '../../custody/item.ts';
import { isSameNumber, numberKey } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/recalls.ts';
import { type FoundRecall, recallsKnown } from '../judging/recall.ts';
import type { WriteTx } from '../record/write.ts';
import type { PackLabel } from '../scans/identify.ts';

/** What is to be issued: the public part of its event, and the packs that it names one by one. */
export interface Issue {
  readonly body: JsonObject;
  readonly packs: readonly PackLabel[];
}

/**
 * The recall that says just this under its number, by the own party at whichever of its chains. What stands against a
 * second recall, or only looks as if it were one, is said.
 * @throws usage (2) where the number is that of another recall, or of one that was rescinded
 */
export function issuedBefore(tx: WriteTx, issue: Issue): FoundRecall | undefined {
  const { number } = issue.body;
  const standing = recallsKnown(tx.view);
  const own = standing.filter(({ gln }) => gln === tx.known.self.gln);
  const same = own.filter((recall) => saysTheSame(tx, recall, issue));
  if (typeof number !== 'string') {
    const twin = same.find(({ state }) => state !== 'rescinded');
    if (twin !== undefined) tx.warn(phrase('same-recalled-already-number', { id: twin.id }));
    return undefined;
  }
  const isIts = (recall: FoundRecall) => recall.number !== undefined && isSameNumber(recall.number, number);
  const numbered = own.filter(isIts);
  const [first] = numbered;
  const before = same.find((recall) => numbered.includes(recall) && recall.state !== 'rescinded');
  if (before !== undefined) return before;
  if (first !== undefined) throw taken(number, numbered.find((recall) => same.includes(recall)) ?? first);
  const other = standing.find(isIts);
  if (other !== undefined) tx.warn(phrase('has-recall-with-this', { by: other.by }));
  return undefined;
}

function taken(number: string, recall: FoundRecall): PedigreeError {
  const which = recall.state === 'rescinded' ? phrase('recall-rescinded-2') : phrase('another-recall');
  return new PedigreeError('usage', say('number-of', { number, which }), {
    hint: say('give-number-of-own', { id: recall.id }),
    detail: { recall: recall.id },
  });
}

/** Whether the event that issued it says the same, but for the number where none is given. */
function saysTheSame(tx: WriteTx, { case: { event }, id }: FoundRecall, { body, packs }: Issue): boolean {
  const wanted = comparable(body, body.number !== undefined);
  if (comparable(event.leaf.public, body.number !== undefined) !== wanted) return false;
  return packs.every(({ gtin, serial }) => {
    const { recalls } = tx.known.trace(packItem(tx.view.network, gtin, serial));
    return recalls.some(({ ref }) => ref === id);
  });
}

/** In whatever order its lots are named. */
function comparable({ number, lots, ...rest }: JsonObject, numbered: boolean): string {
  const sorted = Array.isArray(lots) ? { lots: lots.map(String).sort() } : {};
  const named = numbered && typeof number === 'string' ? { number: numberKey(number) } : {};
  return new TextDecoder().decode(encodeCanonical({ ...rest, ...sorted, ...named }));
}
