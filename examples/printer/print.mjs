// Sends the labels of a lot to a ZPL printer.   node print.mjs LOT HOST [PORT]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';

const [lot, host, port = '9100'] = process.argv.slice(2);
if (lot === undefined || host === undefined) throw new Error('node print.mjs LOT HOST [PORT]');

// The printer first: labels that are counted and never printed would have to be explained.
const printer = connect(Number(port), host);
await once(printer, 'connect');
const command = process.env.PEDIGREE ?? 'pedigree';
const labels = spawn(command, ['label', '--lot', lot, '--format', 'zpl', '--dpi', '203', '-o', '-'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(labels, 'close');
await pipeline(labels.stdout, printer);
const [code] = await ended;
process.exitCode = code;
