// What the routes of a desk work with: the folder, the devices, the journal of taps, the news.
import type { DeskDevice, DeskRole } from '../app/node/desk-file.ts';
import type { Devices } from '../app/node/devices.ts';
import type { Env } from '../app/node/env.ts';
import type { DeskCommands } from './commands.ts';
import type { TapJournal } from './journal.ts';
import type { DeskLocks } from './lock.ts';
import type { DeskLog } from './log.ts';
import type { DeskNews } from './news.ts';
import type { Allowance } from './pace.ts';
import type { DeskProgram } from './program.ts';
import { allowedTo } from './roles.ts';
import type { DeskSessions } from './sessions.ts';

export const SCREENS = ['scan', 'receive', 'recalls', 'lots'] as const;
export type DeskScreen = (typeof SCREENS)[number];

export interface DeskParty {
  readonly name: string;
  readonly gln: string;
}

/** Whether the party's key signs: a locked one, and an observer, leave what reads. */
export type DeskKey = 'open' | 'locked' | 'observer';

export interface DeskState {
  readonly env: Env;
  readonly party: DeskParty;
  readonly key: DeskKey;
  readonly release: string;
  readonly screen: DeskScreen | undefined;
  /** Where pages reach this desk. */
  readonly url: () => string;
  readonly doing: DeskCommands;
  readonly devices: Devices;
  readonly taps: TapJournal;
  readonly news: DeskNews;
  readonly sessions: DeskSessions;
  readonly locks: DeskLocks;
  readonly log: DeskLog;
  /** How this program is started for what has a process of its own. */
  readonly program: DeskProgram;
  /** Tries of codes that pair, of everybody together. */
  readonly tries: Allowance;
}

/** What this device may do now. */
export function mayNow({ key }: DeskState, { role }: DeskDevice): ReadonlySet<string> {
  return allowedTo(key === 'open' ? role : ('look' satisfies DeskRole));
}

/** Who does it, as the own party reads it in the event. */
export function envOf({ env }: DeskState, device: DeskDevice, operator: string | undefined): Env {
  return {
    ...env,
    operator: operator === undefined ? device.name : `${operator} · ${device.name}`,
    progress: () => {},
  };
}
