// What a use case may take from outside: the folder, the clock, randomness, the passphrase and a place to talk.
import { join, resolve } from 'node:path';
import { os } from '../../builtins.ts';
import type { Keyring, Signer } from '../../chain/keys.ts';
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import type { Stdout } from '../../sync/out-stream.ts';
import { say } from '../../words/en/node.ts';
import type { PassphraseFile } from './passphrase.ts';
import { random } from './random.ts';

export interface Env {
  /** The party's folder, absolute. */
  readonly home: string;
  /** Where heads of own chains are written once more, outside of the folder; undefined where there is no such place. */
  readonly state?: string;
  /** Milliseconds since 1970: the wall clock, or the moment given with `--now`. */
  clock(): number;
  random(n: number): Uint8Array;
  /** Whether `clock` is a given moment: commands that write take one in test homes only. */
  readonly nowGiven: boolean;
  /** The offset that the given moment was written with, `+01:00`: where its day begins and ends. */
  readonly nowZone?: string;
  /** The zone in which times are said, once a folder was opened: its setting, else `nowZone`, else undefined. */
  zone(): string | undefined;
  /** What signs on the own chain in the place of the sign key in the key file, which then keeps the seal keys alone. */
  readonly signer?: Signer;
  /** Says what an opened folder has set. */
  prefers(set: FolderSettings): void;
  /** Asks for the passphrase of the key file; undefined where there is nobody and nothing to ask. */
  readonly passphrase?: () => string | undefined;
  /** Keys that this process has unlocked before, by the text of their file: for whoever opens a folder again and again. */
  readonly unlocked?: Map<string, Keyring>;
  /** The file it comes from, for whoever looks after this folder. */
  readonly passphraseFile?: PassphraseFile;
  /** Who works here; sealed to the own party. */
  readonly operator?: string;
  /** Where the database of a hub is, and its copies, a line each: for whoever names no file of it. */
  readonly hubDsn?: string;
  readonly dryRun: boolean;
  /** `--clock-is-right`: write although the clock looks wrong, this once. */
  readonly clockIsRight: boolean;
  progress(done: number, total: number, what: string): void;
  warn(text: string): void;
  readonly signal?: AbortSignal;
  /** Where a file goes that is asked for as `-`. */
  readonly stdout?: Stdout;
}

/** What a folder has set for how it is talked to; undefined where nothing is set. */
export interface FolderSettings {
  /** IANA time zone. */
  readonly zone: string | undefined;
  /** ISO 639-1. */
  readonly language: string | undefined;
}

export interface EnvOptions {
  readonly home: string;
  /** See `Env.state`; `stateFolder` says where the program has it. */
  readonly state?: string;
  /** An ISO 8601 moment, or milliseconds. */
  readonly now?: string | number;
  /**
   * What signs on the own chain where the sign key is not in the key file: see `commandSigner`. A party that `initParty` makes
   * with it has its key from the beginning; such a key is not replaced by `rotateKeys`.
   */
  readonly signer?: Signer;
  readonly passphrase?: () => string | undefined;
  readonly passphraseFile?: PassphraseFile;
  readonly operator?: string;
  readonly hubDsn?: string;
  readonly dryRun?: boolean;
  readonly clockIsRight?: boolean;
  readonly random?: (n: number) => Uint8Array;
  readonly progress?: (done: number, total: number, what: string) => void;
  readonly warn?: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly stdout?: Stdout;
  /** Is told the language that an opened folder has set. */
  readonly speaks?: (language: string | undefined) => void;
}

/**
 * The environment of one run; what is not given is quiet, real and without a passphrase.
 * @throws usage where `now` is not an ISO 8601 moment
 * @example
 * ```ts
 * import { makeEnv } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/pedigree', operator: 'till 3', warn: (text) => console.error(text) });
 * ```
 */
export function makeEnv(options: EnvOptions): Env {
  const now = options.now === undefined ? undefined : parseMoment(options.now);
  const { nowZone } = offsetOf(options.now);
  let zone = nowZone;
  return {
    home: resolve(options.home),
    ...(options.state === undefined ? {} : { state: resolve(options.state) }),
    clock: now === undefined ? () => Date.now() : () => now,
    random: options.random ?? random,
    nowGiven: now !== undefined,
    ...(nowZone === undefined ? {} : { nowZone }),
    zone: () => zone,
    prefers: (set) => {
      zone = set.zone ?? nowZone;
      options.speaks?.(set.language);
    },
    dryRun: options.dryRun ?? false,
    clockIsRight: options.clockIsRight ?? false,
    progress: options.progress ?? (() => {}),
    warn: options.warn ?? (() => {}),
    ...(options.signer === undefined ? {} : { signer: options.signer }),
    ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }),
    ...(options.passphraseFile === undefined ? {} : { passphraseFile: options.passphraseFile }),
    ...operatorOf(options.operator),
    ...(options.hubDsn === undefined ? {} : { hubDsn: options.hubDsn }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.stdout === undefined ? {} : { stdout: options.stdout }),
  };
}

function operatorOf(typed: string | undefined): { readonly operator?: string } {
  const operator = typed === undefined ? '' : cleanText(typed);
  return operator === '' ? {} : { operator };
}

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * Milliseconds of an ISO 8601 moment; a bare date is its first moment in UTC, a time without offset is local.
 * @throws usage
 */
export function parseMoment(moment: string | number): number {
  const ms = typeof moment === 'number' ? moment : isMoment(moment) ? Date.parse(moment) : Number.NaN;
  if (!Number.isSafeInteger(ms) || ms < 0) {
    throw new PedigreeError('usage', say('not-moment', { moment: String(moment) }), {
      hint: say('write-as-2026-11'),
    });
  }
  return ms;
}

/** Date.parse takes 30 February for 2 March. */
function isMoment(text: string): boolean {
  const day = text.slice(0, 10);
  return MOMENT.test(text) && new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));
}

function offsetOf(moment: string | number | undefined): { readonly nowZone?: string } {
  const offset = typeof moment === 'string' ? /(Z|[+-]\d\d:\d\d)$/i.exec(moment)?.[1] : undefined;
  return offset === undefined ? {} : { nowZone: offset.toUpperCase() === 'Z' ? 'UTC' : offset };
}

/** The party's folder: the option, else `PEDIGREE_HOME`, else `pedigree` under the user's data folder. */
export function homeFolder(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  // In a script that is a variable without a value: another party's folder must not take its place.
  if (option === '') throw new PedigreeError('usage', say('home-has-empty-value'), { hint: say('leave-out-or-write') });
  const named = option ?? environment.PEDIGREE_HOME;
  if (named === '-') throw new PedigreeError('usage', say('no-folder'), { hint: say('write-home-dir') });
  if (named) return resolve(named);
  const data = environment.XDG_DATA_HOME || (process.platform === 'win32' ? environment.LOCALAPPDATA : undefined);
  return join(data || join(os().homedir(), '.local', 'share'), 'pedigree');
}

/** Where heads are written once more: `pedigree/heads` under the user's state folder. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment.XDG_STATE_HOME || (process.platform === 'win32' ? environment.LOCALAPPDATA : undefined);
  return join(state || join(environment.HOME || os().homedir(), '.local', 'state'), 'pedigree', 'heads');
}
