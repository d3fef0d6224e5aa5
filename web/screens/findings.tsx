// What a check of a file found, and the letter to its sender: read, printed, copied.
import { useState } from 'preact/hooks';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { phrase as screens } from '../../src/words/en/page-screens.ts';
import { Answered } from '../parts/answered.tsx';
import { Press, Said } from '../parts/base.tsx';
import { Print, Sheet } from '../parts/sheet.tsx';
import { useAsked } from '../state/asked.ts';

export interface FindingShown {
  readonly code: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly line?: number;
  readonly row?: number;
  readonly path?: string;
  readonly count?: number;
  readonly text: string;
  readonly hint: string;
}

/** More are told by their number. */
const MOST = 100;

export function Findings({ of }: { readonly of: readonly FindingShown[] }) {
  const grave = of.filter(({ level }) => level !== 'info');
  if (grave.length === 0) return <p>{phrase('no-findings')}</p>;
  return (
    <>
      <ul class="rows">
        {grave.slice(0, MOST).map((one, at) => (
          <li key={`${at}`} class={`row ${one.level === 'error' ? 'stop' : 'caution'}`}>
            <strong>
              {one.level === 'error' ? '✗ ' : '! '}
              <Said text={one.text} longest={400} />
            </strong>
            <span class="small">
              <Said text={placeOf(one)} /> <Said text={one.hint} longest={400} />
            </span>
          </li>
        ))}
      </ul>
      {grave.length > MOST ? <p>{phrase('more-findings', { count: grave.length - MOST })}</p> : null}
    </>
  );
}

function placeOf({ line, row, path, count = 1 }: FindingShown): string {
  const place =
    line !== undefined ? phrase('in-line', { line }) : row !== undefined ? phrase('in-row', { row }) : (path ?? '');
  const times = count > 1 ? phrase('so-often', { count }) : '';
  return [place, times]
    .filter((word) => word !== '')
    .map((word) => `${word}.`)
    .join(' ');
}

interface Complaint {
  readonly findings: readonly FindingShown[];
  readonly letter?: readonly string[];
}

/** All that a check of the file finds now, and the letter about it. */
export function Letter({ document }: { readonly document: string }) {
  const asked = useAsked<Complaint>('epcis complain', { args: { document } });
  const [isOpen, setOpen] = useState(false);
  const [isCopied, setCopied] = useState(false);
  return (
    <Answered asked={asked}>
      {({ findings, letter }) => (
        <>
          <Findings of={findings} />
          {letter === undefined ? null : isOpen ? (
            <>
              <Sheet title={phrase('letter')}>
                <pre class="letter" dir="auto">
                  {letter.join('\n')}
                </pre>
              </Sheet>
              <div class="doings">
                <Print />
                <Press
                  press={async () => {
                    await navigator.clipboard.writeText(letter.join('\n'));
                    setCopied(true);
                  }}
                >
                  {isCopied ? screens('copied') : phrase('copy-letter')}
                </Press>
              </div>
            </>
          ) : (
            <div class="doings">
              <Press press={() => setOpen(true)}>{phrase('write-letter')}</Press>
            </div>
          )}
        </>
      )}
    </Answered>
  );
}
