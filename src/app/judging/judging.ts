// Judging goods before they are acted on: the same verdicts as a scan gets, for a pack or for all that is in a container.
import { hex } from '../../chain/bytes.ts';
import { holdToken, itemToken } from '../../chain/item-key.ts';
import { judge } from '../../custody/judge.ts';
import { judgeContainer } from '../../custody/judge-container.ts';
import { ownFirst, ownStep, tellStep } from '../../custody/own-step.ts';
import { REASONS, type ReasonCode, worstExit } from '../../custody/reasons.ts';
import type { Label, OwnStep, Question, Verdict, VerdictReason } from '../../custody/verdict.ts';
import { phrase } from '../../words/en/judging.ts';
import { say as inTold } from '../../words/en/told.ts';
import type { Goods, PackIdentity, Refusal } from '../items/goods.ts';
import { isContainer, type PackInside, packsInside } from '../items/inventory-contents.ts';
import { lackingOf } from '../items/not-arrived.ts';
import type { Resolved } from '../items/resolve.ts';
import { partyAndContact } from '../node/party-text.ts';
import { askHere } from '../node/question.ts';
import { claimedOf } from '../outside/claimed.ts';
import { noteCautions } from '../record/cautions.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { mayBeClaimed } from '../record/documents-known.ts';
import type { Cautions, Knowledge } from '../record/knowledge.ts';
import { withOwnReference } from '../record/own-reference.ts';
import { isSetAside } from '../record/set-aside.ts';
import { suppliedAmong, suppliedBefore } from '../record/supplied.ts';
import { askToRescan } from '../scans/near-serial.ts';

const WRONG_STATE = 14;
const UNKNOWN = 19;
/** Packs of a container that are looked up together. */
const AT_ONCE = 48;

/** A stop or an unknown, as the verdict of a pack names it. */
export type Objection = VerdictReason;

/** What a verdict is asked for by someone who acts here and now: what `verify` asks. */
export function questionHere(known: Knowledge): Question {
  const { home, view, now, stands, self } = known;
  return askHere(home, view, { viewer: self.gln, now, stands });
}

/** The verdict on what was named, as whoever acts on it here and now gets it: the one that `verify` gives. */
export function verdictOn(known: Knowledge, goods: Goods & Partial<Resolved>, more: Partial<Question> = {}): Verdict {
  const { is, life, label, scan } = goods;
  const question = { ...questionHere(known), ...scan, ...more };
  if (is.kind === 'container') {
    const code = codeOfContainer(is.name);
    return judgeContainer(life, { ...code, packs: [], lacking: lackingOf(known, life.key) }, known.view, question);
  }
  const asked = label ?? { gtin: is.gtin, serial: is.serial, lot: is.lot, expiry: is.expiry };
  const allocated = life.commission === undefined && isSetAside(known, asked.gtin, asked.serial);
  const supplied = suppliedBefore(known.home.ledger.local, asked);
  const about = {
    ...question,
    ...(allocated ? { allocated } : {}),
    ...(supplied === undefined ? {} : { supplied }),
  };
  const unclaimed = judge(asked, life, known.view, about);
  const { ledger } = known.home;
  const claimed = mayBeClaimed(ledger.local, unclaimed) ? claimedOf(known.home, unclaimed, question.viewer) : undefined;
  const verdict =
    claimed === undefined ? unclaimed : notRecorded(judge(asked, life, known.view, { ...about, claimed }));
  return withOwnReference(known, verdict.status === 'stop' ? askToRescan(known.view, verdict) : verdict);
}

/** What a file says of goods from outside puts them in nobody's custody here: they can be looked at, and not acted on. */
function notRecorded(verdict: Verdict): Verdict {
  const reasons = verdict.reasons.map(
    (told): VerdictReason =>
      told.code === 'outside-claim'
        ? { ...told, status: 'unknown', exit: UNKNOWN, advice: phrase('outside-not-recorded') }
        : told,
  );
  return verdict.exit === 0 ? { ...verdict, reasons, status: 'unknown', exit: UNKNOWN } : { ...verdict, reasons };
}

/** What the own party did itself with goods that it does not have any more, as a refusal tells it first. */
export function ownStepWith(known: Knowledge, { life, is }: Pick<Goods, 'life' | 'is'>): OwnStep | undefined {
  const { view, self } = known;
  const supplied = is.kind === 'pack' ? suppliedBefore(known.home.ledger.local, is) : undefined;
  const step = ownStep(life, self.gln, (item) => known.trace(item), supplied);
  if (step === undefined) return undefined;
  const { sayTime } = questionHere(known);
  const own = tellStep(step, { authority: view.authority(), viewer: self.gln, sayTime }, self.chain);
  return withOwnReference(known, { own }).own;
}

/** Every reason of the verdict on one pack; `label` is what was scanned, else what the maker wrote is taken. */
function reasonsFor(
  known: Knowledge,
  is: PackIdentity,
  goods: Pick<Goods, 'life'>,
  label?: Label,
): readonly VerdictReason[] {
  const asked = label ?? { gtin: is.gtin, serial: is.serial, lot: is.lot, expiry: is.expiry };
  const waiting = known.once('outbox waits', () => known.home.ledger.local.outbox.list());
  const supplied = suppliedAmong(waiting, asked);
  const question = questionHere(known);
  return judge(asked, goods.life, known.view, supplied === undefined ? question : { ...question, supplied }).reasons;
}

/** The verdict's stops and unknowns for one pack; its cautions are told with the answer. */
export function objectionsToPack(
  known: Knowledge,
  is: PackIdentity,
  goods: Pick<Goods, 'life'>,
  label?: Label,
): readonly Objection[] {
  const cautions: Cautions = new Map();
  known.cautions.set(hex(goods.life.key), cautions);
  return objectionsIn(known, reasonsFor(known, is, goods, label), cautions);
}

/** The stops and unknowns; cautions are counted, for the warnings of the answer. */
function objectionsIn(known: Knowledge, reasons: readonly VerdictReason[], cautions: Cautions): readonly Objection[] {
  noteCautions(cautions, reasons);
  return reasons.flatMap((reason) => {
    if (reason.confirm === true) return [unsettled(known, reason)];
    return reason.status === 'caution' ? [] : [reason];
  });
}

/** What a verdict asks about: on a person's word it is supplied, but not sent on or packed before it is settled. */
export function unsettled(known: Knowledge, told: VerdictReason): Objection {
  const others = (told.by ?? []).filter((gln) => gln !== known.self.gln).map((gln) => partyAndContact(known.view, gln));
  const advice = phrase('call-who-does', { others: inTold('parties', { names: others }) });
  return { ...told, code: 'contested', status: 'stop', exit: WRONG_STATE, advice };
}

/** Goods of which it is not settled who has them, or with such a pack inside; also at the door. */
export function unsettledAmong(known: Knowledge, goods: readonly Resolved[]): readonly Refusal[] {
  const settled = (Object.keys(REASONS) as ReasonCode[]).filter((code) => code !== 'contested');
  return goods.filter(mayBeContested).flatMap((one) => objectionsTo(known, one, settled));
}

// Nothing has to be judged where no life around has anything to be asked about.
function mayBeContested({ is, life }: Resolved): boolean {
  return (
    is.kind === 'container' || life.lines !== undefined || life.findings.some(({ overtaken }) => overtaken === true)
  );
}

/** Packs of one lot that nothing was recorded of since they went into the same container have one verdict. */
export class PackReview {
  readonly #known: Knowledge;
  readonly #cautions: Cautions = new Map();
  readonly #byLot = new Map<string, readonly VerdictReason[]>();

  /** Cautions are told of the goods with this name. */
  constructor(known: Knowledge, name: string) {
    this.#known = known;
    known.cautions.set(name, this.#cautions);
  }

  objections(pack: PackInside): readonly Objection[] {
    return this.#objections(pack, this.#areQuiet([pack]));
  }

  /** Of many, looked up so many at a time. */
  *objectionsAmong(packs: Iterable<PackInside>): Generator<Objection> {
    let some: PackInside[] = [];
    for (const pack of packs) {
      if (some.push(pack) < AT_ONCE) continue;
      yield* this.#together(some);
      some = [];
    }
    yield* this.#together(some);
  }

  *#together(packs: readonly PackInside[]): Generator<Objection> {
    const areQuiet = this.#areQuiet(packs);
    for (const pack of packs) yield* this.#objections(pack, areQuiet || this.#areQuiet([pack]));
  }

  /** Whether nothing that names them by themselves was recorded of the plain ones. */
  #areQuiet(packs: readonly PackInside[]): boolean {
    const plain = packs.filter(({ plain }) => plain);
    return this.#known.view.noRows(plain.flatMap(({ item: { key } }) => [itemToken(key, 0), holdToken(key, 0)]));
  }

  #objections(pack: PackInside, isQuiet: boolean): readonly Objection[] {
    const reasons = pack.plain && isQuiet ? this.#alike(pack) : this.#judged(pack);
    return objectionsIn(this.#known, reasons, this.#cautions);
  }

  #alike(pack: PackInside): readonly VerdictReason[] {
    const { gtin, lot, expiry } = pack.is;
    const name = `${gtin} ${lot} ${expiry} ${pack.within}`;
    let found = this.#byLot.get(name);
    found ??= this.#judged(pack);
    this.#byLot.set(name, found);
    return found;
  }

  #judged(pack: PackInside): readonly VerdictReason[] {
    return reasonsFor(this.#known, pack.is, { life: this.#known.trace(pack.item) });
  }
}

/**
 * Why goods cannot be acted on, a line for each of them: the worst objection to it, or to a pack inside with how many
 * packs it holds for. Objections in `takes` are no hindrance.
 */
export function objectionsTo(known: Knowledge, goods: Resolved, takes: readonly ReasonCode[] = []): readonly Refusal[] {
  const counted = new Map<ReasonCode, { readonly told: Objection; packs: number }>();
  const count = (told: Objection) => {
    if (takes.includes(told.code)) return;
    const before = counted.get(told.code);
    if (before === undefined) counted.set(told.code, { told, packs: 1 });
    else before.packs++;
  };
  const name = hex(goods.item.key);
  const holdsPacks = isContainer(goods.item);
  if (holdsPacks) {
    const review = new PackReview(known, name);
    for (const told of review.objectionsAmong(packsInside(known, goods.item.key))) count(told);
  } else if (goods.is.kind === 'pack') {
    for (const told of objectionsToPack(known, goods.is, goods, goods.label?.kind === 'pack' ? goods.label : undefined))
      count(told);
  }
  const exit = worstExit([...counted.values()].map(({ told }) => told.exit));
  const worst = [...counted.values()].find(({ told }) => told.exit === exit);
  if (worst === undefined) return [];
  const { told, packs } = worst;
  const own = ownStepWith(known, goods);
  const text = holdsPacks ? phrase('of-packs-inside', { packs, text: told.text }) : told.text;
  const reason = ownFirst(own, { ...told, text });
  const { n, input } = goods;
  return [
    { n, input, code: told.code, reason, exit: told.exit, hint: told.advice, ...(own === undefined ? {} : { own }) },
  ];
}
