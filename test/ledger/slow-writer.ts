// A process of its own whose key takes its time to sign, and that is killed at a moment of an append. Prints what it has
// acknowledged, and when it begins to sign.
import { readFileSync, writeSync } from 'node:fs';
import { decodeKeyFile } from '../../src/chain/keys.ts';
import { HeadFile } from '../../src/ledger/head-file.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import { NOW, random } from './network.ts';
import { pause } from './slow-key.ts';

const [dir = '', chain = '', keys = '', name = '', times = '1', ms = '0', moment = ''] = process.argv.slice(2);
const keyring = decodeKeyFile(readFileSync(keys, 'utf8'));

function reached(here: string): void {
  if (here === moment) process.kill(process.pid, 'SIGKILL');
}

// Each moment by what it is to the database: BEGIN, ROLLBACK and COMMIT of the run before the key signs, and of the one after.
let runs = 0;
const run = Sql.prototype.run;
Sql.prototype.run = function (text, ...values) {
  const word = text.split(' ')[0] ?? '';
  if (text === 'BEGIN IMMEDIATE') runs++;
  const said = `${word} of run ${runs}`;
  reached(`before ${said}`);
  const changes = run.call(this, text, ...values);
  reached(`after ${said}`);
  return changes;
};
const advance = HeadFile.prototype.advance;
HeadFile.prototype.advance = function (head) {
  reached('before the head file');
  advance.call(this, head);
  reached('after the head file');
};

const sign = {
  public: keyring.sign.public,
  sign(message: Uint8Array) {
    writeSync(1, 'signing\n');
    pause(Number(ms) / 2);
    reached('while the key signs');
    pause(Number(ms) / 2);
    const signature = keyring.sign.sign(message);
    reached('when it has signed');
    return signature;
  },
};

const ledger = openLedger(dir);
for (let i = 0; i < Number(times); i++) {
  runs = 0;
  const { value } = ledger.append(
    { chain, keyring: { ...keyring, sign }, random },
    { now: NOW, clockIsRight: true },
    (tx) => {
      tx.local.once.put(`${name}-${i}`, { seq: i });
      const { leaf } = tx.add({ type: 'profile', public: { name, contact: `${name}-${i}` } });
      if (i % 2 === 1) {
        tx.closeCommit();
        tx.add({ type: 'profile', public: { name, contact: `${name}-${i}-again` } });
      }
      reached(`in run ${runs}`);
      return leaf.seq;
    },
  );
  writeSync(1, `${value} ${name}-${i}\n`);
}
ledger.close();
