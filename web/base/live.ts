// What is said aloud by whatever reads the page to somebody: one element that stays, and a text that is new each time.
import { signal } from '@preact/signals';

export const said = signal('');

export function announce(text: string): void {
  said.value = text;
}
