// Making and opening the store of a hub.
import { b64u } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/hub.ts';
import { type HubConnection, type HubDatabase, within } from './connection.ts';
import { HUB_SCHEMA, hubTables, OLDEST_HUB_SCHEMA } from './schema.ts';

/**
 * Makes the tables where there are none; says whether it made them. With `network` they are for that one, and for no other.
 * @throws other-network where they are there for another one
 */
export async function createHub(
  database: HubDatabase,
  random: (n: number) => Uint8Array,
  network?: string,
): Promise<boolean> {
  return database.lend((connection) =>
    within(connection, 'write', async (inside) => {
      const [there] = await inside.rows<{ is: boolean }>("select to_regclass('meta') is not null as is");
      const makes = there?.is !== true;
      if (makes) for (const text of hubTables(b64u(random(12)))) await inside.rows(text);
      if (network === undefined) return makes;
      const [kept] = await inside.rows<{ value: string }>(
        `insert into meta (key, value) values ('network', $1) on conflict (key) do update set value = meta.value
         returning value`,
        network,
      );
      if (kept?.value !== network) throw new PedigreeError('other-network', say('hub-of-other-network'));
      return makes;
    }),
  );
}

/** @throws bad-setting where this program may not use the tables, or there are none */
export async function checkHub(database: HubDatabase): Promise<void> {
  const { version, least } = await database.lend(versionsOf);
  if (version >= OLDEST_HUB_SCHEMA && HUB_SCHEMA >= least) return;
  if (version === 0) throw new PedigreeError('bad-setting', say('no-hub-there'), { hint: say('hub-init-makes') });
  throw new PedigreeError('bad-setting', say('other-schema', { version, known: HUB_SCHEMA }), {
    hint: say('newer-program'),
  });
}

async function versionsOf(connection: HubConnection): Promise<{ readonly version: number; readonly least: number }> {
  const [there] = await connection.rows<{ is: boolean }>("select to_regclass('meta') is not null as is");
  if (there?.is !== true) return { version: 0, least: 0 };
  const rows = await connection.rows<{ key: string; value: string }>(
    "select key, value from meta where key in ('schema', 'least')",
  );
  const of = (name: string): number => Number(rows.find(({ key }) => key === name)?.value ?? 0);
  return { version: of('schema'), least: of('least') };
}
