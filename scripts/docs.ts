// Writes the documents that come from the code's own tables: exit codes, verdicts, the JSON Schemas of answers, the manual.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allSchemas } from '../src/commands/schema.ts';
import { EVENTS } from '../src/custody/events/index.ts';
import { REASONS, type Reason, type ReasonCode } from '../src/custody/reasons.ts';
import { templateOf } from '../src/custody/tell.ts';
import { ERRORS, EXITS } from '../src/errors.ts';
import { COMMANDS } from '../src/ui/registry.ts';
import { apiPages } from './docs/api.ts';
import { architecture } from './docs/architecture.ts';
import { emitDeclarations } from './docs/declarations.ts';
import { findings } from './docs/findings.ts';
import { glossary } from './docs/glossary.ts';
import { type Edition, manual } from './docs/man.ts';
import { PICTURE_FOLDER, shown } from './docs/pictures.ts';
import { Sources } from './docs/sources.ts';
import { gs1, inputsOf, thirdParty } from './docs/third-party.ts';

const ROOT = join(import.meta.dirname, '..');
const GENERATED = 'Generated from the tables in the sources by `npm run docs`; a test fails when it is stale.';

/** Folders that hold nothing but what is made here. */
export const MADE_FOLDERS = ['docs/api', 'docs/schema', PICTURE_FOLDER, 'man'];

/** All generated documents: path in the repository → content. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const sources = new Sources(ROOT);
  const documents = new Map([
    ['docs/exit-codes.md', exitCodes()],
    ['docs/verdicts.md', verdicts()],
    ['ARCHITECTURE.md', architecture(sources, GENERATED)],
    ['docs/glossary.md', glossary(sources, GENERATED)],
    ['docs/epcis.md', findings(GENERATED)],
  ]);
  for (const [name, schema] of Object.entries(await allSchemas(COMMANDS))) {
    documents.set(`docs/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
  }
  for (const [path, page] of apiPages(sources, emitDeclarations(ROOT), GENERATED)) documents.set(path, page);
  for (const [path, content] of await shown(GENERATED)) documents.set(path, content);
  documents.set('docs/format.md', formatWithEvents());
  const pages = await manual(edition(), sources);
  for (const [path, page] of pages) documents.set(path, page);
  documents.set('THIRD-PARTY.txt', thirdParty(ROOT, await inputsOf()));
  documents.set('packages/gs1/THIRD-PARTY.txt', thirdParty(ROOT, await inputsOf(gs1, {})));
  documents.set('package.json', packageWith([...pages.keys()]));
  return documents;
}

/** The format as it is written down, with the table of the types of events as their definitions have it. */
function formatWithEvents(): string {
  const format = readFileSync(join(ROOT, 'docs/format.md'), 'utf8');
  const head = '| type | public | details | manifest, private |\n|---|---|---|---|\n';
  if (!format.includes(head)) throw new Error('docs/format.md has no table of the types of events');
  const begin = format.indexOf(head) + head.length;
  const rows = [...EVENTS.values()].map(({ type, says }) => {
    const { public: open, details, manifest } = says?.() ?? {};
    const cells = [`\`${type}\``, open, details, manifest];
    return `| ${cells.map((cell) => cell ?? '').join(' | ')} |\n`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
  });
  return format.slice(0, begin) + rows.join('') + format.slice(format.indexOf('\n\n', begin) + 1);
}

/** The day of the first commit: the manual bears it as long as there is no release. */
const FIRST_DAY = '2026-11-22';

/** The version of the package, and the day of its release as the CHANGELOG has it. */
function edition(): Edition {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  const released = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').matchAll(/^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)$/gm);
  const [, , day] = [...released].find(([, of]) => of === version) ?? [];
  return { version, day: day ?? FIRST_DAY };
}

/** npm puts the pages that package.json names where `man` looks for them. */
function packageWith(pages: readonly string[]): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
  return `${JSON.stringify({ ...manifest, man: pages.map((page) => `./${page}`).toSorted() }, null, 2)}\n`;
}

function exitCodes(): string {
  const codes = Object.entries(ERRORS);
  const rows = EXITS.toSorted(([a], [b]) => a - b).map(([exit, meaning]) => {
    const names = codes.filter(([, of]) => of === exit).map(([code]) => `\`${code}\``);
    return `| ${exit} | ${meaning} | ${names.join(', ')} |`;
  });
  return `# Exit codes

${GENERATED}

A command ends with one of these. With \`--json\` a failure is \`{"ok":false,"code":"…","message":"…","hint":"…","exit":N}\`
on stdout; \`code\` is stable, the sentence is free to change. Which verdict has which exit: [verdicts.md](verdicts.md).

| exit | means | codes of failures |
|---|---|---|
${rows.join('\n')}

Of several results the worst wins, in this order:
${EXITS.map(([exit]) => exit).join(' ')}.
`;
}

const STATUSES: Readonly<Record<Reason['status'], string>> = {
  stop: 'do not supply, do not move',
  unknown: 'nothing is known to be wrong, but not enough is known to say that it is right',
  caution: 'may be supplied; there is something to look at',
};

function verdicts(): string {
  const reasons = Object.entries(REASONS) as readonly (readonly [ReasonCode, Reason])[];
  const sections = Object.entries(STATUSES).map(([status, meaning]) => {
    const rows = reasons
      .filter(([, reason]) => reason.status === status)
      .map(([code, { exit, cause, emvs = '', vrs = '', next }]) => {
        const text = templateOf('reasons', code);
        const advice = templateOf('advice', code);
        const steps = next.map((step) => `\`${step}\``).join(', ');
        return `| \`${code}\` | ${exit} | ${cause} | ${emvs} | ${vrs} | ${cell(text)} | ${cell(advice)} | ${steps} |`;
      });
    return `## ${status.charAt(0).toUpperCase()}${status.slice(1)}: ${meaning}

| reason | exit | cause | EMVS | GS1 verification | what it says | what to do | next |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
  });
  return `# Verdicts

${GENERATED}

A verdict is \`genuine\` (exit 0) where none of the following was found. It names every reason that was, the worst first;
its status is the worst of theirs, its exit the worst in the order of [exit-codes.md](exit-codes.md). \`--strict\` makes
caution exit 20. The cause says where to look: \`scan\` (scan again), \`data\` (synchronise), \`state\` (what happened to the
pack), \`suspect\` (perhaps not the maker's). Words in braces are filled in, from \`values\` of the answer's reason; \`next\` is the
advice as steps, the first thing first.
Where records contradict each other the custodian of any of them gets cautions; one with \`confirm: true\` asks: it is
supplied on a person's word alone (\`dispense --despite contested\`). At the door of such goods \`contested\` is a stop (14).

${sections.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) {
  const written = await documents();
  for (const folder of MADE_FOLDERS) rmSync(join(ROOT, folder), { recursive: true, force: true });
  for (const [path, content] of written) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
  console.log(`${written.size} documents`);
}
