// The button that prints something of the pack at hand; what is printed comes when it is first wanted.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-slips.ts';
import type { VerdictShown } from '../api/documents.ts';
import { Press } from '../parts/base.tsx';

type Slips = Pick<typeof import('./others.ts'), 'AsideLabel' | 'VerdictSlip'>;
const slips = signal<Slips | undefined>(undefined);

async function load(): Promise<void> {
  slips.value = await import('./others.ts');
}

function Opens({ word, children }: { readonly word: string; readonly children: (loaded: Slips) => ComponentChildren }) {
  const [isOpen, open] = useState(false);
  const loaded = slips.value;
  if (isOpen && loaded !== undefined)
    return (
      <div class="question">
        {children(loaded)}
        <Press press={() => open(false)}>{base('back')}</Press>
      </div>
    );
  return (
    <Press
      press={() => {
        open(true);
        return load();
      }}
    >
      {word}
    </Press>
  );
}

export function SlipOf({ verdict, at }: { readonly verdict: VerdictShown; readonly at: number }) {
  return <Opens word={phrase('print-slip')}>{({ VerdictSlip }) => <VerdictSlip verdict={verdict} at={at} />}</Opens>;
}

export function LabelOf({ verdict }: { readonly verdict: VerdictShown }) {
  return <Opens word={phrase('print-label')}>{({ AsideLabel }) => <AsideLabel verdict={verdict} />}</Opens>;
}
