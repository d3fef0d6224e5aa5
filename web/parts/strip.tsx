// Who held a pack, from left to right: a picture of at most 16 hands, and the same as a sentence for whoever does not see it.
import { phrase } from '../../src/words/en/page-screens.ts';
import type { TraceShown } from '../api/documents.ts';
import { clean } from './product.ts';

/** One hand: who had it, and how it came there. */
export interface Hand {
  readonly name: string;
  /** On its way to this party, and not received. */
  readonly onTheWay: boolean;
}

const MOST = 16;
const STEP = 112;
const HIGH = 72;

/** The hands of a life; whoever only wrote about it in between is none. */
export function handsOf({ steps, custody }: TraceShown): readonly Hand[] {
  const hands: Hand[] = [];
  const take = (name: string, onTheWay: boolean): void => {
    if (hands.at(-1)?.name === name) hands.splice(-1);
    hands.push({ name, onTheWay });
  };
  for (const { type, by, to } of steps) {
    if (type === 'ship' && to !== undefined) take(to, true);
    else if (type === 'commission' || type === 'receive' || type === 'assign' || type === 'found') take(by, false);
    else if (type === 'void' && hands.at(-1)?.onTheWay) hands.splice(-1);
  }
  const last = hands.at(-1);
  if (last?.onTheWay && custody.state !== 'transit' && custody.state !== 'in-transit') take(last.name, false);
  return hands.slice(-MOST);
}

export function Strip({ trace, now }: { readonly trace: TraceShown; readonly now: string }) {
  const hands = handsOf(trace);
  if (hands.length === 0) return null;
  const parts = (trace.lines?.length ?? 0) > 1 || trace.custody.state === 'disputed';
  const wide = Math.max(hands.length, 2) * STEP;
  const label = phrase('strip-said', { names: hands.map(({ name }) => clean(name, 40)).join(', '), now });
  return (
    <div class="strip">
      <svg viewBox={`0 0 ${wide} ${HIGH}`} width={wide} height={HIGH} role="img" aria-label={label}>
        {hands.map(({ name, onTheWay }, at) => {
          const x = at * STEP + STEP / 2;
          return (
            <g key={`${at} ${name}`}>
              {at === 0 ? null : <path d={`M${x - STEP + 14} 24 H${x - 16}`} class={onTheWay ? 'way dashed' : 'way'} />}
              <circle cx={x} cy="24" r="12" class={at === hands.length - 1 ? 'hand here' : 'hand'} />
              {parts && at === hands.length - 1 ? (
                <text x={x} y="30" text-anchor="middle" class="cross">
                  ✗
                </text>
              ) : null}
              <text x={x} y="60" text-anchor="middle" class="name" direction="ltr">
                {clean(name, 14)}
              </text>
            </g>
          );
        })}
      </svg>
      {parts ? <p class="strong">{phrase('strip-parts')}</p> : null}
    </div>
  );
}
