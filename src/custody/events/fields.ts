// Fields that several types of event have.
import { admitSealKey } from '../../chain/key-pair.ts';
import { bytes, chainId, eventRef, gln, hash, list, shape, token, where, whole, words } from '../body.ts';

export const name = words(200);
// A key of small order would make whoever grants to it, or looks for a grant from it, fail.
export const sealKey = where(bytes(32), admitSealKey);
/** The key for exchanges that an `open` or `rotate` may name. One that is malformed makes the event no other. */
export const peerKey = shape({ peerKey: bytes(32) });
export const party = shape({ name, gln }, { site: gln });
/** The tree of a chain that an event of authority names. */
export const tree = { chain: chainId, size: whole(1), root: hash };
/** Tokens of the containers around that the event opens. */
export const opened = list(token, 250);
/** Characters of a reason in an event. */
export const LONGEST_REASON = 500;
export const reason = words(LONGEST_REASON);
export const text = words();
/** Which shipment a receipt or an exception is about. */
export const ofShipment = shape({ shipment: eventRef });
/** What an alert said when somebody dealt with it: later nothing may raise it any more. */
export const flagged = { code: words(40), about: text };
