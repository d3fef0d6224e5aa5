// The database of scenes with a hub: one PostgreSQL for all of them, started when the first asks, and in it one database for each.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresPrograms, startServer, type TestServer } from '../ledger/postgres/server.ts';

/** The programs of a PostgreSQL, where one is installed. */
export const POSTGRES = postgresPrograms();

export class HubStage {
  #server: TestServer | undefined;
  #databases = 0;

  /** Makes an empty database, and `hub.dsn` in a folder, which names it; its address. */
  open(folder: string): string {
    if (POSTGRES === undefined) throw new Error('no PostgreSQL is installed');
    this.#server ??= startServer(POSTGRES);
    const name = `hub${++this.#databases}`;
    execFileSync(join(POSTGRES, 'createdb'), ['-h', this.#server.host, '-U', 'hub', name], { cwd: '/tmp' });
    const address = `postgresql:///${name}?host=${this.#server.host}&user=hub`;
    writeFileSync(join(folder, 'hub.dsn'), `# the database of the hub\n${address}\n`, { mode: 0o600 });
    return address;
  }

  /** Runs a statement in the database that was opened last. */
  run(statement: string): void {
    const words = ['-h', this.server.host, '-U', 'hub', '-d', `hub${this.#databases}`, '-qc', statement];
    execFileSync(join(POSTGRES ?? '', 'psql'), words, { cwd: '/tmp' });
  }

  get server(): TestServer {
    if (this.#server === undefined) throw new Error('no database was opened');
    return this.#server;
  }

  remove(): void {
    this.#server?.remove();
  }
}
