// A small network for tests: a regulator and parties in folders of their own, at given moments.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Env, type EnvOptions, makeEnv } from '../../src/app/node/env.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { type AccreditRequest, accredit } from '../../src/app/parties/accredit.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { type InitData, type InitRequest, initParty } from '../../src/app/parties/init.ts';

export const START = Date.parse('2026-11-22T09:00:00Z');
export const AGENCY = { name: 'Medicines Agency', gln: '9506000100005' };
export const ACME = { name: 'Acme', gln: '9506000100012' };
export const MIDWAY = { name: 'Midway Wholesale', gln: '9506000100029' };
export const HILL = { name: 'Hill Pharmacy', gln: '9506000100036' };

/** A folder for one test file, and the parties in it by name. */
export interface Network {
  readonly dir: string;
  path(name: string): string;
  env(name: string, options?: Partial<EnvOptions>): Env;
  init(name: string, request: InitRequest, options?: Partial<EnvOptions>): Promise<InitData>;
  /** Founds the network at `agency`. */
  found(custody?: 'required' | 'endpoints'): Promise<InitData>;
  /** Joins, is accredited at `agency` and knows it. */
  join(
    name: string,
    party: { readonly name: string; readonly gln: string },
    rights: Partial<AccreditRequest>,
    options?: Partial<EnvOptions>,
  ): Promise<InitData>;
  /** Runs `fn` with the party's folder open. */
  at<T>(name: string, fn: (home: Home) => T | Promise<T>, options?: Partial<EnvOptions>): Promise<T>;
  /** Carries all chains of one party to another as a bundle file. */
  carry(from: string, to: string): Promise<void>;
  /** An hour later, from now on. */
  later(ms?: number): void;
  remove(): void;
}

export function makeNetwork(): Network {
  const dir = mkdtempSync(join(tmpdir(), 'pedigree-test-'));
  let now = START;
  let files = 0;
  const path = (name: string) => join(dir, name);
  const env = (name: string, options: Partial<EnvOptions> = {}) => makeEnv({ home: path(name), now, ...options });
  const at = async <T>(
    name: string,
    fn: (home: Home) => T | Promise<T>,
    options: Partial<EnvOptions> = {},
  ): Promise<T> => {
    const home = openHome(env(name, options));
    try {
      return await fn(home);
    } finally {
      home.close();
    }
  };
  const init = (name: string, request: InitRequest, options: Partial<EnvOptions> = {}) =>
    initParty(env(name, options), { test: true, ...request });
  const carry = async (from: string, to: string) => {
    const file = path(`${++files}.pedigree`);
    await at(from, (home) => writeBundle(home.ledger, file));
    await at(to, (home) => readBundle(home.ledger, file, { now, expectNetwork: home.self.network }));
  };
  return {
    dir,
    path,
    env,
    init,
    at,
    carry,
    found: async (custody = 'required') => {
      const made = await init('agency', { ...AGENCY, found: { custody }, contact: '+44 20 7946 0000' });
      await at('agency', (home) => writeCard(home, path('agency.card')));
      return made;
    },
    join: async (name, party, rights, options = {}) => {
      const contact = `desk of ${party.name}`;
      const made = await init(name, { ...party, network: path('agency.card'), contact }, options);
      await at(name, (home) => writeCard(home, path(`${name}.card`)));
      const welcome = path(`${name}.welcome`);
      await at('agency', (home) =>
        accredit(home, { who: path(`${name}.card`), roles: [], prefixes: [], gtins: [], welcome, ...rights }),
      );
      await at(name, (home) => readBundle(home.ledger, welcome, { now, expectNetwork: home.self.network }));
      await carry(name, 'agency');
      return made;
    },
    later: (ms = 3_600_000) => {
      now += ms;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
