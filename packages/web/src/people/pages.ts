import { createStore, type StoreApi } from 'zustand/vanilla'

/** One response of the server. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

/** The rows so far. Undefined until the first page has loaded. */
export interface PagesState<Row> {
  readonly rows?: readonly Row[]
  readonly more: boolean
  readonly loading: boolean
}

export interface Pages<Row> {
  readonly state: StoreApi<PagesState<Row>>
  /** Loads the first page, which replaces all rows. */
  readonly begin: () => Promise<void>
  /** Loads the page after the last row. */
  readonly loadMore: () => Promise<void>
  /** Removes rows that no longer exist. */
  readonly drop: (gone: (row: Row) => boolean) => void
}

/**
 * Rows that load from the server in pages.
 * @param load fetches the page after a row. If it fails, it resolves to undefined, and the loaded rows stay.
 */
export const createPages = <Row>(load: (after: Row | undefined) => Promise<Page<Row> | undefined>): Pages<Row> => {
  const state = createStore<PagesState<Row>>(() => ({ more: false, loading: false }))
  const held = () => state.getState().rows ?? []
  const next = async (after: Row | undefined): Promise<void> => {
    state.setState({ loading: true })
    const found = await load(after)
    // Rows may have been dropped meanwhile.
    const before = after === undefined ? [] : held()
    state.setState({ loading: false, ...(found && { rows: [...before, ...found.rows], more: found.more }) })
  }
  return {
    state,
    begin: () => next(undefined),
    loadMore: () => next(held().at(-1)),
    drop: (gone) => state.setState(({ rows }) => (rows ? { rows: rows.filter((row) => !gone(row)) } : {})),
  }
}
