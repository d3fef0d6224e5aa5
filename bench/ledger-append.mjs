// One durable signed append with its head file, against one bare durable commit of the same bytes: in new databases, and once
// the bare one, too, writes over what is in its log, which spares it one of the three waits for the disk that it had before.
import { itemToken, packKey } from '../src/chain/item-key.ts';
import { bare, GTIN, OPTIONS, party, row, seconds } from './ledger/party.mjs';
import { median } from './pairs.mjs';

/** Pairs before those that are measured. */
const WARM = 600;
const LATER = 2_000;
const ROUNDS = 300;

export function rows() {
  const { ledger, chain, signer } = party();
  const db = bare();
  const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
  let bytes = Buffer.alloc(0);
  const draftOf = (i) => {
    const key = packKey(chain, GTIN, `S${i}`);
    return { type: 'dispense', public: {}, items: [{ key, token: itemToken(key, 1) }] };
  };
  const append = (draft) => {
    const { value } = ledger.append(signer, OPTIONS, (tx) => tx.add(draft));
    bytes = value.leaf.bytes;
  };
  const pairs = [];
  for (let i = 0; i < LATER + ROUNDS; i++) {
    const draft = draftOf(i);
    const ours = seconds(() => append(draft));
    const theirs = seconds(() => insert.run(bytes));
    pairs.push([ours, theirs]);
  }
  ledger.close();
  db.close();
  const medians = (from) => {
    const some = pairs.slice(from, from + ROUNDS);
    const [ours, theirs] = [median(some.map(([a]) => a)), median(some.map(([, b]) => b))];
    return { ratio: ours / theirs, detail: `${(ours * 1e6).toFixed(0)} µs, ${(theirs * 1e6).toFixed(0)} µs` };
  };
  const what = 'single durable signed append with head file';
  const fresh = medians(WARM);
  const later = medians(LATER);
  return [
    row(what, 'bare SQLite FULL commit of the same bytes', fresh.ratio, 2.1, 1.6, fresh.detail),
    { what, against: 'the same, writing over its log', ...later, ok: true },
  ];
}
