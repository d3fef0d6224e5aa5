// A sheet of codes that do what the buttons of a run do, so that whoever scans need not touch the screen.
import { useState } from 'preact/hooks';
import { phrase as goods } from '../../src/words/en/page-goods.ts';
import { phrase } from '../../src/words/en/page-slips.ts';
import { Press } from '../parts/base.tsx';
import { Print, Sheet } from '../parts/sheet.tsx';
import { CodeSymbol } from '../parts/symbol.tsx';
import { COMMAND_CODES, codeOf } from '../state/command-codes.ts';

const WORDS = { undo: 'undo', damaged: 'mark-damaged', missing: 'tell-shipper', end: 'finish' } as const;

export function CommandCodes() {
  const [isOpen, open] = useState(false);
  return (
    <>
      <h2>{phrase('command-codes')}</h2>
      <p>{phrase('command-codes-how')}</p>
      {isOpen ? (
        <>
          <Sheet title={phrase('command-codes')}>
            <ul class="codes">
              {COMMAND_CODES.map((name) => (
                <li key={name}>
                  <CodeSymbol text={codeOf(name)} label="" />
                  <p class="strong">{goods(WORDS[name])}</p>
                </li>
              ))}
            </ul>
          </Sheet>
          <div class="doings">
            <Print />
            <Press press={() => open(false)}>{phrase('close-sheet')}</Press>
          </div>
        </>
      ) : (
        <div class="doings">
          <Press press={() => open(true)}>{phrase('show-sheet')}</Press>
        </div>
      )}
    </>
  );
}
