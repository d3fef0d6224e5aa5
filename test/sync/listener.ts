// A node of its own process for memory.test.ts: serves the ledger in a folder, prints its address, and when its stdin ends
// the most memory that it ever took, in megabytes.
import { openLedger } from '../../src/ledger/ledger.ts';
import { serveLedger } from '../../src/sync/server.ts';

const ledger = openLedger(process.argv[2] ?? '.');
const network = ledger.read((view) => view.founder);
const patience = { headers: 5_000, idle: 60_000 };
const served = await serveLedger(ledger, { network, chain: network, clock: () => Date.now(), patience });
console.log(served.url);
process.stdin.resume().on('end', async () => {
  await served.close();
  console.log(Math.round(process.resourceUsage().maxRSS / 1024));
});
