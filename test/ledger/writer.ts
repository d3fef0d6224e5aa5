// A process of its own that appends to a ledger until it is stopped; prints each event only once it is acknowledged.
import { readFileSync, writeSync } from 'node:fs';
import { decodeKeyFile } from '../../src/chain/keys.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { NOW, random } from './network.ts';

const [dir = '', chain = '', keys = '', name = '', times = '1000000'] = process.argv.slice(2);
const keyring = decodeKeyFile(readFileSync(keys, 'utf8'));
const ledger = openLedger(dir);
for (let i = 0; i < Number(times); i++) {
  const { value } = ledger.append({ chain, keyring, random }, { now: NOW, clockIsRight: true }, (tx) => {
    tx.local.once.put(`${name}-${i}`, { seq: i });
    const one = tx.add({ type: 'profile', public: { name, contact: `${name}-${i}` } });
    // Now and then more than one commit in one transaction.
    if (i % 5 !== 0) return one.leaf.seq;
    tx.closeCommit();
    return tx.add({ type: 'profile', public: { name, contact: `${name}-${i}-again` } }).leaf.seq;
  });
  writeSync(1, `${value} ${name}-${i}\n`);
}
ledger.close();
