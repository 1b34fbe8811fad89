import { useCallback, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { orToast } from '../problem'

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

/** Rows that come from the server a page at a time, the first one at once. `load` must stay the same object. */
export const usePaged = <Row>(load: (after: Row | undefined) => Promise<Page<Row>>) => {
  const t = useT()
  const [page, setPage] = useState<Page<Row>>()
  const [loading, setLoading] = useState(false)
  const next = useCallback(
    async (before: readonly Row[]) => {
      setLoading(true)
      const found = await orToast(t, load(before.at(-1)))
      if (found) setPage({ rows: [...before, ...found.rows], more: found.more })
      setLoading(false)
    },
    [load, t],
  )
  useEffect(() => {
    void next([])
  }, [next])
  const drop = (gone: (row: Row) => boolean) =>
    setPage((before) => before && { ...before, rows: before.rows.filter((row) => !gone(row)) })
  return { rows: page?.rows, more: page?.more ?? false, loading, loadMore: () => void next(page?.rows ?? []), drop }
}
