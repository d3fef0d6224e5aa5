// Everything about a party's keys under one name; the admission of others' sign keys stands apart in admission.ts.
export { decodeKeyFile, encodeKeyFile, keyFileNeedsPassphrase } from './key-file.ts';
export { admitSealKey, type KeyPair, sealPair, sharedSecret, signPair } from './key-pair.ts';
export {
  agreements,
  type Keyring,
  keyringFrom,
  newKeyring,
  renewed,
  type Sealer,
  type Signer,
  signerOf,
} from './keyring.ts';
