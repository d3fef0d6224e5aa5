// Files of partners outside the network that came or went: which there are, and what one of them tells of.
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { dayWords, momentWords, numberWords } from '../base/clock.ts';
import { addressOf } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Facts, Said, Way } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { Rows } from '../parts/rows.tsx';
import { useAsked } from '../state/asked.ts';

interface DocumentShown {
  readonly document: string;
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly name?: string;
  readonly sender?: string;
  readonly senderName?: string;
  readonly receiver?: string;
  readonly events: number;
  readonly packs: number;
  readonly state: 'kept' | 'let-go' | 'missing';
  readonly keepUntil: string;
}

interface DocumentTold extends DocumentShown {
  readonly shipments: readonly { readonly items: number; readonly despatch?: string; readonly at?: string }[];
  readonly lots: readonly {
    readonly gtin: string;
    readonly lot?: string;
    readonly expiry?: string;
    readonly packs: number;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly file: 'whole' | 'missing' | 'damaged';
}

const MOST = 500;
/** So much of a hash names a file here. */
const SHORT = 16;

export function Documents() {
  const asked = useAsked<{ readonly documents: readonly DocumentShown[] }>('epcis documents', {
    options: { limit: MOST },
  });
  return (
    <>
      <h1>{base('documents')}</h1>
      <Answered asked={asked}>
        {({ documents }) =>
          documents.length === 0 ? (
            <p class="strong">{phrase('no-documents')}</p>
          ) : (
            <ul class="rows">
              {[...documents].reverse().map((one) => (
                <li key={one.document}>
                  <a class="row" href={addressOf('document', one.document.slice(0, SHORT))}>
                    <strong>
                      <Said text={partnerOf(one)} />
                    </strong>{' '}
                    <Said text={one.name ?? one.document.slice(0, SHORT)} />
                    <span class="small">
                      {phrase(`document-${one.direction}`)} {momentWords(one.at)}. {base('packs', { count: one.packs })}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

function partnerOf({ direction, sender, senderName, receiver }: DocumentShown): string {
  return (direction === 'in' ? (senderName ?? sender) : receiver) ?? phrase('stranger');
}

export function Document({ of }: { readonly of: string }) {
  const asked = useAsked<DocumentTold>('epcis show', { args: { document: of } });
  return (
    <>
      <h1>{base('documents')}</h1>
      <Answered asked={asked}>{(told) => <Told told={told} />}</Answered>
      <Way to={addressOf('documents')}>{base('back')}</Way>
    </>
  );
}

function Told({ told }: { readonly told: DocumentTold }) {
  const findings = Object.entries(told.counts);
  return (
    <>
      {told.file === 'whole' ? null : <p class="notice stop">{phrase(`file-${told.file}`)}</p>}
      <Facts
        of={[
          [phrase('sent-by'), partnerOf(told)],
          [phrase('file-name'), told.name],
          [phrase(`document-${told.direction}`), momentWords(told.at)],
          [phrase('kept-until'), momentWords(told.keepUntil)],
        ]}
      />
      <h2>{phrase('tells-of')}</h2>
      <Rows
        of={told.shipments.map(({ despatch, items, at }) => [
          despatch ?? phrase('shipment-unnamed'),
          `${numberWords(items)}${at === undefined ? '' : `, ${momentWords(at)}`}`,
        ])}
      />
      <Rows
        of={told.lots.map(({ gtin, lot, expiry, packs }) => [
          base('gtin-unnamed', { gtin: clean(gtin) }),
          [
            lot === undefined ? undefined : `${base('lot')} ${clean(lot)}`,
            expiry === undefined ? undefined : `${base('expiry')} ${dayWords(expiry)}`,
            base('packs', { count: packs }),
          ]
            .filter((word) => word !== undefined)
            .join(', '),
        ])}
      />
      <h2>{phrase('findings')}</h2>
      {findings.length === 0 ? <p>{phrase('no-findings')}</p> : null}
      <Rows of={findings.map(([code, count]) => [numberWords(count), code])} />
    </>
  );
}
