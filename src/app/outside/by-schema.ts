// A file of the world outside judged by the schema of the standard, which whoever checks has from GS1: its terms do not let it be
// given on. What judges is installed where it is wanted.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadOptional, takesPackages } from '#packages';
import { openText } from '../../epcis/encoding.ts';
import { nobody, type TakeFound } from '../../epcis/found.ts';
import { refusal } from '../../epcis/limits.ts';
import type { ByteSource, EpcisDocument } from '../../epcis/model.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/epcis.ts';
import type { SchemaFault } from './xsd.ts';

/** Characters of a file that is judged: it is in memory as a whole. */
const MOST = 1 << 28;

const NAMES: Readonly<Record<EpcisDocument['kind'], string>> = {
  'event-document': 'epcis',
  'lone-event': 'epcis',
  'query-result': 'epcis-query',
  'master-data': 'epcis-masterdata',
};

/** The schema for a document: a file that was named, or the one in a folder that is called as GS1 calls it. */
function schemaFor(path: string, { form, kind }: EpcisDocument): string {
  const isJson = form === 'epcis-2.0-json';
  const version = form === 'epcis-1.2-xml' ? '1_2' : '2_0';
  const name = isJson ? 'EPCIS-JSON-Schema.json' : `EPCglobal-${NAMES[kind]}-${version}.xsd`;
  const stat = statSync(path, { throwIfNoEntry: false });
  const found = stat?.isDirectory() ? readdirSync(path).find((one) => one === name) : undefined;
  if (found !== undefined) return resolve(path, found);
  if (stat?.isFile() && path.toLowerCase().endsWith(isJson ? '.json' : '.xsd')) return resolve(path);
  throw new PedigreeError('no-such-file', say('no-schema', { format: form, path }), {
    hint: say('schema-is', { name }),
  });
}

async function wholeText(source: ByteSource): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of (await openText(source, nobody)).text) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST) throw refusal('too-large', {}, say('schema-too-large'));
  }
  return pieces.join('');
}

/** Of a JSON Schema: where, and what. */
interface JsonFault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
}

interface JsonJudge {
  compile(schema: unknown): { (value: unknown): boolean; readonly errors?: readonly JsonFault[] | null };
}

/** @throws Error where the packages are not installed, or the schema is none */
function faultsByJsonSchema(text: string, schema: string): readonly JsonFault[] {
  const { Ajv } = loadOptional('ajv') as { Ajv: new (options: object) => JsonJudge };
  const formats = loadOptional('ajv-formats') as { default: (ajv: JsonJudge) => void };
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  const judge = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  return judge(JSON.parse(text)) ? [] : (judge.errors ?? []);
}

/** Keywords that say of what holds them that something in it does not fit. */
const AROUND: ReadonlySet<string> = new Set(['if', 'allOf', 'anyOf', 'oneOf']);

const depthOf = ({ instancePath }: JsonFault) => instancePath.split('/').length;

/** `/epcisBody/eventList/3/epcList/0` → `$.epcisBody.eventList[3].epcList[0]` */
function pathOf(pointer: string): string {
  return `$${pointer.replace(/\/(\d+)(?=\/|$)/g, '[$1]').replace(/\//g, '.')}`;
}

/** What stands deepest says most; the event that it is in is counted as files count. */
function tellJson(faults: readonly JsonFault[], found: TakeFound): void {
  const inner = faults.filter(({ keyword }) => !AROUND.has(keyword));
  for (const fault of (inner.length > 0 ? inner : faults).toSorted((a, b) => depthOf(b) - depthOf(a))) {
    const { instancePath, message = '' } = fault;
    const event = /\/eventList\/(\d+)/.exec(instancePath)?.[1];
    const path = pathOf(instancePath);
    found('schema', { ...(event === undefined ? {} : { event: Number(event) }), path, what: `${path} ${message}` });
  }
}

function tellXml(faults: readonly SchemaFault[], found: TakeFound): void {
  for (const { message, line } of faults) found('schema', { line, what: `${line}: ${message}` });
}

/**
 * Tells what in a file that could be read does not fit the schema.
 * @param path a schema, or a folder of them
 * @throws no-such-file (66) where no schema is there for it, bad-input (65) where the schema is none, or what judges by it is not
 * installed; too-large (65)
 */
export async function judgeBySchema(
  source: ByteSource,
  path: string,
  document: EpcisDocument,
  found: TakeFound,
): Promise<void> {
  const isJson = document.form === 'epcis-2.0-json';
  const schema = schemaFor(path, document);
  const text = await wholeText(source);
  try {
    if (isJson) tellJson(faultsByJsonSchema(text, schema), found);
    else {
      const { faultsByXsd } = await import('./xsd.ts');
      // Its characters are known by now, whatever it says of them; lines stay where they are.
      const bare = text.replace(/^\ufeff?\s*<\?xml[^>]*\?>/, (declaration) => declaration.replace(/[^\n]+/g, ' '));
      tellXml(await faultsByXsd(bare, schema), found);
    }
  } catch (cause) {
    if (cause instanceof PedigreeError) throw cause;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    if (!isMissing) throw new PedigreeError('bad-input', say('schema-wrong', { path: schema }), { cause });
    const packages = isJson ? ['ajv', 'ajv-formats'] : ['libxml2-wasm'];
    throw new PedigreeError('bad-input', say('schema-judge', { format: document.form, packages: packages[0] ?? '' }), {
      hint: say(takesPackages() ? 'schema-install' : 'schema-by-npm', { packages: packages.join(' ') }),
      cause,
    });
  }
}
