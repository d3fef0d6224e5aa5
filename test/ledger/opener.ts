// A process of its own that opens a ledger for writing, and is killed at a given moment of taking over its tables.
import { openLedger } from '../../src/ledger/ledger.ts';

const [dir = '', moment = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const ledger = openLedger(dir, {
  progress: () => {
    if (moment === 'while the index is made') die();
  },
  takenOver: () => {
    process.stdout.write('taken over\n');
    if (moment === 'right after') die();
  },
});
process.stdout.write(`${ledger.audit().findings.length} findings\n`);
ledger.close();
