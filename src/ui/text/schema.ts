// Schemas as JSON: the one that was asked for as it is, several under their names.

export function text(data: { readonly schemas: Readonly<Record<string, unknown>> }): string {
  const schemas = Object.values(data.schemas);
  return JSON.stringify(schemas.length === 1 ? schemas[0] : data.schemas, null, 2);
}
