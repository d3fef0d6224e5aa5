// Files of partners outside the network that came or went: taken in, looked up, complained of, and received against.
import { useState } from 'preact/hooks';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-dealings.ts';
import { type Reply, send } from '../api/client.ts';
import type { ShipmentShown } from '../api/documents.ts';
import { dayWords, momentWords, numberWords } from '../base/clock.ts';
import { addressOf, open } from '../base/router.ts';
import { Answered } from '../parts/answered.tsx';
import { Facts, Fault, Press, Said, Way } from '../parts/base.tsx';
import { clean } from '../parts/product.ts';
import { Rows } from '../parts/rows.tsx';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import { openSession } from '../state/session.ts';
import { type FindingShown, Findings, Letter } from './findings.tsx';

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
      {may('receive') ? <TakeIn taken={asked[1]} /> : null}
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

interface Taken {
  readonly document: string;
  readonly already?: boolean;
  readonly sender?: string;
  readonly senderName?: string;
  readonly packs: number;
  readonly findings: readonly FindingShown[];
}

/** A file from this device goes to the node, which keeps it as it came. */
function TakeIn({ taken }: { readonly taken: () => void }) {
  const [isSending, setSending] = useState(false);
  const [reply, setReply] = useState<Reply<Taken> | undefined>(undefined);
  const take = async (file: File): Promise<void> => {
    setSending(true);
    setReply(undefined);
    const answer = await send<Taken>('/v1/document', file);
    setSending(false);
    setReply(answer);
    if (answer.kind === 'document') taken();
  };
  return (
    <section>
      <p>{phrase('take-in-how')}</p>
      <label class="press main">
        {phrase(isSending ? 'taking-in' : 'take-in')}
        <input
          class="file"
          type="file"
          accept=".xml,.json,.jsonld,.csv,.gz"
          disabled={isSending}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            currentTarget.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </label>
      <div role="status">
        {reply?.kind === 'away' ? <p class="strong">{phrase('take-in-away')}</p> : null}
        {reply?.kind === 'failure' ? <Fault failure={reply.failure} /> : null}
        {reply?.kind === 'document' ? <TakenIn of={reply.document} /> : null}
      </div>
    </section>
  );
}

function TakenIn({ of: { document, already, sender, senderName, packs, findings } }: { readonly of: Taken }) {
  return (
    <div class="notice">
      <p class="strong">
        {phrase(already === true ? 'taken-before' : 'taken-in')}{' '}
        <Said text={`${senderName ?? sender ?? phrase('stranger')}, ${base('packs', { count: packs })}`} />
      </p>
      <Findings of={findings} />
      <Way to={addressOf('document', document.slice(0, SHORT))}>{base('open')}</Way>
    </div>
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
      <Answered asked={asked}>{(told) => <Told told={told} of={of} />}</Answered>
      <div class="doings">
        <Way to={addressOf('documents')}>{base('back')}</Way>
      </div>
    </>
  );
}

function Told({ told, of }: { readonly told: DocumentTold; readonly of: string }) {
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
      {told.direction === 'in' && may('receive') ? <AtTheDoor document={told.document} /> : null}
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
      {told.direction === 'in' && told.file === 'whole' && may('epcis complain') ? (
        <Letter document={of} />
      ) : (
        <Counted counts={told.counts} />
      )}
    </>
  );
}

function Counted({ counts }: { readonly counts: DocumentTold['counts'] }) {
  const findings = Object.entries(counts);
  if (findings.length === 0) return <p>{phrase('no-findings')}</p>;
  return <Rows of={findings.map(([code, count]) => [numberWords(count), code])} />;
}

/** What it announces is received as any delivery is, where it has not been yet. */
function AtTheDoor({ document }: { readonly document: string }) {
  const asked = useAsked<{ readonly shipments: readonly ShipmentShown[] }>('incoming', { options: { limit: MOST } });
  return (
    <Answered asked={asked}>
      {({ shipments }) => {
        const coming = shipments.find(({ shipment }) => shipment === document.slice(0, SHORT));
        if (coming === undefined) return <p>{phrase('nothing-to-receive')}</p>;
        return (
          <div class="doings">
            <Press
              kind="main"
              press={() => {
                void openSession({ mode: 'receive', shipment: coming.shipment });
                open('receive');
              }}
            >
              {phrase('receive-against', { count: coming.packs })}
            </Press>
          </div>
        );
      }}
    </Answered>
  );
}
