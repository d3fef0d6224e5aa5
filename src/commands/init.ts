// `pedigree init`: makes a party that founds a network, or one that joins it.
import type { Env } from '../app/node/env.ts';
import type { InitData } from '../app/parties/init.ts';
import { POLICIES } from '../custody/policy.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/commands.ts';
import { withFile } from './in-file.ts';
import type { NewPeer } from './init-asks.ts';
import { given, optional } from './optional.ts';
import { boolean, type CommandSpec, fields, type Input, list, oneOf, string } from './spec.ts';

export const PARTY = fields({
  name: string(),
  gln: string(),
  'site?': string('GLN of the site'),
  'contact?': string(),
});

export const command: CommandSpec = {
  name: 'init',
  summary: 'make a party: its keys and its chain',
  about:
    'A regulator founds a network with --regulator; everybody else joins one with the card that the regulator hands out, or works --alone until there is one. Compare the fingerprint by phone. With --passphrase-file the key is locked. At a terminal it asks for what is missing: pedigree init is enough.',
  options: [
    { flags: '--name <name>', description: 'name of the organisation' },
    { flags: '--gln <gln>', description: 'its Global Location Number' },
    { flags: '--regulator', description: 'found a network' },
    { flags: '--alone', description: 'found a network of one, for files of others' },
    {
      flags: '--role <role>',
      description: 'alone: dispenser, distributor, manufacturer or logistics',
      repeat: true,
    },
    { flags: '--prefix <gcp>', description: 'alone, manufacturer: GS1 company prefix of its products', repeat: true },
    { flags: '--gtin <gtin>', description: 'alone, manufacturer: a product that it makes', repeat: true },
    {
      flags: '--custody <policy>',
      description: 'found: whether every hand-over must be recorded, or only making and supply',
      choices: POLICIES,
    },
    {
      flags: '--recovery-out <file>',
      description: 'found: where the recovery words go; on a terminal they are shown',
      out: true,
    },
    { flags: '--network <card>', description: "join: the network's card, a file" },
    { flags: '--join-party <card>', description: 'another till or site of the party of this card, which endorses it' },
    { flags: '--observer', description: 'join: only read and verify; name and GLN may be left out' },
    { flags: '--fingerprint <digits>', description: "join: what the network's fingerprint must be" },
    { flags: '--contact <text>', description: 'phone or mail that others are shown' },
    { flags: '--site <gln>', description: 'GLN of the place where this chain is kept' },
    { flags: '--test', description: 'a home to try things in: takes --now' },
  ],
  writes: true,
  examples: [
    "pedigree init --name 'Medicines Agency' --gln 9506000100005 --regulator --contact '+44 20 7946 0000' --recovery-out safe.recovery",
    "pedigree init --name 'Hill Pharmacy' --gln 9506000100036 --alone --role dispenser",
    "pedigree init --name 'Hill Pharmacy' --gln 9506000100036 --network agency.card --contact '+44 20 7946 0003'",
  ],
  schema: fields({
    party: PARTY,
    role: oneOf(['founder', 'joiner', 'till', 'observer']),
    'alone?': list(string(), 'roles that the founder of a network of one gave itself'),
    'chain?': string('the new chain; absent in a dry run'),
    'network?': string("the founder's chain"),
    'fingerprint?': string('25 digits of the network, to compare by phone'),
    'founder?': string('whose network that is'),
    home: string('the folder'),
    test: boolean(),
    locked: boolean('the key file has a passphrase'),
    'recovery?': oneOf(['words', 'file', 'none'], 'of a founder: where the words of its recovery key are'),
    'recoveryFile?': string(),
    'recoveryWords?': list(string(), 'ten words, on a terminal alone'),
    'peer?': string('name and address of a first peer'),
  }),
  run: async (asked) => {
    const { initAnswers } = await import('./init-asks.ts');
    oneWay(asked);
    const { input, peer } = await initAnswers(asked);
    const network = input.text('network');
    const custody = input.text('custody');
    const regulates = input.flag('regulator');
    const alone = input.flag('alone');
    const founds = regulates || alone;
    const till = input.text('join-party');
    const observer = input.flag('observer');
    const rights = { roles: input.list('role'), prefixes: input.list('prefix'), gtins: input.list('gtin') };
    if (!alone && Object.values(rights).some((words) => words.length > 0)) {
      throw new PedigreeError('usage', say('rights-of-alone'), { hint: say('regulator-gives-roles') });
    }
    if (observer && network === undefined) {
      throw new PedigreeError('usage', say('observer-joins'), { hint: say('give-network-card') });
    }
    if (!founds && custody !== undefined) {
      throw new PedigreeError('usage', say('policy-of-founder'), { hint: say('leave-custody-out') });
    }
    if (founds && input.text('fingerprint') !== undefined) {
      throw new PedigreeError('usage', say('no-fingerprint-yet'), { hint: say('leave-fingerprint-out') });
    }
    const recoveryOut = input.text('recovery-out');
    if (!founds && recoveryOut !== undefined) {
      throw new PedigreeError('usage', say('recovery-of-founder'), {
        hint: say('leave-recovery-out'),
      });
    }
    const shown = input.interactive && !input.json && input.env.stdout?.isTerminal === true;
    const recovery = recoveryOut !== undefined ? { file: recoveryOut } : shown ? ('words' as const) : undefined;
    const { initParty } = await import('../app/parties/init.ts');
    const env = await withPassphrase(input);
    // From here on Ctrl-C waits: between being made and being shown the recovery words are nowhere else.
    void env.signal;
    const make = (card: string | undefined) =>
      initParty(env, {
        ...given(input, 'name', 'gln'),
        ...(observer ? { observer } : {}),
        test: input.flag('test'),
        ...(founds
          ? {
              found: {
                custody: custody === 'endpoints' ? 'endpoints' : 'required',
                ...(recovery === undefined ? {} : { recovery }),
                ...(alone ? { alone: rights } : {}),
              },
            }
          : {}),
        ...optional(till === undefined ? 'network' : 'joinParty', card),
        ...given(input, 'fingerprint', 'contact', 'site'),
      });
    const data = await withFile(input, network ?? till, make);
    return { data: peer === undefined ? data : await withPeer(env, data, peer) };
  },
};

/** Where a passphrase is typed it is asked for twice: a key that is locked with a slip is lost. */
async function withPassphrase(input: Input): Promise<Env> {
  if (!input.interactive || input.env.passphraseFile !== undefined) return input.env;
  const { newPassphrase } = await import('./init-asks.ts');
  const typed = await newPassphrase();
  return { ...input.env, passphrase: () => typed };
}

/** The party is made, whatever becomes of the peer: its recovery words are shown once, and a failure here must not take them. */
async function withPeer(env: Env, made: InitData, peer: NewPeer): Promise<InitData> {
  try {
    const { introducePeer } = await import('../app/exchange/peers.ts');
    const { openHome } = await import('../app/node/home.ts');
    const home = openHome(env);
    try {
      const { warnings } = await introducePeer(home, peer.name, peer.url);
      return { ...made, peer: `${peer.name} ${peer.url}`, warnings: [...made.warnings, ...warnings] };
    } finally {
      home.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...made, warnings: [...made.warnings, phrase('peer-not-added', { ...peer, why })] };
  }
}

/** @throws usage for several beginnings of one party */
function oneWay(input: Input): void {
  if (['regulator', 'alone', 'network', 'join-party'].filter((way) => input.flag(way)).length <= 1) return;
  throw new PedigreeError('usage', say('found-or-join'), { hint: say('how-found-or-join') });
}
