// The sources as the documents ask about them: which file exports a name, and whom a file means by a name that it uses.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A name where it is declared: the file from the root of the repository. */
export interface Place {
  readonly file: string;
  readonly name: string;
}

interface Source {
  readonly text: string;
  /** Names declared and exported here. */
  readonly declared: ReadonlySet<string>;
  /** Names taken from another file, imported or passed on: as they are called here → where they come from. */
  readonly taken: ReadonlyMap<string, Place>;
}

const DECLARED = /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|class|const|interface|type) (\w+)/gm;
const TAKEN =
  /(?:^(?:import|export) (?:type )?|\bconst )(?:\w+, )?\{([^{}]*)\}(?: =)?\s*(?:from|await import\()\s*'(\.[^']+)'/gm;

export class Sources {
  readonly #root: string;
  readonly #files = new Map<string, Source>();

  /** Of the folder `src` below `root`; other files are read when they are asked for. */
  constructor(root: string) {
    this.#root = root;
    for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
      if (name.endsWith('.ts')) this.#read(normalize(join('src', name)).replaceAll('\\', '/'));
    }
  }

  #read(file: string): Source {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    if (!existsSync(join(this.#root, file))) throw new Error(`there is no file ${file}`);
    const text = readFileSync(join(this.#root, file), 'utf8');
    const declared = new Set([...text.matchAll(DECLARED)].map(([, name = '']) => name));
    const taken = new Map<string, Place>();
    for (const [, names = '', from = ''] of text.matchAll(TAKEN)) {
      const target = normalize(join(dirname(file), from)).replaceAll('\\', '/');
      for (const part of names.split(',')) {
        const [name = '', as = name] = part
          .trim()
          .replace(/^type /, '')
          .split(/ as |: /);
        if (name !== '') taken.set(as, { file: target, name });
      }
    }
    const source = { text, declared, taken };
    this.#files.set(file, source);
    return source;
  }

  /** The files of src/, in the order of their names. */
  get files(): readonly string[] {
    return [...this.#files.keys()].filter((file) => file.startsWith('src/')).sort();
  }

  text(file: string): string {
    return this.#read(file).text;
  }

  exports(file: string): ReadonlySet<string> {
    return this.#read(file).declared;
  }

  /** All names that a file offers: those declared there, and those passed on. */
  offered(file: string): ReadonlyMap<string, Place> {
    const offered = new Map<string, Place>();
    const { text, declared, taken } = this.#read(file);
    for (const name of declared) offered.set(name, { file, name });
    for (const [, names = ''] of text.matchAll(/^export (?:type )?\{([^{}]*)\}/gm)) {
      for (const part of names.split(',')) {
        const as =
          part
            .trim()
            .replace(/^type /, '')
            .split(' as ')
            .at(-1) ?? '';
        const place = taken.get(as);
        if (place !== undefined) offered.set(as, this.#declaration(place));
      }
    }
    return offered;
  }

  /**
   * Where the name that `from` uses is declared: there, where it takes it from, or in the one file that exports it.
   * `within` is a part of the path, for a name that several files export.
   */
  place(name: string, from: string | undefined, within?: string): Place {
    const known = within === undefined && from !== undefined ? this.known(name, from) : undefined;
    if (known !== undefined) return known;
    const all = this.files.filter((file) => this.exports(file).has(name));
    const [file, ...others] = all.filter((one) => within === undefined || one.includes(within));
    if (file === undefined) throw new Error(`no file ${within ?? 'of src/'} exports ${name}`);
    if (others.length > 0) throw new Error(`${name} is exported by ${[file, ...others].join(', ')}: say which`);
    return { file, name };
  }

  /** Where a name is declared that a file declares and exports, or takes from another; undefined for any other. */
  known(name: string, from: string): Place | undefined {
    const { declared, taken } = this.#read(from);
    if (declared.has(name)) return { file: from, name };
    const place = taken.get(name);
    return place === undefined ? undefined : this.#declaration(place);
  }

  #declaration({ file, name }: Place): Place {
    const { declared, taken } = this.#read(file);
    if (declared.has(name)) return { file, name };
    const next = taken.get(name);
    if (next === undefined) throw new Error(`${file} has no ${name}`);
    return this.#declaration(next);
  }
}
