// Local settings: what this folder prefers. They change no event and never leave it.
import type { Json } from '../../chain/canonical.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { CONNECTIONS, SESSIONS, TURN_BYTES } from '../../sync/limits.ts';
import { EXCHANGE_TIME, PATIENCE } from '../../sync/pace.ts';
import { say } from '../../words/en/node.ts';
import { LANGUAGES } from '../../words/languages.ts';
import { type Said, sentence } from '../../words/say.ts';
import {
  DEFAULT_EXPIRES_SOON,
  DEFAULT_KEEPING,
  DEFAULT_MAX_AGE,
  parseDuration,
  parseKeeping,
  parsePort,
  parseWait,
  parseWhole,
  settingKey,
  showKeeping,
} from './config-read.ts';
import type { Home } from './home.ts';
import { type Reading, unlessDamaged } from './reading.ts';

export interface Config {
  /** How old the knowledge of a chain may be before a verdict says so, ms. */
  readonly maxAge: number;
  /** Language of what is said to people, ISO 639-1. */
  readonly language: string;
  /** IANA time zone in which a day ends: expiry runs to the end of its day there. */
  readonly zone: string;
  /** Where Digital Link codes point to, without a slash at the end. */
  readonly stem: string;
  /** Days before expiry from which a verdict says `expires-soon`. */
  readonly expiresSoon: number;
  /** Who is shown everything in an exchange: peers that prove to be honoured, or anybody. */
  readonly peers: 'known' | 'open';
  /** Of `serve`: connections at a time, exchanges that are remembered, the port. */
  readonly connections: number;
  readonly sessions: number;
  readonly port: number;
  /** Of exchanges: ms without progress, ms for all of one, bytes of a turn. */
  readonly patience: number;
  readonly exchangeTime: number;
  readonly turnSize: number;
  /** How long files of the world outside are kept, ms. */
  readonly keepDocuments: number;
  /** After how long an open alert or exception is overdue, by its severity, ms. */
  readonly overdueHigh: number;
  readonly overdueMedium: number;
  readonly overdueLow: number;
  /** At a till of the desk: what supplies a genuine pack. */
  readonly deskConfirm: 'button' | 'rescan' | 'auto';
}

/** A button; its code scanned a second time within ten seconds; or the scan itself. */
const DESK_CONFIRMS = ['button', 'rescan', 'auto'] as const;

interface Setting {
  readonly name: string;
  readonly field: keyof Config;
  readonly about: Said;
  /** The value as it is stored; undefined where the text is not one. */
  readonly parse: (text: string) => string | number | undefined;
  /** How a value is shown; as it is stored where absent. */
  readonly show?: (value: string | number) => string;
  readonly fallback: () => string | number;
  /** The default where absent. */
  readonly example?: string | Said;
}

const HOUR = 3_600_000;
const KIB = 1_024;

function overdue(severity: 'high' | 'medium' | 'low', field: keyof Config, after: number): Setting {
  return {
    name: `overdue-${severity}`,
    field,
    about: say('about-overdue'),
    parse: parseDuration,
    show: showDuration,
    fallback: () => after,
  };
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'connections',
    field: 'connections',
    about: say('about-connections'),
    parse: (text) => parseWhole(text, 8, 10_000),
    fallback: () => CONNECTIONS,
  },
  {
    name: 'desk-confirm',
    field: 'deskConfirm',
    about: say('about-desk-confirm'),
    parse: (text) => DESK_CONFIRMS.find((known) => known === text),
    fallback: () => 'button',
    example: say('example-desk-confirm'),
  },
  {
    name: 'exchange-time',
    field: 'exchangeTime',
    about: say('about-exchange'),
    parse: (text) => parseWait(text, 10_000, 24 * HOUR),
    show: showDuration,
    fallback: () => EXCHANGE_TIME,
  },
  {
    name: 'expires-soon',
    field: 'expiresSoon',
    about: say('about-expires-soon'),
    parse: (text) => (/^\d{1,4}$/.test(text) ? Number(text) : undefined),
    fallback: () => DEFAULT_EXPIRES_SOON,
  },
  {
    name: 'keep-documents',
    field: 'keepDocuments',
    about: say('about-keep-documents'),
    parse: parseKeeping,
    show: (value) => showKeeping(Number(value)),
    fallback: () => DEFAULT_KEEPING,
  },
  {
    name: 'language',
    field: 'language',
    about: say('about-language'),
    parse: (text) => LANGUAGES.find((known) => known === text),
    fallback: () => 'en',
    example: say('example-language'),
  },
  {
    name: 'max-age',
    field: 'maxAge',
    about: say('about-max-age'),
    parse: parseDuration,
    show: showDuration,
    fallback: () => DEFAULT_MAX_AGE,
  },
  overdue('high', 'overdueHigh', 24 * HOUR),
  overdue('low', 'overdueLow', 14 * 24 * HOUR),
  overdue('medium', 'overdueMedium', 3 * 24 * HOUR),
  {
    name: 'patience',
    field: 'patience',
    about: say('about-patience'),
    parse: (text) => parseWait(text, 1_000, 600_000),
    show: showDuration,
    fallback: () => PATIENCE.idle,
  },
  {
    name: 'peers',
    field: 'peers',
    about: say('about-peers'),
    parse: (text) => (text === 'known' || text === 'open' ? text : undefined),
    fallback: () => 'known',
    example: say('example-peers'),
  },
  {
    name: 'port',
    field: 'port',
    about: say('about-port'),
    parse: parsePort,
    fallback: () => 7_417,
  },
  {
    name: 'sessions',
    field: 'sessions',
    about: say('about-remembered'),
    parse: (text) => parseWhole(text, 256, 100_000),
    fallback: () => SESSIONS,
  },
  {
    name: 'stem',
    field: 'stem',
    about: say('about-stem'),
    parse: (text) => (/^https?:\/\/[^\s/]+(\/[^\s?#]*)?$/i.test(text) ? text.replace(/\/+$/, '') : undefined),
    fallback: () => 'https://id.gs1.org',
    example: 'https://id.example.org',
  },
  {
    name: 'turn-size',
    field: 'turnSize',
    about: say('about-turn'),
    parse: (text) => {
      const kib = parseWhole(text, 64, 512);
      return kib === undefined ? undefined : kib * KIB;
    },
    show: (value) => String(Number(value) / KIB),
    fallback: () => TURN_BYTES,
  },
  {
    name: 'zone',
    field: 'zone',
    about: say('about-zone'),
    parse: (text) => (isZone(text) ? text : undefined),
    fallback: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    example: 'Europe/London',
  },
];

/** All settings with their defaults filled in, each read when it is asked for: one that is damaged stops nobody else. */
export function readConfig(local: Local): Config {
  const fields = SETTINGS.map((setting) => [setting.field, { get: () => current(local, setting), enumerable: true }]);
  return Object.defineProperties({}, Object.fromEntries(fields)) as Config;
}

export interface SettingInfo {
  readonly name: string;
  readonly value: string;
  readonly default: boolean;
  readonly about: string;
}

/** Every setting, or the named one. @throws bad-setting */
export function listConfig(home: Reading, name?: string): { readonly settings: readonly SettingInfo[] } {
  const wanted = name === undefined ? SETTINGS : [settingOf(name)];
  return { settings: wanted.map((setting) => info(home.ledger.local, setting)) };
}

/**
 * Sets one, or without a value puts it back to its default.
 * @throws bad-setting (78) for an unknown name or a value that it cannot have
 */
export function setConfig(
  home: Home,
  name: string,
  text: string | undefined,
): { readonly settings: readonly SettingInfo[]; readonly already: boolean; readonly dryRun?: true } {
  const setting = settingOf(name);
  const value = text === undefined ? undefined : setting.parse(text.trim());
  if (text !== undefined && value === undefined) {
    throw new PedigreeError('bad-setting', say('cannot-be', { name, text }), {
      hint: say('for-example', { example: setting.example ?? shown(setting, setting.fallback()) }),
    });
  }
  const { local } = home.ledger;
  const already = unlessDamaged(() => local.setting(key(setting)) ?? null) === (value ?? null);
  if (home.env.dryRun) return { ...listConfig(home, name), already, dryRun: true };
  if (!already) local.setSetting(key(setting), value);
  return { ...listConfig(home, name), already };
}

function showDuration(value: string | number): string {
  const ms = Number(value);
  if (ms % HOUR === 0) return `${ms / HOUR}h`;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${Math.round(ms / 1000)}s`;
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function key(setting: Setting): string {
  return settingKey(setting.name);
}

function current(local: Local, setting: Setting): string | number {
  const stored: Json | undefined = local.setting(key(setting));
  return typeof stored === 'string' || typeof stored === 'number' ? stored : setting.fallback();
}

function shown({ show = String }: Setting, value: string | number): string {
  return show(value);
}

function info(local: Local, setting: Setting): SettingInfo {
  return {
    name: setting.name,
    value: shown(setting, current(local, setting)),
    default: local.setting(key(setting)) === undefined,
    about: sentence(setting.about),
  };
}

function settingOf(name: string): Setting {
  const found = SETTINGS.find((setting) => setting.name === name);
  if (found !== undefined) return found;
  throw new PedigreeError('bad-setting', say('no-setting', { name }), {
    hint: say('one-of', { settings: SETTINGS.map((setting) => setting.name) }),
  });
}
