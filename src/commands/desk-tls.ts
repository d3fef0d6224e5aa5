// `pedigree desk tls`: a certificate for a desk that other devices reach.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/desk.ts';
import { boolean, type CommandSpec, fields, type Input, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'desk tls',
  summary: 'make or show the certificate of a desk that other devices reach',
  about:
    'init DIR makes a root that can speak for the named hosts alone, and a certificate of the server that is made anew by itself. ca.crt is installed on each device, and its fingerprint compared there; the desk then runs with --tls DIR. show DIR tells the fingerprint of what is there.',
  arguments: [
    { name: 'action', description: 'init or show', optional: true },
    { name: 'dir', description: 'the folder of the certificate', optional: true },
  ],
  options: [{ flags: '--host <host>', description: 'name or address that devices reach it under', repeat: true }],
  examples: [
    'pedigree desk tls init desk-tls --host desk.hill.example --host 192.168.1.10',
    'pedigree desk tls show desk-tls',
  ],
  schema: fields({
    dir: string(),
    names: list(string(), 'that the certificate is for'),
    fingerprint: string('SHA-256 of what devices are to trust'),
    own: boolean('made here, and made anew by itself'),
    until: string('last moment of the certificate of the server, ISO 8601'),
  }),
  run: async (input) => ({ data: await done(input) }),
};

/** @throws usage */
async function done(input: Input): Promise<object> {
  const { initTls, tlsTold } = await import('../desk/tls.ts');
  const { openReading } = await import('../app/node/reading.ts');
  const [action = '', dir = ''] = input.args;
  if (action === 'show' && dir !== '') return tlsTold(dir);
  const hosts = input.list('host');
  if (action !== 'init' || dir === '' || hosts.length === 0)
    throw new PedigreeError('usage', say('tls-action', { action }), { hint: say('tls-init') });
  const reading = openReading(input.env);
  const { name } = reading.self;
  reading.close();
  return initTls(dir, hosts, name, input.env.clock());
}
