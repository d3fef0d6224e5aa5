// A verdict that rests on what the person at this node alone has settled says so.
import type { CustodyEvent } from './evidence.ts';
import type { Life } from './life.ts';
import type { Reasons } from './tell-all.ts';

/** Names the parties whose words about an item count only because of that choice. */
export function judgeSettledHere(life: Life, notices: readonly CustodyEvent[], reasons: Reasons): void {
  const by = new Set<string>();
  const look = ({ author }: CustodyEvent): void => {
    if (author?.settledHere === true) by.add(author.gln);
  };
  if (life.commission !== undefined) look(life.commission);
  for (const { events } of life.steps) for (const event of events) look(event);
  for (const notice of notices) look(notice);
  if (by.size > 0) reasons.add('settled-here', { by: [...by].sort() });
}
