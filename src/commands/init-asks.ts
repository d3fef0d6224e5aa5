// What `init` has to know and was not told: asked for at a terminal one by one, and elsewhere named all at once.
import { POLICIES } from '../custody/policy.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/questions.ts';
import type { Input } from './spec.ts';

/** The input with all that was answered in it, and what the command line has no option for. */
export interface InitAnswers {
  readonly input: Input;
  readonly peer?: NewPeer;
}

export interface NewPeer {
  readonly name: string;
  readonly url: string;
}

const WAYS = ['network', 'regulator', 'alone', 'join-party'] as const;
type Way = (typeof WAYS)[number];

/**
 * Completes what was typed.
 * @throws usage naming all that is missing where nobody may be asked; interrupted, fingerprint-differs
 */
export async function initAnswers(input: Input): Promise<InitAnswers> {
  const missing = missingOf(input);
  if (missing.length === 0) return { input: await compared(input) };
  if (!input.interactive || input.json) {
    throw new PedigreeError('usage', say('missing', { options: missing }), { hint: say('missing-how') });
  }
  return interview(input);
}

function wayOf(input: Input): Way | undefined {
  return WAYS.find((way) => input.flag(way));
}

/** The options that are missing, as a person would type them. */
function missingOf(input: Input): readonly string[] {
  const way = wayOf(input);
  const named = input.flag('observer') || way === 'join-party';
  const missing: string[] = [];
  if (way === undefined) missing.push(phrase('a-way'));
  if (!named && input.text('name') === undefined) missing.push('--name <name>');
  if (!named && input.text('gln') === undefined) missing.push('--gln <gln>');
  if (way === 'alone') {
    const roles = input.list('role');
    if (roles.length === 0) missing.push('--role <role>');
    const products = [...input.list('prefix'), ...input.list('gtin')];
    if (roles.includes('manufacturer') && products.length === 0) missing.push(phrase('maker-of'));
  }
  return missing;
}

async function interview(input: Input): Promise<InitAnswers> {
  const { checkedText } = await import('../app/node/names.ts');
  const answers = new Map<string, string | true>();
  const has = (name: string) => answers.has(name) || input.flag(name);
  const question: Ask = async (name, text, read) => {
    if (has(name)) return;
    const value = await until(input, text, read);
    if (value !== undefined) answers.set(name, value);
  };
  const begin = `${phrase('begin', { home: input.env.home })}\n`;
  const way = wayOf(input) ?? (await until(input, phrase('way'), (typed) => oneOf(WAYS, typed), begin));
  const till = way === 'join-party';
  if (!till && !input.flag('observer')) {
    await question('name', phrase('name'), (typed) => checkedText(typed, 'name'));
    await question('gln', phrase('gln'), (typed) => glnOf(input, typed));
  }
  if (till && !has(way)) answers.set(way, (await card(input)).file);
  else if (way === 'network') {
    const read = has(way) ? await cardGiven(input) : await card(input);
    if (read !== undefined) answers.set(way, read.file);
    if (read !== undefined && !input.flag('fingerprint')) answers.set('fingerprint', await agreed(input, read));
  } else if (!has(way)) answers.set(way, true);
  if (way === 'regulator') {
    await question('custody', phrase('custody'), (typed) => choice(POLICIES, typed));
  }
  if (way === 'alone') await rights(input, answers, question);
  await question('contact', phrase('contact'), (typed) => (typed === '' ? undefined : checkedText(typed, 'contact')));
  const peer = input.env.dryRun ? undefined : await firstPeer(input);
  return { input: answered(input, answers), ...(peer === undefined ? {} : { peer }) };
}

/** Asks for an option that was not given. */
type Ask = (name: string, text: string, read: (typed: string) => string | undefined | Promise<string>) => Promise<void>;

async function rights(input: Input, answers: ReadonlyMap<string, unknown>, question: Ask): Promise<void> {
  const { checkedRights, rolesIn } = await import('../app/parties/rights.ts');
  await question('role', phrase('roles'), (typed) => rolesIn([typed || 'dispenser']).join());
  const roles = rolesIn([...input.list('role'), ...[answers.get('role') ?? []].flat().map(String)]);
  if (!roles.includes('manufacturer') || input.flag('gtin')) return;
  await question('prefix', phrase('prefix'), (typed) => {
    checkedRights({ roles, prefixes: [typed], gtins: [] });
    return typed;
  });
}

/** Asks until the answer can be read; what is wrong with one stands above the next question. @throws interrupted */
async function until<T>(
  input: Input,
  question: string,
  read: (typed: string) => T | Promise<T>,
  before = '',
): Promise<T> {
  let asked = before + question;
  for (;;) {
    const typed = await input.ask(asked);
    if (typed === undefined) throw new PedigreeError('interrupted', say('stopped-asking'));
    try {
      return await read(typed);
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code === 'interrupted' || error.code === 'fingerprint-differs') {
        throw error;
      }
      asked = `  ${error.message}\n${question}`;
    }
  }
}

function choice<T extends string>(choices: readonly [T, ...T[]], typed: string): T {
  const chosen = typed === '' ? choices[0] : choices.find((one) => one === typed);
  if (chosen === undefined) throw new PedigreeError('usage', say('not-an-answer'));
  return chosen;
}

function oneOf<T>(list: readonly T[], typed: string): T {
  const chosen = /^\d$/.test(typed) ? list[Number(typed) - 1] : undefined;
  if (chosen === undefined) throw new PedigreeError('usage', say('not-an-answer'));
  return chosen;
}

/** A GLN; one whose check digit is missing or wrong is offered with the right one. */
async function glnOf(input: Input, typed: string): Promise<string> {
  const { checkedGln, mendedGln } = await import('../app/node/party-name.ts');
  let gln = typed;
  for (let mended = mendedGln(gln); mended !== undefined; mended = mendedGln(gln)) {
    const again = await input.ask(phrase('gln-offered', { typed: gln, gln: mended }));
    if (again === undefined) throw new PedigreeError('interrupted', say('stopped-asking'));
    gln = again === '' ? mended : again;
  }
  return checkedGln(gln);
}

interface CardRead {
  readonly file: string;
  readonly fingerprint: string;
  readonly founder: string;
}

/** A card that can be read. */
async function card(input: Input): Promise<CardRead> {
  const { networkOnCard } = await import('../app/parties/init.ts');
  return until(input, phrase('card'), async (file) => ({ file, ...(await networkOnCard(file)) }));
}

/** The card of the command line; undefined for none, and for a pipe, which can be read once alone. */
async function cardGiven(input: Input): Promise<CardRead | undefined> {
  const { isReadOnce } = await import('../app/node/pipes.ts');
  const { networkOnCard } = await import('../app/parties/init.ts');
  const file = input.text('network');
  if (file === undefined || isReadOnce(file)) return undefined;
  return { file, ...(await networkOnCard(file)) };
}

/** All that was typed at a terminal, where the fingerprint of the card is compared nevertheless. */
async function compared(input: Input): Promise<Input> {
  if (!input.interactive || input.json || input.env.dryRun) return input;
  const read = input.flag('fingerprint') ? undefined : await cardGiven(input);
  return read === undefined ? input : answered(input, new Map([['fingerprint', await agreed(input, read)]]));
}

/** What was compared binds: whatever other card is in that file afterwards is refused. @throws fingerprint-differs */
async function agreed(input: Input, network: Omit<CardRead, 'file'>): Promise<string> {
  const compare = phrase('fingerprint-compare', network);
  if (await until(input, `${compare}\n${phrase('fingerprint-agrees')}`, yesOrNo)) return network.fingerprint;
  throw new PedigreeError('fingerprint-differs', say('fingerprint-denied'), { hint: say('ask-for-card') });
}

/** In either language: who was asked in German may answer so. */
function yesOrNo(typed: string): boolean {
  if (/^(?:y|yes|j|ja)$/i.test(typed)) return true;
  if (/^(?:n|no|nein)$/i.test(typed)) return false;
  throw new PedigreeError('usage', say('not-an-answer'));
}

async function firstPeer(input: Input): Promise<InitAnswers['peer']> {
  const { exchangeUrl } = await import('../sync/wire.ts');
  const url = await until(input, phrase('peer'), (typed) => {
    if (typed !== '') exchangeUrl(typed);
    return typed;
  });
  if (url === '') return undefined;
  const { peerName } = await import('../app/exchange/peers.ts');
  return { url, name: await until(input, phrase('peer-name'), peerName) };
}

/** The passphrase of a new key, typed twice; undefined for none, and where no terminal hides what is typed. */
export async function newPassphrase(): Promise<string | undefined> {
  const { promptPassphrase } = await import('../app/node/passphrase.ts');
  let question = phrase('passphrase');
  for (;;) {
    const typed = promptPassphrase(question, say('stopped-asking'));
    if (typed === undefined || typed === '') return undefined;
    const again = promptPassphrase(phrase('once-more'), say('stopped-asking'));
    // Where the terminal is gone meanwhile, asking again would never end.
    if (again === undefined) throw new PedigreeError('interrupted', say('stopped-asking'));
    if (again === typed) return typed;
    question = `${phrase('passphrases-differ')}\n${phrase('passphrase')}`;
  }
}

function answered(input: Input, answers: ReadonlyMap<string, string | true>): Input {
  const text = (name: string) => {
    const value = answers.get(name);
    return typeof value === 'string' ? value : input.text(name);
  };
  return {
    ...input,
    text,
    flag: (name) => answers.has(name) || input.flag(name),
    list: (name) => [answers.get(name) ?? input.list(name)].flat().map(String),
  };
}
