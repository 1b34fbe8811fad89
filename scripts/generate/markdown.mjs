/** The comment that names the source of a generated file. */
export const generatedFrom = (source) => `<!-- Generated from ${source} by \`npm run generate\`. Do not edit. -->`

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')

export const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

/** The anchor that GitHub gives to a heading. */
export const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

/** Joins blocks into one text, with blank lines between them. */
export const page = (...blocks) => `${blocks.flat().filter(Boolean).join('\n\n').trimEnd()}\n`
