/**
 * What a dataset's files look like, for programs: JSON Schema (json-schema.org, 2020-12) for the JSON, Table Schema
 * (specs.frictionlessdata.io/table-schema) for the CSV. Both made of the same fields.
 */
import type { Dataset, Field } from './dataset.ts';

export function jsonSchemaOf({ id, title, description, fields }: Dataset, base: string): object {
  const properties = Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)]));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${base}/data/${id}.schema.json`,
    ...{ title, description, type: 'array' },
    items: {
      ...{ type: 'object', properties, additionalProperties: false },
      required: fields.map(({ name }) => name),
    },
  };
}

const FORMATS: Readonly<Partial<Record<Field['type'], string>>> = { date: 'date', datetime: 'date-time', uri: 'uri' };

function propertyOf({ title, description, type, optional }: Field): object {
  const own = type === 'integer' || type === 'number' ? type : 'string';
  const format = FORMATS[type];
  return { title, description, type: optional ? [own, 'null'] : own, ...(format && { format }) };
}

export function tableSchemaOf({ key, fields }: Dataset): object {
  return {
    fields: columnsOf(fields).map(({ name, title, description, type, optional }) => ({
      ...{ name, title, description, type: type === 'uri' ? 'string' : type },
      ...(type === 'uri' && { format: 'uri' }),
      constraints: { required: !optional },
    })),
    primaryKey: key.length === 1 ? key[0] : key,
    missingValues: [''],
  };
}

/** The columns of the CSV. */
export function columnsOf(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ jsonOnly }) => !jsonOnly);
}
