// A scan of a session that acts on goods, or counts them: what its verdict means for what the session does.
import { hex } from '../../chain/bytes.ts';
import { phrase } from '../../words/en/sessions.ts';
import { stateWord } from '../../words/en/states.ts';
import { nameOf, type Refusal } from '../items/goods.ts';
import { isContainer, packsInside } from '../items/inventory-contents.ts';
import { packsIn } from '../items/lots.ts';
import { type ProductWords, productWords } from '../items/product-name.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { refusedDelivery, sayRefused } from '../items/refusals.ts';
import { type Resolved, resolveItem, shipmentNamed } from '../items/resolve.ts';
import { objectionsTo, verdictOn } from '../judging/judging.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import { HERE, stockState } from '../judging/stock-state.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type Shipment, shipmentOf } from '../record/shipments-known.ts';
import { outstanding } from '../steps/incoming.ts';
import type { ScanAnswer } from './session-look.ts';
import type { Mode } from './session-request.ts';
import { notesOf, ON_THE_WAY, reasonOf } from './session-verdict.ts';

/** A despatch advice or the ref of a shipment stands for all that is on its way under it. */
export function shipmentLook(known: Knowledge, text: string, only: string | undefined): ScanAnswer | undefined {
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

export function goodsLook(
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
