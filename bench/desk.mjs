// A verdict over HTTP at a desk, against the same request for a command that is not there: what the verdict itself costs of it. Both
// in turns, no faster than a device may ask, on a connection each that is kept. Then the slowest of a hundred while another process
// takes in what a partner has done, against what it takes when nothing else happens.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { maker, PROGRAM } from '../scripts/maker.mjs';
import { makeEnv } from '../src/app/node/env.ts';
import { openHome } from '../src/app/node/home.ts';
import { random } from '../src/app/node/random.ts';
import { folder, row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const ROUNDS = 150;
const WARM = 30;
/** Two requests in this time are fewer than thirty a second, ms. */
const PACE = 75;
const IMPORTS = 5;
const EVENTS = 4_000;

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

function pedigree(home, ...args) {
  execFileSync(process.execPath, [PROGRAM, '--home', home, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A pharmacy of the network that the desk is in. */
function pharmacy(dir) {
  const [home, card] = [`${dir}/hill`, `${dir}/hill.card`];
  const party = ['--name', 'Hill', '--gln', '9506000110028', '--network', `${dir}/agency.card`, '--test'];
  pedigree(home, 'init', ...party);
  pedigree(home, 'card', '-o', card);
  pedigree(`${dir}/agency`, 'accredit', card, '--role', 'dispenser', '-o', `${dir}/hill.welcome`);
  pedigree(home, 'import', `${dir}/hill.welcome`);
  return home;
}

/** What it has supplied since, in a file for partners. */
function supplies(home, out) {
  const own = openHome(makeEnv({ home }));
  own.ledger.append(
    { chain: own.self.chain, keyring: own.keyring(), random },
    { now: Date.now(), clockIsRight: true },
    (tx) => {
      for (let n = 0; n < EVENTS; n++)
        tx.add({ type: 'dispense', public: {}, items: [{ key: random(32), token: random(16) }] });
    },
  );
  own.close();
  pedigree(home, 'export', out);
}

/** What each verdict takes while another process imports. */
async function whileImporting(ask, { dir, home, scans }) {
  const hill = pharmacy(dir);
  const took = [];
  for (let round = 0; round < IMPORTS; round++) {
    const file = `${dir}/supplies-${round}.pedigree`;
    supplies(hill, file);
    const importing = spawn(process.execPath, [PROGRAM, '--home', home, 'import', file], { stdio: 'ignore' });
    const ended = once(importing, 'exit');
    for (let n = 0; importing.exitCode === null; n++) {
      const verdict = await ask({ scans: [scans[(n * 31) % scans.length]] });
      if (verdict.document.status !== 'genuine') throw new Error('the desk answered otherwise');
      took.push(verdict.took);
      await pause(PACE / 2);
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(`the import ended with ${code}`);
  }
  return took.toSorted((a, b) => a - b);
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
    const busy = await whileImporting((body) => post(one, '/v1/do/verify', body), { dir, home, scans });
    const slowest = busy[Math.ceil(busy.length * 0.99) - 1];
    const among = `${slowest.toFixed(1)} ms of ${busy.length}`;
    return [
      row('verify over HTTP at a desk, median', 'the same request answered 404', own / none, 3.5, 2.5, detail),
      row(
        'the 99th of 100 while 4 000 events are imported',
        'the median of a quiet desk',
        slowest / own,
        25,
        15,
        among,
      ),
    ];
  } finally {
    desk.kill('SIGTERM');
  }
}
