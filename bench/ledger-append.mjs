// One durable signed append with its head file, against one bare durable commit of the same bytes.
import { itemToken, packKey } from '../src/chain/item-key.ts';
import { bare, GTIN, OPTIONS, party, row, seconds } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const WARM = 600;
const ROUNDS = 300;

export function rows() {
  const { ledger, chain, signer } = party();
  const db = bare();
  const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
  let bytes = Buffer.alloc(0);
  const append = (i) => {
    const key = packKey(chain, GTIN, `S${i}`);
    const draft = { type: 'dispense', public: {}, items: [{ key, token: itemToken(key, 1) }] };
    const { value } = ledger.append(signer, OPTIONS, (tx) => tx.add(draft));
    bytes = value.leaf.bytes;
  };
  const pairs = [];
  for (let i = 0; i < WARM + ROUNDS; i++) {
    const ours = seconds(() => append(i));
    const theirs = seconds(() => insert.run(bytes));
    if (i >= WARM) pairs.push([ours, theirs]);
  }
  const ours = median(pairs.map(([a]) => a));
  const theirs = median(pairs.map(([, b]) => b));
  ledger.close();
  db.close();
  const detail = `${(ours * 1e6).toFixed(0)} µs, ${(theirs * 1e6).toFixed(0)} µs`;
  return [
    row(
      'single durable signed append with head file',
      'bare SQLite FULL commit of the same bytes',
      ours / theirs,
      2.1,
      1.6,
      detail,
    ),
  ];
}
