// What a screen shows of the node: asked when it opens and whenever news came, and never older than it looks.
import { useEffect, useRef, useState } from 'preact/hooks';
import { carryOut, connected, type Order, onceKey, type Reply } from '../api/client.ts';
import { language } from '../base/language.ts';
import { changed } from './news.ts';

export type Asked<T> = { readonly kind: 'loading' } | Reply<T>;

/**
 * Asks with a command and what it is given; asked again at news, and by `again`.
 * @param writes the command may write, though not with this order: each asking bears a key of its own
 */
export function useAsked<T>(
  command: string,
  order: Order = {},
  writes = false,
): readonly [Asked<T>, again: () => void] {
  const [answer, setAnswer] = useState<Asked<T>>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  const given = JSON.stringify(order);
  // What a person wants to see; the same once more is asked by the page itself, after news.
  const wanted = `${command} ${given} ${turn}`;
  const askedFor = useRef<string | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    const key = writes ? { once: onceKey() } : {};
    const quiet = askedFor.current === wanted ? ({ quiet: true } as const) : {};
    askedFor.current = wanted;
    void carryOut<T>(command, { ...(JSON.parse(given) as Order), ...key, ...quiet }).then((reply) => {
      if (!isOver) setAnswer(reply);
    });
    return () => {
      isOver = true;
    };
  }, [command, given, turn, changed.value, connected.value === true, language.value]);
  return [answer, () => setTurn(turn + 1)];
}
