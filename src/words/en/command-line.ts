// What is said of the words of a command line.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('command-line', () => ({
  'value-like-flag': "'{value}' is taken as the value of {name}; {name}={value} says so for sure",
  'command-or-value': "'{value}' may be the command or the value of {flag}",
  'command-first': 'the command comes first: pedigree {command} {flag} …',
  'unknown-command': "unknown command '{first}'",
  'did-you-mean': 'did you mean {near}?',
  'see-commands': 'pedigree help lists the commands',
  'second-word': "'{first}' wants a second word",
  'unknown-in-family': "unknown command '{first} {second}'",
  'did-you-mean-in-family': 'did you mean {first} {near}?',
  members: 'one of: {first} {family}',
  'option-missing': "required option '{flags}' not specified",
  'see-help': 'pedigree help {command}',
  'empty-value': '--{option} has an empty value',
  'leave-out-or-write': 'leave it out, or write {flag}',
  'no-count': "--{option} takes a whole number, not '{value}'",
  'no-day': "--{option} takes a day written YYYY-MM-DD, not '{value}'",
  'see-help-or': 'pedigree help {command}, or {others}',
  'unknown-option': "unknown option '{flag}'",
  'argument-missing': "missing required argument '{name}'",
  'value-missing': "option '{flags}' argument missing",
  'no-choice': "option '{flags}' argument '{value}' is invalid: allowed choices are {choices}",
  'too-many': ({ wanted, given }: { wanted: number; given: number }) =>
    `too many arguments: expected ${wanted} argument${wanted === 1 ? '' : 's'} but got ${given}`,
  'limit-from-1': '--limit takes a number from 1 up',
  'no-sort-field': '{command} has nothing called {field} to sort by',
  'sort-fields': 'one of: {known}; -{first} begins at the other end',
  'no-moment': "--{option} takes a day or a moment, not '{text}'",
  'moment-shape': '2026-11-29, 2026-11-29T08:00Z, or the next of an answer',
  'list-without-time': 'what is listed here has no time, so there is nothing for --{option} to cut',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
