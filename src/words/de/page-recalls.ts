// What the screens of the desk say to whoever watches over a recall, in German.
import type { say } from '../en/page-recalls.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  manage: 'Was Sie damit tun können',
  extend: 'Ausweiten',
  amend: 'Ändern, was er sagt',
  end: 'Abschließen',
  rescind: 'Zurücknehmen',
  'done-extend': 'Ausgeweitet. Wer geantwortet hatte, wird wieder gefragt.',
  'done-amend': 'Geändert.',
  'done-end': 'Abgeschlossen. Die Packungen bleiben zurückgerufen.',
  'done-rescind': 'Zurückgenommen.',
  'told-extend': 'ausgeweitet',
  'told-amend': 'geändert',
  'more-lots': 'Chargen, die er auch betrifft, mit Komma dazwischen',
  'amend-how': 'Was leer bleibt, bleibt, wie es ist.',
  'class-stays': 'wie sie ist',
  'end-sure': 'Den Rückruf abschließen? Die Packungen bleiben zurückgerufen, und niemand wird mehr gefragt.',
  'rescind-sure': 'Als Irrtum zurücknehmen? Die Packungen dürfen dann wieder abgegeben werden.',
  'why-back': 'Warum war er ein Irrtum?',

  'answered-before': 'geantwortet, bevor er ausgeweitet wurde',
  'answer-overdue': 'zu spät',
  'follow-up': 'Wurde wieder gefragt',
  check: 'Wurde geprüft',
  'was-asked': 'wieder gefragt',
  'asked-how': 'Wie wurde gefragt?',
  'checked-how': 'Wie wurde nachgesehen?',
  'by-phone': 'am Telefon',
  'by-visit': 'bei einem Besuch',
  'by-letter': 'mit einem Brief',
  'by-email': 'mit einer E-Mail',
  'what-was-found': 'Was kam heraus?',
  'found-effective': 'folgt dem Rückruf',
  'found-ineffective': 'folgt dem Rückruf nicht',
  'follow-note': 'Mit wem gesprochen wurde und was gesagt (darf leer bleiben)',

  'recall-letter': 'Brief mit Antwortbogen',
  'close-letter': 'Brief schließen',
});
