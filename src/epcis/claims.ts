// What the events of one file say of an item, taken together: its lot and expiry, what it is in, from whom to whom it goes, and
// what became of it. Where they contradict each other a field is left open, and named.
import type { Deed, Ending } from './deeds.ts';

export type ClaimedState = 'made' | 'shipped' | 'received' | 'held' | Ending | 'unknown';

/** What a file says of one item. */
export interface Claim {
  readonly state: ClaimedState;
  /** When the last deed that counts was done, ms. */
  readonly at?: number;
  /** The event that says so, counted from 0 in its file. */
  readonly event: number;
  readonly lot?: string;
  /** `YYYY-MM-DD` */
  readonly expiry?: string;
  /** `GTIN/SERIAL` or an SSCC. */
  readonly within?: string;
  /** Of the shipment that it is in, or came with: GLNs. */
  readonly from?: string;
  readonly to?: string;
  /** Fields that events contradict each other about. */
  readonly disputed?: readonly ('lot' | 'expiry' | 'within' | 'state')[];
  /** The `eventID` of that event, so that a later file can take it back. */
  readonly eventID?: string;
}

/** Containers stand in each other so deep; what is deeper is a circle. */
export const MOST_AROUND = 16;
/** No pack is handled oftener; of what is, nothing is known. */
export const MOST_DEEDS = 200;
/** Stays in containers that are followed for one item. */
const MOST_STAYS = 1000;

/** A time in a container, by the deed that put it there; without an end it is in it still. */
interface Stay {
  readonly parent: string;
  readonly filled: Deed;
  readonly from: number;
  readonly to: number;
}

/** Before all times: what has none is taken to come first, in the order of the file. */
const timeOf = ({ at }: Deed) => at ?? Number.NEGATIVE_INFINITY;
const inOrder = (a: Deed, b: Deed) => (timeOf(a) === timeOf(b) ? a.index - b.index : timeOf(a) < timeOf(b) ? -1 : 1);

/** Deeds in which an item itself is named, and those of a container that are about all that is in it. */
export type DeedsOf = (name: string) => readonly Deed[];

/**
 * The claim about one item.
 * @param own the deeds that name it, in any order
 * @param around the deeds of a container by its name
 * @param isTorn whether a deed is of a lot of which the file gives two expiries
 */
export function claimOf(own: readonly Deed[], around: DeedsOf, isTorn: (deed: Deed) => boolean): Claim {
  const [first] = own;
  if (own.length > MOST_DEEDS) return { state: 'unknown', event: first?.index ?? 0, disputed: ['state'] };
  const deeds = own.toSorted(inOrder);
  const room = { stays: MOST_STAYS };
  const { stays, within, inTwo } = staysOf(deeds, around);
  const disputed = new Set<'lot' | 'expiry' | 'within' | 'state'>();
  const lot = agreed(deeds, 'lot', disputed);
  const said = agreed(deeds, 'expiry', disputed);
  const expiry = said !== undefined && deeds.some(isTorn) ? undefined : said;
  if (expiry !== said) disputed.add('expiry');
  if (inTwo) disputed.add('within');
  const road = [...deeds, ...stays.flatMap((stay) => alongWith(stay, around, room, MOST_AROUND - 1))].toSorted(inOrder);
  const { last, state, ship } = stateOf(road, disputed);
  return {
    state,
    event: last?.index ?? 0,
    ...(last?.at === undefined ? {} : { at: last.at }),
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(within === undefined ? {} : { within }),
    ...(ship?.from === undefined ? {} : { from: ship.from }),
    ...(ship?.to === undefined ? {} : { to: ship.to }),
    ...(last?.eventID === undefined ? {} : { eventID: last.eventID }),
    ...(disputed.size === 0 ? {} : { disputed: [...disputed] }),
  };
}

function agreed(deeds: readonly Deed[], field: 'lot' | 'expiry', disputed: Set<string>): string | undefined {
  const said = new Set(deeds.flatMap((deed) => deed[field] ?? []));
  if (said.size > 1) disputed.add(field);
  return said.size === 1 && !deeds.some(({ doubtful }) => doubtful?.includes(field)) ? [...said][0] : undefined;
}

interface Stays {
  readonly stays: readonly Stay[];
  /** What it is in after all: put in and not taken out. */
  readonly within: string | undefined;
  /** It was put into one while it was in another: which of the two is not known. */
  readonly inTwo: boolean;
}

/** From when to when it was in what. The first stay reaches back: clocks of packing lines are not those of the door. */
function staysOf(deeds: readonly Deed[], around: DeedsOf): Stays {
  const stays: Stay[] = [];
  let open: Stay | undefined;
  let inTwo = false;
  const close = (to: number) => {
    if (open !== undefined) stays.push({ ...open, to });
    open = undefined;
  };
  for (const deed of deeds) {
    const emptied = open && emptiedAfter(open, around);
    if (emptied !== undefined && inOrder(emptied, deed) < 0) close(timeOf(emptied));
    const { kind, parent } = deed;
    // Of a container that everything was taken out of it: that stays where it is.
    const isOwn = deed.all !== true;
    if (kind === 'empty' && isOwn && (parent === undefined || parent === open?.parent)) close(timeOf(deed));
    if (kind !== 'fill' || parent === undefined || parent === open?.parent) continue;
    if (open !== undefined) inTwo = true;
    close(timeOf(deed));
    const from = stays.length === 0 ? Number.NEGATIVE_INFINITY : timeOf(deed);
    open = { parent, filled: deed, from, to: Number.POSITIVE_INFINITY };
  }
  const emptied = open && emptiedAfter(open, around);
  if (emptied !== undefined) close(timeOf(emptied));
  if (open !== undefined) stays.push(open);
  return { stays, within: inTwo ? undefined : open?.parent, inTwo };
}

/** When all was taken out of a container after this was put in; the first time. */
function emptiedAfter({ parent, filled }: Stay, around: DeedsOf): Deed | undefined {
  return around(parent)
    .filter((deed) => deed.all && deed.kind === 'empty' && inOrder(filled, deed) < 0)
    .toSorted(inOrder)[0];
}

/** What was done with a container while this was in it. */
function alongWith(stay: Stay, around: DeedsOf, room: { stays: number }, levels: number): readonly Deed[] {
  if (room.stays-- <= 0) return [];
  const deeds = around(stay.parent);
  const shared = deeds.filter((deed) => isShared(deed) && isIn(deed.at, stay));
  if (levels === 0) return shared;
  const outer = staysOf(deeds.toSorted(inOrder), around)
    // A first stay reaches back, but not to what had been taken out by then.
    .stays.filter(({ filled }) => timeOf(filled) <= stay.to)
    .map((one) => ({ ...one, from: Math.max(one.from, stay.from), to: Math.min(one.to, stay.to) }));
  return [...shared, ...outer.flatMap((one) => alongWith(one, around, room, levels - 1))];
}

function isIn(at: number | undefined, { from, to }: Stay): boolean {
  const time = at ?? Number.NEGATIVE_INFINITY;
  return time >= from && time <= to;
}

const SHARED: ReadonlySet<Deed['kind']> = new Set(['ship', 'unship', 'arrive', 'hold', 'end']);

/** What a container does that all in it do; it is taken out of use as such, without them. */
function isShared({ kind, ending }: Deed): boolean {
  return SHARED.has(kind) && ending !== 'decommissioned';
}

interface State {
  readonly state: ClaimedState;
  readonly last: Deed | undefined;
  readonly ship: Deed | undefined;
}

function stateOf(road: readonly Deed[], disputed: Set<string>): State {
  // However late it is told, making comes first.
  let last = road.find(({ kind }) => kind === 'make') ?? road[0];
  let state: ClaimedState = 'made';
  let ship: Deed | undefined;
  let ended = false;
  for (const deed of road) {
    if (!SHARED.has(deed.kind)) continue;
    if (ended && deed.kind !== 'end') disputed.add('state');
    last = deed;
    if (deed.kind === 'ship') [state, ship] = ['shipped', deed];
    else if (deed.kind === 'unship') [state, ship] = ['made', undefined];
    else if (deed.kind === 'arrive') [state, ship] = ['received', { ...ship, ...deed }];
    else if (deed.kind === 'hold') state = 'held';
    else {
      state = deed.ending ?? 'decommissioned';
      ended = true;
    }
  }
  return { state: disputed.has('state') ? 'unknown' : state, last, ship };
}
