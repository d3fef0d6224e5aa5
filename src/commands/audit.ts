// `pedigree audit`: checks everything of which the ledger is made.
import { type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'audit',
  summary: 'check every hash, signature and index, and the own head against what peers have seen',
  about:
    'Exit 15 where anything is not as it must be. --repair-from asks a peer for what is damaged or missing. --accept lets ' +
    'own records go that nobody else has, settings, the outbox, peers, and tells what stood there.',
  options: [
    { flags: '--repair-from <peer>', description: 'name or URL of a peer that has it whole' },
    { flags: '--accept', description: 'let go what is damaged and only this folder knew' },
  ],
  writes: true,
  examples: ['pedigree audit', 'pedigree audit --json'],
  schema: fields({
    events: integer(),
    chains: integer(),
    notes: integer('signed checkpoints'),
    pages: integer(),
    findings: list(
      fields({
        code: string(),
        message: string(),
        'chain?': string(),
        'seq?': integer(),
        'record?': string('kind and name'),
      }),
    ),
    'settled?': list(
      fields({
        chain: string(),
        seq: integer('the first event of which there are two'),
        by: oneOf(['recovery', 'founder', 'regulator', 'revocation']),
      }),
    ),
    'awaited?': list(
      fields({ chain: string(), events: integer(), 'party?': string('its name') }),
      'events of which pages have never been here: no damage, and not to be read yet; the hundred chains with most',
    ),
    'past?': list(
      fields({ network: string(), chain: string(), events: integer() }),
      'ledgers of networks that the party was in before, checked as well',
    ),
    'repaired?': integer('findings that the repair ended'),
    'unchecked?': list(string('what could not be compared: the inventory, where the keys are locked')),
    'accepted?': list(
      fields({ kind: string(), 'key?': string(), 'was?': string('what stood there'), 'gone?': integer() }),
      'own records that were let go',
    ),
    'hint?': string('what to do about the findings'),
  }),
  run: async (input) => {
    const { auditAndRepair, auditFolder } = await import('../app/maintenance/audit.ts');
    const peer = input.text('repair-from');
    if (peer !== undefined) {
      const { exit, ...data } = await auditAndRepair(input.env, peer);
      return { exit, data: { ...data, already: false, warnings: [] } };
    }
    if (input.flag('accept')) {
      const { acceptRecords } = await import('../app/maintenance/accept.ts');
      const { exit, ...data } = await acceptRecords(input.env);
      return { exit, data: { ...data, already: data.accepted.length === 0, warnings: [] } };
    }
    const { exit, ...data } = auditFolder(input.env);
    return { exit, data: { ...data, already: false, warnings: [] } };
  },
};
