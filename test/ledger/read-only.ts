// A process of another user that reads a ledger where it may not write; prints what it found.
import { openLedger } from '../../src/ledger/ledger.ts';
import { openView } from '../../src/ledger/view.ts';

const [dir = '', chain = ''] = process.argv.slice(2);
process.setgid?.(65_534);
process.setuid?.(65_534);
const ledger = openLedger(dir, { readOnly: true });
const size = ledger.read((view) => view.chain(chain)?.size);
const findings = ledger.audit().findings.map((finding) => finding.code);
let append = 'done';
try {
  ledger.write(() => undefined);
} catch (error) {
  append = (error as { code: string }).code;
}
ledger.close();
const reader = openView(dir);
const view = reader.read((now) => now.chain(chain)?.size);
reader.close();
process.stdout.write(JSON.stringify({ size, view, findings, append }));
