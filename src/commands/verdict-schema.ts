// The JSON Schema of a verdict: what `verify` answers, and `dispense` where it has something to say of a pack. Made when it is
// asked for: a scan at the counter does not wait for it.
import { NEXT_STEPS } from '../custody/reasons.ts';
import { boolean, fields, integer, type JsonSchema, list, oneOf, string } from './spec.ts';

const party = (description: string) => fields({ gln: string(), name: string() }, description);

export const reasonSchema = () =>
  fields({
    code: string('stable: see docs/verdicts.md'),
    status: oneOf(['caution', 'stop', 'unknown']),
    exit: integer('what this reason alone would end in'),
    text: string('for people'),
    advice: string('what to do now'),
    next: list(oneOf(NEXT_STEPS), 'the same as steps, the first thing first'),
    values: {
      type: 'object',
      additionalProperties: string(),
      description:
        'what text and advice are filled with: parties by name (several as by, by2 …), times in ISO 8601 UTC',
    },
    'emvs?': string('EMVS alert code'),
    'vrs?': string('GS1 verification message'),
    'at?': string('when, ISO 8601 in UTC'),
    'by?': list(string(), 'GLNs of the parties named'),
    'site?': string('GLN of the site where it was done'),
    'count?': integer('how many of the packs inside this holds for'),
    'more?': integer('how many of the same code and status are not told one by one'),
    'confirm?': boolean('a caution that a person has to answer before it is supplied'),
  });

/** What the asking party did itself with an item that it does not have any more. */
export const ownSchema = () =>
  fields(
    {
      did: oneOf(['shipped', 'returned', 'supplied', 'ended']),
      text: string('for people'),
      at: string('when, ISO 8601 in UTC; of a supply that waited to be recorded when it was supplied'),
      'to?': party('to whom'),
      'event?': string('CHAIN/SEQ; absent for a supply that waits to be recorded'),
      'site?': string('GLN'),
      'ref?': string('own reference of a supply, where the key here opens it'),
    },
    'what the own party did itself with an item that it does not have any more',
  );

const custody = () =>
  fields({
    state: string(),
    'holder?': party('who has it, and who shipped what is on its way'),
    'from?': party('on its way: from whom'),
    'to?': party('on its way: to whom'),
  });

/** The ways to read where something is, where records contradict each other. */
export const linesSchema = () =>
  list(
    fields({
      main: boolean('third parties go by it'),
      yours: boolean('the party that asks is its custodian'),
      handled: boolean('goods were seen in hand on it after it parted from the others'),
      closed: boolean('a regulator has assigned the item elsewhere'),
      since: string('when it parted from the others, ISO 8601 in UTC'),
      custody: custody(),
    }),
    'every way to read where it is, the main one first, where records contradict each other',
  );

const claimsSchema = () =>
  list(
    fields({
      document: string('SHA-256 of the file, in hex'),
      event: integer('of the file, counted from 0'),
      'sender?': string('GLN'),
      'senderName?': string(),
      trust: oneOf(['none', 'named', 'trusted'], 'what its sender is believed for here'),
      'at?': string('when, ISO 8601 in UTC'),
      'lot?': string(),
      'expiry?': string(),
      state: string('made, shipped, received, held, dispensed, destroyed, decommissioned or unknown'),
      'from?': string('GLN'),
      'to?': string('GLN'),
      'within?': string('the container that it is in'),
    }),
    'what files of partners outside say of it, where no maker has recorded it; the oldest first',
  );

/** All fields of a verdict, by the names that `fields` takes. */
export const verdictFields = () =>
  ({
    status: oneOf(['genuine', 'caution', 'stop', 'unknown']),
    cause: {
      enum: ['scan', 'data', 'state', 'suspect', null],
      description: 'where a fault lies; null where there is none',
    },
    retry: boolean('a sync or another scan may change the answer'),
    reasons: list(reasonSchema(), 'every reason, the worst first'),
    'own?': ownSchema(),
    item: fields({
      'gtin?': string(),
      'serial?': string(),
      'lot?': string(),
      'expiry?': string(),
      'sscc?': string(),
      'packs?': integer(),
    }),
    'product?': fields({ name: string(), 'strength?': string(), 'form?': string() }),
    'maker?': fields({ name: string(), gln: string(), 'contact?': string() }),
    'confirm?': boolean('it asks: supplied on a person’s word alone, not sent on before it is settled'),
    custody: custody(),
    'lines?': linesSchema(),
    'claims?': claimsSchema(),
    repairs: list({ type: 'object' }, 'what was undone that a scanner did to the code'),
    'candidates?': list({ type: 'object' }, 'readings of a damaged scan, none chosen'),
    fresh: fields(
      { peers: integer(), oldest: { type: ['string', 'null'], description: 'ISO 8601 in UTC' } },
      'how new the knowledge is',
    ),
  }) satisfies Readonly<Record<string, JsonSchema>>;
