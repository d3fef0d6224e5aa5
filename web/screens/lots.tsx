// What is here, lot by lot: all of it, what expires soon, and what is inside of a container.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-goods.ts';
import { stateWord } from '../../src/words/en/states.ts';
import type { LotShown } from '../api/documents.ts';
import { dayWords, momentWords } from '../base/clock.ts';
import { Answered } from '../parts/answered.tsx';
import { Choice, Facts } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { clean, lotProduct } from '../parts/product.ts';
import { Rows } from '../parts/rows.tsx';
import { useAsked } from '../state/asked.ts';
import { Ways } from './scan.tsx';

interface Stock {
  readonly lots: readonly LotShown[];
}

/** More lots than a person scrolls through. */
const MOST = 5_000;

export function Lots() {
  const asked = useAsked<Stock>('stock', { options: { all: true, limit: MOST } });
  return (
    <>
      <h1>{base('lots')}</h1>
      <Answered asked={asked}>
        {({ lots }) => (lots.length === 0 ? <p class="strong">{phrase('no-lots')}</p> : <Rows of={lots.map(lotRow)} />)}
      </Answered>
    </>
  );
}

function lotRow(lot: LotShown): readonly [string, string] {
  const states = Object.entries(lot.byState ?? {}).map(([state, count]) =>
    state === 'active' ? phrase('state-here', { count }) : phrase('state-of', { count, state: stateWord(state) }),
  );
  const which = phrase('lot-and-expiry', { lot: clean(lot.lot), expiry: dayWords(lot.expiry) });
  return [lotProduct(lot), `${which}: ${states.join(', ')}`];
}

const SPANS = ['30', '90', '180'] as const;

export function Expiring() {
  const [days, setDays] = useState<string>('90');
  const asked = useAsked<Stock>('stock', { options: { expiring: Number(days), limit: MOST } });
  return (
    <>
      <h1>{base('expiring')}</h1>
      <Choice
        label={phrase('within-days')}
        of={SPANS.map((one) => [one, phrase(`days-${one}`)] as const)}
        value={days}
        set={setDays}
      />
      <Answered asked={asked}>
        {({ lots }) =>
          lots.length === 0 ? (
            <p class="strong">{phrase('nothing-expires')}</p>
          ) : (
            <Rows of={[...lots].sort((a, b) => a.expiry.localeCompare(b.expiry)).map(expiringRow)} />
          )
        }
      </Answered>
    </>
  );
}

function expiringRow(lot: LotShown): readonly [string, string] {
  const which = phrase('lot-and-expiry', { lot: clean(lot.lot), expiry: dayWords(lot.expiry) });
  return [`${dayWords(lot.expiry)} ${lotProduct(lot)}`, `${which}: ${base('packs', { count: lot.packs })}`];
}

interface Tree {
  readonly kind: 'shipment' | 'container' | 'pack';
  readonly item: string;
  readonly lot?: string;
  readonly packs: number;
  readonly state?: string;
  readonly children?: readonly Tree[];
}

interface Inside {
  readonly tree: Tree;
  readonly packs: number;
  readonly lots: readonly LotShown[];
  readonly shipment?: {
    readonly fromName: string;
    readonly toName: string;
    readonly at: string;
    readonly despatch?: string;
  };
}

export function Contents() {
  const [scan, setScan] = useState<string | undefined>(undefined);
  useHearing(setScan);
  return (
    <>
      <h1>{base('contents')}</h1>
      <p>{phrase('scan-container')}</p>
      {scan === undefined ? null : <In key={scan} scan={scan} />}
      <Ways />
    </>
  );
}

function In({ scan }: { readonly scan: string }) {
  const asked = useAsked<Inside>('contents', { scans: [scan] });
  return (
    <Answered asked={asked}>
      {({ tree, packs, lots, shipment }) => (
        <>
          <h2>{tree.kind === 'container' ? `${base('sscc')} ${clean(tree.item)}` : clean(shipment?.despatch ?? '')}</h2>
          <p class="strong">{phrase('in-it', { count: packs })}</p>
          {shipment === undefined ? null : (
            <Facts
              of={[
                [phrase('sent-by'), shipment.fromName],
                [phrase('sent-to'), shipment.toName],
                [phrase('sent-at'), momentWords(shipment.at)],
              ]}
            />
          )}
          <Rows of={lots.map(expiringRow)} />
          <Rows of={(tree.children ?? []).map(insideRow)} />
        </>
      )}
    </Answered>
  );
}

function insideRow({ kind, item, lot, packs, state }: Tree): readonly [string, string] {
  const more = [
    kind === 'pack' ? undefined : base('packs', { count: packs }),
    lot === undefined ? undefined : `${base('lot')} ${clean(lot)}`,
    state === undefined ? undefined : stateWord(state),
  ];
  // Of a pack its end alone, as everywhere.
  const name = kind === 'pack' ? base('ends-in', { last: item.slice(-4) }) : item;
  return [name, more.filter((word) => word !== undefined).join(', ')];
}
