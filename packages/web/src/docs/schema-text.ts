import type { JsonSchema } from './contract-document'

const number = (value: number): string => value.toLocaleString('en')

const range = (from: number | undefined, to: number | undefined, unit: string): string => {
  if (from !== undefined && to !== undefined) return `${number(from)}–${number(to)}${unit}`
  if (to !== undefined) return `up to ${number(to)}${unit}`
  return from !== undefined && from > 0 ? `at least ${number(from)}${unit}` : ''
}

/** The bounds of a value, such as its length or range, and its default. They are code, and so in English. */
export const boundsOf = (schema: JsonSchema): readonly string[] =>
  [
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' entries'),
    schema.type === 'integer' || schema.type === 'number' ? range(schema.minimum, schema.maximum, '') : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean)

/** The choices of an `enum`, `const` or union. Undefined for anything else. */
export const choicesOf = (schema: JsonSchema): readonly JsonSchema[] | undefined => {
  if (schema.enum) return schema.enum.map((value) => ({ const: value }))
  return schema.oneOf ?? schema.anyOf
}

/** A limit such as `limits.mediaBytes`, with the unit at the end of its name. */
export const limitText = (name: string, value: number): string => {
  if (/Bytes$/.test(name)) return value >= 1_048_576 ? `${value / 1_048_576} MiB` : `${value / 1_024} KiB`
  if (!/Ms$/.test(name)) return number(value)
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const
  const unit = units.find(([size]) => value >= size && value % size === 0)
  return unit ? `${number(value / unit[0])} ${unit[1]}` : `${number(value)} ms`
}
