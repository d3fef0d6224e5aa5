// A bar of counts that add up: each part with its number and a pattern of its own, so that no colour has to be told apart.
import { phrase } from '../../src/words/en/page-screens.ts';
import { numberWords } from '../base/clock.ts';

export interface Part {
  readonly name: string;
  readonly said: string;
  readonly count: number;
}

const WIDE = 600;
const HIGH = 40;
/** Narrower than this a number does not fit into its part. */
const ROOM = 12;

export function Bar({
  parts,
  all,
  label,
}: {
  readonly parts: readonly Part[];
  readonly all: number;
  readonly label: string;
}) {
  const shown = parts.filter(({ count }) => count > 0);
  const sum = Math.max(
    1,
    shown.reduce((total, { count }) => total + count, 0),
  );
  let from = 0;
  return (
    <figure class="bar">
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        role="img"
        preserveAspectRatio="xMinYMid"
        aria-label={`${label}: ${shown.map(sayPart).join(', ')}`}
      >
        <Patterns />
        {shown.map(({ name, count }) => {
          const wide = (count / sum) * WIDE;
          const at = from;
          from += wide;
          const text = numberWords(count);
          return (
            <g key={name}>
              <rect
                x={at}
                y="1"
                width={wide}
                height={HIGH - 2}
                class={`part part-${name}`}
                fill={`url(#fill-${name})`}
              />
              {wide > ROOM * text.length + ROOM ? (
                <>
                  <rect
                    x={at + wide / 2 - (ROOM * text.length) / 2}
                    y="9"
                    width={ROOM * text.length}
                    height="22"
                    class="plate"
                  />
                  <text x={at + wide / 2} y="26" text-anchor="middle">
                    {text}
                  </text>
                </>
              ) : null}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <ul class="legend">
          {shown.map((part) => (
            <li key={part.name}>
              <svg viewBox="0 0 16 16" class="swatch" aria-hidden="true">
                <rect width="16" height="16" class={`part part-${part.name}`} fill={`url(#fill-${part.name})`} />
              </svg>{' '}
              {sayPart(part)}
            </li>
          ))}
        </ul>
        <p class="small">{phrase('of-all', { count: all })}</p>
      </figcaption>
    </figure>
  );
}

function sayPart({ count, said }: Part): string {
  return phrase('so-many', { count, what: said });
}

/** Lines, dots and grounds by name; what has none here is plain. */
const LINES: Readonly<Record<string, string>> = {
  held: 'M0 0',
  quarantined: 'M0 8 L8 0',
  dispensed: 'M4 0 V8',
  sentOn: 'M0 4 H8',
  inTransit: 'M0 0 L8 8',
  unaccounted: 'M0 0 L8 8 M0 8 L8 0',
  decommissioned: 'M4 0 V8 M0 4 H8',
  disputed: 'M2 2 h1 M6 6 h1',
  notKnownHere: 'M1 1 h1 M5 5 h1 M1 5 h1 M5 1 h1',
  atMaker: 'M0 2 H8 M0 6 H8',
};

function Patterns() {
  return (
    <defs>
      {Object.entries(LINES).map(([name, path]) => (
        <pattern key={name} id={`fill-${name}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" class={`ground ground-${name}`} />
          <path d={path} class="line" />
        </pattern>
      ))}
    </defs>
  );
}
