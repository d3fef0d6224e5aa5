// Dealing with an alert: who looks into it, what was found, and that it is closed and what it was. Each is a signed entry of the
// own chain, so that every till of the party knows it.

import type { JsonObject } from '../../chain/canonical.ts';
import { cutText } from '../../chain/cut-text.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import { copiers } from '../judging/copies.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import type { Alert, AlertCause } from './alert-record.ts';
import { alertName, alertsOf } from './alerts.ts';

export interface AlertAnswer extends Written {
  /** The id of the alert. */
  readonly alert: string;
  readonly code: Alert['code'];
  readonly state: Alert['state'];
  readonly text: string;
}

const [LONGEST_NOTE, LONGEST_NAME, LONGEST_TEXT] = [1000, 200, 2000];

/**
 * Closes an alert with what it was. Closed again, or ended by itself before, it is `already`; the first word stands.
 * @throws not-found (66), usage (2) for an empty note
 * @example
 * ```ts
 * import { closeAlert, listAlerts, makeEnv, openHome } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/hill' });
 * const [worst] = (await listAlerts(env, { open: true })).data.alerts;
 * if (worst !== undefined) closeAlert(openHome(env), worst.id, { as: 'scan', note: 'the same box scanned twice' });
 * ```
 */
export function closeAlert(
  home: Home,
  id: string,
  said: { readonly as: AlertCause; readonly note: string },
): AlertAnswer & { readonly as: AlertCause } {
  const note = checkedText(said.note, 'note', LONGEST_NOTE);
  return record(home, { command: 'alerts close', note }, (tx) => {
    const alert = alertNamed(tx, id);
    const before = alert.closing;
    if (before !== undefined) {
      tx.already(before.event);
      if (before.as === undefined) tx.warn(phrase('ended-before'));
      else if (before.as !== said.as) tx.warn(phrase('closed-before-as', { as: before.as }));
      return { ...answer(alert), as: before.as ?? said.as };
    }
    const upTo = alert.code === 'copied-tokens' ? lastCopy(tx, alert) : undefined;
    tx.add({
      type: EVENT.alertClose.type,
      public: {},
      manifest: {
        alert: alertName(tx.view, alert.id),
        cause: said.as,
        ...(upTo === undefined ? {} : { upTo }),
      },
      private: flagged(alert),
    });
    return { ...answer(alert), state: 'closed', as: said.as };
  });
}

/** Up to which event of its author copies are closed with it: later ones are an alert of their own. */
function lastCopy({ known }: WriteTx, { id }: Alert): number | undefined {
  return copiers(known).find(({ chain }) => id.split(':')[1] === chain)?.last.seq;
}

/**
 * Says who looks into an alert; the last word stands.
 * @throws not-found (66), usage (2) for an empty name, wrong-state (14) for one that is closed
 */
export function assignAlert(home: Home, id: string, who: string): AlertAnswer & { readonly to: string } {
  const to = checkedText(who, 'name', LONGEST_NAME);
  return record(home, { command: 'alerts assign' }, (tx) => {
    const alert = openAlert(tx, id);
    if (alert.assigned === to) tx.already();
    else addNote(tx, alert, { to });
    return { ...answer(alert), to };
  });
}

/**
 * Notes what was found about an alert. The same words again are `already` noted.
 * @throws not-found (66), usage (2) for an empty note
 */
export function noteAlert(home: Home, id: string, text: string): AlertAnswer {
  const note = checkedText(text, 'note', LONGEST_NOTE);
  return record(home, { command: 'alerts note', note }, (tx) => {
    const alert = alertNamed(tx, id);
    if (alert.notes?.at(-1)?.text === note) tx.already();
    else addNote(tx, alert, {});
    return answer(alert);
  });
}

function addNote(tx: WriteTx, alert: Alert, more: JsonObject): void {
  const body = { alert: alertName(tx.view, alert.id), ...more, ...flagged(alert) };
  tx.add({ type: EVENT.alertNote.type, public: {}, private: body });
}

function flagged({ code, text }: Alert): JsonObject {
  return { code, about: cutText(text, LONGEST_TEXT) };
}

function answer({ id, code, state, text }: Alert): Pick<AlertAnswer, 'alert' | 'code' | 'state' | 'text'> {
  return { alert: id, code, state, text };
}

function openAlert(tx: WriteTx, id: string): Alert {
  const alert = alertNamed(tx, id);
  if (alert.state === 'open') return alert;
  throw new PedigreeError('wrong-state', say('alert-closed', { id }), { hint: say('alerts-open') });
}

/** The alert of this id, or of this event. @throws not-found (66) */
function alertNamed({ known, view }: WriteTx, typed: string): Alert {
  const id = typed.trim();
  const name = alertName(view, id);
  const found = alertsOf(known.home, known).find((alert) => alert.id === id || alertName(view, alert.id) === name);
  if (found !== undefined) return found;
  throw new PedigreeError('not-found', say('no-such-alert', { id }), { hint: say('alerts') });
}
