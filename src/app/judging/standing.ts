// Where goods stand for the own party: here, coming, or why they are not its to act on.
import type { Life } from '../../custody/life.ts';
import { ownFirst } from '../../custody/own-step.ts';
import { REASONS, type ReasonCode } from '../../custody/reasons.ts';
import { ownAdvice, templateOf, timeInWords } from '../../custody/tell.ts';
import type { VerdictReason } from '../../custody/verdict.ts';
import { phrase as phraseHere } from '../../words/en/judging.ts';
import { phrase } from '../../words/en/told.ts';
import { type Goods, nameOf, type Refusal } from '../items/goods.ts';
import type { Resolved } from '../items/resolve.ts';
import { partyAndContact, partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { ownStepWith, questionHere, verdictOn } from './judging.ts';

/**
 * In the own hands and free to act on; on the way here; `unknown` where its beginning is not known, which is a fake or news
 * that has not come: its verdict says which; or the reason why none of these.
 */
export type ItemStanding = 'here' | 'coming' | 'unknown' | ReasonCode;

/** Where an item stands for the party with this GLN, by the fold alone. */
export function standingOf(life: Life, gln: string): ItemStanding {
  const { effective } = life;
  switch (effective.at) {
    case 'none':
      return 'unknown';
    case 'active':
      return effective.holder === gln ? 'here' : 'not-in-your-custody';
    case 'transit':
      return effective.to === gln ? 'coming' : 'in-transit-elsewhere';
    case 'quarantined':
      return effective.holder === gln ? 'quarantined' : 'not-in-your-custody';
    case 'unaccounted':
      return 'unaccounted';
    case 'dispensed':
      return 'already-dispensed';
    case 'decommissioned':
      return 'decommissioned';
    case 'disputed':
      return 'disputed';
    default:
      return 'incomplete-knowledge';
  }
}

/** The refusal of one of several goods for where it stands; of what is not known here in the words of its verdict. */
export function refusedFor(known: Knowledge, goods: Goods & Partial<Resolved>, code: ReasonCode | 'unknown'): Refusal {
  if (code === 'unknown') return refusedUnknown(known, goods);
  const { n, input, life } = goods;
  const { exit } = REASONS[code];
  const { effective } = life;
  const sent = effective.at === 'transit' && effective.from === known.self.gln;
  const hint = sent
    ? phraseHere('void-takes-back')
    : (ownAdvice(code, { ...effective }, known.self.gln)?.advice ?? templateOf('advice', code));
  const own = ownStepWith(known, goods);
  const text = wordsFor(known, goods, life, code);
  const at = timeOf(life);
  const reason = ownFirst(own, { code, text, ...(at === undefined ? {} : { at: new Date(at).toISOString() }) });
  return { n, input, code, reason, exit, hint: told(known, goods, hint), ...(own === undefined ? {} : { own }) };
}

/** When the step was done that a state came of, as a verdict tells it. */
function timeOf({ effective }: Life): number | undefined {
  if (effective.at === 'transit') return effective.since;
  if (effective.at === 'dispensed') return effective.supplied ?? effective.when;
  return effective.at === 'decommissioned' ? effective.when : undefined;
}

/** Why a verdict does not know a pack: a fake, or news that has not come. */
const WHY_UNKNOWN: readonly ReasonCode[] = [
  'unknown-item',
  'unknown-lot',
  'unknown-product',
  'incomplete-knowledge',
  'not-commissioned',
  'maker-not-accredited',
  'maker-revoked',
  'outside-gone',
  'outside-claim-differs',
  'outside-unproved',
  'outside-claim',
];

/** Of what a verdict tells, why the item is not known here; undefined where it is. */
export function whyUnknown(reasons: readonly VerdictReason[]): VerdictReason | undefined {
  return reasons.find(({ code }) => WHY_UNKNOWN.includes(code));
}

function refusedUnknown(known: Knowledge, goods: Goods & Partial<Resolved>): Refusal {
  const { n, input } = goods;
  const { reasons } = verdictOn(known, goods);
  // That it is expired by its label, say, is no hindrance to most steps; that nobody knows it is one to all.
  const why = whyUnknown(reasons) ?? reasons[0];
  if (why === undefined) throw new TypeError('what is not known here has no verdict');
  return { n, input, code: why.code, reason: why.text, exit: why.exit, hint: why.advice };
}

/** The table's advice names parties in braces. */
function told(known: Knowledge, { life: { effective } }: Goods, advice: string): string {
  const gln: Readonly<Record<string, string | undefined>> = {
    holder: 'holder' in effective ? effective.holder : undefined,
    from: effective.at === 'transit' ? effective.from : undefined,
    to: effective.at === 'transit' ? effective.to : undefined,
    by: 'by' in effective ? effective.by : undefined,
  };
  return advice.replace(/\{(\w+)\}/g, (_, name: string) => {
    const named = gln[name];
    return named === undefined ? phrase('them') : partyAndContact(known.view, named);
  });
}

function wordsFor(known: Knowledge, goods: Goods, life: Life, code: ReasonCode): string {
  if (code === 'incomplete-knowledge') return templateOf('reasons', code);
  const { effective } = life;
  const name = (gln: string) => partyName(known.view, gln);
  const time = (when: number) => timeInWords(when, { sayTime: questionHere(known).sayTime });
  const at = (site: string | undefined) => (site === undefined ? '' : phrase('at-site', { site }));
  switch (effective.at) {
    case 'active':
      return code === 'not-in-your-custody'
        ? phraseHere('recorded-at', { holder: name(effective.holder) })
        : `${nameOf(goods.is)}: ${told(known, goods, templateOf('reasons', code))}`;
    case 'quarantined':
      return phraseHere('in-quarantine', { holder: name(effective.holder), reason: effective.reason });
    case 'transit':
      return phraseHere('on-the-way', { from: name(effective.from), to: name(effective.to) });
    case 'unaccounted':
      return phraseHere('missing', { holder: name(effective.holder) });
    case 'dispensed':
      return phraseHere('dispensed', {
        by: name(effective.by),
        site: at(effective.site),
        when: time(effective.supplied ?? effective.when),
      });
    case 'decommissioned':
      return phraseHere('out-of-use', {
        reason: effective.reason,
        by: name(effective.by),
        site: at(effective.site),
        when: time(effective.when),
      });
    case 'disputed':
      return phraseHere('disputed', { parties: phrase('parties', { names: effective.between.map(name) }) });
    default:
      return templateOf('reasons', code);
  }
}
