// Differences between goods and data that two parties told each other, each with what became of it: both see the same state.
import { type ExceptionKind, PDG_MEMBERS } from '../../custody/exceptions.ts';
import { phrase } from '../../words/en/steps.ts';
import { packsIn } from '../items/lots.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import { partyName } from '../node/party-text.ts';
import { lastWords } from '../node/shell-words.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import {
  type ExceptionCase,
  type ExceptionWord,
  exceptionCases,
  isOver,
  settledOf,
  turnOf,
  waitsFor,
} from './exception-cases.ts';
import { goodsOf, type ItselfSettled } from './exception-state.ts';

export interface ExceptionLine {
  /** The event that tells it. */
  readonly id: string;
  readonly kind: ExceptionKind;
  /** The member of a PDG message that says the same. */
  readonly pdg: string;
  readonly shipment?: string;
  readonly despatch?: string;
  /** Who told it, and whom: GLNs and names. */
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  /** This party told it. */
  readonly own: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly ageHours: number;
  readonly due: string;
  readonly overdue: boolean;
  readonly state: 'open' | 'answered' | 'resolved';
  /** Whose turn it is: of this party, of the other one, of neither. */
  readonly waitsFor: 'here' | 'there' | 'nobody';
  /** What it is about, at most a hundred, and how many there are. */
  readonly items: readonly string[];
  readonly count: number;
  readonly packs: number;
  readonly note?: string;
  readonly expected?: string;
  readonly seen?: string;
  /** The last that was proposed, or what was agreed on; of a refusal why. */
  readonly resolution?: string;
  /** It settled itself, and how. */
  readonly settled?: ItselfSettled;
  readonly words: readonly ExceptionWord[];
  /** The command line that goes on. */
  readonly command: string;
}

export interface ExceptionList {
  readonly exceptions: readonly ExceptionLine[];
  /** How many that are resolved were left out. */
  readonly resolved: number;
  readonly open: number;
  readonly overdue: number;
  /** Of the open ones how many of each kind. */
  readonly byKind: Readonly<Partial<Record<ExceptionKind, number>>>;
}

const SHOWN = 100;

/**
 * Differences between goods and data that were told from here or to here, open ones first, the oldest of each first.
 * @throws key-passphrase (77)
 * @example
 * ```ts
 * import { listExceptions, makeEnv, openHome } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * for (const { kind, fromName, items } of listExceptions(acme, { open: true }).exceptions) console.log(kind, fromName, items);
 * ```
 */
export function listExceptions(home: Home, options: { readonly open: boolean }): ExceptionList {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const patience = readConfig(home.ledger.local).overdueMedium;
    const lines = (cases: readonly ExceptionCase[]) =>
      cases.map((one) => lineOfCase(known, one, patience)).sort(byTime);
    const over = exceptionCases(known).filter((one) => isOver(known, one));
    const open = lines(exceptionCases(known).filter((one) => !isOver(known, one)));
    const byKind: Partial<Record<ExceptionKind, number>> = {};
    for (const { kind } of open) byKind[kind] = (byKind[kind] ?? 0) + 1;
    return {
      exceptions: options.open ? open : [...open, ...lines(over)],
      resolved: options.open ? over.length : 0,
      open: open.length,
      overdue: open.filter(({ overdue }) => overdue).length,
      byKind,
    };
  });
}

function byTime(a: ExceptionLine, b: ExceptionLine): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1;
}

/** `patience`: after how many ms an open one is overdue. */
function lineOfCase(known: Knowledge, one: ExceptionCase, patience: number): ExceptionLine {
  const { event, said, from, to, words, resolved, shipment } = one;
  const { view, now, self } = known;
  const settled = settledOf(known, one);
  const over = isOver(known, one);
  const goods = goodsOf(known, one) ?? [];
  const named = [...goods.map(({ input }) => input), ...(said.extra ?? [])];
  const due = event.leaf.at + patience;
  const resolution = resolved?.resolution ?? words.findLast((word) => word.resolution !== undefined)?.resolution;
  const agreed = resolution ?? said.resolution;
  return {
    id: event.ref,
    kind: said.kind,
    pdg: PDG_MEMBERS[said.kind],
    ...(said.shipment === undefined ? {} : { shipment: said.shipment }),
    ...(shipment?.despatch === undefined ? {} : { despatch: shipment.despatch }),
    ...{ from, fromName: partyName(view, from), to, toName: partyName(view, to), own: from === self.gln },
    at: new Date(event.leaf.at).toISOString(),
    ageHours: hoursAgo(now, event.leaf.at),
    due: new Date(due).toISOString(),
    overdue: !over && now > due,
    state: over ? 'resolved' : words.length > 0 ? 'answered' : 'open',
    waitsFor: waitsFor(known, one),
    items: named.slice(0, SHOWN),
    count: named.length,
    packs: packsIn(known, goods) + (said.extra?.length ?? 0),
    ...(said.note === undefined ? {} : { note: said.note }),
    ...(said.expected === undefined ? {} : { expected: said.expected }),
    ...(said.seen === undefined ? {} : { seen: said.seen }),
    ...(agreed === undefined ? {} : { resolution: agreed }),
    ...(settled === undefined ? {} : { settled }),
    words,
    command:
      waitsFor(known, one) === 'nobody'
        ? phrase('show-exception', { id: lastWords(event.ref) })
        : commandFor(one, turnOf(one) === self.gln),
  };
}

function commandFor({ event, said, shipper }: ExceptionCase, isOurs: boolean): string {
  const id = lastWords(event.ref);
  if (said.kind === 'refused' && said.shipment !== undefined && isOurs && shipper !== undefined)
    return phrase('void-refused', { shipment: lastWords(said.shipment) });
  return isOurs ? phrase('answer-exception', { id }) : phrase('resolve-exception', { id });
}
