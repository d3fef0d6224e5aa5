// What comes along when a party joins a network, and what stays: settings, partners outside and documents belong to the folder,
// custody to the chain that it was recorded on.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { PedigreeError } from '../../errors.ts';
import type { Ledger, Local } from '../../ledger/types.ts';
import { say } from '../../words/en/parties.ts';
import { listConfig } from '../node/config.ts';
import { settingKey } from '../node/config-read.ts';
import type { Home } from '../node/home.ts';
import { TEST_SETTING } from '../node/reading.ts';
import { anchored } from '../outside/audit-documents.ts';
import { noteIn, type PastDocument } from '../outside/past-documents.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { SCANNER_PROFILES } from '../scans/scanner-profiles.ts';
import { stock } from '../verdict/stock.ts';

/** What comes along, counted. */
export interface JoinMoves {
  readonly documents: number;
  /** Partners outside the network. */
  readonly senders: number;
  readonly settings: number;
}

/** What stays with the chain of before, counted. */
export interface JoinStays {
  /** Packs in the own custody. */
  readonly packs: number;
  /** Packs that were made alone, wherever they are now. */
  readonly made: number;
  /** Products that were named. */
  readonly products: number;
  /** Supplies in the outbox. */
  readonly waiting: number;
  /** Other tills of the party. */
  readonly tills: number;
}

type Kept = readonly { readonly key: string; readonly value: Json }[];

/** What is taken from the ledger of before. */
export interface CarriedOver {
  /** The last signed note of the own chain, and of how many events it is. */
  readonly note: string;
  readonly size: number;
  /** What the own chain said last of how the party is reached. */
  readonly profile?: JsonObject;
  readonly settings: readonly (readonly [string, Json])[];
  readonly senders: Kept;
  /** Requests for tracing, and how they were answered. */
  readonly requests: Kept;
  readonly documents: readonly PastDocument[];
}

/** Settings that are the folder's, whatever network it is in. */
function settingsOf(home: Home): readonly (readonly [string, Json])[] {
  const names = listConfig(home)
    .settings.filter((setting) => !setting.default)
    .map(({ name }) => settingKey(name));
  return [...names, SCANNER_PROFILES, TEST_SETTING].flatMap((name): [string, Json][] => {
    const value = home.ledger.local.setting(name);
    return value === undefined ? [] : [[name, value]];
  });
}

export function movesOf(home: Home): JoinMoves {
  const { ledger, self } = home;
  return {
    documents: ledger.read((view) => anchored(view, self, { local: ledger.local }).length),
    senders: ledger.local.outside.count(),
    settings: settingsOf(home).filter(([name]) => name !== TEST_SETTING).length,
  };
}

export function staysOf(home: Home): JoinStays {
  const { ledger, self } = home;
  const counted = ledger.read((view) => {
    const made = [...view.eventsOf([EVENT.commission.type])].reduce((sum, { leaf }) => sum + (leaf.rows?.n ?? 0), 0);
    const named = [...view.eventsOf([EVENT.product.type])].map(({ leaf }) => saidIn(EVENT.product, leaf)?.gtin);
    const products = new Set(named.filter((gtin) => gtin !== undefined)).size;
    const chains = view.authority().partyOf(self.chain)?.chains ?? [];
    return { made, products, tills: chains.filter(({ chain }) => chain !== self.chain).length };
  });
  const packs = stock(home).packs;
  return { packs, ...counted, waiting: ledger.local.outbox.count() };
}

/** Whether anything is left behind that would have to be recorded again. */
export function leavesGoods({ packs, made, waiting }: JoinStays): boolean {
  return packs + made + waiting > 0;
}

export function takenFrom(home: Home): CarriedOver {
  const { ledger, self } = home;
  return ledger.read((view): CarriedOver => {
    const size = view.chain(self.chain)?.size ?? 0;
    const note = view.note(self.chain, size);
    if (note === undefined) throw new PedigreeError('damaged', say('chain-without-note'), { hint: say('audit-first') });
    const known = knowledgeOf(home, view);
    const documents = anchored(view, self, { local: ledger.local }).flatMap(
      ({ ref, chain, seq, at, hash, event, note: kept }) => {
        const said = kept ?? (event && noteIn(known.private(event)));
        return said === undefined ? [] : [{ hash, event: ref, chain, seq, at, note: said }];
      },
    );
    const profile = [...view.eventsOf([EVENT.profile.type], { chain: self.chain })].at(-1)?.leaf.public;
    return {
      note,
      size,
      ...(profile === undefined ? {} : { profile }),
      settings: settingsOf(home),
      senders: ledger.local.outside.list(),
      requests: ledger.local.requests.list(),
      documents,
    };
  });
}

/** Puts settings and partners into the new ledger. */
export function putOver(ledger: Ledger, { settings, senders, requests }: CarriedOver): void {
  ledger.write((local: Local) => {
    for (const [name, value] of settings) local.setSetting(name, value);
    for (const { key, value } of senders) local.outside.put(key, value);
    for (const { key, value } of requests) local.requests.put(key, value);
  });
}
