// What a party did itself with an item that it does not have any more: whoever asks hears that before anything else.
import { phrase, say } from '../words/en/told.ts';
import { sentence } from '../words/say.ts';
import { ship } from './events/ship.ts';
import type { ItemKey } from './item.ts';
import type { Life, Step } from './life.ts';
import { pedigreeOf } from './pedigree.ts';
import type { ReasonCode } from './reasons.ts';
import { partyInWords, timeInWords, type Words } from './tell.ts';
import type { OwnStep, Question, VerdictReason } from './verdict.ts';

/** A step as the life tells it; parties are GLNs, times are ms. */
export interface RecordedStep {
  readonly did: OwnStep['did'];
  /** GLN of the receiver. */
  readonly to?: string;
  /** Why it was taken out of use. */
  readonly reason?: string;
  readonly when: number;
  /** The event, and the chain that wrote it; neither of what waits to be recorded. */
  readonly event?: string;
  readonly chain?: string;
  readonly site?: string;
  /** The party's own reference, where it is known here. */
  readonly ref?: string;
}

/**
 * What the party with this GLN did with an item that is gone from it: how it ended it, or whom it last handed it to.
 * Undefined for what it has or is on its way to it, and for what it never sent on.
 * @param fold gives the lives of containers that the item lay in before
 * @param supplied it supplied the item, and that waits to be recorded: told before what is, unless that is the supply
 */
export function ownStep(
  life: Life,
  gln: string,
  fold: (item: ItemKey) => Life,
  supplied?: Question['supplied'],
): RecordedStep | undefined {
  const recorded = recordedStep(life, gln, fold);
  return supplied === undefined || recorded?.did === 'supplied' ? recorded : { did: 'supplied', ...supplied };
}

function recordedStep(life: Life, gln: string, fold: (item: ItemKey) => Life): RecordedStep | undefined {
  const { effective } = life;
  switch (effective.at) {
    case 'dispensed':
    case 'decommissioned': {
      if (effective.by !== gln) break;
      const last = (life.around.at(-1) ?? life).steps.at(-1)?.event;
      const { site } = effective;
      const where = {
        ...(last === undefined ? {} : { event: last.ref, chain: last.chain }),
        ...(site === undefined ? {} : { site }),
      };
      if (effective.at === 'dispensed')
        return { did: 'supplied', when: effective.supplied ?? effective.when, ...where };
      return { did: 'ended', when: effective.when, reason: effective.reason, ...where };
    }
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      if (effective.holder === gln) return undefined;
      break;
    case 'transit':
      if (effective.to === gln) return undefined;
      break;
    case 'disputed':
      if (effective.between.includes(gln)) return undefined;
      break;
    default:
      return undefined;
  }
  const sent = pedigreeOf(life, fold).findLast(({ step }) => isSentBy(step, gln))?.step;
  return sent && handOver(sent);
}

function isSentBy({ kind, state, event }: Step, gln: string): boolean {
  return kind === ship.type && state.at === 'transit' && event.author?.gln === gln;
}

function handOver({ state, event }: Step): RecordedStep | undefined {
  if (state.at !== 'transit') return undefined;
  const { to, reason } = state;
  const did = reason === undefined ? 'shipped' : 'returned';
  return { did, to, when: event.leaf.at, event: event.ref, chain: event.chain };
}

/** The step as an answer shows it. @param chain the own one: what another till of the party did is said to be another's */
export function tellStep(step: RecordedStep, words: Words, chain: string | undefined): OwnStep {
  const { did, to, when, event, ref, site } = step;
  const receiver = to === undefined ? undefined : { gln: to, name: words.authority.party(to)?.name ?? to };
  return {
    did,
    text: stepInWords(step, words, chain),
    at: new Date(when).toISOString(),
    ...(receiver === undefined ? {} : { to: receiver }),
    ...(event === undefined ? {} : { event }),
    ...(site === undefined ? {} : { site }),
    ...(ref === undefined ? {} : { ref }),
  };
}

function stepInWords({ did, to, reason, ref, ...step }: RecordedStep, words: Words, chain: string | undefined): string {
  const when = timeInWords(step.when, words);
  const elsewhere = chain !== undefined && step.chain !== undefined && step.chain !== chain;
  const { site } = step;
  const till = !elsewhere ? '' : site === undefined ? say('other-till') : say('other-till-at-site', { site });
  if (did === 'ended') return phrase('ended', { reason: reason ?? 'other', till, when });
  if (did !== 'supplied')
    return phrase(did, { to: to === undefined ? say('somebody') : partyInWords(to, words), till, when });
  const supplied = say('supplied', { till, when });
  const text = ref === undefined ? supplied : say('with-ref', { text: supplied, ref });
  return step.event === undefined ? phrase('waits-to-be-recorded', { text }) : sentence(text);
}

/** The reason of a verdict that says the same as a step. */
const SAME: Readonly<Record<OwnStep['did'], ReasonCode>> = {
  shipped: 'in-transit-elsewhere',
  returned: 'in-transit-elsewhere',
  supplied: 'already-dispensed',
  ended: 'decommissioned',
};

/** Whether a reason tells of the own step itself, and not of what came of it. */
export function isOwnStep(own: OwnStep, told: Pick<VerdictReason, 'code' | 'at'>): boolean {
  return told.code === SAME[own.did] && told.at === own.at;
}

/** A reason in words, with what the asking party did itself before it. */
export function ownFirst(own: OwnStep | undefined, told: Pick<VerdictReason, 'code' | 'at' | 'text'>): string {
  if (own === undefined) return told.text;
  return isOwnStep(own, told) ? own.text : `${own.text}; ${told.text}`;
}

/** The step with the own reference of the supply that it was. */
export function withReference(own: OwnStep, ref: string): OwnStep {
  return { ...own, text: phrase('with-ref', { text: own.text, ref }), ref };
}
