// Verdicts that need the party's keys: containers and shipments by all that is inside, and what makers and regulators know.
import { containerItem } from '../../custody/item.ts';
import { judge } from '../../custody/judge.ts';
import { judgeContainer } from '../../custody/judge-container.ts';
import { worstExit } from '../../custody/reasons.ts';
import { worstFirst } from '../../custody/tell-all.ts';
import type { Question, Verdict, VerdictReason } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/verdict.ts';
import type { Goods, PackIdentity } from '../items/goods.ts';
import { canLookInside, isContainer, packsInside } from '../items/inventory-contents.ts';
import { lackingFor, lackingOf } from '../items/not-arrived.ts';
import { resolveItem, shipmentNamed } from '../items/resolve.ts';
import type { Env } from '../node/env.ts';
import { openHome } from '../node/home.ts';
import { mustHaveAll } from '../node/reading.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { containersNamed } from '../record/containers-known.ts';
import { isNamedHere } from '../record/documents-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { serialsHere } from '../record/lot-serials.ts';
import { withOwnReference } from '../record/own-reference.ts';
import { reportsOf } from '../record/reports.ts';
import { isSetAside } from '../record/set-aside.ts';
import { suppliedBefore } from '../record/supplied.ts';
import { type Identified, refuseWrongSscc } from '../scans/identify.ts';
import { livesIn, settle } from '../scans/settle.ts';
import { announced } from '../steps/incoming.ts';

/** Judges a container, a shipment, or a pack with what this party's keys open. @throws not-found (66), not-gs1 (65) */
export function judgeGoods(env: Env, text: string, read: Identified, ask: Question, before = 0): Verdict {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      // A maker hears of its own products, a regulator of all.
      const question = { ...ask, reports: reportsOf(known) };
      const shipment = read.label === undefined ? shipmentNamed(known, text.trim()) : undefined;
      if (shipment !== undefined) return judgeShipment(known, shipment.ref, announced(known, shipment), question);
      if (read.label?.kind === 'unit') return judgeNamed(known, read.label.sscc, text, question);
      if (read.label === undefined) refuseWrongSscc(text);
      return judgePack(known, read, question, before);
    });
  } finally {
    home.close();
  }
}

/** The verdict with the own reference of what was supplied here, where the key needs no passphrase. */
export function referenceAt<T extends Pick<Verdict, 'own'>>({ passphrase: _, ...env }: Env, verdict: T): T {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => withOwnReference(knowledgeOf(home, view), verdict));
  } catch (error) {
    if (error instanceof PedigreeError && error.code === 'key-passphrase') return verdict;
    throw error;
  } finally {
    home.close();
  }
}

/** Bytes of a container's key. */
const CONTAINER_KEY = 32;

/** A container by its SSCC; one that no manifest here names has a life that cannot be read yet. */
function judgeNamed(known: Knowledge, sscc: string, text: string, ask: Question): Verdict {
  if (containersNamed(known, sscc).length > 0) return judgeUnit(known, resolveItem(known, text.trim()), ask);
  const nobodys = known.trace(containerItem(new Uint8Array(CONTAINER_KEY)));
  return judgeContainer(
    nobodys,
    { sscc, packs: [], incomplete: true, lacking: lackingFor(known, sscc) },
    known.view,
    ask,
  );
}

function judgePack(known: Knowledge, read: Identified, ask: Question, before: number): Verdict {
  const { local } = known.home.ledger;
  const { label, repairs, candidates } = settle(
    read,
    livesIn(known.view),
    known.view,
    before,
    (gtin, lot) => serialsHere(known.index, gtin, lot),
    (pack) => isNamedHere(local, known.self.network, pack),
  );
  const goods = resolveItem(known, `(01)${label.gtin}(21)${label.serial}`);
  const allocated = goods.life.commission === undefined && isSetAside(known, label.gtin, label.serial);
  const supplied = ask.viewer === known.self.gln ? suppliedBefore(local, label) : undefined;
  const question = { ...ask, repairs, candidates, allocated, ...(supplied === undefined ? {} : { supplied }) };
  if (isContainer(goods.item)) return judgeUnit(known, goods, question);
  return judge(label, goods.life, known.view, question);
}

function judgeUnit(known: Knowledge, goods: Goods, ask: Question): Verdict {
  const { is, item, life } = goods;
  return judgeContainer(
    life,
    {
      ...(is.kind === 'container' ? codeOfContainer(is.name) : {}),
      packs: verdictsInside(known, item.key, ask),
      incomplete: !canLookInside(known, life),
      lacking: lackingOf(known, item.key),
    },
    known.view,
    ask,
  );
}

function* verdictsInside(known: Knowledge, key: Uint8Array, ask: Question): Iterable<Verdict> {
  for (const { is, item } of packsInside(known, key)) yield judge(labelOf(is), known.trace(item), known.view, ask);
}

/** The maker's own words for what a manifest named, so that only the pack itself is judged, not a label. */
function labelOf({ gtin, serial }: PackIdentity): { readonly gtin: string; readonly serial: string } {
  return { gtin, serial };
}

function judgeShipment(known: Knowledge, ref: string, goods: readonly Goods[], ask: Question): Verdict {
  const verdicts = goods.map((one) =>
    one.is.kind === 'pack' ? judge(labelOf(one.is), one.life, known.view, ask) : judgeUnit(known, one, ask),
  );
  const [first] = verdicts;
  const [worst] = worstFirst(verdicts);
  if (first === undefined || worst === undefined) {
    throw new PedigreeError('not-found', say('manifest-of-shipment', { ref }), { hint: say('sync') });
  }
  const packs = verdicts.reduce((sum, verdict) => sum + (verdict.item.packs ?? 1), 0);
  return {
    ...worst,
    exit: worstExit(verdicts.map((verdict) => verdict.exit)),
    retry: verdicts.some((verdict) => verdict.retry),
    reasons: together(verdicts),
    item: { packs },
    custody: first.custody,
  };
}

/** Every reason once, with the number of packs that it holds for. */
function together(verdicts: readonly Verdict[]): readonly VerdictReason[] {
  const all = new Map<string, VerdictReason & { count: number }>();
  for (const verdict of worstFirst(verdicts)) {
    for (const told of verdict.reasons) {
      const count = told.count ?? verdict.item.packs ?? 1;
      const before = all.get(told.code);
      if (before === undefined) all.set(told.code, { ...told, count });
      else before.count += count;
    }
  }
  return worstFirst([...all.values()]);
}
