// A fork as two signed checkpoints side by side: a picture of where the records part, and the same in words; the proof can be saved.
import { useEffect, useState } from 'preact/hooks';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { momentWords, numberWords } from '../base/clock.ts';
import { Facts, Said } from '../parts/base.tsx';

interface Side {
  readonly note: string;
  readonly size: number;
  readonly root: string;
  readonly leaf?: string;
  readonly from?: string;
  readonly seen?: string;
  readonly events?: number;
  readonly packs?: number;
}

export interface ForkShown {
  readonly chain: string;
  readonly index?: number;
  readonly sides: readonly Side[];
}

const [WIDE, HIGH, FROM, PART, TO] = [560, 152, 24, 200, 330];
/** Of a root what a person compares by eye. */
const SHOWN = 16;

export function Forks({ of, name }: { readonly of: readonly ForkShown[]; readonly name: string }) {
  return (
    <>
      {of.map((fork, at) => (
        <section class="fork" key={`${at}`}>
          <Picture fork={fork} name={name} />
          <div class="sides">
            {fork.sides.map((side, nth) => (
              <div key={side.root}>
                <p class="strong">{phrase(nth === 0 ? 'first-record' : 'second-record')}</p>
                <Facts
                  of={[
                    [phrase('events-in-it'), numberWords(side.size)],
                    [phrase('root-of-it'), <code key="root">{side.root}</code>],
                    [phrase('heard-until'), side.seen === undefined ? phrase('only-its-note') : momentWords(side.seen)],
                    [phrase('shown-by'), side.from],
                    [
                      phrase('at-stake'),
                      side.events === undefined
                        ? undefined
                        : phrase('stake-of', { count: side.events, packs: side.packs ?? 0 }),
                    ],
                  ]}
                />
              </div>
            ))}
          </div>
          <Proof fork={fork} />
        </section>
      ))}
    </>
  );
}

function wordsOf({ index, sides }: ForkShown, name: string): string {
  const [one, other] = sides;
  const roots = phrase('two-roots', {
    one: one?.root.slice(0, SHOWN) ?? '',
    sizeOne: one?.size ?? 0,
    other: other?.root.slice(0, SHOWN) ?? '',
    sizeOther: other?.size ?? 0,
  });
  const where = index === undefined ? phrase('parts-somewhere', { name }) : phrase('parts-at', { name, index });
  return `${where} ${roots}`;
}

function Picture({ fork, name }: { readonly fork: ForkShown; readonly name: string }) {
  const { index, sides } = fork;
  const said = wordsOf(fork, name);
  return (
    <>
      <p>
        <Said text={said} longest={400} />
      </p>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={said} preserveAspectRatio="xMinYMid">
        <path class="way" d={`M${FROM} 76 H${PART}`} />
        <circle class="hand" cx={FROM} cy="76" r="10" />
        <circle class="hand" cx={PART} cy="76" r="10" />
        <text x={(FROM + PART) / 2} y="62" text-anchor="middle">
          {index === undefined ? '?' : numberWords(index)}
        </text>
        {sides.map(({ size, root }, nth) => {
          const y = nth === 0 ? 32 : 120;
          return (
            <g key={root}>
              <path class={nth === 0 ? 'way' : 'way dashed'} d={`M${PART + 10} 76 L${TO - 10} ${y}`} />
              <rect class="note-box" x={TO - 10} y={y - 24} width={WIDE - TO} height="48" rx="6" />
              <text x={TO} y={y - 4}>
                {`✗ ${numberWords(size)}`}
              </text>
              <text class="root" x={TO} y={y + 16}>
                {root.slice(0, SHOWN)}
              </text>
            </g>
          );
        })}
      </svg>
    </>
  );
}

/** Both notes as they were signed, in a file that anybody can check. */
function Proof({ fork: { chain, index, sides } }: { readonly fork: ForkShown }) {
  const [address, setAddress] = useState<string | undefined>(undefined);
  const [one, other] = sides;
  useEffect(() => {
    const proof = { chain, index, notes: [one?.note, other?.note], leaves: [one?.leaf, other?.leaf] };
    const made = URL.createObjectURL(new Blob([JSON.stringify(proof, null, 2)], { type: 'application/json' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [chain, index, one?.note, other?.note]);
  return address === undefined ? null : (
    <a class="press plain" href={address} download={`fork-${chain.slice(0, 8)}.json`}>
      {phrase('save-proof')}
    </a>
  );
}
