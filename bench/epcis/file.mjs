// EPCIS files of made-up packs, in the forms that are measured, and what a process of its own takes for work on one.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { START_OPTIONS } from '../../scripts/start-options.ts';

const AN_EVENT = 1000;
/** Packs in each case. */
export const A_CASE = 48;
const TIME = '2026-11-20T08:15:30.000Z';

/** Serials of a seed, sixteen characters long. */
function serials(seed) {
  let state = seed;
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return () =>
    Array.from({ length: 16 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return letters[(state >>> 0) & 31];
    }).join('');
}

/**
 * Writes a document of packs commissioned by the thousand, packed into cases, and all cases shipped.
 * @returns the serials, as far as they are wanted
 */
export function writeFile(
  path,
  { head, event, end },
  { packs, product = '9506000.013435', lot = 'ABC123', seed = 123456789, keep = 0 },
) {
  const fd = openSync(path, 'w');
  const serial = serials(seed);
  const kept = [];
  const cases = [];
  writeSync(fd, head);
  for (let made = 0; made < packs; made += AN_EVENT) {
    const named = Array.from({ length: Math.min(AN_EVENT, packs - made) }, serial);
    if (kept.length < keep) kept.push(...named);
    const epcs = named.map((one) => `urn:epc:id:sgtin:${product}.${one}`);
    const events = [event('ADD', 'commissioning', epcs, undefined, lot)];
    for (let at = 0; at < epcs.length; at += A_CASE) {
      const parent = `urn:epc:id:sscc:${product.slice(0, 7)}.${String(seed).at(-1)}${String(cases.length).padStart(9, '0')}`;
      cases.push(parent);
      events.push(event('ADD', 'packing', epcs.slice(at, at + A_CASE), parent));
    }
    writeSync(fd, events.join(''));
  }
  writeSync(fd, event('OBSERVE', 'shipping', cases));
  writeSync(fd, end);
  closeSync(fd);
  return kept;
}

export const XML = {
  head: `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:cbvmda="urn:epcglobal:cbv:mda" schemaVersion="1.2" creationDate="${TIME}"><EPCISBody><EventList>\n`,
  event(action, step, epcs, parent, lot) {
    const name = parent === undefined ? 'ObjectEvent' : 'AggregationEvent';
    const list = parent === undefined ? 'epcList' : 'childEPCs';
    const ilmd =
      lot === undefined
        ? ''
        : `<extension><ilmd><cbvmda:lotNumber>${lot}</cbvmda:lotNumber><cbvmda:itemExpirationDate>2031-06-30</cbvmda:itemExpirationDate></ilmd></extension>`;
    return `<${name}><eventTime>${TIME}</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>${parent === undefined ? '' : `<parentID>${parent}</parentID>`}<${list}>\n${epcs.map((epc) => `<epc>${epc}</epc>\n`).join('')}</${list}><action>${action}</action><bizStep>urn:epcglobal:cbv:bizstep:${step}</bizStep>${ilmd}</${name}>\n`;
  },
  end: '</EventList></EPCISBody></epcis:EPCISDocument>\n',
};

export const JSON_LD = {
  head: `{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"${TIME}","epcisBody":{"eventList":[\n`,
  event(action, step, epcs, parent, lot) {
    const event = {
      type: parent === undefined ? 'ObjectEvent' : 'AggregationEvent',
      eventTime: TIME,
      eventTimeZoneOffset: '+00:00',
      ...(parent === undefined ? { epcList: epcs } : { parentID: parent, childEPCs: epcs }),
      action,
      bizStep: step,
      ...(lot === undefined ? {} : { ilmd: { 'cbvmda:lotNumber': lot, 'cbvmda:itemExpirationDate': '2031-06-30' } }),
    };
    return `${JSON.stringify(event)}${step === 'shipping' ? '' : ',\n'}`;
  },
  end: ']}}\n',
};

const TELL = `
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }));`;

/** Seconds of the processor and megabytes of a process of its own that runs some code of a module. */
export const measured = (code, ...args) => run([], code, args);

/** The same as the program runs it. */
export const asProgram = (code, ...args) => run(START_OPTIONS, code, args);

function run(options, code, args) {
  const { stdout, status } = spawnSync(
    process.execPath,
    [...options, '--input-type=module', '-e', code + TELL, ...args],
    {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`a measured process ended with ${status}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}
