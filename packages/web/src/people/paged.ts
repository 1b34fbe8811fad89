import { useCallback, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { orToast } from '../ui/problem'
import { createPages, type Page } from './pages'

/** Rows that load from the server in pages. The first page loads at once. `load` must stay the same object. */
export const usePaged = <Row>(load: (after: Row | undefined) => Promise<Page<Row>>) => {
  const t = useT()
  const pages = useMemo(() => createPages<Row>((after) => orToast(t, load(after))), [load, t])
  useEffect(() => {
    void pages.begin()
  }, [pages])
  const { rows, more, loading } = useStore(pages.state)
  const reload = useCallback(() => void pages.begin(), [pages])
  return { rows, more, loading, loadMore: () => void pages.loadMore(), reload, drop: pages.drop }
}
