import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { createPages, type Page } from './pages'

/** Rows that come from the server a page at a time, the first one at once. `load` must stay the same object. */
export const usePaged = <Row>(load: (after: Row | undefined) => Promise<Page<Row>>) => {
  const t = useT()
  const pages = useMemo(() => createPages<Row>((after) => orToast(t, load(after))), [load, t])
  useEffect(() => {
    void pages.begin()
  }, [pages])
  const { rows, more, loading } = useStore(pages.state)
  return { rows, more, loading, loadMore: () => void pages.loadMore(), drop: pages.drop }
}
