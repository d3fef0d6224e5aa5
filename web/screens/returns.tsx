// What comes back and what goes back: a pack at hand is looked at, set apart or put back in stock; goods are sent back with a reason.
import { useEffect, useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase as dealings } from '../../src/words/en/page-dealings.ts';
import { phrase as goods } from '../../src/words/en/page-goods.ts';
import { phrase } from '../../src/words/en/page-returns.ts';
import type { LotShown, Named, VerdictShown } from '../api/documents.ts';
import { dayWords } from '../base/clock.ts';
import { Camera } from '../camera/camera-button.tsx';
import { Answered } from '../parts/answered.tsx';
import { Choice, Fault, Field, Press } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { clean, lotProduct } from '../parts/product.ts';
import { Rows } from '../parts/rows.tsx';
import { useAsked } from '../state/asked.ts';
import { saying, useDeed } from '../state/deed.ts';
import { deal, judge, nextPack, putAside, shown } from '../state/judging.ts';
import { may } from '../state/me.ts';
import { asideReason, isInStock, type OfVerdict } from './doings.tsx';
import { CaughtUp, Pack, speakOf, Ways } from './scan.tsx';

const MOST = 5_000;

/** What stands in quarantine here, and the pack at hand. */
export function Aside() {
  const asked = useAsked<{ readonly lots: readonly LotShown[] }>('stock', { options: { limit: MOST } });
  return (
    <>
      <h1>{base('aside')}</h1>
      <p>{phrase('aside-how')}</p>
      <AtHand />
      <h2>{phrase('in-quarantine')}</h2>
      <Answered asked={asked}>
        {({ lots }) => {
          const apart = lots.flatMap((lot) => {
            const count = lot.byState?.quarantined ?? 0;
            const which = goods('lot-and-expiry', { lot: clean(lot.lot), expiry: dayWords(lot.expiry) });
            return count === 0 ? [] : [[lotProduct(lot), `${which}: ${base('packs', { count })}`] as const];
          });
          return apart.length === 0 ? <p class="strong">{phrase('nothing-apart')}</p> : <Rows of={apart} />;
        }}
      </Answered>
    </>
  );
}

export function Returns() {
  const [isOut, setOut] = useState(false);
  return (
    <>
      <h1>{base('returns')}</h1>
      {may('return') ? (
        <div class="tabs">
          <button type="button" class="press" aria-pressed={!isOut} onClick={() => setOut(false)}>
            {phrase('comes-back')}
          </button>
          <button type="button" class="press" aria-pressed={isOut} onClick={() => setOut(true)}>
            {phrase('goes-back')}
          </button>
        </div>
      ) : null}
      {isOut ? (
        <GoesBack />
      ) : (
        <>
          <p>{phrase('returns-how')}</p>
          <AtHand />
        </>
      )}
    </>
  );
}

function AtHand() {
  useHearing((scan) => void judge(scan));
  const { value } = shown;
  useEffect(() => speakOf(value), [value]);
  return (
    <>
      <Pack of={value} doings={(of) => <Looked key={of.scan} of={of} />} />
      <CaughtUp />
      {value.kind === 'recording' ? null : <Ways />}
    </>
  );
}

/** Only what is set apart, and for no other reason than that, goes back on the shelf. */
function mayGoBack({ custody, own, reasons }: VerdictShown): boolean {
  const isApart = own === undefined && custody?.state === 'quarantined';
  return isApart && reasons.every(({ code, status }) => code === 'quarantined' || status !== 'stop');
}

function Looked({ of: { verdict } }: { readonly of: OfVerdict }) {
  const [asks, ask] = useState<'release' | 'reinstate' | undefined>(undefined);
  const [reason, setReason] = useState('');
  const isComing = verdict.reasons[0]?.code === 'in-transit-to-you';
  const isPack = verdict.item.sscc === undefined;
  const isApart = verdict.custody?.state === 'quarantined';
  if (asks !== undefined) {
    const go = () =>
      deal('back-in-stock', asks, {
        reason: reason.trim(),
        ...(asks === 'reinstate' ? { 'not-supplied': true } : {}),
      });
    return (
      <form class="block" onSubmit={(event) => event.preventDefault()}>
        <Field
          label={phrase(asks === 'release' ? 'why-release' : 'why-reinstate')}
          value={reason}
          set={setReason}
          focus={true}
        />
        <div class="doings">
          <Press kind="main" press={go} disabled={reason.trim() === ''}>
            {phrase(asks)}
          </Press>
          <Press press={() => ask(undefined)}>{base('back')}</Press>
        </div>
      </form>
    );
  }
  return (
    <div class="doings">
      {isComing && may('receive') ? (
        <Press kind="main" press={() => deal('received', 'receive', {})}>
          {phrase('receive-it')}
        </Press>
      ) : null}
      {mayGoBack(verdict) && may('release') ? (
        <Press kind="main" press={() => ask('release')}>
          {phrase('release')}
        </Press>
      ) : null}
      {isPack && verdict.own?.did === 'supplied' && may('reinstate') ? (
        <Press press={() => ask('reinstate')}>{phrase('reinstate')}</Press>
      ) : null}
      {isInStock(verdict) && !isComing && !isApart && may('quarantine') && verdict.custody !== undefined ? (
        <Press
          kind="main"
          press={() => putAside(verdict.status === 'stop' ? asideReason(verdict) : 'return-inspection')}
        >
          {phrase('quarantine')}
        </Press>
      ) : null}
      <Press press={nextPack}>{base('next-pack')}</Press>
    </div>
  );
}

/** Goods are scanned together, and go back in one delivery. */
function GoesBack() {
  const [scans, setScans] = useState<readonly string[]>([]);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [rma, setRma] = useState('');
  const [sent, setSent] = useState<{ readonly packs: number; readonly shipment: string } | undefined>(undefined);
  const { carry, failure, isBusy } = useDeed();
  const [asked] = useAsked<{
    readonly parties: readonly (Named & { readonly self: boolean; readonly roles: readonly string[] })[];
  }>('parties', { options: { limit: 500 } });
  useHearing((scan) => {
    setSent(undefined);
    setScans((all) => (all.includes(scan) ? all : [...all, scan]));
  });
  const holders =
    asked.kind === 'document'
      ? asked.document.parties.filter(
          ({ self, roles }) => !self && roles.some((role) => role !== 'regulator' && role !== 'observer'),
        )
      : [];
  const whom = to === '' ? (holders[0]?.gln ?? '') : to;
  const go = async (): Promise<void> => {
    const options = saying({ to: whom, reason, rma });
    const answer = await carry<{ readonly packs: number; readonly shipment: string }>('return', { scans, options });
    if (answer === undefined) return;
    setSent(answer);
    setScans([]);
    setReason('');
    setRma('');
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      <p>{phrase('goes-back-how')}</p>
      {sent === undefined ? null : (
        <p class="notice" role="status">
          {phrase('sent-back', { count: sent.packs, shipment: clean(sent.shipment) })}
        </p>
      )}
      <p class="tally" role="status">
        {phrase('so-many-scans', { count: scans.length })}
      </p>
      <div class="doings">
        <Camera />
        {scans.length === 0 ? null : <Press press={() => setScans(scans.slice(0, -1))}>{dealings('drop-last')}</Press>}
      </div>
      <Choice
        label={phrase('back-to')}
        of={holders.map(({ gln, name }) => [gln, name] as const)}
        value={whom}
        set={setTo}
      />
      <Field label={phrase('back-why')} value={reason} set={setReason} />
      <Field label={phrase('rma')} value={rma} set={setRma} />
      {failure === undefined ? null : <Fault failure={failure} />}
      <Press kind="main" press={go} disabled={isBusy || scans.length === 0 || whom === '' || reason.trim() === ''}>
        {phrase('send-back')}
      </Press>
    </form>
  );
}
