// A process of its own that writes own records to a ledger until it is stopped; prints each only once it is acknowledged.
import { writeSync } from 'node:fs';
import { openLedger } from '../../src/ledger/ledger.ts';

const [dir = '', name = '', times = '1000000'] = process.argv.slice(2);
const ledger = openLedger(dir);
for (let i = 0; i < Number(times); i++) {
  ledger.write((local) => local.outbox.put(`${name}-${i}`, { seq: i }));
  writeSync(1, `${name}-${i}\n`);
}
ledger.close();
