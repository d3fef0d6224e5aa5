// The words of maintenance.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('maintenance', () => ({
  'ends-own-chain': 'this ends the own chain for good: nothing can be recorded on it any more',
  'repeat-with-confirm': 'repeat it with --confirm {chain}',
  'own-events-still-missing': '{missing} own events are still missing, and {heard} has not got them',
  'ask-another-peer': 'ask another peer with --from, or give this chain up with --new-chain',
  'head-not-written': '{kept}, but the head file could not be written: {why}',
  'make-room-recover': 'make room or mend the folder, then run pedigree recover again',
  'no-peer-configured': 'no peer is configured to be asked',
  'nobody-had-chain': 'nobody had this chain: {asked}',
  'new-chain-but': 'the new chain is recorded, but {why}',
  'make-room-keys': 'make room or mend the folder; the next command that signs puts the new keys in their place',
  'founder-chain-stays': "the founder's chain is the network and cannot be replaced",
  'fetch-tail': 'fetch its tail from a peer: pedigree recover --from PEER',
  'chain-can-appended': 'this chain can be appended to, so it is not given up',
  'retire-confirm-chain-ends': 'pedigree retire --confirm CHAIN ends a chain that is not wanted any more',
  'exists-already': '{file} exists already',
  'backup-never-replaces-file': 'a backup never replaces a file; take another name',
}));
