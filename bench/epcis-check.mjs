// Checking a file of a million packs: the time of the processor beside an empty run of the parser of XML, and beside
// JSON.parse, and the room that it takes. Run: npm run bench -- epcis-check
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKS = 1_000_000;
const AN_EVENT = 1000;
const A_CASE = 48;
const ROUNDS = 3;
const TIME = '2026-11-20T08:15:30.000Z';

/** Serials of a fixed seed, sixteen characters long. */
function serials() {
  let state = 123456789;
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return () =>
    Array.from({ length: 16 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return letters[(state >>> 0) & 31];
    }).join('');
}

/** A document of packs commissioned by the thousand, packed into cases, and all cases shipped. */
function write(path, { head, event, end }) {
  const fd = openSync(path, 'w');
  const serial = serials();
  const cases = [];
  writeSync(fd, head);
  for (let made = 0; made < PACKS; made += AN_EVENT) {
    const epcs = Array.from({ length: AN_EVENT }, () => `urn:epc:id:sgtin:9506000.013435.${serial()}`);
    const events = [event('ADD', 'commissioning', epcs, undefined, true)];
    for (let at = 0; at < AN_EVENT; at += A_CASE) {
      const parent = `urn:epc:id:sscc:9506000.1${String(cases.length).padStart(9, '0')}`;
      cases.push(parent);
      events.push(event('ADD', 'packing', epcs.slice(at, at + A_CASE), parent, false));
    }
    writeSync(fd, events.join(''));
  }
  writeSync(fd, event('OBSERVE', 'shipping', cases, undefined, false));
  writeSync(fd, end);
  closeSync(fd);
}

const xml = {
  head: `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:cbvmda="urn:epcglobal:cbv:mda" schemaVersion="1.2" creationDate="${TIME}"><EPCISBody><EventList>\n`,
  event(action, step, epcs, parent, made) {
    const name = parent === undefined ? 'ObjectEvent' : 'AggregationEvent';
    const list = parent === undefined ? 'epcList' : 'childEPCs';
    const ilmd = made
      ? '<extension><ilmd><cbvmda:lotNumber>ABC123</cbvmda:lotNumber><cbvmda:itemExpirationDate>2031-06-30</cbvmda:itemExpirationDate></ilmd></extension>'
      : '';
    return `<${name}><eventTime>${TIME}</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>${parent === undefined ? '' : `<parentID>${parent}</parentID>`}<${list}>\n${epcs.map((epc) => `<epc>${epc}</epc>\n`).join('')}</${list}><action>${action}</action><bizStep>urn:epcglobal:cbv:bizstep:${step}</bizStep>${ilmd}</${name}>\n`;
  },
  end: '</EventList></EPCISBody></epcis:EPCISDocument>\n',
};

const json = {
  head: `{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"${TIME}","epcisBody":{"eventList":[\n`,
  event(action, step, epcs, parent, made) {
    const event = {
      type: parent === undefined ? 'ObjectEvent' : 'AggregationEvent',
      eventTime: TIME,
      eventTimeZoneOffset: '+00:00',
      ...(parent === undefined ? { epcList: epcs } : { parentID: parent, childEPCs: epcs }),
      action,
      bizStep: step,
      ...(made ? { ilmd: { 'cbvmda:lotNumber': 'ABC123', 'cbvmda:itemExpirationDate': '2031-06-30' } } : {}),
    };
    return `${JSON.stringify(event)}${step === 'shipping' ? '' : ',\n'}`;
  },
  end: ']}}\n',
};

const CHECK = `const { checkFile } = await import('./src/app/outside/check-file.ts');
const { packs, findings } = await checkFile(process.argv[1], {});
if (packs !== ${PACKS} || findings.length > 0) throw new Error('not what was written');`;
const EMPTY = `const { SaxesParser } = await import('saxes');
const { openSync, readSync } = await import('node:fs');
const parser = new SaxesParser({ xmlns: true });
for (const name of ['opentag', 'text', 'closetag']) parser.on(name, () => {});
const [fd, room, decoder] = [openSync(process.argv[1]), Buffer.alloc(65536), new TextDecoder()];
for (let read = readSync(fd, room); read > 0; read = readSync(fd, room)) parser.write(decoder.decode(room.subarray(0, read), { stream: true }));
parser.close();`;
const PARSE = `JSON.parse((await import('node:fs')).readFileSync(process.argv[1], 'utf8'));`;
const TELL = `
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }));`;

/** Seconds of the processor and megabytes of a process of its own; the best of some rounds, since others share the machine. */
function measured(code, path) {
  let best = { seconds: Infinity, megabytes: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    const args = ['--input-type=module', '-e', code + TELL, path];
    const { stdout, status } = spawnSync(process.execPath, args, {
      cwd: new URL('..', import.meta.url),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error(`a measured process ended with ${status}`);
    const { seconds, megabytes } = JSON.parse(stdout);
    best = { seconds: Math.min(best.seconds, seconds), megabytes: Math.min(best.megabytes, megabytes) };
  }
  return best;
}

const row = (what, against, ratio, budget, stretch) => ({ what, against, ratio, budget, stretch, ok: ratio <= budget });

export function rows() {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  try {
    const found = [];
    for (const [name, form, base, against, budget, stretch] of [
      ['1.2 XML', xml, EMPTY, 'saxes with empty handlers', 4, 2.5],
      ['2.0 JSON', json, PARSE, 'JSON.parse of the file', 5, 3.5],
    ]) {
      const path = join(folder, name.replace(' ', '.'));
      write(path, form);
      const [checked, bare] = [measured(CHECK, path), measured(base, path)];
      found.push(
        row(`check of ${name}, 1 000 000 packs, CPU`, against, checked.seconds / bare.seconds, budget, stretch),
      );
      found.push(row(`check of ${name}, 1 000 000 packs, room`, '200 MB', checked.megabytes / 200, 1, 0.8));
      rmSync(path);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
