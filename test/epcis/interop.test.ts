// Files with right answers, made by others: what is found in each, exactly, and what each claims of its packs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkEpcis } from '../../src/epcis/check.ts';
import { PedigreeError } from '../../src/errors.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';

interface Right {
  readonly read: 'ok' | 'refused';
  readonly code?: string;
  readonly exit: number;
  readonly events?: number;
  readonly packs?: number;
  readonly containers?: number;
  readonly profile?: string;
  readonly findings?: readonly { readonly code: string; readonly level: string; readonly event?: number }[];
  readonly claims?: readonly Readonly<Record<string, string>>[];
}

interface Case {
  readonly file: string;
  readonly form: string;
  readonly why: string;
  readonly right: Right;
}

const INTEROP = vectors('interop');
const cases =
  INTEROP === undefined
    ? undefined
    : readFileSync(join(INTEROP, 'cases.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
        .filter(({ form }) => form !== 'csv');

async function checked(file: string) {
  try {
    return await checkEpcis(() => [readFileSync(join(INTEROP ?? '', file))], { claims: true });
  } catch (error) {
    if (error instanceof PedigreeError) return error;
    throw error;
  }
}

describeGiven(VECTORS, cases, 'each file has its right answer', (all) => {
  test.each(all.map((one) => [`${one.file}: ${one.why}`, one] as const))('%s', async (_, { file, right }) => {
    const got = await checked(file);
    if (got instanceof PedigreeError) {
      expect({ read: 'refused', exit: got.exit, code: got.code }).toEqual({
        read: right.read,
        exit: right.exit,
        code: right.code,
      });
      return;
    }
    const { events, packs, containers, profile, exit } = got;
    expect(right.read).toBe('ok');
    const { read: _read, findings, claims = [], code: _code, ...counts } = right;
    const known = { events, packs, containers, profile, exit };
    expect(known).toMatchObject(
      Object.fromEntries(Object.entries(counts).filter(([name]) => Object.hasOwn(known, name))),
    );
    if (findings !== undefined) {
      const told = got.findings.map(({ code, level, event }) => ({
        code,
        level,
        ...(event === undefined ? {} : { event }),
      }));
      const order = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).toSorted();
      expect(order(told)).toEqual(order(findings));
    }
    for (const { gtin, serial, ...rest } of claims) {
      const { lot, expiry, within, to, from } = got.claimOf?.(gtin ?? '', serial ?? '') ?? {};
      const named = JSON.parse(JSON.stringify({ lot, expiry, within, to })) as object;
      // Who sent it stands in the file more often than in the answer.
      const { from: by, ...wanted } = rest;
      expect({ serial, ...named }).toEqual({ serial, ...wanted });
      if (by !== undefined) expect(from).toBe(by);
    }
  });
});

/** All files below a folder of the vectors. */
function files(folder: string): string[] | undefined {
  const path = vectors(`epcis/${folder}`);
  return path === undefined
    ? undefined
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:xml|jsonld|json)$/.test(name))
        .map((name) => join(path, name));
}

const exitOf = async (file: string) => {
  try {
    return (await checkEpcis(() => [readFileSync(file)])).exit;
  } catch (error) {
    return error instanceof PedigreeError ? error.code : String(error);
  }
};

for (const folder of ['json-official', 'json-openepcis-valid', 'xml12/gs1', 'xml12-openepcis']) {
  describeGiven(VECTORS, files(folder), `documents of ${folder} are accepted`, (all) => {
    test.each(all)('%s', async (file) => {
      expect([0, 20]).toContain(await exitOf(file));
    });
  });
}

describeGiven(VECTORS, files('json-openepcis-invalid'), 'invalid documents are refused', (all) => {
  test.each(all)('%s', async (file) => {
    expect(await exitOf(file)).toBe(65);
  });
});
