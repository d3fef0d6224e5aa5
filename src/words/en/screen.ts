// What the program itself says around answers: failures, warnings, progress, pages, and what became of unread answers.
import { grouped, ofAll } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('screen', () => ({
  'error-of': '{input}: {message}',
  'standard-input': 'standard input',
  'empty-line': 'an empty line',
  'so-many-of': ({ shown, total }: { shown: number; total: number }) => ofAll(shown, total),
  'list-goes-on': ({ what, shown, total }: { what: string; shown: number; total: number }) =>
    `${what}: ${ofAll(shown, total)}`,
  'to-go-on': ({ shown, total }: { shown: number; total: number }) => `${ofAll(shown, total)}; to go on:`,
  'nothing-of-that-time': 'nothing of that time',
  'something-thrown': 'something was thrown: {what}',
  unexpected: 'unexpected: {message}',
  interrupted: 'interrupted',

  'file-and-answer': 'standard output cannot hold both the file and the answer',
  'leave-json-out': 'leave --json out, or name a file',
  'json-or-csv': 'the answer is either JSON or CSV',
  'leave-one-out': 'leave --json or --csv out',
  'nothing-to-read': 'there was nothing to read',

  'goes-on': '{message}; the command goes on',
  'file-not-read': 'nobody read the file to its end',
  'file-not-read-hint': 'nobody read the file to its end; {hint}',
  'answer-not-written': 'the answer could not be written',
  'answers-not-written': ({ lost, all }: { lost: number; all: number }) =>
    `${ofAll(lost, all)} answers could not be written`,
  because: '{message}: {why}',
  'nobody-reads': 'nobody reads the answers any more; {hint}',
  'nothing-was-to-be': 'nothing was to be recorded',
  'make-room-ask': 'make room and ask again',
  'make-room-run': 'make room and run it again',
  'so-many-recorded': ({ recorded, all }: { recorded: number; all: number }) =>
    `${ofAll(recorded, all)} are recorded: pedigree log shows them`,
  'so-many-recorded-waiting': ({ recorded, all, waiting }: Record<'recorded' | 'all' | 'waiting', number>) =>
    `${ofAll(recorded, all)} are recorded, ${grouped(waiting)} wait in the outbox: pedigree log shows them`,
  done: 'what the command does is done',
  'done-besides': 'what the command does besides is done',
  'done-as': 'what the command does is done and recorded as {event}: pedigree log shows it',

  progress: ({ done, what }: { done: number; what: string }) => `${grouped(done)} ${what}`,
  'progress-of': ({ done, total, what }: { done: number; total: number; what: string }) =>
    `${ofAll(done, total)} ${what}`,
  'seconds-left': '{seconds} s left',
  'minutes-left': '{minutes} min left',

  serving: '{url}  {party}, Ctrl-C stops it',
  'serving-open': '{url}  {party}, open to anybody, Ctrl-C stops it',
  version: 'pedigree {version} (GS1 dictionary {dictionary}, node {node}, {platform})',

  'not-named': 'not named yet',
  'no-products': 'no product is named yet: pedigree product set --gtin GTIN --name NAME',
  'product-is': '{gtin} is {what}',
  product: 'product',
  pack: 'pack',
  'named-by': 'named by {name}',
  'and-size': '{what}, {size}',
}));

export const phrase = /* @__PURE__ */ telling(say);
