// The event hash of the CBV over a file of goods in lots and cases, against JSON.parse of the file and one SHA-256 an event.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { EventHasher } from '../src/epcis/hash-id.ts';
import { readEpcis } from '../src/epcis/read.ts';

const PACKS = 100_000;
const AN_EVENT = 1000;
const A_CASE = 48;
const PAIRS = 25;
const PIECE = 256 * 1024;

/** A small generator with a fixed seed, so that every run hashes the same packs. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function file() {
  const random = generator(7);
  const serial = () => Array.from({ length: 16 }, () => CHARACTERS.charAt(random(CHARACTERS.length))).join('');
  const packs = Array.from({ length: PACKS }, () => `urn:epc:id:sgtin:9506000.013435.${serial()}`);
  const event = (type, more) => ({
    type,
    eventTime: '2026-11-20T08:15:30.000Z',
    eventTimeZoneOffset: '+00:00',
    action: 'ADD',
    readPoint: { id: 'urn:epc:id:sgln:9506000.10002.0' },
    ...more,
  });
  const eventList = [];
  for (let at = 0; at < PACKS; at += AN_EVENT) {
    const ilmd = { 'cbvmda:lotNumber': 'LOT7', 'cbvmda:itemExpirationDate': '2031-06-30' };
    eventList.push(event('ObjectEvent', { bizStep: 'commissioning', epcList: packs.slice(at, at + AN_EVENT), ilmd }));
  }
  for (let at = 0, n = 0; at < PACKS; at += A_CASE, n++) {
    const parentID = `urn:epc:id:sscc:9506000.1${String(n).padStart(9, '0')}`;
    eventList.push(
      event('AggregationEvent', { bizStep: 'packing', parentID, childEPCs: packs.slice(at, at + A_CASE) }),
    );
  }
  const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
  const document = { '@context': [context], type: 'EPCISDocument', schemaVersion: '2.0', epcisBody: { eventList } };
  return Buffer.from(JSON.stringify(document));
}

/** Milliseconds of processor time, which others on the machine take none of. */
async function cpu(work) {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

export async function rows() {
  const bytes = file();
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) =>
    bytes.subarray(i * PIECE, (i + 1) * PIECE),
  );
  const hashed = async () => {
    const hasher = new EventHasher();
    for await (const part of readEpcis(() => pieces)) if (part.part === 'event') hasher.id(part.event);
  };
  const plain = () => {
    const { eventList } = JSON.parse(bytes.toString()).epcisBody;
    // Each event has its share of the bytes.
    const share = Math.ceil(bytes.length / eventList.length);
    for (let at = 0; at < bytes.length; at += share)
      createHash('sha256')
        .update(bytes.subarray(at, at + share))
        .digest('hex');
  };
  await hashed();
  plain();
  // The least of each: whoever shares the machine takes caches away, and gives none.
  let [thing, against] = [Infinity, Infinity];
  for (let pair = 0; pair < PAIRS; pair++) {
    thing = Math.min(thing, await cpu(hashed));
    against = Math.min(against, await cpu(plain));
  }
  const ratio = thing / against;
  return [
    {
      what: `event hashes of ${PACKS} packs in 2.0 JSON`,
      against: 'JSON.parse and one SHA-256 an event',
      ratio,
      budget: '<= 4',
      stretch: '',
      ok: ratio <= 4,
    },
  ];
}
