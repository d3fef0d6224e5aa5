// `pedigree desk`: a local web page for people who type no commands.
import type { Env } from '../app/node/env.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/desk.ts';
import type { Registered } from './listed.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, type Input, oneOf, string } from './spec.ts';

/** The command, which runs others. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'desk',
    summary: 'open the desk: scan, dispense, receive and recall in a browser on this computer',
    about:
      'Prints its address first and then goes on until Ctrl-C or SIGTERM. On this computer alone unless --host names another address, and then only under a name of its own with https. A device is paired before it may do anything: the first by the link that is printed, more with desk pair. The passphrase of the key is asked once, here.',
    options: [
      { flags: '--host <host>', description: 'address to listen on (default 127.0.0.1)' },
      { flags: '--port <port>', description: 'port to listen on, 0 for any free one (default 7418)', value: 'count' },
      { flags: '--tls <dir>', description: 'the folder of its certificate: see desk tls' },
      { flags: '--behind <origin>', description: 'the https address of a proxy that answers for it' },
      { flags: '--open', description: 'open the page in the browser of this computer, to be paired' },
      {
        flags: '--screen <screen>',
        description: 'what a device that is paired by the link begins with',
        choices: ['scan', 'receive', 'recalls', 'lots'],
      },
      { flags: '--lock-after <time>', description: 'lock a device where nothing was done for so long (default 10m)' },
    ],
    endless: true,
    examples: ['pedigree desk', 'pedigree desk --port 7419 --screen receive'],
    schema: fields({
      url: string('where the page is'),
      listens: string('where it listens, which is where a proxy asks: host and port'),
      party: fields({ name: string(), gln: string() }),
      key: oneOf(['open', 'locked', 'observer'], 'whether anything can be recorded from here'),
      'link?': string('pairs the first device, an office; absent where there is one'),
      'code?': string('the same to be typed'),
      'expires?': string('until when, ISO 8601'),
    }),
    run: async function* (input) {
      const { openDesk } = await import('../desk/open.ts');
      const { SCREENS } = await import('../desk/desk.ts');
      const { parseWait } = await import('../app/node/config-read.ts');
      const { doingFor } = await import('./desk-do.ts');
      const { default: release } = await import('../../package.json', { with: { type: 'json' } });
      const screen = SCREENS.find((one) => one === input.text('screen'));
      const after = input.text('lock-after');
      const lockAfter = after === undefined ? undefined : parseWait(after, 30_000, 12 * 3_600_000);
      if (after !== undefined && lockAfter === undefined)
        throw new PedigreeError('usage', say('not-lock-time', { after }), { hint: say('lock-time-as') });
      const options = {
        ...optional('lockAfter', lockAfter),
        ...given(input, 'host', 'tls', 'behind'),
        ...optional('port', input.count('port')),
        ...optional('screen', screen),
        pairs: input.flag('open'),
        release: release.version,
        doing: (env: Env) => doingFor(commands, env),
      };
      const { signal = new AbortController().signal } = input.env;
      for await (const data of openDesk(input.env, options, signal)) {
        if (input.flag('open')) await opened(data.link ?? data.url, input);
        yield { data };
      }
    },
  },
});

/** Where there is no browser, the link that is printed does. */
async function opened(link: string, { env }: Input): Promise<void> {
  const { openInBrowser } = await import('../desk/browser.ts');
  if (!(await openInBrowser(link))) env.warn(phrase('no-browser'));
}
