// The words of chain.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('chain', () => ({
  'not-encoded': 'this is not {encoding}',
  'frame-too-large': 'a frame of {length} bytes is over the 4 MiB limit',
  'unknown-frame-codec': 'unknown frame codec {codec}',
  'key-file-damaged': 'the key file is damaged',
  'put-key-file-back': 'put the key file back from a backup',
  'passphrase-wanted': 'the key file wants its passphrase',
  'passphrase-wrong': 'the passphrase is wrong',
  'not-checkpoint': 'this is not a checkpoint of a custody chain',
  'not-compact-range': 'this is not a compact range',
  'not-ten-recovery-words': 'these are not ten recovery words: {why}',
  'ten-words': 'ten words of five letters, as they were shown when the network was founded',
  'recovery-word-wrong': 'one of the recovery words is not what was shown',
  'compare-with-paper': 'compare them with the paper, letter by letter',
  'not-chain-id': 'a peer names a chain by what is no id',
  'not-seal-key': 'this is not a seal key',
  'secrets-elsewhere': 'the secrets of these keys are not in this process',
  'not-canonical-json': 'this is not canonical JSON: {why}',
  'not-fork-proof': 'this is not a fork proof',
  'not-signed-note': 'this is not a signed note: {why}',
  'not-event': 'this is not an event: {why}',
}));
