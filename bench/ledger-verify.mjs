// What a verify asks of the ledger, in process, with a million packs in it against ten thousand.
import { itemToken, packKey, serialAt } from '../src/chain/item-key.ts';
import { GTIN, mint, party, row } from './ledger/party.mjs';

const LOOKS = 4_000;
const WARM = 500;

function look({ chain, ledger, seed, count }, i) {
  const key = packKey(chain, GTIN, serialAt(seed, (i * 7919) % count));
  return ledger.read((view) => {
    const [made] = view.commissions(GTIN, itemToken(key, 0));
    view.rows(itemToken(key, 1));
    view.noRows(Array.from({ length: 16 }, (_, n) => itemToken(key, n + 2)));
    view.notices(GTIN);
    return made?.author;
  });
}

export function rows() {
  const ledgers = [10_000, 1_000_000].map((count) => {
    const made = party();
    return { ...made, count, seed: mint(made, count, 'L1'), times: [] };
  });
  for (let i = 0; i < LOOKS; i++) {
    for (const one of ledgers) {
      const start = process.hrtime.bigint();
      look(one, i);
      if (i >= WARM) one.times.push(Number(process.hrtime.bigint() - start) / 1e3);
    }
  }
  const [small, large] = ledgers.map(({ times }) => times.toSorted((a, b) => a - b));
  for (const { ledger } of ledgers) ledger.close();
  const at = (list, part) => list[Math.floor(list.length * part)];
  const detail = `${at(large, 0.5).toFixed(0)} µs, ${at(small, 0.5).toFixed(0)} µs`;
  return [
    row(
      'look-ups of a verify, 1 000 000 packs',
      'the same at 10 000 packs',
      at(large, 0.5) / at(small, 0.5),
      1.25,
      1.1,
      detail,
    ),
    row('p99 of the look-ups of a verify, ms', '', at(large, 0.99) / 1000, 0.75, 0.4),
  ];
}
