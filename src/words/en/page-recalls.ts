// What the screens of the desk say to whoever watches over a recall: how it goes on, who was asked and looked at, and its letter.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('page-recalls', () => ({
  manage: 'What you can do with it',
  extend: 'Extend it',
  amend: 'Change what it says',
  end: 'Close it',
  rescind: 'Take it back',
  'done-extend': 'Extended. Who had answered is asked again.',
  'done-amend': 'Changed.',
  'done-end': 'Closed. The packs stay recalled.',
  'done-rescind': 'Taken back.',
  'told-extend': 'extended',
  'told-amend': 'changed',
  'more-lots': 'Lots that it is of as well, with a comma between them',
  'amend-how': 'What stays empty stays as it is.',
  'class-stays': 'as it is',
  'end-sure': 'Close the action? The packs stay recalled, and nobody is asked any more.',
  'rescind-sure': 'Take it back as issued in error? Its packs may be supplied again.',
  'why-back': 'Why was it in error?',

  'answered-before': 'answered before it was extended',
  'answer-overdue': 'late',
  'follow-up': 'It was asked again',
  check: 'It was checked',
  'was-asked': 'asked again',
  'asked-how': 'How was it asked?',
  'checked-how': 'How was it looked at?',
  'by-phone': 'by telephone',
  'by-visit': 'on a visit',
  'by-letter': 'by letter',
  'by-email': 'by e-mail',
  'what-was-found': 'What was found?',
  'found-effective': 'it follows the recall',
  'found-ineffective': 'it does not follow the recall',
  'follow-note': 'Who was spoken to, and what was said (may stay empty)',

  'recall-letter': 'Letter with a sheet to answer on',
  'close-letter': 'Close the letter',
}));

export const phrase = /* @__PURE__ */ telling(say);
