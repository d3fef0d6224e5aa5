// Which file makes the text of which command's answer.
import type { Style } from '../style.ts';

export interface TextContext {
  readonly exit: number;
  /** Which of several inputs this answer is for. */
  readonly n?: number;
  readonly input?: string;
  /** Whether the line names several inputs. */
  readonly several?: boolean;
  /** Of the terminal that it is shown on. */
  readonly columns?: number | undefined;
}

/**
 * Makes the text of one answer from its data, whose strings are free of control characters already. An empty text
 * prints nothing; a final line break is added.
 */
export type Renderer = (data: never, style: Style, context: TextContext) => string | Promise<string>;

export interface Texts {
  readonly text: Renderer;
  /** The data goes to the terminal as it is: it was made here, not by a scan or a peer. */
  readonly raw?: boolean;
  /** It is for a program: whatever stands in it is no command to be copied. */
  readonly script?: boolean;
}

/** By the name of the command; commands of one family may share a file. */
export const TEXTS: Readonly<Record<string, () => Promise<Texts>>> = {
  mint: async () => ({ text: (await import('./goods.ts')).mint }),
  label: async () => ({ text: (await import('./label.ts')).label }),
  'label check': async () => ({ text: (await import('./label.ts')).check }),
  pack: async () => ({ text: (await import('./goods.ts')).pack }),
  unpack: async () => ({ text: (await import('./goods.ts')).unpack }),
  ship: async () => ({ text: (await import('./shipments.ts')).ship }),
  return: async () => ({ text: (await import('./shipments.ts')).ship }),
  incoming: async () => ({ text: (await import('./shipments.ts')).incoming }),
  outgoing: async () => ({ text: (await import('./shipments.ts')).outgoing }),
  receive: async () => ({ text: (await import('./shipments.ts')).receive }),
  void: async () => ({ text: (await import('./shipments.ts')).voided }),
  refuse: async () => ({ text: (await import('./shipments.ts')).refused }),
  contents: async () => ({ text: (await import('./stock.ts')).contents }),
  stock: () => import('./stock.ts'),
  dispense: () => import('./dispense.ts'),
  scan: async () => ({ text: (await import('./scan.ts')).text, raw: true }),
  'scanner calibrate': async () => ({ text: (await import('./scanner.ts')).text, raw: true }),
  outbox: () => import('./outbox.ts'),
  decommission: async () => ({ text: (await import('./goods.ts')).decommission }),
  retract: async () => ({ text: (await import('./goods.ts')).retract }),
  assign: async () => ({ text: (await import('./goods.ts')).assign }),
  reinstate: async () => ({ text: (await import('./goods.ts')).reinstate }),
  quarantine: async () => ({ text: (await import('./goods.ts')).quarantine }),
  release: async () => ({ text: (await import('./goods.ts')).release }),
  missing: async () => ({ text: (await import('./goods.ts')).missing }),
  found: async () => ({ text: (await import('./goods.ts')).found }),
  accredit: () => import('./accredit.ts'),
  alerts: () => import('./alerts.ts'),
  audit: async () => ({ text: (await import('./care.ts')).audit }),
  backup: async () => ({ text: (await import('./care.ts')).backup }),
  card: () => import('./card.ts'),
  demo: () => import('./demo.ts'),
  'config get': () => import('./config.ts'),
  'config list': () => import('./config.ts'),
  'config set': () => import('./config.ts'),
  doctor: async () => ({ text: (await import('./care.ts')).doctor }),
  init: () => import('./init.ts'),
  'key passphrase': async () => ({ text: (await import('./key.ts')).passphrase }),
  'key rotate': async () => ({ text: (await import('./key.ts')).rotate }),
  'key show': async () => ({ text: (await import('./key.ts')).show }),
  log: () => import('./log.ts'),
  parties: () => import('./parties.ts'),
  'product list': () => import('./product.ts'),
  'product set': () => import('./product.ts'),
  'recall end': async () => ({ text: (await import('./recall.ts')).endText }),
  'recall issue': async () => ({ text: (await import('./recall.ts')).issueText }),
  'recall list': async () => ({ text: (await import('./recall.ts')).listText }),
  'recall rescind': async () => ({ text: (await import('./recall.ts')).endText }),
  'recall respond': async () => ({ text: (await import('./recall.ts')).respondText }),
  'recall show': async () => ({ text: (await import('./recall.ts')).showText }),
  'recall status': async () => ({ text: (await import('./recall.ts')).statusText }),
  report: () => import('./report.ts'),
  trace: () => import('./trace.ts'),
  verify: () => import('./verify.ts'),
  rebuild: async () => ({ text: (await import('./care.ts')).rebuild }),
  recover: async () => ({ text: (await import('./care.ts')).recover }),
  restore: async () => ({ text: (await import('./care.ts')).restore }),
  retire: async () => ({ text: (await import('./care.ts')).retire }),
  endorse: () => import('./endorse.ts'),
  revoke: () => import('./revoke.ts'),
  settle: () => import('./settle.ts'),
  successor: () => import('./successor.ts'),
  show: () => import('./show.ts'),
  status: () => import('./status.ts'),
  export: () => import('./export.ts'),
  import: () => import('./import.ts'),
  'peer add': () => import('./peers.ts'),
  'peer list': () => import('./peers.ts'),
  'peer remove': () => import('./peers.ts'),
  serve: () => import('./serve.ts'),
  sync: () => import('./sync.ts'),
  completion: async () => ({ ...(await import('./completion.ts')), raw: true, script: true }),
  decode: () => import('./decode.ts'),
  schema: async () => ({ ...(await import('./schema.ts')), raw: true, script: true }),
  version: () => import('./version.ts'),
};
