// Names that no other document has: random UUIDs, and those that follow from a name (RFC 9562, versions 4 and 5).
import { crypto } from '../../builtins.ts';

/** `urn:uuid:…`. @param random 16 bytes */
export function uuidUrn(random: Uint8Array): string {
  return `urn:uuid:${uuidText(random, 4)}`;
}

/** The namespace of URIs in RFC 9562. */
const NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The same for the same name, whoever asks: version 5. */
export function uuidNamed(name: string): string {
  return uuidText(crypto().createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16), 5);
}

function uuidText(from: Uint8Array, version: number): string {
  const bytes = Buffer.from(from);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
