// The words of files of the world outside: kept, found again, received against.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('outside', () => ({
  'cannot-keep-file': 'cannot keep {path}',
  'file-changed': '{path} changed while it was read',
  'when-it-is-whole': 'try again when it is written to its end',
  'cannot-write': 'cannot write {file}',
  'cannot-read': 'cannot read {file}',
  'documents-cannot-be-made': 'the folder {folder} cannot be made',
  'document-not-here': 'the file with the hash {hash} is not in this folder',
  'document-damaged': 'the kept file with the hash {hash} is damaged: it is not what was kept',
  'backup-has-documents': 'a backup has it, and so may its sender',
  'document-is-missing': 'the file of document {event} is not here',
  'document-is-damaged': 'the file of document {event} is not what was kept',
  'not-a-gln': '{gln} is no GLN',
  'gln-is': 'a GLN has 13 digits, the last of them a check digit',
  'own-gln': '{gln} is the own GLN',
  'outside-is-others': 'outside are those who have not joined the network',
  'new-partner-needs-name': '{gln} is new here and needs a name: --name',
  'not-a-day': '{text} is no day, such as 2028-12-31',
  'licence-ended': 'the licence of {name} ended on {until}',
  'licence-ends-soon': 'the licence of {name} ends on {until}',
  'partner-set': '{name} ({gln}): its files are {trust}',
  'no-partners': 'no partner outside the network: pedigree outside set GLN --name NAME',
  'head-gln': 'GLN',
  'head-name': 'name',
  'head-files': 'its files',
  'trust-none': 'not believed',
  'trust-named': 'kept, not believed',
  'trust-trusted': 'believed',
  'licence-of': 'licence {licence}',
  'licence-until': 'licence {licence} until {until}',
  'licence-was-until': 'licence {licence} ended on {until}',
  'no-zstd-here': 'this Node.js cannot unpack zstd',
  'newer-node-has-zstd': 'Node.js 22.15 or later can',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
