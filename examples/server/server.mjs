// Verdicts over HTTP.   node server.mjs FOLDER PORT
import { createServer } from 'node:http';
import { makeEnv, PedigreeError, verifyScans } from 'pedigree';

const LONGEST = 65_536;
const [home, port] = process.argv.slice(2);
if (home === undefined || port === undefined) throw new Error('node server.mjs FOLDER PORT');

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    const known = error instanceof PedigreeError;
    if (!known) console.error(error);
    if (response.headersSent) return response.destroy();
    const told = known ? { code: error.code, message: error.message } : { code: 'internal' };
    send(response, known ? 503 : 500, told);
  });
});

async function answer(request, response) {
  if (request.method === 'GET' && request.url === '/healthz') return send(response, 200, { ok: true });
  if (request.method !== 'POST' || request.url !== '/verify') return send(response, 404, { code: 'not-found' });
  const body = await bodyOf(request);
  if (body === undefined) return send(response, 413, { code: 'too-long' });
  const scans = body.split(/\r?\n/).filter((line) => line !== '');
  const lines = [];
  for await (const { input, data, error } of verifyScans(makeEnv({ home }), scans, { strict: false })) {
    lines.push(error === undefined ? { input, ...data } : { input, code: error.code, message: error.message });
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Undefined for one that is too long. */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.once('SIGTERM', () => server.close());
