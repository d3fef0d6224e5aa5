// What was recorded here today, by kind, and how old the last backup is.
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/maintenance.ts';
import { momentHere } from '../node/clock.ts';
import { hoursAgo } from '../node/moments.ts';
import type { Reading } from '../node/reading.ts';
import { dayHere } from '../node/today.ts';
import { eventsIn } from '../record/log.ts';
import { lastBackup } from './last-backup.ts';
import type { Todo } from './todo.ts';

export interface Today {
  /** YYYY-MM-DD, as the people here count days. */
  readonly day: string;
  /** On the own chain. */
  readonly events: number;
  /** How many there are of each type. */
  readonly types: Readonly<Record<string, number>>;
}

export interface BackupAge {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly ageHours: number;
  /** Own events that are not in it. */
  readonly behind: number;
}

/** Days after which what was recorded since the last backup is too much to lose. */
const BACKUP_EVERY = 7;

export function todayOf(home: Reading, view: View): Today {
  const day = dayHere(home, view);
  const own = view.chains().filter(({ chain }) => chain === home.self.chain);
  const types: Record<string, number> = {};
  let events = 0;
  for (const { leaf } of eventsIn(view, own, day)) {
    events++;
    types[leaf.type] = (types[leaf.type] ?? 0) + 1;
  }
  return { day: day.is, events, types };
}

/** The last backup that was written here; undefined where there is none. */
export function backupOf(home: Reading, view: View): BackupAge | undefined {
  const last = lastBackup(home.dir);
  if (last === undefined) return undefined;
  const size = view.chain(home.self.chain)?.size ?? 0;
  return {
    at: new Date(last.at).toISOString(),
    ageHours: hoursSince(home, view, last.at),
    behind: Math.max(0, size - last.size),
  };
}

/** Where something was recorded since the last backup, and that is a week ago; of none since the chain began. */
export function backupTodo(home: Reading, view: View, last: BackupAge | undefined): readonly Todo[] {
  const { chain } = home.self;
  const first = view.eventAt(chain, 0, 0)?.leaf;
  // Opening a chain is no work: whoever has its card begins again.
  const behind = last?.behind ?? (view.chain(chain)?.size ?? 1) - 1;
  if (first === undefined || behind === 0) return [];
  const ageHours = last?.ageHours ?? hoursSince(home, view, first.at);
  if (ageHours < BACKUP_EVERY * 24) return [];
  const what = last === undefined ? 'never-backed-up' : 'backup';
  return [{ what, count: behind, command: phrase('backup-day', { day: dayHere(home, view).is }), ageHours }];
}

function hoursSince(home: Reading, view: View, at: number): number {
  return hoursAgo(momentHere(home, view), at);
}
