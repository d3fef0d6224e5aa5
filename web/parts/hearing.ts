// What a screen does with a scan, from the very moment it is drawn: none falls between two screens.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Hearer, hear } from '../scan/listen.ts';

/** Tells the screen of each scan, as it is drawn by then. */
export function useHearing(told: Hearer): void {
  const now = useRef(told);
  now.current = told;
  useLayoutEffect(() => hear((scan, by) => now.current(scan, by)), []);
}
