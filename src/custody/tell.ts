// Puts reasons into words: the sentences of src/words with what is known filled in.
import { say } from '../words/en/advice.ts';
import { say as reason } from '../words/en/reasons.ts';
import { phrase } from '../words/en/told.ts';
import { filled, placesIn, type Said, sentence } from '../words/say.ts';
import type { Authority } from './authority.ts';
import { type NextStep, REASONS, type ReasonCode } from './reasons.ts';
import type { VerdictReason } from './verdict.ts';

/** How grave a reason is here, where the table's word does not hold. */
export interface Weight {
  /** Only a caution here, whatever the table says. */
  readonly softened?: boolean | undefined;
  /** A caution that a person has to answer before the item is supplied. */
  readonly asks?: boolean | undefined;
  /** A stop (14), though elsewhere it is a caution. */
  readonly stops?: boolean | undefined;
}

/** What fills the braces of the sentences. Parties are GLNs. */
export interface Particulars extends Weight {
  readonly gtin?: string | undefined;
  readonly serial?: string | undefined;
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined;
  readonly label?: string | undefined;
  readonly detail?: string | undefined;
  /** Whose file it is, by name: a partner outside the network. */
  readonly sender?: string | undefined;
  /** What has not arrived, by name. */
  readonly lacking?: string | undefined;
  readonly holder?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: readonly string[] | undefined;
  /** ms. */
  readonly when?: number | undefined;
  /** GLN of the site where it was done. */
  readonly site?: string | undefined;
  /** Declared lost on its way to whoever asks. */
  readonly givenUp?: boolean | undefined;
  /** A scan that was repaired or can be read otherwise: look again before anything else. */
  readonly scan?: boolean | undefined;
}

export interface Words {
  readonly authority: Authority;
  /** Relative to whom it is told: that party is "you". */
  readonly viewer?: string | undefined;
  /** Whoever asks has no partners who could bring news. */
  readonly alone?: true | undefined;
  /** How a time is said, ms; ISO 8601 in UTC to the minute where absent. */
  readonly sayTime?: ((at: number) => string) | undefined;
}

/** What to do where the party that would have to be asked is the one that scans. */
const OWN_ADVICE: Partial<
  Readonly<Record<ReasonCode, readonly [whose: 'from' | 'holder' | 'by', advice: Said, next: readonly NextStep[]]>>
> = {
  'in-transit-elsewhere': ['from', say('you-sent-it'), ['outgoing']],
  unaccounted: ['holder', say('yours-if-here'), ['put-aside', 'found']],
  decommissioned: ['by', say('you-ended-it'), ['put-aside', 'report']],
};

/** What to do where a reason that is a stop elsewhere is only a caution here. */
const SOFT_ADVICE: Partial<Readonly<Record<ReasonCode, Said>>> = { 'custody-gap': say('hand-overs-optional') };

/** What to do in a network of one, where no news can come. */
const ALONE_ADVICE: Partial<Readonly<Record<ReasonCode, Said>>> = {
  'unknown-product': say('take-file-in'),
  'unknown-lot': say('take-file-in'),
};
const ALONE_NEXT: readonly NextStep[] = ['scan-again', 'call'];

/** One reason in words. */
export function tell(code: ReasonCode, particulars: Particulars, words: Words): VerdictReason {
  const row = REASONS[code];
  const fill = (template: string, contacts: boolean): string =>
    filled(template, (name) => wordFor(name, particulars, words, contacts) ?? sentence(notKnown(name)));
  const template = templateOf('reasons', code);
  const { when, by, softened, asks, stops, site } = particulars;
  const soft = softened === true || asks === true;
  const { advice, next } = adviceFor(code, particulars, words);
  return {
    code,
    status: soft ? 'caution' : stops === true ? 'stop' : row.status,
    exit: soft ? 0 : stops === true ? 14 : row.exit,
    text:
      particulars.lacking === undefined
        ? fill(template, false)
        : phrase('lacking', { text: fill(template, false), lacking: particulars.lacking }),
    advice: fill(advice, true),
    next,
    values: valuesOf([template, advice], particulars, words),
    ...('emvs' in row && { emvs: row.emvs }),
    ...('vrs' in row && { vrs: row.vrs }),
    ...(when !== undefined && { at: new Date(when).toISOString() }),
    ...(by !== undefined && by.length > 0 && { by }),
    ...(site !== undefined && { site }),
    ...(asks === true && { confirm: true }),
  };
}

/** What to do, as a sentence whose braces are to be filled and as steps. */
interface Advice {
  readonly advice: string;
  readonly next: readonly NextStep[];
}

/** The sentence of a reason, or its advice, before its braces are filled. */
export function templateOf(what: 'reasons' | 'advice', code: ReasonCode): string {
  return sentence(what === 'reasons' ? reason(code) : say(code));
}

function notKnown(name: string): Said {
  return { id: `told/${name}-not-known`, values: {} };
}

/** Where a person has to look before going on. */
const ASKED: readonly NextStep[] = ['look', 'call', 'dispense'];

function adviceFor(code: ReasonCode, particulars: Particulars, words: Words): Advice {
  const open = (id: 'scan-in-doubt' | 'asked' | 'at-the-door' | 'came-after-all', next: readonly NextStep[]) => ({
    advice: sentence(say(id)),
    next,
  });
  if (particulars.scan === true) return open('scan-in-doubt', ['scan-again']);
  if (particulars.asks === true) return open('asked', ASKED);
  if (particulars.stops === true) return open('at-the-door', ['refuse', 'call']);
  if (particulars.givenUp === true) return open('came-after-all', ['receive']);
  const soft = particulars.softened === true ? SOFT_ADVICE[code] : undefined;
  if (soft !== undefined) return { advice: sentence(soft), next: [] };
  const alone = words.alone === true ? ALONE_ADVICE[code] : undefined;
  if (alone !== undefined) return { advice: sentence(alone), next: ALONE_NEXT };
  return (
    ownAdvice(code, { ...particulars, by: particulars.by?.[0] }, words.viewer) ?? {
      advice: templateOf('advice', code),
      next: REASONS[code].next,
    }
  );
}

/** What whoever asks is told where it is the one that would have to be asked; `who` has the parties, by their part in it. */
export function ownAdvice(
  code: ReasonCode,
  who: Readonly<Record<string, unknown>>,
  viewer: string | undefined,
): Advice | undefined {
  const own = OWN_ADVICE[code];
  if (own === undefined || viewer === undefined) return undefined;
  const [whose, advice, next] = own;
  return who[whose] === viewer ? { advice: sentence(advice), next } : undefined;
}

/** What is known of the words in braces, whatever the language. */
function valuesOf(templates: readonly string[], particulars: Particulars, words: Words): VerdictReason['values'] {
  const values: Record<string, string> = {};
  const named = (gln: string): string => partyInWords(gln, { authority: words.authority });
  for (const name of templates.flatMap(placesIn)) {
    const value = (particulars as Readonly<Record<string, unknown>>)[name];
    if (name === 'when' && typeof value === 'number') values[name] = new Date(value).toISOString();
    else if (name === 'by')
      for (const [i, gln] of (particulars.by ?? []).entries()) values[i === 0 ? 'by' : `by${i + 1}`] = named(gln);
    else if (typeof value === 'string') values[name] = PARTIES.includes(name) ? named(value) : value;
  }
  return particulars.lacking === undefined ? values : { ...values, lacking: particulars.lacking };
}

const PARTIES: readonly string[] = ['holder', 'from', 'to'];

function wordFor(name: string, particulars: Particulars, words: Words, contacts: boolean): string | undefined {
  switch (name) {
    case 'when':
      return particulars.when === undefined ? undefined : timeInWords(particulars.when, words);
    case 'site':
      return particulars.site === undefined ? undefined : phrase('at-site', { site: particulars.site });
    case 'by':
      return particulars.by?.length
        ? phrase('parties', { names: particulars.by.map((gln) => partyInWords(gln, words, contacts)) })
        : undefined;
    case 'holder':
    case 'from':
    case 'to': {
      const gln = particulars[name];
      return gln === undefined ? undefined : partyInWords(gln, words, contacts);
    }
    default: {
      const value = (particulars as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'string' ? value : undefined;
    }
  }
}

/** What is said of a clock that is behind: by how much, and what is newer. */
export function clockParticulars({ says, newest }: { readonly says: number; readonly newest: number }): Particulars {
  return { when: newest, detail: saySpan(newest - says) };
}

/** A span of time as a person says it: `40 min`, `31 h`, `12 days`. */
export function saySpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return phrase('minutes', { count: minutes });
  if (minutes < 48 * 60) return phrase('hours', { count: Math.round(minutes / 60) });
  return phrase('days', { count: Math.round(minutes / 1440) });
}

/** A time as it is said here. */
export function timeInWords(at: number, words: Pick<Words, 'sayTime'>): string {
  const [day = '', time = ''] = new Date(at).toISOString().slice(0, 16).split('T');
  return words.sayTime?.(at) ?? phrase('on-day', { day, time });
}

/** A party by its name, the asking one as "you". */
export function partyInWords(gln: string, words: Words, contacts = false): string {
  if (gln === words.viewer) return phrase('you');
  const party = words.authority.party(gln) ?? words.authority.partyOf(gln);
  if (party === undefined) return gln;
  return contacts && party.contact !== undefined ? `${party.name} ${party.contact}` : party.name;
}
