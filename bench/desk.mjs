// A verdict over HTTP at a desk, against the same request for a command that is not there: what the verdict itself costs of it. Both
// in turns, no faster than a device may ask, on a connection each that is kept.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { maker, PROGRAM } from '../scripts/maker.mjs';
import { folder, row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const ROUNDS = 150;
const WARM = 30;
/** Two requests in this time are fewer than thirty a second, ms. */
const PACE = 75;

function post({ port, agent, token }, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Desk ${token}` };
    const start = process.hrtime.bigint();
    const sending = request({ host: '127.0.0.1', port, agent, path, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const took = Number(process.hrtime.bigint() - start) / 1e6;
        resolve({ took, status: response.statusCode, document: JSON.parse(text) });
      });
    });
    sending.on('error', reject).end(JSON.stringify(body));
  });
}

export async function rows() {
  const dir = folder();
  mkdirSync(dir);
  const { home, scans } = maker(dir, 1_000);
  const desk = spawn(process.execPath, [PROGRAM, '--home', home, 'desk', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await createInterface({ input: desk.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [value]);
    const { listens, code } = JSON.parse(line);
    const port = Number(listens.split(':').at(-1));
    const connection = () => new Agent({ keepAlive: true, maxSockets: 1 });
    const pairing = await post({ port, agent: connection(), token: '' }, '/v1/pair', { code });
    const { token } = pairing.document;
    const [one, other] = [connection(), connection()].map((agent) => ({ port, agent, token }));
    const [verdicts, nothings] = [[], []];
    for (let round = 0; round < WARM + ROUNDS; round++) {
      const body = { scans: [scans[(round * 31) % scans.length]] };
      const verdict = await post(one, '/v1/do/verify', body);
      const nothing = await post(other, '/v1/do/nothing', body);
      if (verdict.document.status !== 'genuine' || nothing.status !== 404)
        throw new Error('the desk answered otherwise');
      if (round >= WARM) {
        verdicts.push(verdict.took);
        nothings.push(nothing.took);
      }
      await pause(PACE);
    }
    const [own, none] = [verdicts, nothings].map(median);
    const detail = `${own.toFixed(2)} ms, ${none.toFixed(2)} ms`;
    return [row('verify over HTTP at a desk, median', 'the same request answered 404', own / none, 3.5, 2.5, detail)];
  } finally {
    desk.kill('SIGTERM');
  }
}
