// What a session does with each scan: the verdict on it, whether this mode counts it, and what was expected.
import { hex } from '../../chain/bytes.ts';
import { ownFirst } from '../../custody/own-deed.ts';
import type { OwnStep, Question, VerdictReason } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/sessions.ts';
import { stateWord } from '../../words/en/states.ts';
import { nameOf, type Refusal } from '../items/goods.ts';
import { isContainer, packsInside } from '../items/inventory-contents.ts';
import { packsIn } from '../items/lots.ts';
import { calledBy, type ProductWords, productWords } from '../items/product-name.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { refusedDelivery, sayRefused } from '../items/refusals.ts';
import { type Resolved, resolveItem, shipmentNamed } from '../items/resolve.ts';
import { shipmentsUnderWay } from '../judging/done-shipments.ts';
import { objectionsTo, verdictOn } from '../judging/judging.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import { stockIndex } from '../judging/stock-index.ts';
import { HERE, stockState } from '../judging/stock-state.ts';
import type { Home } from '../node/home.ts';
import { mustHaveAll, openReading, type Reading } from '../node/reading.ts';
import { outsideAmong } from '../outside/receive-goods.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { catchUp, knownContainer, type Shipment, shipmentOf } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { AskedAgain } from '../scans/asked-again.ts';
import { identify, type ScanLabel, type Ways } from '../scans/identify.ts';
import { livesIn } from '../scans/settle.ts';
import { waysOf } from '../scans/typed.ts';
import { outstanding } from '../steps/incoming.ts';
import { questionOf, type Verified, verifyOne } from '../verdict/verify.ts';
import { ASK_AGAIN } from '../verdict/verify-kept.ts';
import type { Expected, ScanAnswer } from './session-look.ts';
import { type Delivery, expectedOutside, fileLook, outsideLook } from './session-outside.ts';
import type { Mode } from './session-request.ts';

export interface ScanJudge {
  readonly expected: readonly Expected[];
  /** How many things are expected; in stock-taking packs, of which no list is kept. */
  readonly count: number;
  /** In order. */
  looks(scans: readonly string[]): Promise<readonly ScanAnswer[]>;
  /** Whether such a pack was made, as far as is known here. */
  knows(label: ScanLabel): boolean;
}

/** The judge of a session that writes nothing and needs no key. */
export function verifyingJudge(env: Home['env'], strict: boolean): ScanJudge & { readonly ways: Ways; close(): void } {
  const reading = mustHaveAll(openReading(env));
  const options = { strict, at: undefined, maxAge: undefined };
  let ask = reading.ledger.read((view) => questionOf(reading, view, options));
  let asked = performance.now();
  const again = new AskedAgain();
  return {
    expected: [],
    count: 0,
    ways: waysOf(reading.ledger.local),
    close: () => reading.close(),
    knows: (label) => reading.ledger.read((view) => wasMade(view, label)),
    looks: async (scans) => {
      if (performance.now() - asked > ASK_AGAIN) {
        ask = reading.ledger.read((view) => questionOf(reading, view, options));
        asked = performance.now();
      }
      const looks: ScanAnswer[] = [];
      for (const text of scans) looks.push(await verdictLook(reading, text, ask, strict, again));
      return looks;
    },
  };
}

async function verdictLook(
  reading: Reading,
  text: string,
  ask: Question,
  strict: boolean,
  again: AskedAgain,
): Promise<ScanAnswer> {
  const { data, exit = 0, error } = await verifyOne(reading, { n: 0, input: text, text }, ask, strict, again);
  return error === undefined ? verifiedLook(data as Verified, exit) : errorLook(error, text);
}

function verifiedLook(data: Verified, exit: number): ScanAnswer {
  const { item, status, product } = data;
  const key = item.sscc ?? `${item.gtin}/${item.serial}`;
  const taken = status === 'genuine' || status === 'caution';
  return {
    key,
    within: [],
    stands: [],
    taken,
    packs: item.packs ?? 1,
    exit,
    status,
    item: withoutCount(item),
    ...(product === undefined ? {} : calledBy(product)),
    ...reasonOf(data.reasons[0], data.own),
    ...notesOf(data.reasons, data.reasons[0]),
    ...(data.cause === 'scan' && !taken ? { again: true as const } : {}),
  };
}

function withoutCount({ packs: _, ...item }: Verified['item']): NonNullable<ScanAnswer['item']> {
  return item;
}

function reasonOf(told: VerdictReason | undefined, own?: OwnStep): Pick<ScanAnswer, 'code' | 'text' | 'advice'> {
  return told === undefined ? {} : { code: told.code, text: ownFirst(own, told), advice: told.advice };
}

/** The cautions beside the reason that is told. */
function notesOf(reasons: readonly VerdictReason[], first: VerdictReason | undefined): Pick<ScanAnswer, 'notes'> {
  const more = reasons.filter((told) => told !== first && told.status === 'caution' && told.code !== ON_THE_WAY);
  return more.length === 0 ? {} : { notes: more.slice(0, MOST_NOTES).map(({ text }) => text) };
}

const ON_THE_WAY = 'in-transit-to-you';
const MOST_NOTES = 4;

const UNREADABLE: ReadonlySet<string> = new Set(['not-gs1', 'bad-input', 'bad-encoding']);

function errorLook(error: PedigreeError, text: string): ScanAnswer {
  const told = { code: error.code, text: error.message, ...(error.hint === undefined ? {} : { advice: error.hint }) };
  const nothing = { within: [], stands: [], taken: false, packs: 0, exit: error.exit, ...told };
  if (UNREADABLE.has(error.code)) return { ...nothing, status: 'unknown', again: true };
  const { label } = identify(text);
  const named = label === undefined ? {} : { item: itemOfLabel(label) };
  return { ...nothing, ...named, key: text.trim(), status: error.exit === 19 ? 'unknown' : 'stop' };
}

/** What the code says of itself, where the records say nothing. */
function itemOfLabel(label: ScanLabel): NonNullable<ScanAnswer['item']> {
  if (label.kind === 'unit') return { sscc: label.sscc };
  const { gtin, serial, lot, expiry } = label;
  return { gtin, serial, ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
}

/**
 * The judge of a session that acts on goods, or counts them: reads with the own keys what is in containers.
 * @param only the delivery that is received, where it is one of several
 */
export function goodsJudge(
  home: Home,
  mode: Exclude<Mode, 'verify'>,
  deliveries: readonly Delivery[] = [],
  only?: string,
): ScanJudge {
  const knowing = <T>(fn: (known: Knowledge) => T): T =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return fn(known);
    });
  const coming = mode === 'receive' ? [...knowing(announcedHere), ...expectedOutside(deliveries)] : [];
  const expected = only === undefined ? coming : coming.filter(({ shipment }) => shipment === only);
  const again = new AskedAgain();
  const announced = new Set(expected.map(({ key }) => key));
  const count = mode === 'stock-take' ? knowing(countStock) : expected.length;
  return {
    expected,
    count,
    knows: (label) => home.ledger.read((view) => wasMade(view, label)),
    looks: async (scans) => {
      const outside = mode === 'receive' ? await looksOutside(home, deliveries, scans) : [];
      return knowing((known) =>
        scans.map((text, at) => {
          const found = outside[at];
          if (found !== undefined) return found;
          try {
            const shipment = mode === 'receive' ? shipmentLook(known, text, only) : undefined;
            return shipment ?? goodsLook(known, mode, text, { announced, only }, again.times(text));
          } catch (error) {
            again.note(text, error);
            if (error instanceof PedigreeError) return errorLook(error, text);
            throw error;
          }
        }),
      );
    },
  };
}

/** Of each scan what it is as goods of the world outside; undefined for those of the network. */
async function looksOutside(
  home: Home,
  deliveries: readonly Delivery[],
  scans: readonly string[],
): Promise<readonly (ScanAnswer | undefined)[]> {
  const out = outsideAmong(home, scans);
  const options = { strict: false, at: undefined, maxAge: undefined };
  const ask = out.size === 0 ? undefined : home.ledger.read((view) => questionOf(home, view, options));
  const looks: (ScanAnswer | undefined)[] = [];
  for (const text of scans) {
    const file = fileLook(deliveries, text);
    if (file !== undefined || ask === undefined || !out.has(text)) looks.push(file);
    else looks.push(outsideLook(home, deliveries, text, await verdictLook(home, text, ask, false, new AskedAgain())));
  }
  return looks;
}

function wasMade(view: View, label: ScanLabel): boolean {
  // Numbers alone: no keyboard makes another right one of them.
  return label.kind === 'unit' || livesIn(view)(label).commission !== undefined;
}

/** Every outermost thing on its way here, but for what was refused. */
function announcedHere(known: Knowledge): readonly Expected[] {
  return shipmentsUnderWay(known)
    .filter((shipment) => shipment.to === known.self.gln)
    .flatMap((shipment) => {
      const goods = outstanding(known, shipment);
      if (goods.length === 0 || refusedDelivery(known, shipment) !== undefined) return [];
      return goods.map((one) => ({
        key: hex(one.item.key),
        name: nameOf(one.is),
        packs: packsIn(known, [one]),
        shipment: shipment.ref,
      }));
    });
}

function countStock(known: Knowledge): number {
  return stockIndex(known)
    .lots()
    .reduce((sum, { counts }) => HERE.reduce((all, state) => all + (counts.states[state] ?? 0), sum), 0);
}

/** A despatch advice or the ref of a shipment stands for all that is on its way under it. */
function shipmentLook(known: Knowledge, text: string, only: string | undefined): ScanAnswer | undefined {
  const shipment = shipmentNamed(known, text.trim());
  if (shipment === undefined || shipment.to !== known.self.gln) return undefined;
  const goods = outstanding(known, shipment);
  const base = { key: shipment.ref, within: [], packs: packsIn(known, goods) };
  if (only !== undefined && shipment.ref !== only) return { ...base, stands: [], taken: false, ...ofAnother(shipment) };
  if (goods.length > 0) {
    const stands = goods.map(({ item }) => hex(item.key));
    return { ...base, stands, taken: true, ...(refusedBefore(known, shipment) ?? GOOD) };
  }
  const told = { code: 'wrong-state', text: phrase('nothing-of-this-shipment') };
  return { ...base, stands: [], taken: false, exit: 0, status: 'caution', ...told };
}

/** What is on its way in another delivery than the one that is received. */
function ofAnother(shipment: Shipment | undefined): Opinion {
  const delivery = shipment?.despatch ?? shipment?.ref ?? '';
  const text = phrase('of-another-delivery', { delivery });
  return { exit: 20, status: 'caution', code: 'other-delivery', text, advice: phrase('receive-that-one') };
}

function goodsLook(
  known: Knowledge,
  mode: Exclude<Mode, 'verify'>,
  text: string,
  { announced, only }: { readonly announced: ReadonlySet<string>; readonly only: string | undefined },
  before: number,
): ScanAnswer {
  const goods = resolveItem(known, text, 1, before);
  const key = hex(goods.item.key);
  const boxed = isContainer(goods.item);
  const base = {
    key,
    within: goods.life.around.map((outer) => hex(outer.key)),
    stands: [],
    packs: boxed ? packsIn(known, [goods]) : 1,
    ...shown(known, goods, boxed),
  };
  const opinion = boxed ? containerOpinion(known, goods) : packOpinion(known, goods, mode);
  const standing = standingOf(goods.life, known.self.gln);
  switch (mode) {
    case 'receive': {
      if (standing === 'coming') {
        const of = shipmentRefOf(known, goods.life);
        if (only !== undefined && of !== only) return { ...base, taken: false, ...ofAnother(shipmentOf(known, of)) };
        const outer = goods.life.around.at(-1);
        const stands = [outer === undefined ? key : hex(outer.key)].filter((name) => announced.has(name));
        if (opinion.status === 'stop') return { ...base, stands, taken: true, ...heldFor(opinion) };
        const shipment = shipmentOf(known, of);
        return { ...base, stands, taken: true, ...((shipment && refusedBefore(known, shipment)) ?? arriving(opinion)) };
      }
      const { effective } = goods.life;
      if ('holder' in effective && effective.holder === known.self.gln) {
        return {
          ...base,
          taken: false,
          exit: 0,
          status: 'caution',
          code: 'already-here',
          text: phrase('received-before-here'),
        };
      }
      return { ...base, taken: false, told: true, ...against(known, goods, standing, opinion) };
    }
    case 'dispense':
      if (goods.is.kind !== 'pack') {
        return {
          ...base,
          taken: false,
          exit: 2,
          status: 'stop',
          code: 'usage',
          text: phrase('only-packs-dispensed'),
          advice: phrase('scan-pack-not-case'),
        };
      }
      return { ...base, taken: opinion.status === 'genuine' || opinion.status === 'caution', ...opinion };
    case 'ship':
    case 'pack': {
      const free = standing === 'here' || standing === 'coming';
      if (!free) return { ...base, taken: false, ...against(known, goods, standing, opinion) };
      const refused = opinion.status === 'stop' || opinion.status === 'unknown';
      if (mode === 'ship' || opinion.code === 'contested') return { ...base, taken: !refused, ...opinion };
      return { ...base, taken: true, ...(refused ? { ...opinion, status: 'caution' as const, exit: 0 } : opinion) };
    }
    case 'stock-take':
      return stockLook(known, goods, boxed, base, opinion);
  }
}

type Opinion = Pick<ScanAnswer, 'exit' | 'status' | 'code' | 'text' | 'advice' | 'notes' | 'again'>;
const GOOD: Opinion = { exit: 0, status: 'genuine' };

/** The verdict on a pack as somebody who acts on it here and now gets it. */
function packOpinion(known: Knowledge, goods: Resolved, mode: Mode): Opinion {
  const verdict = verdictOn(known, goods);
  // What is being received is on its way: that is no caution then, and must not hide another.
  if (mode === 'receive' && verdict.status === 'caution') {
    const told = verdict.reasons.find(({ code }) => code !== ON_THE_WAY);
    if (told === undefined) return GOOD;
    return { exit: told.exit, status: 'caution', ...reasonOf(told, verdict.own), ...notesOf(verdict.reasons, told) };
  }
  const asking = verdict.reasons.find(({ confirm }) => verdict.confirm === true && confirm === true);
  if (asking !== undefined) return { exit: 14, status: 'stop', ...reasonOf({ ...asking, code: 'contested' }) };
  const again = verdict.cause === 'scan' && verdict.status === 'stop' ? { again: true as const } : {};
  const [first] = verdict.reasons;
  const told = { ...reasonOf(first, verdict.own), ...notesOf(verdict.reasons, first) };
  return { exit: verdict.exit, status: verdict.status, ...told, ...again };
}

function containerOpinion(known: Knowledge, goods: Resolved): Opinion {
  if (goods.life.state.at === 'none') return refused(refusedFor(known, goods, 'unknown'));
  const [worst] = objectionsTo(known, goods);
  if (worst !== undefined) return refused(worst);
  const [caution] = known.cautions.get(hex(goods.item.key))?.values() ?? [];
  return caution === undefined ? GOOD : { exit: 0, status: 'caution', ...reasonOf(caution.told) };
}

/** Of goods on their way here; what cannot be told yet of them is told once they are here. */
function arriving(opinion: Opinion): Opinion {
  return opinion.status === 'caution' ? opinion : GOOD;
}

function refused({ exit, code, reason, hint }: Refusal): Opinion {
  return {
    exit,
    status: exit === 19 ? 'unknown' : 'stop',
    code,
    text: reason,
    ...(hint === undefined ? {} : { advice: hint }),
  };
}

/** Whoever scans it has it in hand, so it is taken in all the same. */
function refusedBefore(known: Knowledge, shipment: Shipment): Opinion | undefined {
  const refused = refusedDelivery(known, shipment);
  return (
    refused && {
      exit: 0,
      status: 'caution',
      code: 'refused',
      text: phrase('this-delivery', { refused: sayRefused(refused) }),
    }
  );
}

/** Taken in, and set apart at the end. */
function heldFor(opinion: Opinion): Opinion {
  return { ...opinion, status: 'caution', exit: 20, advice: phrase('received-and-quarantined-put') };
}

function against(known: Knowledge, goods: Resolved, standing: ItemStanding, opinion: Opinion): Opinion {
  if (opinion.status === 'stop' || opinion.status === 'unknown') return opinion;
  return refused(refusedFor(known, goods, standing === 'here' || standing === 'coming' ? 'disputed' : standing));
}

function stockLook(
  known: Knowledge,
  goods: Resolved,
  boxed: boolean,
  base: Omit<ScanAnswer, 'taken' | 'exit' | 'status'>,
  opinion: Opinion,
): ScanAnswer {
  // A fake, or news that has not come: its verdict says which.
  if (goods.life.state.at === 'none') return { ...base, taken: false, ...opinion };
  const state = stockState(goods.life.effective, known.self.gln);
  const told = state === undefined ? {} : { state };
  if (state === undefined || !HERE.includes(state)) {
    const why = state === undefined ? phrase('not-of-this-stock') : phrase('by-books', { state: stateWord(state) });
    const reason = { code: state === undefined ? 'not-in-stock' : 'wrong-state', text: opinion.text ?? why };
    return {
      ...base,
      ...told,
      taken: false,
      exit: 20,
      status: opinion.status === 'unknown' ? 'unknown' : 'stop',
      ...reason,
    };
  }
  const stands = boxed ? [...packsInside(known, goods.item.key)].map((pack) => hex(pack.item.key)) : [base.key ?? ''];
  if (state === 'unaccounted') {
    const reason = { code: 'unaccounted', text: phrase('reported-missing-and-here'), advice: phrase('found-records') };
    return { ...base, ...told, stands, taken: true, exit: 20, status: 'caution', ...reason };
  }
  const status = opinion.status === 'genuine' ? 'genuine' : 'caution';
  return { ...base, ...told, stands, taken: true, ...opinion, exit: 0, status };
}

function shown(
  known: Knowledge,
  { is, label, item }: Resolved,
  boxed: boolean,
): Pick<ScanAnswer, 'item' | keyof ProductWords> {
  if (boxed) return { item: codeOfContainer(knownContainer(known, item.key)?.name ?? nameOf(is)) };
  const { gtin, serial, lot, expiry } =
    is.kind === 'pack' ? is : { gtin: label?.gtin ?? '', serial: label?.serial ?? '', lot: '', expiry: '' };
  return {
    item: { gtin, serial, ...(lot === '' ? {} : { lot }), ...(expiry === '' ? {} : { expiry }) },
    ...productWords(known.view, gtin),
  };
}
