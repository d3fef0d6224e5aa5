// A sheet of paper on the screen: what is printed of a page that has one, with the day and whose desk it is of.
import type { ComponentChildren } from 'preact';
import { phrase } from '../../src/words/en/page.ts';
import { momentWords } from '../base/clock.ts';
import { me } from '../state/me.ts';
import { Press, Said } from './base.tsx';
import { clean } from './product.ts';

interface Props {
  readonly title: string;
  /** Its size: a page, a slip of A6, or a label. */
  readonly form?: 'page' | 'slip' | 'label';
  readonly children: ComponentChildren;
}

export function Sheet({ title, form = 'page', children }: Props) {
  const { device, operator, party } = me.value ?? {};
  const by = [operator, device?.name, party?.name].filter((one) => one !== undefined).map((one) => clean(one, 60));
  return (
    <section class={`sheet ${form}`} aria-label={title}>
      <h2>{title}</h2>
      {children}
      <p class="small">
        {momentWords(new Date().toISOString())}, <Said text={by.join(' · ')} longest={200} />
      </p>
    </section>
  );
}

/** Prints the sheet that is on the page, else the page. */
export function Print() {
  return <Press press={() => print()}>{phrase('print')}</Press>;
}
