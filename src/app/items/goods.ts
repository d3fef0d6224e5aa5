// The goods that a command is about: rows and manifests for its event, and refusals that name every bad one.
import { type Bytes, b64u, hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import type { ItemKey } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { worstExit } from '../../custody/reasons.ts';
import type { OwnStep } from '../../custody/verdict.ts';
import { ERRORS, type ErrorCode, PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/items.ts';
import { codeOfContainer } from '../record/container-names.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** A pack as its maker made it. */
export interface PackIdentity {
  readonly kind: 'pack';
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
}

export interface ContainerIdentity {
  readonly kind: 'container';
  /** The SSCC, or GTIN and serial as bracketed text. */
  readonly name: string;
}

/** One thing that was named, with its life as it is now. */
export interface Goods {
  /** Which of the inputs, counted from 1. */
  readonly n: number;
  readonly input: string;
  readonly item: ItemKey;
  readonly is: PackIdentity | ContainerIdentity;
  readonly life: Life;
}

/** Why one of several inputs cannot be done. */
export interface Refusal {
  readonly n: number;
  readonly input: string;
  readonly code: string;
  readonly reason: string;
  readonly exit: number;
  readonly hint?: string;
  /** What the own party did with it. */
  readonly own?: OwnStep;
}

/** Error codes by exit, for refusals whose own code is a verdict's reason. */
const BY_EXIT: Readonly<Record<number, ErrorCode>> = {
  10: 'not-authentic',
  11: 'unknown-item',
  12: 'recalled',
  13: 'expired',
  14: 'wrong-state',
  16: 'quarantined',
  19: 'not-yet-known',
  65: 'not-gs1',
  66: 'not-found',
  77: 'not-allowed',
};

/**
 * Refuses everything where anything is refused; the worst exit wins and every bad item is listed.
 * @throws the worst of them, with `items[]{n,input,code,reason}`
 */
export function refuseAny(refusals: readonly Refusal[]): void {
  const [first] = refusals;
  if (first === undefined) return;
  const exit = worstExit(refusals.map((refusal) => refusal.exit));
  const worst = refusals.find((refusal) => refusal.exit === exit) ?? first;
  const message =
    refusals.length === 1
      ? worst.reason
      : phrase('of-items-cannot-taken', { count: refusals.length, reason: worst.reason });
  const code = isErrorFor(worst.code, exit) ? worst.code : (BY_EXIT[exit] ?? 'wrong-state');
  throw new PedigreeError(code, message, {
    exit,
    ...(worst.hint === undefined ? {} : { hint: worst.hint }),
    detail: { items: refusals.map(refusalLine) },
  });
}

/** A refusal as answers list it. */
export function refusalLine({ n, input, code, reason, own }: Refusal) {
  return { n, input, code, reason, ...(own === undefined ? {} : { own }) };
}

/** A verdict's reason may have the name of an error that ends otherwise. */
function isErrorFor(code: string, exit: number): code is ErrorCode {
  return Object.hasOwn(ERRORS, code) && ERRORS[code as ErrorCode] === exit;
}

export interface Rows {
  readonly items: { readonly key: Bytes; readonly token: Bytes }[];
  /** Tokens of the containers that are opened, as `details.opens` has them; absent where none is. */
  readonly opens: { readonly opens?: readonly string[] };
  /** The containers that are opened, outermost last. */
  readonly opened: readonly Life[];
}

/**
 * The rows of an event about these goods: one each at its next step, and one for every container around any of them.
 * `within` are containers that the event is about themselves and so opens by itself.
 */
export function rowsFor(lives: readonly Life[], within: readonly Life[] = []): Rows {
  const items: { key: Bytes; token: Bytes }[] = [];
  const subjects = new Set([...lives, ...within].map((life) => hex(life.key)));
  for (const life of [...lives, ...within]) items.push({ key: life.key, token: itemToken(life.key, life.next) });
  const opened = new Map<string, Life>();
  for (const life of [...lives, ...within]) {
    for (const around of life.around) {
      const name = hex(around.key);
      if (!subjects.has(name)) opened.set(name, around);
    }
  }
  const opens: string[] = [];
  for (const around of opened.values()) {
    const token = itemToken(around.key, around.next);
    items.push({ key: around.key, token });
    opens.push(b64u(token));
  }
  return { items, opens: opens.length === 0 ? {} : { opens }, opened: [...opened.values()] };
}

/** Goods as a manifest lists them: packs by lot, containers with the keys that open what is inside. */
export function itemsOf(known: Knowledge, goods: readonly Goods[]): JsonObject {
  const lots = new Map<string, { readonly line: JsonObject; readonly serials: string[] }>();
  const containers: JsonObject[] = [];
  for (const { is, life, item } of goods) {
    if (is.kind === 'pack') {
      const name = `${is.gtin}\0${is.lot}\0${is.expiry}\0${life.next}`;
      let lot = lots.get(name);
      if (lot === undefined) {
        lot = { line: { gtin: is.gtin, lot: is.lot, expiry: is.expiry, n: life.next }, serials: [] };
        lots.set(name, lot);
      }
      lot.serials.push(is.serial);
    } else {
      containers.push(containerLine(known, item, is.name, life.next));
    }
  }
  const packs = [...lots.values()].map(({ line, serials }) => ({ ...line, serials }));
  return { ...(packs.length === 0 ? {} : { packs }), ...(containers.length === 0 ? {} : { containers }) };
}

function containerLine(known: Knowledge, item: ItemKey, name: string, n: number): JsonObject {
  const events = (knownContainer(known, item.key)?.fillings ?? []).map(({ event, hash, m }) => ({
    event,
    hash: b64u(hash),
    m: b64u(m),
  }));
  return { ...codeOfContainer(name), key: b64u(item.key), n, events };
}

/** How goods are named to a person. */
export function nameOf(is: PackIdentity | ContainerIdentity): string {
  return is.kind === 'container' ? is.name : `(01)${is.gtin}(21)${is.serial}`;
}
