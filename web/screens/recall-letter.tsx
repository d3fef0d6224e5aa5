// A recall as a letter with a sheet to answer on, for those whom no node reaches.
import { useState } from 'preact/hooks';
import { phrase } from '../../src/words/en/page-recalls.ts';
import { askText } from '../api/client.ts';
import type { Failure } from '../api/documents.ts';
import { Fault, Press } from '../parts/base.tsx';
import { Print, Sheet } from '../parts/sheet.tsx';

export function RecallLetter({ recall }: { readonly recall: string }) {
  const [letter, setLetter] = useState<string | undefined>(undefined);
  const [failure, fail] = useState<Failure | undefined>(undefined);
  const write = async (): Promise<void> => {
    const reply = await askText('/v1/letter', { recall });
    fail(reply.kind === 'failure' ? reply.failure : undefined);
    setLetter(reply.kind === 'document' ? reply.document : undefined);
  };
  return (
    <>
      {failure === undefined ? null : <Fault failure={failure} />}
      {letter === undefined ? (
        <div class="doings">
          <Press press={write}>{phrase('recall-letter')}</Press>
        </div>
      ) : (
        <>
          <Sheet title={phrase('recall-letter')}>
            <pre class="letter" dir="auto">
              {letter}
            </pre>
          </Sheet>
          <div class="doings">
            <Print />
            <Press press={() => setLetter(undefined)}>{phrase('close-letter')}</Press>
          </div>
        </>
      )}
    </>
  );
}
