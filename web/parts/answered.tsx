// Every state of a screen that asks the node: loading, not connected, refused, and what it shows when it knows.
import type { ComponentChildren } from 'preact';
import { phrase } from '../../src/words/en/page.ts';
import type { Asked } from '../state/asked.ts';
import { Fault, Press } from './base.tsx';

interface Props<T> {
  readonly asked: readonly [Asked<T>, again: () => void];
  readonly children: (document: T) => ComponentChildren;
}

export function Answered<T>({ asked: [answer, again], children }: Props<T>) {
  switch (answer.kind) {
    case 'loading':
      return <p class="loading">{phrase('loading')}</p>;
    case 'away':
      return (
        <div class="away-note">
          <p>{phrase('not-connected-why')}</p>
          <Press press={again}>{phrase('try-again')}</Press>
        </div>
      );
    case 'failure':
      return <Fault failure={answer.failure} again={again} />;
    case 'document':
      return <>{children(answer.document)}</>;
  }
}
