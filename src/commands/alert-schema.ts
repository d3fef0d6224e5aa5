// What answers about alerts share.
import { boolean, fields, integer, list, oneOf, string } from './spec.ts';

const SEVERITIES = ['high', 'medium', 'low'] as const;

export const ALERT = fields({
  id: string('the same at every till of the party'),
  code: string(),
  severity: oneOf(SEVERITIES),
  at: string('ISO 8601 in UTC'),
  'item?': { type: 'object' },
  parties: list(string()),
  state: oneOf(['open', 'closed']),
  text: string(),
  'event?': string(),
  ageHours: integer('since then'),
  due: string(
    'from when on it is overdue, by the settings overdue-high, overdue-medium and overdue-low; ISO 8601 in UTC',
  ),
  overdue: boolean('open, and past that'),
  'assigned?': string('who looks into it'),
  'notes?': list(fields({ at: string('ISO 8601 in UTC'), text: string(), 'operator?': string() })),
  'closing?': fields(
    {
      'at?': string('ISO 8601 in UTC'),
      'as?': oneOf(['scan', 'data', 'state', 'suspect'], 'what it was, as a person says'),
      'note?': string(),
      'operator?': string(),
      'by?': oneOf(
        ['settled', 'voided', 'moved-on', 'resolved', 'cleared', 'answered', 'recorded', 'taken-back', 'gone'],
        'why it ended by itself',
      ),
      'event?': string(),
    },
    'how it was closed',
  ),
  'till?': boolean('true: this till alone wrote down what it rests on; the other tills do not raise it'),
  command: string('the command line that goes on'),
});

/** Of a command that deals with one alert. */
export const ALERT_DEED = {
  alert: string('its id'),
  code: string(),
  state: oneOf(['open', 'closed']),
  text: string(),
};
