import type { Kysely } from 'kysely'
import type { Schema } from '../../schema'
import type { Migration } from '../migration'
import { postgresShape } from './postgres-shape'
import type { Shape } from './shape'
import { sqliteShape } from './sqlite-shape'

/** Reads the shape of a database. Tables of the migrator and of an unfinished copy are left out. */
export const readShape = (db: Kysely<Schema>, kind: keyof Migration): Promise<Shape> =>
  kind === 'sqlite' ? sqliteShape(db) : postgresShape(db)
