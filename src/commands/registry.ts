// All commands, in the order in which help shows them; a new command is one line here and one in src/ui/text/index.ts.
import { familyIn, findIn, type Group, type Registered } from './listed.ts';

const at = (name: string, load: Registered['load'], ...aliases: string[]): Registered =>
  aliases.length === 0 ? { name, load } : { name, load, aliases };

const forGood = (name: string, load: Registered['load']): Registered => ({ name, load, final: true });

export const GROUPS: readonly Group[] = [
  {
    title: 'Parties and products',
    commands: [
      at('init', () => import('./init.ts')),
      forGood('join', () => import('./join.ts')),
      at('card', () => import('./card.ts')),
      at('accredit', () => import('./accredit.ts')),
      at('endorse', () => import('./endorse.ts')),
      forGood('revoke', () => import('./revoke.ts')),
      forGood('settle', () => import('./settle.ts')),
      forGood('successor', () => import('./successor.ts')),
      at('parties', () => import('./parties.ts')),
      at('profile set', () => import('./profile-set.ts')),
      at('product set', () => import('./product-set.ts')),
      at('product list', () => import('./product-list.ts')),
      at('status', () => import('./status.ts')),
    ],
  },
  {
    title: 'Codes',
    commands: [
      at('decode', () => import('./decode.ts')),
      at('verify', () => import('./verify.ts')),
      at('trace', () => import('./trace.ts')),
    ],
  },
  {
    title: 'Goods',
    commands: [
      forGood('mint', () => import('./mint.ts')),
      at('label', () => import('./label.ts')),
      at('label check', () => import('./label-check.ts')),
      at('pack', () => import('./pack.ts')),
      at('unpack', () => import('./unpack.ts')),
      at('ship', () => import('./ship.ts'), 'transfer'),
      at('incoming', () => import('./incoming.ts')),
      at('outgoing', () => import('./outgoing.ts')),
      at('contents', () => import('./contents.ts')),
      at('receive', () => import('./receive.ts')),
      forGood('void', () => import('./void.ts')),
      at('refuse', () => import('./refuse.ts')),
      at('return', () => import('./return.ts')),
      forGood('dispense', () => import('./dispense.ts')),
      forGood('decommission', () => import('./decommission.ts')),
      at('reinstate', () => import('./reinstate.ts'), 'undo'),
      at('quarantine', () => import('./quarantine.ts')),
      at('release', () => import('./release.ts')),
      at('missing', () => import('./missing.ts')),
      at('found', () => import('./found.ts')),
      at('stock', () => import('./stock.ts')),
      at('scan', () => import('./scan.ts')),
      at('scanner calibrate', () => import('./scanner-calibrate.ts')),
      at('outbox', () => import('./outbox.ts')),
    ],
  },
  {
    title: 'Recalls and alarms',
    commands: [
      forGood('recall issue', () => import('./recall-issue.ts')),
      forGood('recall extend', () => import('./recall-extend.ts')),
      at('recall amend', () => import('./recall-amend.ts')),
      at('recall list', () => import('./recall-list.ts')),
      at('recall show', () => import('./recall-show.ts')),
      at('recall affected', () => import('./recall-affected.ts')),
      at('recall respond', () => import('./recall-respond.ts')),
      at('recall status', () => import('./recall-status.ts')),
      at('recall follow-up', () => import('./recall-follow-up.ts')),
      at('recall check', () => import('./recall-check.ts')),
      at('recall letter', () => import('./recall-letter.ts')),
      forGood('recall end', () => import('./recall-end.ts')),
      forGood('recall rescind', () => import('./recall-rescind.ts')),
      at('alerts', () => import('./alerts.ts')),
      at('alerts assign', () => import('./alerts-assign.ts')),
      at('alerts note', () => import('./alerts-note.ts')),
      at('alerts close', () => import('./alerts-close.ts')),
      at('exceptions', () => import('./exceptions.ts')),
      at('exceptions tell', () => import('./exceptions-tell.ts')),
      at('exceptions answer', () => import('./exceptions-answer.ts')),
      at('exceptions resolve', () => import('./exceptions-resolve.ts')),
      at('report', () => import('./report.ts')),
      at('report list', () => import('./report-list.ts')),
      at('report answer', () => import('./report-answer.ts')),
      forGood('retract', () => import('./retract.ts')),
      forGood('assign', () => import('./assign.ts')),
    ],
  },
  {
    title: 'Other nodes',
    commands: [
      at('sync', () => import('./sync.ts')),
      at('serve', () => import('./serve.ts')),
      at('desk', async () => (await import('./desk.ts')).over(COMMANDS)),
      at('desk pair', () => import('./desk-pair.ts')),
      at('desk devices', () => import('./desk-devices.ts')),
      at('desk forget', () => import('./desk-forget.ts')),
      at('desk tls', () => import('./desk-tls.ts')),
      at('desk operator', () => import('./desk-operator.ts')),
      at('peer add', () => import('./peer-add.ts')),
      at('peer remove', () => import('./peer-remove.ts')),
      at('peer list', () => import('./peer-list.ts')),
      at('export', () => import('./export.ts')),
      at('import', () => import('./import.ts')),
    ],
  },
  {
    title: 'A hub on PostgreSQL',
    commands: [
      at('hub init', () => import('./hub-init.ts')),
      at('hub admit', () => import('./hub-admit.ts')),
      at('hub serve', () => import('./hub-serve.ts')),
      at('hub status', () => import('./hub-status.ts')),
      at('hub audit', () => import('./hub-audit.ts')),
    ],
  },
  {
    title: 'The world outside',
    commands: [
      at('epcis check', () => import('./epcis-check.ts')),
      at('epcis hash', () => import('./epcis-hash.ts')),
      at('epcis convert', () => import('./epcis-convert.ts')),
      at('dscsa trace', () => import('./dscsa-trace.ts')),
      at('dscsa requests', () => import('./dscsa-requests.ts')),
      at('dscsa 3911', () => import('./dscsa-3911.ts')),
      at('dscsa pdg', () => import('./dscsa-pdg.ts')),
      at('dscsa suspect', () => import('./dscsa-suspect.ts')),
      at('epcis mend', () => import('./epcis-mend.ts')),
      at('epcis import', () => import('./epcis-import.ts')),
      at('epcis documents', () => import('./epcis-documents.ts')),
      at('epcis show', () => import('./epcis-show.ts')),
      at('epcis complain', () => import('./epcis-complain.ts')),
      at('epcis export', () => import('./epcis-export.ts')),
      at('capture', () => import('./capture.ts')),
      at('outside set', () => import('./outside-set.ts')),
      at('outside list', () => import('./outside-list.ts')),
      at('waiting', () => import('./waiting.ts')),
      at('asked', () => import('./asked.ts')),
    ],
  },
  {
    title: 'The chain and its care',
    commands: [
      at('log', () => import('./log.ts')),
      at('show', () => import('./show.ts')),
      at('audit', () => import('./audit.ts')),
      at('backup', () => import('./backup.ts')),
      at('restore', () => import('./restore.ts')),
      at('recover', () => import('./recover.ts')),
      forGood('retire', () => import('./retire.ts')),
      at('rebuild', () => import('./rebuild.ts')),
      at('doctor', () => import('./doctor.ts')),
      at('key show', () => import('./key-show.ts')),
      at('key passphrase', () => import('./key-passphrase.ts')),
      forGood('key rotate', () => import('./key-rotate.ts')),
      at('config list', () => import('./config-list.ts')),
      at('config get', () => import('./config-get.ts')),
      at('config set', () => import('./config-set.ts')),
    ],
  },
  {
    title: 'The tool itself',
    commands: [
      at('demo', async () => (await import('./demo.ts')).over(COMMANDS)),
      at('demo outside', async () => (await import('./demo-outside.ts')).over(COMMANDS)),
      at('completion', async () => (await import('./completion.ts')).over(COMMANDS)),
      at('schema', async () => (await import('./schema.ts')).over(COMMANDS)),
      at('version', () => import('./version.ts')),
    ],
  },
];

export const COMMANDS: readonly Registered[] = GROUPS.flatMap((group) => group.commands);

/** The command with that name or alias. */
export function findCommand(name: string): Registered | undefined {
  return findIn(COMMANDS, name);
}

/** The commands of a family (`recall` → `recall issue`, `recall list` …). */
export function familyOf(word: string): readonly Registered[] {
  return familyIn(COMMANDS, word);
}
