// Verdicts of scans on standard input, one a line.   node verdicts.mjs FOLDER < scans.txt
import { createInterface } from 'node:readline';
import { makeEnv, PedigreeError, verifyScans } from 'pedigree';

const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('which folder? node verdicts.mjs FOLDER < scans.txt');

/** Scans as they come, each with its number. */
async function* scans() {
  let n = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield { n: ++n, input: line, text: line, typed: true };
  }
}

const counts = new Map();
try {
  for await (const { n, data, error } of verifyScans(makeEnv({ home }), scans(), { strict: false })) {
    // A line that cannot be read is an answer of its own; the others go on.
    const status = error === undefined ? data.status : error.code;
    counts.set(status, (counts.get(status) ?? 0) + 1);
    console.log(`${n}\t${status}\t${error?.message ?? data.reasons[0]?.code ?? ''}`);
  }
} catch (error) {
  // Failures of the whole, such as a folder without a party, are thrown.
  if (!(error instanceof PedigreeError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = error.exit;
}
console.error([...counts].map(([status, count]) => `${count} ${status}`).join(', '));
