// Which branches of forked chains the person at this node has chosen: a setting of this folder, signed by nobody.
import { b64u, unb64u } from '../chain/bytes.ts';
import type { JsonObject } from '../chain/canonical.ts';
import type { Tree, TreeOf } from '../custody/trees.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { makeLocal } from './local.ts';
import type { Sql } from './sqlite.ts';

/** `{chain: {size, root}}`. Kept through rebuild, backup and restore. */
const SETTING = 'settled-here';

/** Inside a transaction. @throws damaged */
export function settledHere(sql: Sql): readonly TreeOf[] {
  const stored = makeLocal(sql).setting(SETTING);
  if (stored === undefined) return [];
  try {
    return Object.entries(stored as JsonObject).map(([chain, value]) => {
      const { size, root } = value as { readonly size: number; readonly root: string };
      return { chain, size, root: unb64u(root) };
    });
  } catch (cause) {
    throw new PedigreeError('damaged', say('settled-here-unreadable'), {
      hint: say('settle-again'),
      cause,
    });
  }
}

/** Inside a transaction that writes; the caller tells other connections (`bumpStamp`). A chain without a tree is chosen no more. */
export function settleHere(sql: Sql, chain: string, tree: Tree | undefined): void {
  const kept = settledHere(sql).filter((one) => one.chain !== chain);
  const all = tree === undefined ? kept : [...kept, { chain, ...tree }];
  const value = Object.fromEntries(all.map(({ chain: name, size, root }) => [name, { size, root: b64u(root) }]));
  makeLocal(sql).setSetting(SETTING, all.length === 0 ? undefined : value);
}
