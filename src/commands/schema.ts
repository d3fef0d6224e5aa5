// `pedigree schema`: the JSON Schema of each answer.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { answerSchema, ERROR_SCHEMA, schemaFile } from './answer-schema.ts';
import type { Registered } from './listed.ts';
import { type CommandSpec, fields, type JsonSchema } from './spec.ts';

/** The command, which speaks of all commands. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'schema',
    summary: 'print the JSON Schema of answers',
    about:
      'With a name, the schema of that answer; without, of all, under their names. The schema of a failure is error.',
    arguments: [{ name: 'name', description: 'a command, for example recall issue', optional: true, variadic: true }],
    examples: ['pedigree schema decode', 'pedigree schema recall issue'],
    schema: fields({ schemas: { type: 'object', description: 'JSON Schemas by name' } }),
    run: async (input) => {
      const words = input.rest('name');
      const name = schemaFile(words.join(' '));
      return { data: { schemas: words.length === 0 ? await allSchemas(commands) : await oneSchema(commands, name) } };
    },
  },
});

async function oneSchema(commands: readonly Registered[], name: string): Promise<Record<string, JsonSchema>> {
  if (name === 'error') return { error: ERROR_SCHEMA };
  const registered = commands.find((one) => schemaFile(one.name) === name);
  if (registered === undefined) {
    throw new PedigreeError('usage', say('no-schema', { name }), { hint: say('see-commands') });
  }
  return { [name]: answerSchema((await registered.load()).command) };
}

/** The schemas of all answers by name, and that of a failure. */
export async function allSchemas(commands: readonly Registered[]): Promise<Record<string, JsonSchema>> {
  const schemas: Record<string, JsonSchema> = { error: ERROR_SCHEMA };
  for (const { name, load } of commands) schemas[schemaFile(name)] = answerSchema((await load()).command);
  return schemas;
}
