// A long list of which only what is in view is drawn: thousands of rows cost as many elements as a screen has.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Said } from './base.tsx';

/** How high a row is, px; more above and below the view so that scrolling finds it drawn. */
const HIGH = 56;
const BEYOND = 8;
/** Fewer are drawn as they are. */
const FEW = 60;

export function Rows({ of }: { readonly of: readonly (readonly [name: string, more: string])[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [from, setFrom] = useState(0);
  const isLong = of.length > FEW;
  const shown = isLong ? Math.ceil(innerHeight / HIGH) + 2 * BEYOND : of.length;
  useEffect(() => {
    if (!isLong) return undefined;
    const onScroll = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setFrom(Math.max(0, Math.min(of.length - 1, Math.floor(-top / HIGH)) - BEYOND));
    };
    addEventListener('scroll', onScroll, { passive: true });
    return () => removeEventListener('scroll', onScroll);
  }, [isLong, of.length]);
  return (
    <ul
      ref={list}
      class="lines"
      style={isLong ? { height: `${of.length * HIGH}px`, '--before': `${from * HIGH}px` } : {}}
      data-long={isLong || undefined}
    >
      {of.slice(isLong ? from : 0, (isLong ? from : 0) + shown).map(([name, more], at) => (
        <li key={`${from + at}`} aria-setsize={of.length} aria-posinset={from + at + 1}>
          <strong>
            <Said text={name} />
          </strong>{' '}
          <Said text={more} />
        </li>
      ))}
    </ul>
  );
}
