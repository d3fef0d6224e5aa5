// The world of the desk's cases: an agency, a maker, a wholesaler and a pharmacy, with goods on the way and on the shelf.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GTIN_A, GTIN_B, inDays, Party } from '../scenarios/world.ts';

export interface DeskWorld {
  readonly R: Party;
  readonly A: Party;
  readonly M: Party;
  readonly H: Party;
  /** Scans by what they are; those of the pharmacy and of what is on the way to the wholesaler. */
  readonly scans: Readonly<Record<'amx' | 'ram' | 'old', readonly string[]>>;
  /** Cases on the way to the wholesaler under DA-4711. */
  readonly cases: readonly string[];
  /** The case that the pharmacy has. */
  readonly caseHere: string;
  /** Moves all news that one party has to another. */
  readonly tell: (from: Party, to: Party) => Promise<void>;
  readonly remove: () => void;
}

const PARTIES = {
  R: ['Medicines Agency', '9506000100012'],
  A: ['Acme Pharma', '9506000100029'],
  M: ['Midway Wholesale', '9506000100036'],
  H: ['Hill Pharmacy', '9506000100043'],
} as const;

/** Makes it anew in a folder of its own. */
export async function deskWorld(): Promise<DeskWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-desk-'));
  const [R, A, M, H] = Object.entries(PARTIES).map(([key, [name, gln]]) => new Party(name, gln, join(folder, key)));
  if (R === undefined || A === undefined || M === undefined || H === undefined) throw new Error('four parties');
  const file = (name: string) => join(folder, name);
  const tell = async (from: Party, to: Party): Promise<void> => {
    await from.expect(0, 'export', file('news'));
    await to.expect(0, 'import', file('news'));
  };
  await R.expect(0, 'init', '--name', R.name, '--gln', R.gln, '--regulator');
  await R.expect(0, 'card', '-o', file('R.card'));
  for (const [party, role, ...more] of [
    [A, 'manufacturer', '--prefix', '9506000'],
    [M, 'distributor'],
    [H, 'dispenser'],
  ] as const) {
    const contact = ['--contact', '+44 20 7946 0000'];
    await party.expect(0, 'init', '--name', party.name, '--gln', party.gln, '--network', file('R.card'), ...contact);
    await party.expect(0, 'card', '-o', file('card'));
    await R.expect(0, 'accredit', file('card'), '--role', role, ...more);
  }
  for (const party of [A, M, H]) await tell(R, party);
  for (const party of [M, H]) {
    await tell(party, A);
    await tell(party, R);
  }
  for (const [gtin, name, strength] of [
    [GTIN_A, 'Amoxicillin Acme', '500 mg'],
    [GTIN_B, 'Ramipril Acme', '5 mg'],
  ] as const)
    await A.expect(0, 'product', 'set', '--gtin', gtin, '--name', name, '--strength', strength);
  const mint = async (gtin: string, lot: string, expiry: string, count: number, ...more: readonly string[]) => {
    const made = ['--gtin', gtin, '--lot', lot, '--expiry', expiry, '--count', `${count}`, '--out', file(lot)];
    const { json } = await A.expect(0, 'mint', ...made, ...more);
    const scans = readFileSync(file(lot), 'utf8').split('\n').filter(Boolean);
    return { scans, ssccs: (json.ssccs ?? []) as readonly string[] };
  };
  const amx = await mint(GTIN_A, 'AMX-2611', '2029-06-30', 480, '--case', '40', '--sscc-prefix', '9506000');
  const ram = await mint(GTIN_B, 'RAM-77', '2028-01-31', 60);
  const old = await mint(GTIN_B, 'OLD-1', inDays(20), 5);
  const [toHill, ...toMidway] = amx.ssccs;
  if (toHill === undefined) throw new Error('twelve cases');
  await A.expect(0, 'ship', '--to', H.name, toHill, ...ram.scans.slice(0, 10), ...old.scans);
  await A.expect(0, 'ship', '--to', M.name, '--despatch', 'DA-4711', ...toMidway);
  await A.expect(0, 'ship', '--to', M.name, '--despatch', 'DA-4712', ...ram.scans.slice(10));
  for (const party of [M, H, R]) await tell(A, party);
  await H.expect(0, 'receive', '--all');
  await tell(H, A);
  return {
    ...{ R, A, M, H, tell, cases: toMidway, caseHere: toHill },
    scans: { amx: amx.scans, ram: ram.scans, old: old.scans },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
