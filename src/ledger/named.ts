// Which chains have a tree that an event of authority names: their leaves may change who is who, whatever they say.

import { NAMES } from '../custody/authority-parts.ts';
import { typesThat } from '../custody/events/index.ts';
import { nameKey } from './ids.ts';
import type { Memory } from './memory.ts';
import { typeCode } from './type-codes.ts';

const BOUNDS = typesThat(({ namesTree }) => namesTree === true)
  .map(typeCode)
  .join(', ');

/** An event names a tree of this chain: which leaves that tree has shows only when they come. */
export function isBounded({ sql, bounded }: Memory, chain: string): boolean {
  let is = bounded.get(chain);
  if (is === undefined) {
    const type = 'SELECT l.type FROM leaf l WHERE l.id = a.leaf';
    const query = `SELECT 1 FROM about a WHERE a.name = ? AND (${type}) IN (${BOUNDS}) LIMIT 1`;
    is = sql.value(query, nameKey(NAMES.chain(chain))) !== undefined;
    bounded.set(chain, is);
  }
  return is;
}
