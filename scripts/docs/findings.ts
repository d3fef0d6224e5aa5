// The page of what a check of an EPCIS file can find: each code with its level, its sentence and what to ask the sender for.
import { FINDINGS, type FileFindingCode, levelOf } from '../../src/epcis/findings.ts';
import { say } from '../../src/words/en/epcis.ts';
import { type Said, sentence } from '../../src/words/say.ts';

/** A sentence with a word in the place of what fills it. */
function template(id: Parameters<typeof say>[0]): string {
  const saying: (id: Parameters<typeof say>[0], values: Said['values']) => Said = say;
  return sentence(saying(id, { what: '…', count: 'N' })).replaceAll('|', '\\|');
}

export function findings(generated: string): string {
  const codes = Object.keys(FINDINGS) as FileFindingCode[];
  const rows = codes.map((code) => {
    const level = FINDINGS[code] === 'refused' ? 'error, 65 in 2.0 JSON' : levelOf(code);
    return `| \`${code}\` | ${level} | ${template(`found-${code}`)} | ${template(`ask-${code}`)} |`;
  });
  return `# What a check of an EPCIS file finds

${generated}

\`pedigree epcis check FILE\` tells everything at once, each finding with its code, level and place. \`info\` changes nothing; with
\`warning\` or \`error\` the exit is 20: look at it, or ask the sender. With an error something in the file cannot be relied on,
and nothing is guessed in its place. What the schema of 2.0 JSON does not have makes the exit 65, and all findings are told
all the same. A file that cannot be read at all is a failure with one of the codes of [exit-codes.md](exit-codes.md).

| code | level | what it says | what to ask for |
|---|---|---|---|
${rows.join('\n')}
`;
}
