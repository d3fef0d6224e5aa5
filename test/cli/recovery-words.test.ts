// The founder's recovery words on a real terminal: shown once to a person who sees them, and to nobody else.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEnv } from '../../src/app/node/env.ts';
import { openHome } from '../../src/app/node/home.ts';
import { readRecoveryKey } from '../../src/app/node/recovery.ts';
import { describeGiven } from '../left-out.ts';
import { HAS_TERMINAL, terminal } from '../scan/pty.ts';
import { PROGRAM } from './program.ts';

const FOUND = "init --regulator --test --name 'Medicines Agency' --gln 9506000100005";

/** What colours a terminal. */
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pedigree-words-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What a person sees who founds a network there, with a passphrase. */
async function found(name: string, more = ''): Promise<string> {
  const at = terminal(
    dir,
    `'${process.execPath}' '${PROGRAM}' ${FOUND} --home '${join(dir, name)}' ${more}; echo DONE`,
  );
  for (const asked of ['passphrase for the key', 'Once more']) {
    await at.until((text) => text.includes(asked));
    at.type('open sesame\r');
  }
  await at.until((text) => text.includes('DONE'));
  await at.ended();
  return at.shown().split(ESCAPES).join('').replaceAll('\r', '');
}

/** Lines of five pronounceable words. */
function wordsIn(shown: string): readonly string[] {
  return shown.split('\n').flatMap((line) => /^ {2}((?:[a-z]{5} ){4}[a-z]{5})$/.exec(line)?.[1]?.split(' ') ?? []);
}

/** Everything that the folder holds, as text. */
function held(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'))
    .join('\n');
}

describeGiven('script of util-linux', HAS_TERMINAL, 'recovery words', () => {
  test('are shown on a terminal, ten of them, kept nowhere, and typed again they are the key', async () => {
    const shown = await found('agency');
    const words = wordsIn(shown);
    expect(words).toHaveLength(10);
    for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const folder = join(dir, 'agency');
    expect(held(folder)).not.toContain(`${words[0]} ${words[1]}`);
    const typed = join(dir, 'typed.recovery');
    writeFileSync(typed, `${words.join('\n').toUpperCase()}\n`, { mode: 0o600 });
    const home = openHome(makeEnv({ home: folder }));
    try {
      expect(home.ledger.read((view) => readRecoveryKey(view, typed).public)).toHaveLength(32);
      writeFileSync(typed, `${[...words].reverse().join(' ')}\n`);
      expect(() => home.ledger.read((view) => readRecoveryKey(view, typed))).toThrow();
    } finally {
      home.close();
    }
  }, 240_000);

  test('are not shown where the answer goes elsewhere', async () => {
    const out = join(dir, 'answer.txt');
    const shown = await found('piped', `> '${out}'`);
    expect(wordsIn(`${shown}\n${readFileSync(out, 'utf8')}`)).toEqual([]);
    expect(readFileSync(out, 'utf8')).toContain('--recovery-out FILE makes a key');
    const json = await found('json', '--json');
    expect(json).toContain('"recovery":"none"');
    expect(json).not.toContain('recoveryWords');
  }, 240_000);
});
