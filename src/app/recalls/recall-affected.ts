// The packs of a recall that this party has, sent on or supplied, each with what was recorded of it: whom to call.
import { EVENT } from '../../custody/events/all.ts';
import { isContested } from '../../custody/own-line.ts';
import type { Placed } from '../../custody/pedigree.ts';
import { phrase } from '../../words/en/recalls.ts';
import { type FoundRecall, findRecall } from '../judging/recall.ts';
import { RECORDS_GOODS } from '../judging/recall-candidates.ts';
import { countFates, coveredPacks, type Fate, lastOwn, lastSent, waysOf } from '../judging/recall-packs.ts';
import { type Supply, standingSupplies } from '../judging/recall-supplies.ts';
import type { Env } from '../node/env.ts';
import { openHome } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import { mustHaveAll } from '../node/reading.ts';
import { lastWords } from '../node/shell-words.ts';
import { awaited, knownContainer } from '../record/containers-known.ts';
import { catchUp } from '../record/inventory.ts';
import { ownRecords } from '../record/inventory-made.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { wordsIn } from '../verdict/trace-own.ts';

/** One pack and what became of it here; a pack of which two were supplied under one code stands twice. */
export interface AffectedPack {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
  readonly state: Fate;
  /** When that came to be so, ISO 8601 in UTC; of a supply when it was supplied. */
  readonly at?: string;
  /** What says so; absent of a supply that is not recorded. */
  readonly event?: string;
  readonly operator?: string;
  /** The own reference of a supply: a prescription number for example. */
  readonly ref?: string;
  readonly note?: string;
  /** To whom it was sent. */
  readonly to?: { readonly gln: string; readonly name: string };
  /** Despatch advice of that shipment. */
  readonly despatch?: string;
  /** From whom it came, and when. */
  readonly from?: { readonly gln: string; readonly name: string };
  readonly receivedAt?: string;
  /** SSCC of the outermost container that it lies in. */
  readonly within?: string;
  readonly reason?: string;
  /** Chain of another till of this party, which recorded it. */
  readonly till?: string;
  /** Supplied, and that waits in the outbox, or could not be recorded. */
  readonly unrecorded?: 'waits' | 'refused';
  /** Others have it by their records, or have ended it. */
  readonly contested?: true;
}

/** A till of this party of which not everything can be read here. */
export interface UnreadTill {
  readonly chain: string;
  readonly site?: string;
  /** Supplies whose references, and most often packs, are sealed to it alone. */
  readonly supplies: number;
  /** Other records of goods. */
  readonly records: number;
}

export interface RecallAffected {
  readonly recall: string;
  readonly number?: string;
  readonly packs: readonly AffectedPack[];
  /** Rows by state, whatever was asked for. */
  readonly counts: Readonly<Record<Fate, number>>;
  /** Packs on their way here, which this party does not have yet. */
  readonly coming: number;
  readonly unread: readonly UnreadTill[];
  /** Records of what is in a container that have not arrived. */
  readonly awaited: number;
  /** What the list may lack, and where to ask. */
  readonly warnings: readonly string[];
}

/** Supplies first: people before goods. */
const ORDER: readonly Fate[] = [
  'dispensed',
  'held',
  'quarantined',
  'disputed',
  'sentOn',
  'unaccounted',
  'decommissioned',
];

const LOOK = 20;

/**
 * Every pack of a recall that this party has, sent on or supplied, also of one that was rescinded. Ends in 20 where a till of
 * the party has records that are not read here, or where something has not arrived that may name more.
 * @throws not-found (66) for a recall that is not known here, key-passphrase (77)
 * @example
 * ```ts
 * import { makeEnv, recallAffected } from 'pedigree';
 *
 * const { data } = await recallAffected(makeEnv({ home: '/var/lib/hill' }), 'FMD-2026-17', { dispensed: true });
 * for (const { ref, at, serial } of data.packs) console.log(ref, at, serial);
 * ```
 */
export async function recallAffected(
  env: Env,
  id: string,
  asked: { readonly dispensed?: boolean } = {},
): Promise<{ readonly exit: number; readonly data: RecallAffected }> {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    return home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      const recall = findRecall(view, id);
      const rows: AffectedPack[] = [];
      let coming = 0;
      for (const pack of coveredPacks(known, recall)) {
        const { life, fate } = pack;
        if (fate === undefined && life.effective.at === 'transit' && life.effective.to === known.self.gln) coming++;
        for (const row of rowsOf(known, pack)) rows.push(row);
      }
      const words = wordsOf(known);
      const packs = rows
        .map((row) => ({ ...row, ...words(row.event) }))
        .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || compare(a, b));
      const unread = unreadTills(known);
      const missing = awaited(known).length;
      return {
        exit: unread.length > 0 || missing > 0 ? LOOK : 0,
        data: {
          recall: recall.id,
          ...(recall.number === undefined ? {} : { number: recall.number }),
          packs: asked.dispensed === true ? packs.filter(({ state }) => state === 'dispensed') : packs,
          counts: countRows(packs),
          coming,
          unread,
          awaited: missing,
          warnings: warningsOf(recall, unread, missing),
        },
      };
    });
  } finally {
    home.close();
  }
}

type Covered = ReturnType<typeof coveredPacks> extends Iterable<infer T> ? T : never;

/** A row for each supply, and one for where the pack is by the records where that is something else. */
function rowsOf(known: Knowledge, pack: Covered): readonly AffectedPack[] {
  const { life, fate, is } = pack;
  const ways = waysOf(known, life);
  const { gtin, serial, lot, expiry } = is;
  const supplies = standingSupplies(known, is, ways);
  const received = lastOwn(known, ways, ({ kind }) => kind === EVENT.receive.type);
  const from = received?.details.from;
  const about = {
    ...{ gtin, serial, lot, expiry },
    ...(from === undefined ? {} : { from: party(known, from) }),
    ...(received === undefined ? {} : { receivedAt: iso(received.event.leaf.at) }),
    ...(isContested(life) ? { contested: true as const } : {}),
  };
  const rows: AffectedPack[] = supplies.map((supply) => ({ ...about, ...supplied(supply) }));
  if (fate === undefined) return rows;
  const deed = deedOf(known, ways, fate);
  // A supply says more than that somebody else claims it, or that it went without a record.
  const isTold = fate === 'dispensed' || fate === 'disputed' || (fate === 'sentOn' && deed.to === undefined);
  if (rows.length > 0 && isTold) return rows;
  const { effective, around } = life;
  const outer = around.at(-1);
  const within = outer === undefined ? undefined : knownContainer(known, outer.key)?.name;
  const reason = 'reason' in effective ? effective.reason : undefined;
  return [
    ...rows,
    {
      ...about,
      state: fate,
      ...deed,
      ...(within === undefined || fate === 'sentOn' ? {} : { within }),
      ...(reason === undefined || fate === 'sentOn' ? {} : { reason }),
    },
  ];
}

function supplied({ at, event, unrecorded, words }: Supply): Pick<AffectedPack, 'state'> & Partial<AffectedPack> {
  return {
    state: 'dispensed',
    at: iso(at),
    ...(event === undefined ? {} : { event: event.ref }),
    ...(unrecorded === undefined ? {} : { unrecorded }),
    ...words,
  };
}

/** What of the own steps made it so: that it was sent, or else the last of them. */
function deedOf(
  known: Knowledge,
  ways: readonly (readonly Placed[])[],
  fate: Fate,
): Pick<AffectedPack, 'at' | 'event' | 'to'> {
  const sent = fate === 'sentOn' ? lastSent(known, ways) : undefined;
  const step = sent?.step ?? lastOwn(known, ways, () => true);
  if (step === undefined) return {};
  const own = step.events.find(({ author }) => author?.gln === known.self.gln) ?? step.event;
  return {
    at: iso(own.leaf.at),
    event: own.ref,
    ...(sent === undefined ? {} : { to: party(known, sent.to) }),
  };
}

/** What the own keys tell of an event beside its packs; many packs share one. */
function wordsOf(known: Knowledge): (ref: string | undefined) => Partial<AffectedPack> {
  const told = new Map<string, Partial<AffectedPack>>();
  return (ref) => {
    if (ref === undefined) return {};
    let words = told.get(ref);
    if (words === undefined) {
      words = readWords(known, ref);
      told.set(ref, words);
    }
    return words;
  };
}

function readWords(known: Knowledge, ref: string): Partial<AffectedPack> {
  const event = known.view.event(ref);
  if (event === undefined) return {};
  // Also what a party wrote that is honoured no more: it leads to patients.
  const { suppliedAt: _, ...said } = wordsIn(known, event, known.private(event));
  return { ...said, ...(event.chain === known.self.chain ? {} : { till: event.chain }) };
}

/** Tills of this party, this one too, of which records do not open here. */
function unreadTills(known: Knowledge): readonly UnreadTill[] {
  const tills = new Map<string, { supplies: number; records: number }>();
  for (const event of ownRecords(known, RECORDS_GOODS)) {
    const isSupply = event.leaf.type === EVENT.dispense.type;
    const part = isSupply ? event.leaf.private : event.leaf.manifest;
    if (part === undefined || (isSupply ? known.private(event) : known.manifest(event)) !== undefined) continue;
    const till = tills.get(event.chain) ?? { supplies: 0, records: 0 };
    if (isSupply) till.supplies++;
    else till.records++;
    tills.set(event.chain, till);
  }
  const chains = known.view.authority().party(known.self.gln)?.chains ?? [];
  return [...tills].map(([chain, counts]) => {
    const site = chains.find((one) => one.chain === chain)?.site;
    return { chain, ...(site === undefined ? {} : { site }), ...counts };
  });
}

function warningsOf({ id, number }: FoundRecall, unread: readonly UnreadTill[], count: number): readonly string[] {
  const recall = lastWords(number ?? id);
  const tills = unread.map(({ chain, site, supplies, records }) => {
    const till = site === undefined ? chain : phrase('till-at-site', { chain, site });
    return phrase('till-not-read', { till, supplies, records, recall });
  });
  return [...tills, ...(count === 0 ? [] : [phrase('contents-awaited', { count })])];
}

function countRows(rows: readonly AffectedPack[]): Readonly<Record<Fate, number>> {
  const { received: _rows, ...counts } = countFates(rows.map(({ state }) => ({ fate: state })));
  return counts;
}

function compare(a: AffectedPack, b: AffectedPack): number {
  const [one, other] = [`${a.at} ${a.serial}`, `${b.at} ${b.serial}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function party({ view }: Knowledge, gln: string): { readonly gln: string; readonly name: string } {
  return { gln, name: partyName(view, gln) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
