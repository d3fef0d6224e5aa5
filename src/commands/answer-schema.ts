// The JSON Schemas of answers: the common fields, then those that the command declares.
import { TOTALS } from './first-of.ts';
import type { CommandSpec, JsonSchema } from './spec.ts';
import { boolean, fields, integer, list, string } from './spec.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const WRITTEN: Readonly<Record<string, JsonSchema>> = {
  event: { type: 'string', description: 'the event that was written, CHAIN/SEQ; absent in a dry run' },
  at: { type: 'string', description: 'the moment the event carries, ISO 8601 in UTC' },
  already: boolean('this was recorded before, nothing was written'),
  warnings: list(string(), 'what a person should look at'),
  dryRun: { const: true, description: 'nothing was written' },
};

/** Of a listing: what of it is here, and where the rest begins. */
const LISTED: Readonly<Record<string, JsonSchema>> = {
  total: integer('rows there are, of which this answer has some'),
  next: string('where the rest begins, for --since; absent at the end'),
};

/** The file name of a command's schema, and its name on the command line: `recall-issue`. */
export function schemaFile(command: string): string {
  return command.replaceAll(' ', '-');
}

/** The JSON Schema of one answer of a command, as `--json` prints it. */
export function answerSchema(spec: CommandSpec): JsonSchema {
  const name = `pedigree/${schemaFile(spec.name)}/1`;
  const place: Readonly<Record<string, JsonSchema>> = spec.lines
    ? { n: integer('which input this answers, counted from 1'), input: string('the input as it was given') }
    : {};
  return {
    $schema: DRAFT,
    $id: name,
    title: `pedigree ${spec.name} --json`,
    description: spec.summary,
    type: 'object',
    properties: {
      ok: { const: true },
      schema: { const: name },
      exit: integer('the exit code of this answer'),
      ...place,
      ...(spec.writes ? WRITTEN : {}),
      ...spec.schema.properties,
      ...(spec.lists ? LISTED : {}),
    },
    required: [
      'ok',
      'schema',
      'exit',
      ...(spec.lines ? ['n', 'input'] : []),
      ...(spec.writes && !spec.lines ? ['already', 'warnings'] : []),
      ...(spec.schema.required ?? []),
      ...(spec.lists ? ['total'] : []),
    ],
    ...(spec.schema.anyOf === undefined ? {} : { anyOf: spec.schema.anyOf }),
  };
}

/** The JSON Schema of a failure, for all commands. */
export const ERROR_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  $id: 'pedigree/error/1',
  title: 'a failure of any command under --json',
  ...fields({
    ok: { const: false },
    code: string('stable: see docs/exit-codes.md'),
    message: string('for people, free to change'),
    hint: string('the next thing to do'),
    exit: integer(),
    'said?': {
      ...fields({
        id: string('which sentence, by area and name'),
        values: { type: 'object', description: 'what fills it: text, numbers, and lists of them, by name' },
      }),
      description: 'what `message` says, whatever the language',
    },
    'n?': integer('which of several inputs failed, counted from 1'),
    'input?': string('the input as it was given'),
    'items?': list(
      fields({ n: integer(), input: string(), code: string(), reason: string() }),
      'the bad items of a command that is all or nothing, the first 100',
    ),
    'total?': integer('how many bad items there are, of which the first 100 are here'),
    'totals?': TOTALS,
    'recorded?': {
      enum: [true, false, 'unknown'],
      description: 'whether the event stands all the same, where the disk failed while something was recorded',
    },
  }),
};
