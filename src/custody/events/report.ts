// A pack is suspect, illegitimate, or cleared; a maker or a regulator answers a report with one that names it.
import { eventRef, list, object, oneOf, shape } from '../body.ts';
import { REPORT_FINDINGS } from '../report-words.ts';
import { anyOf, defineEvent } from './define.ts';
import { text } from './fields.ts';

export const report = defineEvent({
  type: 'report',
  code: 27,
  says: () => ({
    manifest: `\`as\` ${anyOf(REPORT_FINDINGS)}, \`raw?\`, \`item?\` (an object), \`findings?\` (texts), \`note?\`, \`about?\` (the report that it answers)`,
  }),
  parts: {
    manifest: shape(
      { as: oneOf(...REPORT_FINDINGS) },
      { raw: text, item: object, findings: list(text), note: text, about: eventRef },
    ),
  },
  protects: true,
});
