// One event about goods in the own custody: what decommission, quarantine, release, missing, found and void have in common.
import type { JsonObject } from '../../chain/canonical.ts';
import { allowedNow } from '../../custody/allowed.ts';
import type { PartyInfo } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Life } from '../../custody/life.ts';
import type { ReasonCode } from '../../custody/reasons.ts';
import { REASONS } from '../../custody/reasons.ts';
import { roleAllows } from '../../custody/rights.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import type { Resolved } from '../items/resolve.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { mustBeApart, notHere, receiveFirst, resolveAll } from './preconditions.ts';

/** What a step is and which goods it is for. */
export interface StepOrder {
  readonly type: string;
  /** Besides opens. */
  readonly details: JsonObject;
  readonly manifest?: JsonObject;
  /** Standings it is for, besides goods that are here. */
  readonly takes?: readonly ItemStanding[];
  /** Goods still on their way are received first; otherwise they are taken as they are. */
  readonly receives: boolean;
  /** The ledger says so already. */
  done(life: Life): boolean;
  /** Why these goods are not for it, beyond where they stand. */
  refuses?(goods: Goods): Refusal | undefined;
  readonly partners?: readonly string[];
}

export interface StepData extends Written {
  /** Outermost items. */
  readonly items: number;
  readonly packs: number;
}

/** Does it to all goods that are named, or to none. @throws the worst of what stands in the way, with `items[]` */
export function recordStep(tx: WriteTx, inputs: readonly string[], order: StepOrder): Omit<StepData, keyof Written> {
  return recordStepOf(tx, namedFor(tx, inputs, order), order);
}

/** The goods that are named; where one cannot be resolved, what else stands in the way is listed with it. */
export function namedFor(
  tx: WriteTx,
  inputs: readonly string[],
  order: Pick<StepOrder, 'takes' | 'done'>,
): readonly Resolved[] {
  return resolveAll(tx, inputs, (found) =>
    notHere(
      tx.known,
      found.filter((goods) => !order.done(goods.life)),
      order.takes,
    ),
  );
}

/** The same for goods already resolved. */
export function recordStepOf(tx: WriteTx, named: readonly Goods[], order: StepOrder): Omit<StepData, keyof Written> {
  const { known } = tx;
  mustHaveRole(tx, order.type);
  const open = named.filter((goods) => !order.done(goods.life));
  const result = (goods: readonly Goods[]) => ({ items: goods.length, packs: packsIn(known, goods) });
  if (open.length === 0) {
    tx.already(saidBefore(named, order.type));
    return result(named);
  }
  const takes = order.takes ?? [];
  const refusals: Refusal[] = [];
  for (const goods of open) {
    const standing = standingOf(goods.life, known.self.gln);
    const stands = standing === 'here' || standing === 'coming' || takes.includes(standing);
    const refusal = stands ? order.refuses?.(goods) : refusedFor(known, goods, standing);
    if (refusal !== undefined) refusals.push(refusal);
  }
  refuseAny(refusals);
  mustBeApart(open);
  const goods = order.receives ? receiveFirst(tx, open) : open;
  refuseAny(goods.flatMap((one) => notAllowed(tx, one, order)));
  const packs = packsIn(known, goods);
  const rows = rowsFor(goods.map((one) => one.life));
  mustListOpened(rows.opened);
  tx.add({
    type: order.type,
    public: {},
    items: rows.items,
    details: { ...order.details, ...rows.opens },
    manifest: { items: itemsOf(known, goods), ...order.manifest },
    ...(order.partners === undefined ? {} : { partners: order.partners }),
  });
  return { items: goods.length, packs };
}

/** The event of this type in the life of one of these goods, or of what it lies in; undefined where it never came to that. */
function saidBefore(named: readonly Goods[], type: string): string | undefined {
  for (const { life } of named) {
    for (const { steps } of [life, ...life.around]) {
      const step = steps.findLast(({ kind }) => kind === type);
      if (step !== undefined) return step.event.ref;
    }
  }
  return undefined;
}

// A copy of the folder may have endorsed it, so it does what either branch may.
function releaseOfDisputed({ name, chains }: PartyInfo): PedigreeError {
  const first = chains.find(({ disputed }) => disputed !== true)?.chain ?? '';
  return new PedigreeError('chain-forked', say('another-chain-of-has', { name }), {
    hint: say('regulator-says-which-history', { first }),
  });
}

/** @throws not-allowed (77) where the own party has not the role for such an event */
export function mustHaveRole(tx: Pick<WriteTx, 'view' | 'known'>, type: string): void {
  const party = tx.view.authority().partyOf(tx.known.self.chain);
  if (party !== undefined && roleAllows(type, party.roles)) {
    const disputed = party.chains.some((one) => one.chain === tx.known.self.chain && one.disputed === true);
    if (type === EVENT.release.type && disputed) throw releaseOfDisputed(party);
    return;
  }
  const who = tx.known.self.name;
  throw new PedigreeError(
    'not-allowed',
    party === undefined ? say('not-accredited-as-far', { who }) : say('has-not-role', { who, type }),
    { hint: say('regulator-accredits-accredit-card') },
  );
}

/** The fold's own word on what this step would be: what it would not count is not written. */
export function notAllowed(
  tx: WriteTx,
  goods: Goods,
  order: Pick<StepOrder, 'type' | 'details'>,
  lastDay?: string,
): Refusal[] {
  const { self } = tx.known;
  const party = tx.view.authority().partyOf(self.chain);
  const { reason, note } = order.details as { readonly reason?: string; readonly note?: string };
  const answer = allowedNow(goods.life, {
    type: order.type,
    gln: self.gln,
    chain: self.chain,
    ...(self.site === undefined ? {} : { site: self.site }),
    roles: party?.roles ?? [],
    at: tx.at,
    details: {
      ...(reason === undefined ? {} : { reason }),
      ...(note === undefined ? {} : { note }),
      notSupplied: true,
    },
    policy: tx.view.policy,
    ...(lastDay === undefined ? {} : { lastDay }),
  });
  if (answer === true) return [];
  const known = Object.hasOwn(REASONS, answer.reason) ? REASONS[answer.reason as ReasonCode] : undefined;
  const exit = known === undefined || known.exit === 0 ? 14 : known.exit;
  const code = known === undefined ? 'wrong-state' : answer.reason;
  return [{ n: goods.n, input: goods.input, code, reason: answer.text, exit }];
}
