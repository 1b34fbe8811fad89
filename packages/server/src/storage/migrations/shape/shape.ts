/**
 * The schema as a database reports it: a definition for each `table users`, `column users.name`, `index users_by_name`,
 * `unique users (username)` and `reference sessions (user_key)`.
 */
export type Shape = Readonly<Record<string, string>>

/** Sorted, so that two shapes with the same parts are the same text. */
export const shapeOf = (parts: Iterable<readonly [string, string]>): Shape =>
  Object.fromEntries([...parts].sort(([one], [other]) => (one < other ? -1 : 1)))
