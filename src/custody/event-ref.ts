// How an event is named: its chain and its place there, and where the chain forked the beginning of its hash.

/** `CHAIN/SEQ` or `CHAIN/SEQ~HASH`; the three are its groups. */
export const EVENT_REF = /^([a-z2-7]{26})\/(\d{1,16})(?:~([0-9a-f]{8}))?$/;
