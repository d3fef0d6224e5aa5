// An exception of the network as the message of the PDG has it.
import { PDG_MEMBERS, RESOLUTIONS } from '../../custody/exceptions.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/steps.ts';
import type { Goods, PackIdentity } from '../items/goods.ts';
import { packsInside } from '../items/inventory-contents.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { identify } from '../scans/identify.ts';
import { type ExceptionCase, exceptionCases, isOver } from '../steps/exception-cases.ts';
import { goodsOf } from '../steps/exception-state.ts';
import { announced } from '../steps/incoming.ts';
import { NOTHING_TOLD, type ToldAbout, type ToldCount, type ToldDifferences, type ToldPack } from './pdg-message.ts';

/** The exception with this event, or one that answers it; undefined where there is none. @throws not-allowed (77) for another's */
export function exceptionTold(known: Knowledge, ref: string): ToldAbout | undefined {
  const event = known.view.event(ref)?.ref ?? ref;
  const one = exceptionCases(known).find(
    (found) => found.event.ref === event || found.words.some((word) => word.event === event),
  );
  if (one === undefined) return undefined;
  const { from, to, words, resolved, shipment, said } = one;
  if (from !== known.self.gln) {
    throw new PedigreeError(
      'not-allowed',
      say('exception-of-others', { from: partyName(known.view, from), to: partyName(known.view, to) }),
      { hint: say('exceptions') },
    );
  }
  const word = resolved?.resolution ?? words.findLast((word) => word.resolution !== undefined)?.resolution;
  const asked = RESOLUTIONS.find((one) => one === word);
  return {
    event: one.event.ref,
    says: resolved?.event ?? one.event.ref,
    at: resolved === undefined ? one.event.leaf.at : Date.parse(resolved.at),
    isResolved: isOver(known, one),
    file: shipment?.despatch ?? said.shipment ?? '',
    differences: differencesOf(known, one),
    ...(shipment?.po === undefined ? {} : { po: shipment.po }),
    ...(asked === undefined ? {} : { resolution: asked }),
  };
}

function differencesOf(known: Knowledge, one: ExceptionCase): ToldDifferences {
  const { kind, extra = [], note, expected, seen } = one.said;
  const member = PDG_MEMBERS[kind];
  const packs = packsOf(known, goodsOf(known, one) ?? []);
  if (member === 'underages' || member === 'missing_product') return { ...NOTHING_TOLD, missingProduct: packs };
  const came = extra.flatMap(packScanned);
  if (member === 'missing_product_data') return { ...NOTHING_TOLD, missingData: came };
  if (member === 'overages') return { ...NOTHING_TOLD, overages: countsOf(known, one, came) };
  const words = [
    kind,
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(seen === undefined ? [] : [`seen ${seen}`]),
    ...(note === undefined ? [] : [note]),
  ];
  const text = words.join('; ');
  const items = packs.map(({ gtin, serial }) => `(01)${gtin}(21)${serial}: ${text}`);
  return { ...NOTHING_TOLD, others: items.length === 0 ? [text] : items };
}

/** Announced and received packs of each product of which more came. */
function countsOf(known: Knowledge, { shipment }: ExceptionCase, came: readonly ToldPack[]): readonly ToldCount[] {
  const all = shipment === undefined ? [] : packsOf(known, announced(known, shipment));
  return [...Map.groupBy(came, ({ gtin }) => gtin)].map(([gtin, more]) => {
    const ordered = all.filter((pack) => pack.gtin === gtin).length;
    return { gtin, ordered, received: ordered + more.length };
  });
}

function packsOf(known: Knowledge, goods: readonly Goods[]): readonly PackIdentity[] {
  return goods.flatMap(({ is, item }) =>
    is.kind === 'pack'
      ? [is]
      : [...packsInside(known, item.key)].flatMap((inside) => (inside.is.kind === 'pack' ? [inside.is] : [])),
  );
}

function packScanned(scan: string): readonly ToldPack[] {
  const { label } = identify(scan);
  return label?.kind === 'pack' && label.gtin !== undefined && label.serial !== undefined
    ? [{ gtin: label.gtin, serial: label.serial }]
    : [];
}
