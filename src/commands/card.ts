// `pedigree card`: the file by which others get to know this party.
import { inFolder } from './at-home.ts';
import { type CommandSpec, fields, integer, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'card',
  summary: "write this party's card",
  about:
    "A regulator accredits a card; whoever joins a network starts from its founder's. A card is not secret, and proves nothing by itself: compare the fingerprint by phone.",
  options: [{ flags: '-o, --out <file>', description: 'where to, by default a file of its own here', out: true }],
  writes: true,
  examples: ['pedigree card', 'pedigree card -o hill.card'],
  schema: fields({
    file: string(),
    chain: string(),
    network: string(),
    fingerprint: string('25 digits of the network, to compare by phone'),
    chainFingerprint: string('25 digits of this chain'),
    bytes: integer(),
  }),
  run: async (input) => {
    const { writeCard } = await import('../app/parties/card.ts');
    return { data: await inFolder(input, (home) => writeCard(home, input.text('out'))) };
  },
};
