// What a file says is on its way here, item by item, and which of it a scan names.
import { hex } from '../../chain/bytes.ts';
import { checkWithClaims } from '../../epcis/check.ts';
import type { Claim } from '../../epcis/claims.ts';
import { elementOf, nameOf, readId } from '../../epcis/ids.ts';
import type { Home } from '../node/home.ts';
import { identify } from '../scans/identify.ts';
import { keyerOf } from './claim-keys.ts';
import { keptBytes } from './kept-files.ts';
import { ownGlns } from './on-the-way.ts';

/** Something that the file says is on its way here. */
export interface ExpectedItem {
  /** As the file writes it. */
  readonly epc: string;
  readonly name: string;
  readonly isPack: boolean;
  readonly within: string | undefined;
}

/** What the file says is on its way here, by name. */
export async function expectedOf(
  home: Home,
  document: string,
  receiver: string | undefined,
): Promise<Map<string, ExpectedItem>> {
  const keyer = keyerOf(home.self.network);
  const own = ownGlns(home);
  const named = new Map<string, { readonly epc: string; readonly name: string; readonly isPack: boolean }>();
  const parents = new Set<string>();
  const note = (epc: string) => {
    const id = readId(epc);
    const name = nameOf(id);
    const [gtin, serial] = [elementOf(id, '01'), elementOf(id, '21')];
    if (name === undefined) return;
    const isPack = gtin !== undefined && serial !== undefined;
    const key = isPack ? keyer.pack(gtin, serial) : keyer.other(name);
    named.set(hex(key.subarray(0, 8)), { epc, name, isPack });
  };
  const { sheet } = await checkWithClaims(() => keptBytes(home.dir, document), keyer, {
    each: () => {
      return (event) => {
        for (const epc of event.epcs ?? []) note(epc);
        if (event.parentID !== undefined) {
          note(event.parentID);
          parents.add(nameOf(readId(event.parentID)) ?? '');
        }
      };
    },
  });
  const expected = new Map<string, ExpectedItem>();
  for (const { high, low, claim } of sheet.claims()) {
    const key = high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
    const is = named.get(key);
    if (is === undefined || !isComing(claim, own, receiver)) continue;
    expected.set(is.name, { ...is, isPack: is.isPack && !parents.has(is.name), within: claim.within });
  }
  return expected;
}

/** Whether a file says that something is on its way to this party. */
export function isComing({ state, to }: Claim, own: ReadonlySet<string>, receiver: string | undefined): boolean {
  return state === 'shipped' && own.has(to ?? receiver ?? '');
}

/** Containers around something that are looked through: a file may have put them into each other. */
const MOST_AROUND = 16;

/** What lies around something by its file, the innermost first. */
export function* aroundIn(expected: ReadonlyMap<string, ExpectedItem>, one: ExpectedItem): Iterable<ExpectedItem> {
  let at = one;
  for (let level = 0; level < MOST_AROUND; level++) {
    const outer = at.within === undefined ? undefined : expected.get(at.within);
    if (outer === undefined) return;
    yield outer;
    at = outer;
  }
}

/** Whether it is among these itself, or with a container around it. */
export function goneWith(
  one: ExpectedItem,
  missing: ReadonlySet<string>,
  expected: ReadonlyMap<string, ExpectedItem>,
): boolean {
  return [one, ...aroundIn(expected, one)].some(({ name }) => missing.has(name));
}

/** What a scan names, as names in files are. */
export function nameIn(scan: string): string {
  const { label } = identify(scan);
  if (label === undefined) return '';
  return label.kind === 'unit' ? label.sscc : `${label.gtin}/${label.serial}`;
}
