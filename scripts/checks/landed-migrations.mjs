import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../lib/root.mjs'
import { importsIn } from './source-imports.mjs'

export const migrationsDirectory = 'packages/server/src/storage/migrations'
export const landedList = `${migrationsDirectory}/landed.json`

const isMigration = (file) => /^\d{4}-.*\.ts$/.test(file) && !file.endsWith('.test.ts')

/** The hash of every migration file in the working tree, by file name. */
export const migrationHashes = () => {
  const directory = inRoot(...migrationsDirectory.split('/'))
  const files = readdirSync(directory).filter(isMigration).sort()
  const hashOf = (file) =>
    createHash('sha256')
      .update(readFileSync(join(directory, file)))
      .digest('hex')
  return Object.fromEntries(files.map((file) => [file, hashOf(file)]))
}

/** The committed list of hashes. */
export const readLanded = () => JSON.parse(readFileSync(inRoot(...landedList.split('/')), 'utf8'))

const howToAdd = 'see CONTRIBUTING.md, "Add a migration"'

/** Compares the migration files with the committed list and returns the problems. */
export const migrationProblems = (landed, files) => [
  ...Object.entries(landed).flatMap(([file, hash]) => {
    if (files[file] === undefined)
      return [
        `${file} is missing, but databases have already run it: restore it. To add another migration, ${howToAdd}`,
      ]
    if (files[file] === hash) return []
    return [
      `${file} was edited, but databases have already run it: restore it and add a new migration. For the steps, ${howToAdd}`,
    ]
  }),
  ...Object.keys(files)
    .filter((file) => landed[file] === undefined)
    .map((file) => `${file} is not in ${landedList}: run \`npm run generate\` when the migration is finished`),
  ...numberProblems(Object.keys(files)),
]

/** Two branches may both have used the next number. */
const numberProblems = (files) => {
  const names = files.filter((file) => !file.endsWith('-postgres.ts')).sort()
  return names
    .filter((file, at) => Number(file.slice(0, 4)) !== at + 1)
    .map((file) => `${file} has the wrong number: migrations are numbered 0001, 0002, … without gaps or repeats`)
}

/** Imports that could change the effect of a landed migration later. */
export const importProblems = (file, text) =>
  importsIn(text)
    .filter(({ specifier }) => specifier !== 'kysely' && specifier !== './migration')
    .map(
      ({ specifier, line }) => `${file}:${line} imports ${specifier}: a migration imports only kysely and ./migration`,
    )

/** Checks that landed migrations and their imports never change. */
export const landedMigrations = () => {
  const files = migrationHashes()
  const textOfMigration = (file) => readFileSync(inRoot(...migrationsDirectory.split('/'), file), 'utf8')
  return {
    problems: [
      ...migrationProblems(readLanded(), files),
      ...Object.keys(files).flatMap((file) => importProblems(file, textOfMigration(file))),
    ],
  }
}

/** Adds new files to the list. Hashes of landed migrations stay, so that edits are still found. */
export const grownList = (landed, files) => {
  const all = { ...files, ...landed }
  const sorted = Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((file) => [file, all[file]]),
  )
  return `${JSON.stringify(sorted, null, 2)}\n`
}
