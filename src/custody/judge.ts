// The verdict on one pack: every reason, from the label, the lot, the life and the knowledge here (DESIGN §6).
import { lastDay } from '../gs1/pack.ts';
import { phrase } from '../words/en/told.ts';
import { commission } from './events/commission.ts';
import type { Evidence } from './evidence.ts';
import { judgeSettledHere } from './judge-here.ts';
import { custodyOf, judgeLife, linesOf } from './judge-life.ts';
import { lotReasons, lotsToAskFor } from './judge-lot.ts';
import { judgeOwn, judgeSupplied } from './judge-own.ts';
import type { Life } from './life.ts';
import { isLotKnown, lotFacts, type Notice, type Notices, productOf } from './lot.ts';
import { seenBy } from './own-line.ts';
import { isWeakSerial } from './serial.ts';
import { answer, Reasons } from './tell-all.ts';
import type { Claimed, Label, Question, Verdict } from './verdict.ts';

/** Days before the last day from which `expires-soon` is told, where no setting says otherwise. */
const SOON_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Judges one pack. Never genuine by default: without a commissioning by the GTIN's maker it is a stop or unknown.
 * @param label what the scan says; only what it carries is compared
 * @param whole the life of the pack with the label's GTIN and serial, from the same evidence
 */
export function judge(label: Label, whole: Life, evidence: Evidence, question: Question): Verdict {
  const { life } = seenBy(whole, question.viewer);
  const reasons = new Reasons(evidence, question);
  const said = evidence.notices(label.gtin);
  const notices: Notices = { notices: () => said, earlier: (a, b) => evidence.earlier(a, b) };
  const body = life.commission && commission.parts.public(life.commission.leaf.public);
  if (body === undefined) judgeUnknown(label, life, evidence, question, reasons);
  const lots = lotsToAskFor(label, body);
  const facts = lotFacts(label.gtin, lots, notices);
  const lot = facts.lot?.value ?? body?.lot ?? label.lot;
  const expiry = facts.expiry?.value ?? body?.expiry ?? label.expiry;
  if (body !== undefined) {
    judgeLabel(label, body, facts, reasons);
    if (isWeakSerial(label.serial, body.count)) reasons.add('weak-serial', {});
  }
  lotReasons(label.gtin, lots, facts, life, notices, reasons);
  if (expiry !== undefined) judgeExpiry(expiry, question, reasons);
  judgeSupplied(life, reasons, question);
  judgeLife(whole, reasons, evidence, question);
  judgeSettledHere(life, said, reasons);
  judgeReports(label, lot, question, evidence, reasons);
  reasons.addFindings(question.more ?? []);
  reasons.addKnowledge();
  const own = judgeOwn(life, reasons, evidence, question);
  const made = life.commission?.author ?? evidence.authority().makersOf(label.gtin)[0];
  const maker = made && evidence.authority().party(made.gln);
  const product = productOf(label.gtin, notices);
  return answer(reasons, question, {
    item: {
      gtin: label.gtin,
      serial: label.serial,
      ...(lot !== undefined && { lot }),
      ...(expiry !== undefined && { expiry }),
    },
    ...(product !== undefined && {
      product: {
        name: product.name,
        ...(product.strength !== undefined && { strength: product.strength }),
        ...(product.form !== undefined && { form: product.form }),
      },
    }),
    ...(made !== undefined && {
      maker: {
        name: maker?.name ?? made.name,
        gln: made.gln,
        ...(maker?.contact !== undefined && { contact: maker.contact }),
      },
    }),
    custody: custodyOf(life.effective, evidence),
    ...(own !== undefined && { own }),
    ...linesOf(whole, evidence, question),
  });
}

// No maker's commissioning of this serial is here: is it a fake, or is the news not here yet?
function judgeUnknown(label: Label, life: Life, evidence: Evidence, question: Question, reasons: Reasons): void {
  const { gtin, serial, lot } = label;
  const scan = reasons.scanInDoubt;
  for (const event of life.strangers) {
    const revoked = evidence.authority().refusal(event) === 'revoked';
    const by = [event.author?.gln ?? evidence.authority().partyOf(event.chain)?.gln ?? event.chain];
    reasons.add(revoked ? 'maker-revoked' : 'maker-not-accredited', { gtin, by, when: event.leaf.at });
  }
  if (question.allocated === true) {
    reasons.add('not-commissioned', { lot, serial });
    return;
  }
  const about = { gtin, serial, lot, scan };
  if (evidence.incomplete(gtin)) reasons.add('incomplete-knowledge', about);
  else if (lot !== undefined && isLotKnown(gtin, lot, evidence)) reasons.add('unknown-item', about);
  else if (life.strangers.length > 0) return;
  // A maker of the network signs its lots whole: of those no file says anything more.
  else if (question.claimed !== undefined)
    reasons.add(question.claimed.code, { ...about, ...saidOf(question.claimed) });
  else if (isLotKnown(gtin, undefined, evidence) || productOf(gtin, evidence) !== undefined)
    reasons.add('unknown-lot', about);
  else reasons.add('unknown-product', about);
}

function saidOf({ sender, when, label, detail }: Claimed) {
  return { sender, when, label, detail };
}

function judgeLabel(
  label: Label,
  body: { readonly lot: string; readonly expiry: string },
  facts: ReturnType<typeof lotFacts>,
  reasons: Reasons,
): void {
  const scan = reasons.scanInDoubt;
  const corrected = (old: string, detail: string, { by, event }: Notice) =>
    reasons.add('corrected-label', { label: old, detail, by: [by], when: event.leaf.at });
  const lot = facts.lot?.value ?? body.lot;
  if (label.lot !== undefined && label.lot !== lot) {
    if (facts.lot !== undefined && label.lot === body.lot) corrected(label.lot, lot, facts.lot.notice);
    else reasons.add('lot-mismatch', { label: label.lot, lot, scan });
  }
  const expiry = facts.expiry?.value ?? body.expiry;
  if (label.expiry !== undefined && lastDay(label.expiry) !== lastDay(expiry)) {
    const old = lastDay(label.expiry) === lastDay(body.expiry);
    if (facts.expiry !== undefined && old) corrected(label.expiry, expiry, facts.expiry.notice);
    else reasons.add('expiry-mismatch', { label: label.expiry, expiry, scan });
  }
}

// A pack is good to the end of its last day in the node's zone; `today` is that zone's.
function judgeExpiry(expiry: string, { today, soonDays = SOON_DAYS }: Question, reasons: Reasons): void {
  const last = lastDay(expiry);
  if (today > last) reasons.add('expired', { expiry: last });
  else if (Date.parse(last) - Date.parse(today) <= soonDays * DAY) reasons.add('expires-soon', { expiry: last });
}

function judgeReports(
  label: Label,
  lot: string | undefined,
  question: Question,
  evidence: Evidence,
  reasons: Reasons,
): void {
  const reports = question.reports?.(label.gtin, label.serial, lot) ?? [];
  for (const report of reports) {
    const { as, serial, by, when } = report;
    if (as === 'cleared') continue;
    const cleared = reports.some((other) => {
      const may = other.by === by || isTrusted(other.by, label.gtin, evidence);
      return other.as === 'cleared' && other.serial === serial && other.when >= when && may;
    });
    if (cleared) continue;
    const about = { by: [by], when, detail: phrase('reported-as', { kind: as }) };
    if (serial === label.serial) reasons.add(as === 'illegitimate' ? 'quarantined' : 'caution-notice', about);
    else if (lot !== undefined && report.lot === lot)
      reasons.add('sibling-suspect', { ...about, detail: phrase('pack-of-lot', { lot }) });
  }
}

function isTrusted(gln: string, gtin: string, evidence: Evidence): boolean {
  const authority = evidence.authority();
  return authority.party(gln)?.regulator === true || authority.makersOf(gtin).some((maker) => maker.gln === gln);
}
