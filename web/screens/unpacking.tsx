// What comes out of a container: scanned one by one, or all of it.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase as dealings } from '../../src/words/en/page-dealings.ts';
import { phrase } from '../../src/words/en/page-returns.ts';
import { Answered } from '../parts/answered.tsx';
import { Fault, Press } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { ssccIn } from '../parts/sscc.ts';
import { play } from '../scan/sound.ts';
import { useAsked } from '../state/asked.ts';
import { useDeed } from '../state/deed.ts';
import { Ways } from './scan.tsx';

export function Unpacking() {
  const [sscc, setSscc] = useState<string | undefined>(undefined);
  const [scans, setScans] = useState<readonly string[]>([]);
  const [out, setOut] = useState<number | undefined>(undefined);
  const [isOther, setOther] = useState(false);
  const { carry, failure, isBusy } = useDeed();
  useHearing((scan) => {
    setOut(undefined);
    if (sscc !== undefined) return setScans((all) => (all.includes(scan) ? all : [...all, scan]));
    const found = ssccIn(scan);
    setOther(found === undefined);
    if (found === undefined) play('unknown');
    setSscc(found);
  });
  const begin = (): void => {
    setSscc(undefined);
    setScans([]);
  };
  const go = async (): Promise<void> => {
    if (sscc === undefined) return;
    const order = scans.length === 0 ? { scans: [sscc] } : { scans, options: { from: sscc } };
    const answer = await carry<{ readonly packs: number }>('unpack', order);
    if (answer === undefined) return;
    setOut(answer.packs);
    begin();
  };
  return (
    <>
      <p>{phrase('unpack-how')}</p>
      {out === undefined ? null : (
        <p class="notice" role="status">
          {phrase('came-out', { count: out })}
        </p>
      )}
      {isOther ? (
        <p class="notice caution" role="alert">
          {phrase('not-a-container')}
        </p>
      ) : null}
      {sscc === undefined ? null : <Inside sscc={sscc} />}
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        {sscc === undefined ? null : (
          <>
            <Press kind="main" press={go} disabled={isBusy}>
              {scans.length === 0 ? phrase('empty-it') : phrase('take-these-out', { count: scans.length })}
            </Press>
            {scans.length === 0 ? null : (
              <Press press={() => setScans(scans.slice(0, -1))}>{dealings('drop-last')}</Press>
            )}
            <Press press={begin}>{phrase('another-container')}</Press>
          </>
        )}
      </div>
      <Ways />
    </>
  );
}

function Inside({ sscc }: { readonly sscc: string }) {
  const asked = useAsked<{ readonly packs: number }>('contents', { scans: [sscc] });
  return (
    <>
      <p class="strong">{phrase('container-is', { sscc })}</p>
      <Answered asked={asked}>{({ packs }) => <p>{base('packs', { count: packs })}</p>}</Answered>
    </>
  );
}
