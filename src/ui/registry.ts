// All commands, in the order in which help shows them, each with what makes its text: a new command is one line here.
import { familyIn, findIn, type Group, type Registered } from '../commands/listed.ts';
import type { LoadText, Renderer, Texts } from './text/context.ts';

/** A command, and what shows its answer. */
interface Shown extends Registered {
  readonly text: () => Promise<Texts>;
}

interface ShownGroup extends Group {
  readonly commands: readonly Shown[];
}

type Making<K extends string> = () => Promise<Readonly<Record<K, Renderer>>>;

/** What makes the text of one of several commands, from the file of all of them. */
const of =
  <K extends string>(made: Making<K>, key: K) =>
  async () => ({ text: (await made())[key] });
const raw = (made: Making<'text'>) => async () => ({ ...(await made()), raw: true });
const script = (made: Making<'text'>) => async () => ({ ...(await made()), raw: true, script: true });

// Files that make the texts of several commands.
const alerts = () => import('./text/alerts.ts');
const config = () => import('./text/config.ts');
const demo = () => import('./text/demo.ts');
const desk = () => import('./text/desk.ts');
const documents = () => import('./text/documents.ts');
const epcisWritten = () => import('./text/epcis-written.ts');
const exceptions = () => import('./text/exceptions.ts');
const goods = () => import('./text/goods.ts');
const hub = () => import('./text/hub.ts');
const key = () => import('./text/key.ts');
const label = () => import('./text/label.ts');
const maintenance = () => import('./text/maintenance.ts');
const outside = () => import('./text/outside.ts');
const peers = () => import('./text/peers.ts');
const product = () => import('./text/product.ts');
const recall = () => import('./text/recall.ts');
const reportList = () => import('./text/report-list.ts');
const shipments = () => import('./text/shipments.ts');
const stock = () => import('./text/stock.ts');
const tracing = () => import('./text/tracing.ts');
const waiting = () => import('./text/waiting.ts');

export const GROUPS: readonly ShownGroup[] = [
  {
    title: 'Parties and products',
    commands: [
      { name: 'init', load: () => import('../commands/init.ts'), text: () => import('./text/init.ts') },
      { name: 'join', load: () => import('../commands/join.ts'), text: () => import('./text/join.ts'), final: true },
      { name: 'card', load: () => import('../commands/card.ts'), text: () => import('./text/card.ts') },
      { name: 'accredit', load: () => import('../commands/accredit.ts'), text: () => import('./text/accredit.ts') },
      { name: 'endorse', load: () => import('../commands/endorse.ts'), text: () => import('./text/endorse.ts') },
      {
        name: 'revoke',
        load: () => import('../commands/revoke.ts'),
        text: () => import('./text/revoke.ts'),
        final: true,
      },
      {
        name: 'settle',
        load: () => import('../commands/settle.ts'),
        text: () => import('./text/settle.ts'),
        final: true,
      },
      {
        name: 'successor',
        load: () => import('../commands/successor.ts'),
        text: () => import('./text/successor.ts'),
        final: true,
      },
      { name: 'parties', load: () => import('../commands/parties.ts'), text: () => import('./text/parties.ts') },
      {
        name: 'profile set',
        load: () => import('../commands/profile-set.ts'),
        text: () => import('./text/profile.ts'),
      },
      { name: 'product set', load: () => import('../commands/product-set.ts'), text: product },
      { name: 'product list', load: () => import('../commands/product-list.ts'), text: product },
      { name: 'status', load: () => import('../commands/status.ts'), text: () => import('./text/status.ts') },
    ],
  },
  {
    title: 'Codes',
    commands: [
      { name: 'decode', load: () => import('../commands/decode.ts'), text: () => import('./text/decode.ts') },
      { name: 'verify', load: () => import('../commands/verify.ts'), text: () => import('./text/verify.ts') },
      { name: 'trace', load: () => import('../commands/trace.ts'), text: () => import('./text/trace.ts') },
    ],
  },
  {
    title: 'Goods',
    commands: [
      { name: 'mint', load: () => import('../commands/mint.ts'), text: of(goods, 'mint'), final: true },
      { name: 'label', load: () => import('../commands/label.ts'), text: of(label, 'label') },
      { name: 'label check', load: () => import('../commands/label-check.ts'), text: of(label, 'check') },
      { name: 'pack', load: () => import('../commands/pack.ts'), text: of(goods, 'pack') },
      { name: 'unpack', load: () => import('../commands/unpack.ts'), text: of(goods, 'unpack') },
      { name: 'ship', load: () => import('../commands/ship.ts'), text: of(shipments, 'ship'), aliases: ['transfer'] },
      { name: 'incoming', load: () => import('../commands/incoming.ts'), text: of(shipments, 'incoming') },
      { name: 'outgoing', load: () => import('../commands/outgoing.ts'), text: of(shipments, 'outgoing') },
      { name: 'contents', load: () => import('../commands/contents.ts'), text: of(stock, 'contents') },
      { name: 'receive', load: () => import('../commands/receive.ts'), text: of(shipments, 'receive') },
      { name: 'void', load: () => import('../commands/void.ts'), text: of(shipments, 'voided'), final: true },
      { name: 'refuse', load: () => import('../commands/refuse.ts'), text: of(shipments, 'refused') },
      { name: 'return', load: () => import('../commands/return.ts'), text: of(shipments, 'ship') },
      {
        name: 'dispense',
        load: () => import('../commands/dispense.ts'),
        text: () => import('./text/dispense.ts'),
        final: true,
      },
      {
        name: 'decommission',
        load: () => import('../commands/decommission.ts'),
        text: of(goods, 'decommission'),
        final: true,
      },
      {
        name: 'reinstate',
        load: () => import('../commands/reinstate.ts'),
        text: of(goods, 'reinstate'),
        aliases: ['undo'],
      },
      { name: 'quarantine', load: () => import('../commands/quarantine.ts'), text: of(goods, 'quarantine') },
      { name: 'release', load: () => import('../commands/release.ts'), text: of(goods, 'release') },
      { name: 'missing', load: () => import('../commands/missing.ts'), text: of(goods, 'missing') },
      { name: 'found', load: () => import('../commands/found.ts'), text: of(goods, 'found') },
      { name: 'stock', load: () => import('../commands/stock.ts'), text: stock },
      { name: 'scan', load: () => import('../commands/scan.ts'), text: raw(() => import('./text/scan.ts')) },
      {
        name: 'scanner calibrate',
        load: () => import('../commands/scanner-calibrate.ts'),
        text: raw(() => import('./text/scanner.ts')),
      },
      { name: 'outbox', load: () => import('../commands/outbox.ts'), text: () => import('./text/outbox.ts') },
    ],
  },
  {
    title: 'Recalls and alarms',
    commands: [
      {
        name: 'recall issue',
        load: () => import('../commands/recall-issue.ts'),
        text: of(recall, 'issueText'),
        final: true,
      },
      {
        name: 'recall extend',
        load: () => import('../commands/recall-extend.ts'),
        text: of(recall, 'extendText'),
        final: true,
      },
      { name: 'recall amend', load: () => import('../commands/recall-amend.ts'), text: of(recall, 'amendText') },
      { name: 'recall list', load: () => import('../commands/recall-list.ts'), text: of(recall, 'listText') },
      { name: 'recall show', load: () => import('../commands/recall-show.ts'), text: of(recall, 'showText') },
      {
        name: 'recall affected',
        load: () => import('../commands/recall-affected.ts'),
        text: () => import('./text/recall-affected.ts'),
      },
      { name: 'recall respond', load: () => import('../commands/recall-respond.ts'), text: of(recall, 'respondText') },
      {
        name: 'recall status',
        load: () => import('../commands/recall-status.ts'),
        text: () => import('./text/recall-status.ts'),
      },
      {
        name: 'recall follow-up',
        load: () => import('../commands/recall-follow-up.ts'),
        text: of(recall, 'followedText'),
      },
      { name: 'recall check', load: () => import('../commands/recall-check.ts'), text: of(recall, 'followedText') },
      { name: 'recall letter', load: () => import('../commands/recall-letter.ts'), text: of(recall, 'letterText') },
      { name: 'recall end', load: () => import('../commands/recall-end.ts'), text: of(recall, 'endText'), final: true },
      {
        name: 'recall rescind',
        load: () => import('../commands/recall-rescind.ts'),
        text: of(recall, 'endText'),
        final: true,
      },
      { name: 'alerts', load: () => import('../commands/alerts.ts'), text: alerts },
      { name: 'alerts assign', load: () => import('../commands/alerts-assign.ts'), text: of(alerts, 'assignText') },
      { name: 'alerts note', load: () => import('../commands/alerts-note.ts'), text: of(alerts, 'noteText') },
      { name: 'alerts close', load: () => import('../commands/alerts-close.ts'), text: of(alerts, 'closeText') },
      { name: 'exceptions', load: () => import('../commands/exceptions.ts'), text: exceptions },
      {
        name: 'exceptions tell',
        load: () => import('../commands/exceptions-tell.ts'),
        text: of(exceptions, 'tellText'),
      },
      {
        name: 'exceptions answer',
        load: () => import('../commands/exceptions-answer.ts'),
        text: of(exceptions, 'answerText'),
      },
      {
        name: 'exceptions resolve',
        load: () => import('../commands/exceptions-resolve.ts'),
        text: of(exceptions, 'resolveText'),
      },
      { name: 'report', load: () => import('../commands/report.ts'), text: () => import('./text/report.ts') },
      { name: 'report list', load: () => import('../commands/report-list.ts'), text: reportList },
      { name: 'report answer', load: () => import('../commands/report-answer.ts'), text: of(reportList, 'answerText') },
      { name: 'retract', load: () => import('../commands/retract.ts'), text: of(goods, 'retract'), final: true },
      { name: 'assign', load: () => import('../commands/assign.ts'), text: of(goods, 'assign'), final: true },
    ],
  },
  {
    title: 'Other nodes',
    commands: [
      { name: 'sync', load: () => import('../commands/sync.ts'), text: () => import('./text/sync.ts') },
      { name: 'serve', load: () => import('../commands/serve.ts'), text: () => import('./text/serve.ts') },
      { name: 'desk', load: async () => (await import('../commands/desk.ts')).over(COMMANDS), text: desk },
      { name: 'desk pair', load: () => import('../commands/desk-pair.ts'), text: of(desk, 'pairText') },
      { name: 'desk devices', load: () => import('../commands/desk-devices.ts'), text: of(desk, 'devicesText') },
      { name: 'desk forget', load: () => import('../commands/desk-forget.ts'), text: of(desk, 'forgetText') },
      { name: 'desk tls', load: () => import('../commands/desk-tls.ts'), text: of(desk, 'tlsText') },
      { name: 'desk operator', load: () => import('../commands/desk-operator.ts'), text: of(desk, 'operatorText') },
      { name: 'peer add', load: () => import('../commands/peer-add.ts'), text: peers },
      { name: 'peer remove', load: () => import('../commands/peer-remove.ts'), text: peers },
      { name: 'peer list', load: () => import('../commands/peer-list.ts'), text: peers },
      { name: 'export', load: () => import('../commands/export.ts'), text: () => import('./text/export.ts') },
      { name: 'import', load: () => import('../commands/import.ts'), text: () => import('./text/import.ts') },
    ],
  },
  {
    title: 'A hub on PostgreSQL',
    commands: [
      { name: 'hub init', load: () => import('../commands/hub-init.ts'), text: of(hub, 'madeText') },
      { name: 'hub admit', load: () => import('../commands/hub-admit.ts'), text: of(hub, 'admittedText') },
      { name: 'hub serve', load: () => import('../commands/hub-serve.ts'), text: of(hub, 'servingText') },
      { name: 'hub status', load: () => import('../commands/hub-status.ts'), text: of(hub, 'statusText') },
      { name: 'hub audit', load: () => import('../commands/hub-audit.ts'), text: of(hub, 'auditText') },
    ],
  },
  {
    title: 'The world outside',
    commands: [
      {
        name: 'epcis check',
        load: () => import('../commands/epcis-check.ts'),
        text: of(() => import('./text/epcis.ts'), 'check'),
      },
      { name: 'epcis hash', load: () => import('../commands/epcis-hash.ts'), text: of(epcisWritten, 'hash') },
      { name: 'epcis convert', load: () => import('../commands/epcis-convert.ts'), text: of(epcisWritten, 'convert') },
      { name: 'dscsa trace', load: () => import('../commands/dscsa-trace.ts'), text: of(tracing, 'traced') },
      { name: 'dscsa requests', load: () => import('../commands/dscsa-requests.ts'), text: of(tracing, 'requests') },
      {
        name: 'dscsa 3911',
        load: () => import('../commands/dscsa-3911.ts'),
        text: () => import('./text/dscsa-3911.ts'),
      },
      { name: 'dscsa pdg', load: () => import('../commands/dscsa-pdg.ts'), text: () => import('./text/dscsa-pdg.ts') },
      {
        name: 'dscsa suspect',
        load: () => import('../commands/dscsa-suspect.ts'),
        text: () => import('./text/dscsa-suspect.ts'),
      },
      { name: 'epcis mend', load: () => import('../commands/epcis-mend.ts'), text: of(epcisWritten, 'mend') },
      { name: 'epcis import', load: () => import('../commands/epcis-import.ts'), text: of(documents, 'imported') },
      {
        name: 'epcis documents',
        load: () => import('../commands/epcis-documents.ts'),
        text: of(documents, 'documents'),
      },
      { name: 'epcis show', load: () => import('../commands/epcis-show.ts'), text: of(documents, 'shown') },
      { name: 'epcis complain', load: () => import('../commands/epcis-complain.ts'), text: of(tracing, 'complained') },
      { name: 'epcis export', load: () => import('../commands/epcis-export.ts'), text: of(documents, 'exported') },
      { name: 'capture', load: () => import('../commands/capture.ts'), text: () => import('./text/capture.ts') },
      { name: 'outside set', load: () => import('../commands/outside-set.ts'), text: outside },
      { name: 'outside list', load: () => import('../commands/outside-list.ts'), text: outside },
      { name: 'waiting', load: () => import('../commands/waiting.ts'), text: waiting },
      { name: 'asked', load: () => import('../commands/asked.ts'), text: of(waiting, 'askedText') },
    ],
  },
  {
    title: 'The chain and its care',
    commands: [
      { name: 'log', load: () => import('../commands/log.ts'), text: () => import('./text/log.ts') },
      { name: 'show', load: () => import('../commands/show.ts'), text: () => import('./text/show.ts') },
      { name: 'audit', load: () => import('../commands/audit.ts'), text: of(maintenance, 'audit') },
      { name: 'backup', load: () => import('../commands/backup.ts'), text: of(maintenance, 'backup') },
      { name: 'restore', load: () => import('../commands/restore.ts'), text: of(maintenance, 'restore') },
      { name: 'recover', load: () => import('../commands/recover.ts'), text: of(maintenance, 'recover') },
      { name: 'retire', load: () => import('../commands/retire.ts'), text: of(maintenance, 'retire'), final: true },
      { name: 'rebuild', load: () => import('../commands/rebuild.ts'), text: of(maintenance, 'rebuild') },
      { name: 'doctor', load: () => import('../commands/doctor.ts'), text: of(maintenance, 'doctor') },
      { name: 'key show', load: () => import('../commands/key-show.ts'), text: of(key, 'show') },
      { name: 'key passphrase', load: () => import('../commands/key-passphrase.ts'), text: of(key, 'passphrase') },
      { name: 'key rotate', load: () => import('../commands/key-rotate.ts'), text: of(key, 'rotate'), final: true },
      { name: 'config list', load: () => import('../commands/config-list.ts'), text: config },
      { name: 'config get', load: () => import('../commands/config-get.ts'), text: config },
      { name: 'config set', load: () => import('../commands/config-set.ts'), text: config },
    ],
  },
  {
    title: 'The tool itself',
    commands: [
      { name: 'demo', load: async () => (await import('../commands/demo.ts')).over(COMMANDS), text: demo },
      {
        name: 'demo outside',
        load: async () => (await import('../commands/demo-outside.ts')).over(COMMANDS),
        text: of(demo, 'outside'),
      },
      {
        name: 'completion',
        load: async () => (await import('../commands/completion.ts')).over(COMMANDS),
        text: script(() => import('./text/completion.ts')),
      },
      {
        name: 'schema',
        load: async () => (await import('../commands/schema.ts')).over(COMMANDS),
        text: script(() => import('./text/schema.ts')),
      },
      {
        name: 'version',
        load: () => import('../commands/version.ts'),
        text: script(() => import('./text/version.ts')),
      },
    ],
  },
];

export const COMMANDS: readonly Shown[] = GROUPS.flatMap((group) => group.commands);

/** What makes the text of each command's answer. */
export const TEXTS: LoadText = Object.fromEntries(COMMANDS.map(({ name, text }) => [name, text]));

/** The command with that name or alias. */
export function findCommand(name: string): Registered | undefined {
  return findIn(COMMANDS, name);
}

/** The commands of a family (`recall` → `recall issue`, `recall list` …). */
export function familyOf(word: string): readonly Registered[] {
  return familyIn(COMMANDS, word);
}
