// What a network of many chains costs: news to a peer in step, single events on the line, rights that change, and many chains at once.
import { random } from '../src/app/node/random.ts';
import { b64u } from '../src/chain/bytes.ts';
import { signCheckpoint } from '../src/chain/checkpoint.ts';
import { sealEvent } from '../src/chain/compose.ts';
import { newKeyring } from '../src/chain/keys.ts';
import { chainIdOf } from '../src/chain/leaf.ts';
import { treeRoot } from '../src/chain/merkle.ts';
import { openLedger } from '../src/ledger/ledger.ts';
import { dial } from '../src/sync/client.ts';
import { serveLedger } from '../src/sync/server.ts';
import { folder, NOW, OPTIONS, row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const ROUNDS = 5;
const clock = () => NOW;

function party(name, gln, network) {
  const ledger = openLedger(folder(), { create: true });
  if (network !== null) ledger.joinNetwork(network);
  const keyring = newKeyring(random);
  const signKey = b64u(keyring.sign.public);
  const opening = { network, party: { name, gln }, signKey, sealKey: b64u(keyring.seal.public) };
  const draft = { type: 'open', public: network === null ? { ...opening, custody: 'required' } : opening };
  const { chain } = ledger.append({ keyring, random }, OPTIONS, (tx) => tx.add(draft)).value;
  const prover = { sign: (message) => keyring.sign.sign(message), secret: random(32), random };
  return { ledger, chain, name, gln, prover, signer: { chain, keyring, random } };
}

function batchOf(ledger, chain, start = 0) {
  return ledger.read((view) => {
    const { size } = view.chain(chain);
    const leaves = Array.from(view.leaves(chain, 0, start, size), ({ bytes }) => new Uint8Array(bytes));
    return { chain, start, leaves, note: view.note(chain, size), now: NOW };
  });
}

/** A chain that no ledger has yet, and what it says: batches of one event each. */
function elsewhere(name, gln, network) {
  const keyring = newKeyring(random);
  const hashes = [];
  let chain;
  const write = (...drafts) => {
    const start = hashes.length;
    const leaves = drafts.map((draft) => {
      const place = { chain, seq: hashes.length, prev: hashes.at(-1) ?? Buffer.alloc(32), at: NOW };
      const { bytes, hash } = sealEvent(draft, place, keyring, random);
      chain ??= chainIdOf(bytes);
      hashes.push(hash);
      return bytes;
    });
    const sign = (message) => keyring.sign.sign(message);
    const note = signCheckpoint(chain, hashes.length, treeRoot(hashes), keyring.sign.public, sign);
    return { chain, start, leaves, note, now: NOW };
  };
  const [signKey, sealKey] = [b64u(keyring.sign.public), b64u(keyring.seal.public)];
  const card = write({ type: 'open', public: { network, party: { name, gln }, signKey, sealKey } });
  return { chain, name, gln, card, write };
}

/** A pack supplied, as a till records it. */
const lone = () => ({
  type: 'dispense',
  public: {},
  items: [{ key: random(32), token: random(16) }],
  private: { ref: 'RX-17' },
});

const accredit = (hub, others) =>
  hub.ledger.append(hub.signer, OPTIONS, (tx) => {
    for (const { chain, name, gln } of others)
      tx.add({ type: 'accredit', public: { chain, party: { name, gln }, roles: ['dispenser'] } });
  });

/** A hub with so many chains of others, and the party of one more, which is in step with it. */
function network(count) {
  const hub = party('Hub', '9506000100012', null);
  const one = party('One', '9506000100029', hub.chain);
  const others = Array.from({ length: count }, (_, i) => elsewhere(`P${i}`, String(9_506_100_000_000 + i), hub.chain));
  accredit(hub, [one, ...others]);
  const cards = [batchOf(one.ledger, one.chain), ...others.map(({ card }) => card)];
  hub.ledger.admitAll(cards);
  one.ledger.admit(batchOf(hub.ledger, hub.chain));
  return { hub, one, others };
}

const close = (...parties) => {
  for (const { ledger } of parties) ledger.close();
};

async function serving(hub, run) {
  const served = await serveLedger(hub.ledger, { network: hub.chain, chain: hub.chain, prover: hub.prover, clock });
  const meet = async (one, last) => {
    const known = { network: hub.chain, chain: one.chain, prover: one.prover, peer: 'hub', clock, last };
    const done = await dial(one.ledger, served.url, known);
    if (done.error !== undefined || done.memory === undefined) throw done.error ?? new Error('not whole');
    return done;
  };
  try {
    return await run(meet);
  } finally {
    await served.close();
  }
}

/** Bytes of the two exchanges with a peer in step after one accreditation, whose chain has come as well. */
async function newsOfOne(count) {
  const { hub, one } = network(count);
  const late = elsewhere('Late', '9506200000000', hub.chain);
  const bytes = await serving(hub, async (meet) => {
    let { memory } = await meet(one);
    ({ memory } = await meet(one, memory));
    hub.ledger.admit(late.card);
    accredit(hub, [late]);
    const first = await meet(one, memory);
    return first.bytes + (await meet(one, first.memory)).bytes;
  });
  close(hub, one);
  return bytes;
}

const LONE = 300;

/** Bytes on the line for each byte of a leaf, where as many chains have one new event each. */
async function loneEvents() {
  const { hub, one, others } = network(LONE);
  let leaves = 0;
  const bytes = await serving(hub, async (meet) => {
    const { memory } = await meet(one);
    const batches = others.map(({ write }) => write(lone()));
    hub.ledger.admitAll(batches);
    leaves = batches.reduce((sum, batch) => sum + batch.leaves[0].length, 0);
    return (await meet(one, memory)).bytes;
  });
  close(hub, one);
  return { ratio: bytes / leaves, each: Math.round(leaves / LONE) };
}

/** Seconds to say, after one more accreditation, what a peer in step has to hear. */
async function afterOneChange(count) {
  const { hub, one } = network(count);
  const times = await serving(hub, async (meet) => {
    let { memory } = await meet(one);
    const measured = [];
    for (let i = 0; i < ROUNDS; i++) {
      accredit(hub, [elsewhere(`Late${i}`, String(9_506_200_000_000 + i), hub.chain)]);
      const start = performance.now();
      ({ memory } = await meet(one, memory));
      measured.push((performance.now() - start) / 1_000);
    }
    return measured;
  });
  close(hub, one);
  return median(times);
}

const ofOne = (others) => [others[0].write(...Array.from({ length: LONE }, lone))];
const ofMany = (others) => others.map(({ write }) => write(lone()));
const medians = (pairs) => [0, 1].map((side) => median(pairs.map((pair) => pair[side])));

/** Seconds to take one event of each of many chains, and as many of one chain. */
async function manyAtOnce() {
  const { hub, one, others } = network(LONE);
  const take = async (batches) => {
    const start = performance.now();
    // As an exchange does it: signatures are looked at beside this thread.
    if (batches.length > 1) await hub.ledger.checkAhead(batches);
    hub.ledger.admitAll(batches);
    return (performance.now() - start) / 1_000;
  };
  const pairs = [];
  for (let i = 0; i < ROUNDS; i++) pairs.push([await take(ofMany(others)), await take(ofOne(others))]);
  close(hub, one);
  return medians(pairs);
}

/** Seconds of an exchange with a hub that has one event of each of many chains, and with one that has as many of one chain. */
async function manyOnTheLine() {
  const { hub, one, others } = network(LONE);
  const pairs = await serving(hub, async (meet) => {
    let { memory } = await meet(one);
    const exchange = async (batches) => {
      hub.ledger.admitAll(batches);
      const start = performance.now();
      ({ memory } = await meet(one, memory));
      return (performance.now() - start) / 1_000;
    };
    const times = [];
    for (let i = 0; i < ROUNDS; i++) times.push([await exchange(ofMany(others)), await exchange(ofOne(others))]);
    return times;
  });
  close(hub, one);
  return medians(pairs);
}

export async function rows() {
  const [few, some] = [await newsOfOne(10), await newsOfOne(1_000)];
  const { ratio, each } = await loneEvents();
  const [small, large] = [await afterOneChange(50), await afterOneChange(5_000)];
  const [many, single] = await manyAtOnce();
  const [manyThere, singleThere] = await manyOnTheLine();
  const ms = (time) => `${(1_000 * time).toFixed(1)} ms`;
  return [
    row(
      'bytes to a peer in step for one accreditation, 1 000 chains',
      '10 chains',
      some / few,
      2,
      1.2,
      `${some} B, ${few} B`,
    ),
    row(`one event of ${each} B each of 300 chains, on the line`, 'their bytes', ratio, 1.9, 1.5, ''),
    row(
      'an exchange after one accreditation, 5 000 chains',
      '50 chains',
      large / small,
      2,
      1.2,
      `${ms(large)}, ${ms(small)}`,
    ),
    row('admit one event each of 300 chains', '300 of one chain', many / single, 4, 2, `${ms(many)}, ${ms(single)}`),
    row(
      'an exchange with one event each of 300 chains',
      '300 of one chain',
      manyThere / singleThere,
      4,
      2,
      `${ms(manyThere)}, ${ms(singleThere)}`,
    ),
  ];
}
