// `pedigree outbox`: what was supplied and waits to be recorded.
import { say } from '../words/en/commands.ts';
import { atHome, lookingIn } from './at-home.ts';
import { type CommandSpec, fields, integer, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'outbox',
  summary: 'list what waits to be recorded, try it again, or cancel it',
  about: 'It is tried again after each sync and import by itself.',
  arguments: [
    { name: 'action', description: 'retry or cancel', optional: true },
    { name: 'id', description: 'what to cancel', optional: true },
  ],
  writes: true,
  options: [{ flags: '--reason <text>', description: 'why it is cancelled' }],
  examples: ['pedigree outbox', "pedigree outbox cancel 1f2e3d4c --reason 'was never supplied'"],
  lists: [{ rows: 'pending', id: ['id'], at: 'since' }],
  schema: fields({
    pending: list(
      fields({
        id: string(),
        command: string(),
        item: string('the scan'),
        'gtin?': string(),
        'serial?': string(),
        since: string('when it was supplied, ISO 8601 in UTC'),
        reason: string('why it waits'),
        tries: integer(),
        'ref?': string(),
      }),
      'the oldest first',
    ),
    'recorded?': integer(),
    'failed?': integer('ended as an alert'),
    'cancelled?': string('id'),
    'alerts?': list({ type: 'object' }),
  }),
  run: async (input) => {
    const { cancelOutbox, listOutbox } = await import('../app/steps/outbox.ts');
    const { retryOutbox } = await import('../app/exchange/outbox-retry.ts');
    const { PedigreeError } = await import('../errors.ts');
    const written = { already: false, warnings: [], ...(input.env.dryRun ? { dryRun: true } : {}) };
    const action = input.arg('action');
    if (action === undefined) {
      const data = await lookingIn(input, listOutbox);
      return { exit: data.pending.length > 0 ? 17 : 0, data: { ...data, ...written } };
    }
    if (action === 'retry') {
      return atHome(input, (home) => {
        const { exit, waiting: _, ...retried } = retryOutbox(home);
        return { exit, data: { ...retried, ...listOutbox(home), ...written } };
      });
    }
    const id = input.arg('id');
    if (action !== 'cancel' || id === undefined) {
      throw new PedigreeError(
        'usage',
        action === 'cancel' ? say('which-to-cancel') : say('no-outbox-action', { action }),
        {
          hint: say('outbox-actions'),
        },
      );
    }
    const cancelled = await atHome(input, (home) => cancelOutbox(home, id, input.text('reason') ?? ''));
    return { data: { ...cancelled, ...written } };
  },
};
