// What a scanning session has heard, on disk before it is answered: one file a session, so that two on one home never meet.
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import type { Reply } from '../../scan/session.ts';
import type { SessionRequest } from './session-request.ts';

/** A move of the person or the scanner, in the order in which it came; by its number where whoever made it has numbered it. */
export type Move = { readonly move?: number } & Deed;

type Deed =
  | { readonly scan: string }
  | { readonly undo: true }
  | { readonly answer: Reply }
  /** What was scanned last came damaged. */
  | { readonly damaged: true }
  /** What is announced and does not come is to be told to the shippers, or not after all. */
  | { readonly missing: boolean }
  /** It was asked about so many that have not come, and a person answers that next. */
  | { readonly asked: number }
  /** What is about to be recorded: from here on it may stand in the ledger. */
  | { readonly finish: Finish }
  /** It was not recorded after all. */
  | { readonly failed: true };

/** The inputs that are recorded, in order. */
export interface Finish {
  readonly items: readonly string[];
  /** Not counted, and told of all the same. */
  readonly told: readonly string[];
  /** Announced and not there, where that is to be told. */
  readonly missing?: readonly string[];
  readonly damaged?: readonly string[];
}

/** A session that ended without its finish. */
export interface Unfinished {
  readonly id: string;
  readonly file: string;
  readonly request: SessionRequest;
  /** When it began, ms. */
  readonly since: number;
  readonly moves: readonly Move[];
}

const FOLDER = 'sessions';
const NOBODY = '0-0';
/** The id, then the process that works on it. */
const NAME = /^([0-9a-z]+)\.(\d+)-(\d+)$/;

export class Journal {
  readonly id: string;
  readonly #file: string;
  readonly #fd: number;

  private constructor(id: string, file: string, fd: number) {
    this.id = id;
    this.#file = file;
    this.#fd = fd;
  }

  static begin(home: string, id: string, request: SessionRequest, now: number): Journal {
    const folder = join(home, FOLDER);
    makeFolder(folder, 0o700);
    const file = join(folder, `${id}.${ownerName()}`);
    const journal = new Journal(
      id,
      file,
      openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600),
    );
    journal.#write([{ request, at: now }]);
    const parent = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
    return journal;
  }

  /** Takes up what another process left; undefined where a third one was faster. */
  static takeUp(home: string, left: Unfinished): Journal | undefined {
    const file = join(home, FOLDER, `${left.id}.${ownerName()}`);
    try {
      renameSync(left.file, file);
    } catch {
      return undefined;
    }
    const text = readFileSync(file);
    // A line that was being written when the power went was never answered.
    truncateSync(file, text.lastIndexOf(0x0a) + 1);
    return new Journal(left.id, file, openSync(file, constants.O_WRONLY | constants.O_APPEND));
  }

  /** On disk when it returns. */
  add(moves: readonly Move[]): void {
    this.#write(moves);
  }

  /** Leaves it for another time: whoever comes next may take it up. */
  close(): void {
    closeSync(this.#fd);
    if (existsSync(this.#file)) renameSync(this.#file, this.#file.replace(/\.[^.]*$/, `.${NOBODY}`));
  }

  /** Recorded, or given up: nothing is left of it. */
  remove(): void {
    closeSync(this.#fd);
    rmSync(this.#file, { force: true });
  }

  #write(lines: readonly object[]): void {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'utf8');
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    fsyncSync(this.#fd);
  }
}

/** Sessions of processes that are no more, the oldest first. */
export function unfinishedSessions(home: string): readonly Unfinished[] {
  let names: readonly string[];
  try {
    names = readdirSync(join(home, FOLDER));
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const [, id, pid, started] = NAME.exec(name) ?? [];
      if (id === undefined || isAlive(Number(pid), started ?? '')) return [];
      return readLeft(id, join(home, FOLDER, name)) ?? [];
    })
    .sort((a, b) => a.since - b.since);
}

export function discardSession({ file }: Unfinished): void {
  rmSync(file, { force: true });
}

function readLeft(id: string, file: string): Unfinished | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
  try {
    const [head, ...moves] = whole.map((line) => JSON.parse(line));
    if (head === undefined) return undefined;
    const { request, at } = head as { request: SessionRequest; at: number };
    return { id, file, request, since: at, moves: moves as Move[] };
  } catch {
    return undefined;
  }
}

function ownerName(): string {
  return `${process.pid}-${startOf(process.pid)}`;
}

/** Another process that was given the same number later did not start at the same moment. */
function isAlive(pid: number, started: string): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === started;
}

/** Clock ticks since boot at which a process began, as Linux tells; 0 elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

/** Sorts by the time it was made; never the same twice. */
export function newSessionId(random: (bytes: number) => Uint8Array): string {
  return Date.now().toString(36).padStart(9, '0') + Buffer.from(random(6)).readUIntBE(0, 6).toString(36);
}
