// A PostgreSQL of a test: its own cluster in a temporary folder, on a socket of that folder alone, run by an ordinary user.
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the programs of a PostgreSQL 15 or newer, where one is installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => Number(name) >= 15) : [];
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(DEBIAN, newest, 'bin');
}

/** Whom the server runs as: this user, or, where that is root, the one that Debian's package makes. */
interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

function ordinaryUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export interface TestServer {
  /** The folder of its socket. */
  readonly host: string;
  readonly data: string;
  start(): void;
  /** `immediate` is what a power cut leaves. */
  stop(how?: 'fast' | 'immediate'): void;
  running(): boolean;
  /** The process id of the server. */
  pid(): number;
  promote(): void;
  /** Gives a folder to whom the server runs as. */
  own(folder: string): void;
  /** Another server that follows this one. */
  standby(name: string): TestServer;
  remove(): void;
}

// What the system has of a file outlives a server that is killed; nobody cuts the power.
const SETTINGS = `
listen_addresses = ''
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
max_wal_senders = 8
wal_keep_size = 256MB
wal_level = replica
hot_standby = on
deadlock_timeout = 100ms
log_min_messages = warning
`;

/** Makes and starts one; `more` are further lines of its settings. */
export function startServer(programs: string, more = ''): TestServer {
  // A path of a socket may have a hundred letters.
  const dir = mkdtempSync('/tmp/pgtest-');
  const as = ordinaryUser();
  chmodSync(dir, 0o700);
  if (as !== undefined) chownSync(dir, as.uid, as.gid);
  const data = join(dir, 'data');
  run(programs, as, 'initdb', ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']);
  writeFileSync(join(data, 'postgresql.auto.conf'), `${SETTINGS}\nunix_socket_directories = '${dir}'\n${more}`);
  const server = serverIn(programs, as, dir, data, [dir]);
  server.start();
  return server;
}

function serverIn(programs: string, as: RunAs | undefined, host: string, data: string, folders: string[]): TestServer {
  const control = (...words: readonly string[]) => run(programs, as, 'pg_ctl', ['-D', data, '-w', '-s', ...words]);
  const server: TestServer = {
    host,
    data,
    start: () => void control('-l', join(host, 'log'), 'start'),
    stop: (how = 'fast') => {
      if (server.running()) control('-m', how, 'stop');
    },
    running: () => existsSync(join(data, 'postmaster.pid')),
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    promote: () => void control('promote'),
    own: (folder) => {
      if (as !== undefined) execFileSync('chown', ['-R', `${as.uid}:${as.gid}`, folder]);
      chmodSync(folder, 0o700);
    },
    standby: (name) => {
      const dir = mkdtempSync('/tmp/pgtest-');
      if (as !== undefined) chownSync(dir, as.uid, as.gid);
      folders.push(dir);
      const copy = join(dir, 'data');
      run(programs, as, 'pg_basebackup', ['-D', copy, '-h', host, '-U', 'hub', '-X', 'stream', '-c', 'fast']);
      const settings = `${SETTINGS}\nunix_socket_directories = '${dir}'\nprimary_conninfo = 'host=${host} user=hub application_name=${name}'\n`;
      writeFileSync(join(copy, 'postgresql.auto.conf'), settings);
      writeFileSync(join(copy, 'standby.signal'), '');
      const other = serverIn(programs, as, dir, copy, [dir]);
      other.start();
      return other;
    },
    remove: () => {
      server.stop('immediate');
      for (const dir of folders) rmSync(dir, { recursive: true, force: true });
    },
  };
  return server;
}

function run(programs: string, as: RunAs | undefined, program: string, words: readonly string[]): void {
  const done: SpawnSyncReturns<string> = spawnSync(join(programs, program), words, {
    encoding: 'utf8',
    cwd: '/tmp',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...as,
  });
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr || done.error?.message}`);
}
