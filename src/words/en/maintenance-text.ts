// What is said when a folder is looked after: backups, what recover and audit found, settings.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('maintenance-text', () => ({
  'backed-up': ({ events, file }: { events: number; file: string }) =>
    `${counted(events, 'own event')} and the key in ${file}`,
  restored: ({ name, events }: { name: string; events: number }) =>
    `${name} is back, with ${counted(events, 'own event')}`,
  'restored-next': 'Verify, trace and stock work. To record again: pedigree recover --from PEER',
  'heard-error': '{peer}: {error}',
  'heard-knows': ({ peer, events }: { peer: string; events: number }) =>
    `${peer}: knows ${counted(events, 'own event')}`,
  'new-chain': 'a new chain is open',
  chain: 'Chain',
  'given-up': 'Given up',
  'send-card': 'Send its card to the regulator: pedigree card -o FILE',
  'accredit-there': 'There: pedigree accredit FILE --same-party',
  'can-append': ({ events }: { events: number }) =>
    `the chain can be appended to, ${counted(events, 'event')} brought back`,
  'cannot-append': 'the chain cannot be appended to: {why}',
  'keys-differ': 'the keys here are not those that it names',
  'two-histories': 'it has two histories',
  'look-with-doctor': 'look with pedigree doctor',
  'chain-ended': 'chain {chain} is ended',
  rebuilt: ({ events, seconds }: { events: number; seconds: number }) =>
    `index of ${counted(events, 'event')} made anew in ${seconds} s`,

  'all-well': 'all is as it must be',
  findings: ({ count }: { count: number }) => counted(count, 'finding'),
  mended: ({ count }: { count: number }) => `${counted(count, 'finding')} mended`,
  looked: ({ events, chains, notes, pages }: Record<'events' | 'chains' | 'notes' | 'pages', number>) =>
    `${counted(events, 'event')} of ${counted(chains, 'chain')}, ${counted(notes, 'checkpoint')}, ${counted(pages, 'page')}`,
  'not-compared': 'Not compared, as the keys are locked: {parts}',
  inventory: 'inventory',
  'fork-settled': 'Fork of {chain} at event {seq}: settled by {by}',
  'pages-awaited': ({ count, chain, party }: { count: number; chain: string; party: string }) =>
    `${count === 1 ? '1 event' : `${count} events`} of ${party}, chain ${chain}, cannot be read yet: pages have not come`,
  stranger: 'a stranger',
  'json-has-all': '… --json has all',
  'what-to-do': 'What to do: {hint}',
  'let-go': 'let go the {kind} {key}',
  'let-go-was': 'let go the {kind} {key}, which was {was}',
  'let-go-gone': 'let go {count} of {kind} that were gone',
  'let-go-gone-was': 'let go {count} of {kind} that were gone, which was {was}',
  'would-let-go': 'would let go the {kind} {key}',
  'would-let-go-was': 'would let go the {kind} {key}, which was {was}',
  'would-let-go-gone': 'would let go {count} of {kind} that were gone',
  'would-let-go-gone-was': 'would let go {count} of {kind} that were gone, which was {was}',
  ok: 'ok',
  look: 'look',
  mend: 'MEND',

  setting: 'setting',
  value: 'value',
  default: 'default',

  'demo-stops': 'The demo stops here.',
  'demo-made': 'What it has made so far is in {dir}.',
  'demo-done': '{steps} steps went as they should; {stopped} of them were stopped, as they should be.',
  'demo-folder': 'Everything is in {dir}.',
  'demo-folder-labels': 'Everything is in {dir}, label pictures in its folder labels.',
  'demo-desk-open': 'The desk of the pharmacy is open; Ctrl-C ends it. Open this in the browser:',
  'demo-desk-scans': 'Scans to type in there:',
  'demo-next': 'Go on with:',
  exit: 'exit {exit}',
  'expected-exit': 'expected exit {exit}',
}));

export const phrase = /* @__PURE__ */ telling(say);
