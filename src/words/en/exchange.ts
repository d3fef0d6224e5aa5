// The words of exchange.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('exchange', () => ({
  'proved-whole-kept': '{file} {what}: what is proved whole is kept, {rest}',
  'copy-file-again': 'copy the file again and import it again; what is here already stays',
  'not-peer-name': 'not a name for a peer: {typed}',
  'peer-name-shape': 'it begins with a letter or a digit, has 63 characters at most, and no / \\ :',
  'not-interval': 'not a time between two rounds: {text}',
  'write-interval': 'write it as 30s, 5m or 1h, from 1s to 24d',
  'not-port': 'not a port: {port}',
  'write-port': 'ports are 0 to 65535; 0 is any free one',
  'no-peer-configured': 'no peer is configured',
  'peer-add-name-url': 'pedigree peer add NAME URL, or carry a file: pedigree export FILE',
  'no-such-peer': 'no such peer: {nameOrUrl}',
}));
