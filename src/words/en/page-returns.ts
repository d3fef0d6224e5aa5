// What the screens of the desk say about goods that come back, go back or stand apart, and about what comes out of a container.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('page-returns', () => ({
  'aside-how': 'Scan a pack to set it apart, or to put it back in stock.',
  'in-quarantine': 'In quarantine here',
  'nothing-apart': 'Nothing is set apart.',
  'comes-back': 'Comes back',
  'goes-back': 'Goes back',
  'returns-how': 'Scan what came back. It is looked at before it goes anywhere.',
  'receive-it': 'Receive it',
  release: 'Back in stock',
  reinstate: 'It was never supplied',
  quarantine: 'Set apart',
  'why-release': 'What did you look at?',
  'why-reinstate': 'Why was it not supplied?',
  'goes-back-how': 'Scan all that goes back to one supplier. It arrives there in quarantine.',
  'so-many-scans': ({ count }: Count) => counted(count, 'scan'),
  'back-to': 'To whom',
  'back-why': 'Why does it go back?',
  rma: 'Return number of the receiver (may stay empty)',
  'send-back': 'Send it back',
  'sent-back': ({ count, shipment }: Count & { shipment: string }) =>
    `${counted(count, 'pack')} recorded as sent back: ${shipment}.`,

  'put-in': 'Pack',
  'take-out': 'Unpack',
  'unpack-how': 'Scan the container, then what comes out of it. Scan nothing more to empty it.',
  'container-is': 'Container {sscc}',
  'not-a-container': 'That is no number of a container. Scan the label with the SSCC first.',
  'another-container': 'Another container',
  'empty-it': 'Empty it',
  'take-these-out': ({ count }: Count) => `Take out: ${counted(count, 'scan')}`,
  'came-out': ({ count }: Count) => `${counted(count, 'pack')} came out.`,
}));

export const phrase = /* @__PURE__ */ telling(say);
