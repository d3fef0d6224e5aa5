// ARCHITECTURE.md: the floors of the house and the ways through it, drawn from the table of layers and from the sources.
import { ABOUT, FLOORS, HOMES, LAYERS, PURE } from '../layers.ts';
import type { Sources } from './sources.ts';
import { EXCHANGE, RECEIVE, SHIP, type Step, VERIFY, type Walk } from './walks.ts';

/** The document, made of what the sources are now. @throws where a step of a walk is not in them */
export function architecture(sources: Sources, generated: string): string {
  return `# Architecture

${generated}

How the code is laid out, and the way of one verify, one ship, one receive and one exchange through it, from \`bin\` to the last line. How
to work on it is in [CONTRIBUTING.md](CONTRIBUTING.md), why it is so in [docs/decisions.md](docs/decisions.md), every byte in
[docs/format.md](docs/format.md), every word in [docs/glossary.md](docs/glossary.md).

Three things explain most of the rest:

1. **Each party signs a chain of its own.** An event is a leaf of it. A node holds as many chains as it has heard of; nothing is
   ever changed in one, and there is no consensus to be found.
2. **What is true is worked out by whoever asks.** Chains say who claims what. Who may claim it (authority), what became of an item
   (custody) and what that means (verdict) are pure functions of the leaves that are here, whatever order they came in.
3. **The pack is the key.** A leaf shows tokens that only the holder of a code can compute, and parts that only those can open for
   whom they were sealed. So looking something up begins with the scan, not with the chain.

## The floors

A file uses its own folder and the floors below it, never those above, and no two files import each other, types included.
\`test/layers.test.ts\` holds every import to this table.

${floors(withFloors(LAYERS, 'app', Object.keys(FLOORS)))}

${floorTable()}

The use cases have floors of their own; here, too, the lowest is the last:

${appTable()}

*Pure* folders touch no file, clock, network, process or database: time, randomness and storage are passed in. Everybody's are
\`src/errors.ts\`, the one table of failures and exits, \`src/system-errors.ts\`, the one of what the system, the network and SQLite
refuse, \`src/builtins.ts\`, what is slow to load, and \`src/elsewhere.ts\`, how a small file does without what it seldom needs. \`bin/\` only looks at the version of Node.js and loads a bundle.

${[VERIFY, SHIP, RECEIVE, EXCHANGE].map((walk) => walked(sources, walk)).join('\n')}`;
}

/** The layers with the floors of one of them, each of which may use those before it, in its place. */
export function withFloors(
  layers: Readonly<Record<string, readonly string[]>>,
  split: string,
  inside: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const names = inside.map((floor) => `${split}/${floor}`);
  const parts = (used: readonly string[]) => used.flatMap((one) => (one === split ? names : [one]));
  return Object.fromEntries(
    Object.entries(layers).flatMap(([name, used]) => {
      if (name !== split) return [[name, parts(used)] as const];
      return names.map((floor, at) => [floor, [...used, ...names.slice(0, at)]] as const);
    }),
  );
}

/** The picture of which folder may use which; a folder within a folder of the table stands inside of it. */
export function floors(layers: Readonly<Record<string, readonly string[]>>): string {
  const names = Object.keys(layers);
  const outer = new Map(names.map((name) => [name, name.split('/')[0] ?? name]));
  const boxes = [...new Set(outer.values())].flatMap((group) => {
    const inside = names.filter((name) => outer.get(name) === group);
    if (inside.length === 1 && inside[0] === group) return [`  ${box(group)}`];
    return [`  subgraph ${id(group)}_floors ["src/${group}"]`, ...inside.map((name) => `    ${box(name)}`), '  end'];
  });
  const arrows = names.flatMap((from) => direct(layers, from).map((to) => `  ${id(from)} --> ${id(to)}`));
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n');
}

const id = (name: string): string => name.replaceAll(/\W/g, '_');
const box = (name: string): string => {
  const shown = name.split('/').at(-1) ?? name;
  return name in PURE ? `${id(name)}(["${shown}"])` : `${id(name)}["${shown}"]`;
};

/** The folders that a folder may use and reaches through no other that it may use. */
function direct(layers: Readonly<Record<string, readonly string[]>>, from: string): readonly string[] {
  const used = layers[from] ?? [];
  return used.filter((one) => !used.some((other) => other !== one && layers[other]?.includes(one)));
}

function floorTable(): string {
  const rows = Object.keys(LAYERS)
    .toReversed()
    .map((name) => {
      const packages = Object.keys(HOMES).filter((one) => HOMES[one] === name);
      const node = PURE[name]?.map((one) => `\`${one}\``) ?? [];
      const only = [...node, ...packages.map((one) => `\`${one}\``)].join(', ');
      return `| [\`src/${name}/\`](src/${name}) | ${ABOUT[name] ?? ''} | ${name in PURE ? 'pure' : ''} | ${only} |`;
    });
  return ['| floor | what lives there | | known here alone |', '|---|---|---|---|', ...rows].join('\n');
}

function appTable(): string {
  const floors = Object.entries(FLOORS).toReversed();
  const rows = floors.map(([name, about]) => `| [\`src/app/${name}\`](src/app/${name}) | ${about} |`);
  return ['| floor | what lives there |', '|---|---|', ...rows].join('\n');
}

/** A step, with the file that it is done in and the side that it is on. */
export interface Found extends Step {
  readonly file: string;
  readonly caller: Found | undefined;
  readonly side: 'here' | 'there';
}

/**
 * The steps of a walk as they are in the sources.
 * @throws where a name is exported by no file, or the caller does not write it
 */
export function follow(sources: Sources, { steps, title }: Walk): readonly Found[] {
  const found: Found[] = [];
  for (const step of steps) {
    const caller = step.by === undefined ? found.at(-1) : found.findLast(({ does }) => does === step.by);
    if (step.by !== undefined && caller === undefined)
      throw new Error(`${title}: no step ${step.by} before ${step.does}`);
    try {
      const file = fileOf(sources, step, caller);
      if (caller !== undefined) mustCall(sources, caller, step);
      found.push({ ...step, file, caller, side: step.there ? 'there' : (caller?.side ?? 'here') });
    } catch (cause) {
      throw new Error(`${title}: ${step.does}: ${(cause as Error).message} (scripts/docs/walks.ts)`, { cause });
    }
  }
  return found;
}

function fileOf(sources: Sources, { does, within }: Step, caller: Found | undefined): string {
  if (does.includes('/')) {
    sources.text(does);
    return does;
  }
  const [name = '', method] = does.split('.');
  const { file } = sources.place(name, caller?.file, within);
  if (method !== undefined && !new RegExp(`^ {2}(?:async |get )?\\*?${method}[(<]`, 'm').test(sources.text(file))) {
    throw new Error(`the class in ${file} has no such method`);
  }
  return file;
}

function mustCall(sources: Sources, { file }: Found, { does, as }: Step): void {
  const code = sources.text(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const written = as === undefined ? new RegExp(`\\b${does}\\b`).test(code) : code.includes(as);
  if (!written) throw new Error(`${file} does not write ${as ?? does}`);
}

function walked(sources: Sources, walk: Walk): string {
  const found = follow(sources, walk);
  const lines = found.map(({ does, file, says }, at) => {
    const name = does.includes('/') ? `[\`${does}\`](${does})` : `[\`${does}\`](${file})`;
    return `${at + 1}. ${name}${does.includes('/') ? '' : ` (${file})`}: ${says}`;
  });
  return `## ${walk.title}: \`${walk.typed}\`

${walk.about}

${picture(found, walk)}

${lines.join('\n')}
`;
}

/** The walk as a sequence from floor to floor; the numbers are those of the list below it. */
function picture(found: readonly Found[], { typed, answer }: Walk): string {
  const sides = (['here', 'there'] as const).filter((side) => found.some((one) => one.side === side));
  const boxes = sides.flatMap((side) => {
    const floors = [...new Set(found.filter((one) => one.side === side).map(floorOf))];
    const inside = inOrder(floors).map((floor) => `  participant ${side}_${id(floor)} as ${floor}`);
    if (sides.length === 1) return inside;
    return [`  box transparent ${side === 'here' ? 'this node' : 'the other node'}`, ...inside, '  end'];
  });
  const arrows = found.flatMap((one) => {
    const to = `${one.side}_${id(floorOf(one))}`;
    const from = one.caller === undefined ? 'you' : `${one.caller.side}_${id(floorOf(one.caller))}`;
    const note = one.note === undefined ? [] : [`  Note over ${to}: ${one.note}`];
    return [`  ${from}->>${to}: ${one.caller === undefined ? typed : one.does}`, ...note];
  });
  const [first] = found;
  const back = first === undefined ? [] : [`  ${first.side}_${id(floorOf(first))}-->>you: ${answer}`];
  return ['```mermaid', 'sequenceDiagram', '  autonumber', '  actor you', ...boxes, ...arrows, ...back, '```'].join(
    '\n',
  );
}

/** The floor of the table that a file is on; `bin` for what stands before all. */
function floorOf({ file }: Found): string {
  const [, layer = '', floor = ''] = file.split('/');
  if (!file.startsWith('src/')) return file.split('/')[0] ?? file;
  return layer === 'app' && floor in FLOORS ? `app/${floor}` : layer;
}

/** From the command line down to the bytes. */
function inOrder(floors: readonly string[]): readonly string[] {
  const order = ['bin', ...Object.keys(withFloors(LAYERS, 'app', Object.keys(FLOORS))).toReversed()];
  return floors.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}
