// What to do about each reason of a verdict, by its code, and in a few cases that have an advice of their own.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('advice', () => ({
  'unknown-item':
    'Give another pack. Put this one aside, do not return it. Tell maker and agency: pedigree report … --as suspect --note T',
  'unknown-lot': 'Not a sign of a fake. Run pedigree sync, then scan again.',
  'unknown-product': 'Not a sign of a fake. Run pedigree sync, then scan again. If it stays so, ask the supplier.',
  'outside-gone': 'Do not supply. Put it aside and ask the sender of the file.',
  'outside-claim-differs':
    'Not a sign of a fake: files have errors. Do not supply before the sender has said which is right.',
  'outside-unproved': 'Not a sign of a fake. Ask the supplier. Whose files are believed here: pedigree outside list',
  'outside-claim': 'Compare pack and delivery before you supply it.',
  'incomplete-knowledge': 'Not a sign of a fake. Run pedigree sync, then scan again.',
  'incomplete-knowledge@alone':
    'Not a sign of a fake. Is the file of its delivery here? pedigree epcis import FILE, then scan again. Else ask the supplier.',
  'not-commissioned':
    'Do not supply. It is a rejected label or it left the line without release: tell the packaging line.',
  'lot-mismatch':
    'Give another pack. Put this one aside. Tell maker and agency: pedigree report … --as suspect --note T',
  'expiry-mismatch':
    'Give another pack. Put this one aside. Tell maker and agency: pedigree report … --as suspect --note T',
  'maker-not-accredited': 'Do not supply. Put it aside and tell the agency: pedigree report … --as suspect --note T',
  'maker-revoked': 'Do not supply. Put it aside and ask the agency.',
  'unauthorised-use': 'Do not supply. Compare the packs and tell the maker: pedigree report … --as suspect --note T',
  recalled: 'Do not supply. Set it apart and follow the recall: pedigree recall list',
  withdrawn: 'Do not supply. Set it apart and ask the supplier how to return it.',
  expired: 'Do not supply. Set it apart for destruction: pedigree decommission --reason expired …',
  'already-dispensed':
    'Same box scanned twice? Put it back. Two boxes? One is a copy: pedigree report … --as suspect --note T',
  decommissioned: 'Do not supply. A pack that should no longer exist may be a copy: ask {by}.',
  disputed: 'Do not supply or send on. They must settle it: one retracts, or the agency assigns it.',
  unaccounted: 'Do not supply. Call {holder}; if it is yours and here: pedigree found …',
  'in-transit-elsewhere': 'Not yours. Do not open. Call {from}.',
  'not-in-your-custody': 'Not yours by the records. If it was delivered here, run pedigree sync and call {holder}.',
  'custody-gap': 'Do not supply. Run pedigree sync; if it stays so, ask {by}.',
  quarantined: 'Keep it apart until it is released.',
  'lot-on-hold': 'Keep it apart until {by} clears the lot.',
  'in-transit-to-you': 'Receive it first: pedigree receive …',
  'author-forked': 'The pack may be used. The agency settles which record counts.',
  'settled-here': 'The pack may be used. Records have split, and nobody has signed yet which count: tell the agency.',
  'own-conflict': 'Look whether the pack is the one you expect; {by} should correct its records.',
  contested: 'Look whether it is here, and call {by}: whoever does not have it takes its entry back',
  'loss-overtaken': 'Tell {by} that it is here.',
  unaccredited: 'Run pedigree sync. If it stays so, tell the agency.',
  'stale-knowledge': 'Run pedigree sync: a recall or a hand-over may be missing here.',
  'clock-behind': 'Set the clock of this computer right: what has expired, or how old news is, cannot be told by it.',
  'weak-serial': 'Look at the pack itself with more care.',
  'expires-soon': 'Make sure it is used up before then.',
  'scan-repaired': 'Nothing is wrong with the pack. Set the scanner up: pedigree decode … shows how.',
  'caution-notice': 'Follow the notice.',
  'sibling-suspect': 'Look at the pack itself with more care.',
  'corrected-label': 'The pack is good. Tell the patient what holds.',

  'take-file-in':
    'Not a sign of a fake. Is the file of its delivery here? pedigree epcis import FILE, then scan again. Else ask the supplier.',
  'scan-in-doubt': 'Scan again. The scanner changed or cut the code; nothing may be wrong with the pack.',
  'near-serial': 'Scan it once more: a serial one character away was made. {advice}',
  asked: 'Look whether it is the right pack and call {by}; then: pedigree dispense … --despite contested --note …',
  'came-after-all': 'Declared lost by {by} on its way to you. If it came after all: pedigree receive …',
  'at-the-door': 'Do not take it in. Call {by}: they must settle who has it.',
  'hand-overs-optional': 'Hand-overs may be left out in this network: that alone is no sign of a fake.',
  'you-sent-it': 'You sent it: pedigree outgoing shows it, pedigree void … --reason T takes it back.',
  'yours-if-here': 'Do not supply. If it is here: pedigree found …',
  'you-ended-it':
    'Do not supply. A pack that should no longer exist may be a copy: pedigree report … --as suspect --note T',
}));
