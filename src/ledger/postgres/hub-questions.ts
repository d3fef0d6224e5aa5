// What a fold asks of a hub, sorted by what it is about, and as the values of the statements that answer it.
import type { Author } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { type FoldWant, wantName } from '../../custody/wants.ts';
import { key48, leafId, lotName } from '../ids.ts';
import { typeCode } from '../type-codes.ts';
import type { HubValue } from './connection.ts';
import type { Mirror } from './mirror.ts';

export type Of<A extends FoldWant['about']> = Extract<FoldWant, { readonly about: A }>;

/** Questions by what they are about. */
export type ByAbout = { readonly [A in FoldWant['about']]: readonly Of<A>[] };

/** The questions of several, and for each what was asked instead: what some have in common is asked once. */
export interface AskedTogether {
  readonly asked: ByAbout;
  readonly same: ReadonlyMap<FoldWant, FoldWant>;
}

export function together(all: readonly (readonly FoldWant[])[]): AskedTogether {
  const asked: { [A in FoldWant['about']]: Of<A>[] } = {
    rows: [],
    commissions: [],
    notices: [],
    lots: [],
    page: [],
    pages: [],
    retracted: [],
    incomplete: [],
    awaits: [],
  };
  const same = new Map<FoldWant, FoldWant>();
  const named = new Map<string, FoldWant>();
  for (const wants of all) {
    for (const want of wants) {
      // Two verdicts on one item at a time are rare; those on packs of one product are not.
      if (all.length > 1 && want.about !== 'rows' && want.about !== 'retracted') {
        const name = wantName(want);
        const before = named.get(name);
        if (before !== undefined) {
          same.set(want, before);
          continue;
        }
        named.set(name, want);
      }
      (asked[want.about] as FoldWant[]).push(want);
    }
  }
  return { asked, same };
}

/** What nearly every fold asks for is in one statement. */
export const isUsual = ({ rows, commissions, notices }: ByAbout): boolean =>
  rows.length + commissions.length + notices.length > 0;

export const isRare = ({ lots, page, pages, retracted, incomplete, awaits }: ByAbout): boolean =>
  lots.length + page.length + pages.length + retracted.length + incomplete.length + awaits.length > 0;

/** Of so many products is remembered who may say anything of them. */
const MOST_PRODUCTS = 1_000;

/** Whose branches are meant, as the process knows who is who. */
export class HubRights {
  readonly #mirror: Mirror;
  readonly #notifiers = new Map<string, readonly number[]>();
  #stamp = -1;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Before the first answer nothing is known of anybody, and the first answer is thrown away. */
  knowsNobody(): boolean {
    return this.#mirror.stamp < 0;
  }

  /** Whether some grant of the chain of a branch allows it, whatever the position. */
  may(allows: (author: Author) => boolean): (row: number) => boolean {
    const { view, memory } = this.#mirror;
    return (row) => {
      const chain = memory.shapes.byRow(row)?.chain;
      const author = chain === undefined ? undefined : view.authority().atMost(chain);
      return author !== undefined && allows(author);
    };
  }

  /** The branches of a party. */
  rowsOf(gln: string): number[] {
    const { view, memory } = this.#mirror;
    return (view.authority().party(gln)?.chains ?? []).flatMap(({ chain }) =>
      memory.shapes.of(chain).map(({ row }) => row),
    );
  }

  /** Branches of those who may say anything of a product: the same until somebody else is somebody. */
  mayNotify(gtin: string): readonly number[] {
    if (this.knowsNobody()) return [];
    if (this.#stamp !== this.#mirror.stamp || this.#notifiers.size >= MOST_PRODUCTS) this.#notifiers.clear();
    this.#stamp = this.#mirror.stamp;
    const rows = this.#notifiers.get(gtin) ?? this.#mayNotify(gtin);
    this.#notifiers.set(gtin, rows);
    return rows;
  }

  #mayNotify(gtin: string): number[] {
    const authority = this.#mirror.view.authority();
    const glns = new Set([
      ...authority.makersOf(gtin).map(({ gln }) => gln),
      ...authority.parties().flatMap(({ gln, regulator }) => (regulator ? [gln] : [])),
    ]);
    const may = this.may(({ roles, mayMake }) => roles.includes('regulator') || mayMake(gtin));
    return [...glns].flatMap((gln) => this.rowsOf(gln)).filter(may);
  }

  /** The leaf that whatever takes back an event names. */
  targetOf({ chain, leaf }: CustodyEvent): number {
    return leafId(this.#mirror.memory.shapes.find(chain, 0)?.row ?? 0, leaf.seq);
  }
}

/** The values of `GATHER`. */
export function valuesOf(asked: ByAbout, rights: HubRights): HubValue[] {
  return [
    asked.rows.map(({ token }) => key48(token)),
    asked.rows.map(({ token }) => token),
    asked.commissions.map(({ gtin }) => Number(gtin)),
    asked.commissions.map(({ token }) => key48(token)),
    asked.commissions.map(({ token }) => token),
    asked.notices.map(({ gtin }) => Number(gtin)),
    asked.notices.flatMap(({ gtin }) => rights.mayNotify(gtin).map((row) => `${Number(gtin)}:${row}`)),
    typeCode(EVENT.recallEnd.type),
  ];
}

/** The values of `GATHER_REST`. */
export function valuesOfRest(asked: ByAbout, rights: HubRights): HubValue[] {
  const awaited = asked.awaits.flatMap(({ gln }, i) =>
    (rights.knowsNobody() ? [] : rights.rowsOf(gln)).map((row) => ({ row, ask: i + 1 })),
  );
  return [
    asked.lots.map(({ gtin }) => Number(gtin)),
    asked.lots.map(({ gtin, lot }) => (lot === undefined ? null : lotName(Number(gtin), lot))),
    asked.lots.map(({ after }) => after ?? -1),
    asked.page.map(({ root }) => root),
    asked.page.map(({ index }) => index),
    asked.retracted.map(({ event }) => rights.targetOf(event)),
    asked.incomplete.map(({ gtin }) => (gtin === undefined ? -1 : Number(gtin))),
    awaited.map(({ row }) => leafId(row, 0)),
    awaited.map(({ row }) => leafId(row + 1, 0)),
    awaited.map(({ ask }) => ask),
    asked.pages.map(({ root }) => root),
  ];
}
