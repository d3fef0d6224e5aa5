// What waits for this party among goods, records, alerts and recalls.
import type { Home } from './home.ts';
import type { Todo } from './status.ts';

/** One line for each kind of thing that waits; what waits most urgently first. */
export async function waiting(home: Home): Promise<readonly Todo[]> {
  const records = home.ledger.local.outbox.count();
  return records === 0 ? [] : [{ what: 'outbox', count: records, command: 'pedigree outbox' }];
}
