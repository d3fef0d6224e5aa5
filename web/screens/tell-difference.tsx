// Telling a partner that goods and data differ: what kind, of which delivery, and the goods it is about, scanned.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import type { Named } from '../api/documents.ts';
import { Choice, Fault, Field, Press } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { useAsked } from '../state/asked.ts';
import { saying, useDeed } from '../state/deed.ts';
import { KINDS, kindWord } from './kinds.ts';
import { Ways } from './scan.tsx';

export function TellDifference({ told }: { readonly told: () => void }) {
  const [isOpen, open] = useState(false);
  const [to, setTo] = useState<string | undefined>(undefined);
  return (
    <>
      {to === undefined ? null : (
        <p class="notice" role="status">
          {phrase('difference-told', { to })}
        </p>
      )}
      {isOpen ? (
        <Form
          done={(name) => {
            open(false);
            setTo(name);
            if (name !== undefined) told();
          }}
        />
      ) : (
        <div class="doings">
          <Press press={() => open(true)}>{phrase('tell-difference')}</Press>
        </div>
      )}
    </>
  );
}

function Form({ done }: { readonly done: (to: string | undefined) => void }) {
  const [kind, setKind] = useState<string>(KINDS[0]);
  const [delivery, setDelivery] = useState('');
  const [scans, setScans] = useState<readonly string[]>([]);
  const [expected, setExpected] = useState('');
  const [seen, setSeen] = useState('');
  const [note, setNote] = useState('');
  const [to, setTo] = useState('');
  const { carry, failure, isBusy } = useDeed();
  useHearing((scan) => setScans((all) => (all.includes(scan) ? all : [...all, scan])));
  const items = [...(delivery.trim() === '' ? [] : [delivery.trim()]), ...scans];
  const go = async (): Promise<void> => {
    const options = saying({ expected, seen, note, to });
    const answer = await carry<{ readonly to: string }>('exceptions tell', { scans: items, args: { kind }, options });
    if (answer !== undefined) done(answer.to);
  };
  return (
    <div class="block">
      <h2>{phrase('tell-difference')}</h2>
      <Choice
        label={phrase('what-differs')}
        of={KINDS.map((one) => [one, kindWord(one)] as const)}
        value={kind}
        set={setKind}
      />
      <Field label={phrase('of-delivery')} hint={phrase('of-delivery-hint')} value={delivery} set={setDelivery} />
      <p role="status">{phrase('scan-what-differs', { count: scans.length })}</p>
      <Ways>
        {scans.length === 0 ? null : <Press press={() => setScans(scans.slice(0, -1))}>{phrase('drop-last')}</Press>}
      </Ways>
      {kind === 'goods-without-data' ? <Sender value={to} set={setTo} /> : null}
      {kind === 'wrong-data' ? (
        <>
          <Field label={phrase('should-be')} value={expected} set={setExpected} />
          <Field label={phrase('is-instead')} value={seen} set={setSeen} />
        </>
      ) : null}
      <Field label={phrase('word-for-partner')} value={note} set={setNote} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <div class="doings">
        <Press kind="main" press={go} disabled={items.length === 0 || isBusy}>
          {phrase('tell-it')}
        </Press>
        <Press press={() => done(undefined)}>{base('back')}</Press>
      </div>
    </div>
  );
}

/** Who sent what nobody announced. */
function Sender({ value, set }: { readonly value: string; readonly set: (gln: string) => void }) {
  const [asked] = useAsked<{ readonly parties: readonly (Named & { readonly self: boolean })[] }>('parties', {
    options: { limit: 500 },
  });
  const others = asked.kind === 'document' ? asked.document.parties.filter(({ self }) => !self) : [];
  return (
    <Choice
      label={phrase('who-sent')}
      of={[['', '–'] as const, ...others.map(({ gln, name }) => [gln, name] as const)]}
      value={value}
      set={set}
    />
  );
}
