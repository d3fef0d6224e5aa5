// A maker whose folder was copied after two events, and both copies went on: each shipped the same pack to somebody else.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../../src/chain/compose.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { accredit, add, commission, folder, GTIN, moves, type Party, party, serials } from './network.ts';

export interface Twins {
  readonly founder: Party;
  readonly maker: Party;
  readonly twin: Party;
}

/** `more` is what both have beside that, before they part. */
export function makeTwins(more: readonly Draft[] = []): Twins {
  const founder = party('Agency', '9506000100001', null);
  const before = party('Acme', '9506000100018', founder.chain);
  accredit(founder, before, ['manufacturer', 'distributor'], { gtins: [GTIN] });
  add(before, commission(founder.chain, serials(3)), ...more);
  const dir = folder();
  before.ledger.close();
  copyFileSync(join(before.dir, 'ledger.db'), join(dir, 'ledger.db'));
  const maker = { ...before, ledger: openLedger(before.dir) };
  const twin = { ...maker, dir, ledger: openLedger(dir) };
  twin.ledger.confirmHead();
  add(maker, moves('ship', founder.chain, ['S0000000'], 1, { to: '9506000100025' }));
  add(maker, moves('ship', founder.chain, ['S0000001'], 1, { to: '9506000100025' }));
  add(twin, moves('ship', founder.chain, ['S0000000'], 1, { to: '9506000100032' }));
  return { founder, maker, twin };
}
