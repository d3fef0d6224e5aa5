// What can be done with the pack at hand: a button for each step that its reasons name, the first thing first.
import { signal } from '@preact/signals';
import { phrase } from '../../src/words/en/page.ts';
import { carryOutOnce, onceKey } from '../api/client.ts';
import type { Failure, VerdictShown } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Call, Fault, Field, Press, Way } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { dispense, judge, justDispensed, nextPack, putAside, reportSuspect, type Shown } from '../state/judging.ts';
import { may, me } from '../state/me.ts';
import { SlipOf } from './slip-of.tsx';

export type OfVerdict = Extract<Shown, { kind: 'verdict' }>;

/** What is being written before something is done; of one pack at a time. */
const asking = signal<
  { readonly what: 'report' | 'despite'; readonly scan: string; readonly note: string } | undefined
>(undefined);
const syncing = signal(false);
const fault = signal<{ readonly of: string; readonly failure: Failure } | undefined>(undefined);

export function Doings({ of }: { readonly of: OfVerdict }) {
  const { verdict, scan } = of;
  const isPack = verdict.item.sscc === undefined && verdict.item.gtin !== undefined;
  const next = new Set(verdict.reasons.flatMap((reason) => reason.next));
  const first = verdict.reasons[0]?.next[0];
  const isOpen = asking.value?.scan === scan;
  if (isOpen) return <Note verdict={verdict} />;
  return (
    <div class="doings">
      {maybeSame(verdict) ? <SameBox verdict={verdict} /> : null}
      {first === 'receive' && may('receive') ? <Way to={addressOf('receive')}>{phrase('receive-first')}</Way> : null}
      {isPack && isGiven(verdict) && may('dispense') ? (
        <Press
          kind="main"
          press={() => {
            if (verdict.confirm !== true) return dispense();
            asking.value = { what: 'despite', scan, note: '' };
            return undefined;
          }}
        >
          {phrase('dispense')}
        </Press>
      ) : null}
      {verdict.status === 'genuine' && isPack && may('dispense') && me.value?.confirm === 'rescan' ? (
        <p class="strong">{phrase('scan-to-dispense')}</p>
      ) : null}
      {verdict.status === 'stop' && isInStock(verdict) && may('quarantine') ? (
        <Press kind="main" press={() => putAside(asideReason(verdict))}>
          {phrase('put-aside')}
        </Press>
      ) : null}
      {(next.has('sync') || verdict.status === 'unknown') && verdict.cause !== 'scan' && may('sync') ? (
        <Press
          kind={verdict.status === 'unknown' ? 'main' : 'plain'}
          press={() => synchronise(scan)}
          disabled={syncing.value}
        >
          {phrase(syncing.value ? 'synchronising' : 'synchronise')}
        </Press>
      ) : null}
      {next.has('report') && may('report') ? (
        <Press
          press={() => {
            asking.value = { what: 'report', scan, note: '' };
          }}
        >
          {phrase('report')}
        </Press>
      ) : null}
      {next.has('recall') ? <Way to={addressOf('recalls')}>{phrase('see-recall')}</Way> : null}
      {(next.has('call') || verdict.cause === 'suspect') && verdict.maker?.contact !== undefined ? (
        <Call contact={verdict.maker.contact}>{phrase('call-somebody', { who: clean(verdict.maker.name, 40) })}</Call>
      ) : null}
      {next.has('set-scanner') || verdict.cause === 'scan' ? (
        <Way to={addressOf('desk')}>{phrase('scanner-setup')}</Way>
      ) : null}
      {isPack ? <Way to={addressOf('pedigree')}>{phrase('pedigree')}</Way> : null}
      {verdict.cause === 'scan' ? null : <SlipOf verdict={verdict} at={of.at} />}
      <Press press={nextPack}>{phrase('next-pack')}</Press>
      {fault.value?.of === scan ? <Fault failure={fault.value.failure} /> : null}
    </div>
  );
}

/** Whether a person may supply it: what is on its way here is received first. */
function isGiven({ status, reasons }: VerdictShown): boolean {
  return status === 'genuine' || (status === 'caution' && reasons.every(({ code }) => code !== 'in-transit-to-you'));
}

/** What was dispensed or taken out of use is in nobody's stock: nothing is recorded of setting it apart. */
export function isInStock({ custody, own }: VerdictShown): boolean {
  return own === undefined && custody?.state !== 'dispensed' && custody?.state !== 'decommissioned';
}

export function asideReason({ reasons }: VerdictShown): string {
  if (reasons.some(({ code }) => code === 'recalled' || code === 'withdrawn')) return 'recall';
  return reasons.some(({ code }) => code === 'expired') ? 'other' : 'suspect';
}

function maybeSame({ reasons, item }: VerdictShown): boolean {
  return reasons[0]?.code === 'already-dispensed' && justDispensed(item);
}

const same = signal<string | undefined>(undefined);

function SameBox({ verdict }: { readonly verdict: VerdictShown }) {
  const serial = verdict.item.serial ?? '';
  if (same.value === serial) {
    return <p class="strong">{phrase('same-box-said', { at: momentWords(verdict.own?.at ?? Date.now()) })}</p>;
  }
  return (
    <div class="question">
      <p class="strong">{phrase('same-box-question')}</p>
      <Press
        press={() => {
          same.value = serial;
        }}
      >
        {phrase('same-box')}
      </Press>
      <Press press={() => reportSuspect(phrase('two-boxes'))}>{phrase('another-box')}</Press>
    </div>
  );
}

/** What a person has to say before it is done. */
function Note({ verdict }: { readonly verdict: VerdictShown }) {
  const { value } = asking;
  if (value === undefined) return null;
  const isReport = value.what === 'report';
  const go = (): unknown => {
    const note = value.note.trim();
    if (note === '') return undefined;
    asking.value = undefined;
    return isReport ? reportSuspect(note) : dispense({ note });
  };
  return (
    <form
      class="block"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <Field
        label={phrase(isReport ? 'report-note' : 'looked-at')}
        value={value.note}
        focus={true}
        set={(note) => {
          asking.value = { ...value, note };
        }}
      />
      <div class="doings">
        <Press
          kind={isReport || verdict.status === 'stop' ? 'grave' : 'main'}
          press={go}
          disabled={value.note.trim() === ''}
        >
          {phrase(isReport ? 'report' : 'dispense')}
        </Press>
        <Press
          press={() => {
            asking.value = undefined;
          }}
        >
          {phrase('back')}
        </Press>
      </div>
    </form>
  );
}

/** Asks the partners for news, then judges the pack again by itself. */
async function synchronise(scan: string): Promise<void> {
  syncing.value = true;
  fault.value = undefined;
  const reply = await carryOutOnce('sync', { once: onceKey() });
  syncing.value = false;
  if (reply.kind === 'failure') fault.value = { of: scan, failure: reply.failure };
  await judge(scan, true);
}
