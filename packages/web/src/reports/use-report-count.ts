import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../lib/client'
import { countReports, type ReportScope, receivesReports } from './report-count'

/** The numbers so far, by scope. */
const counts = createStore<ReadonlyMap<ReportScope, number>>(() => new Map())

/** The number of open reports, kept up to date. 0 for users who don't decide on them. */
export const useReportCount = (scope: ReportScope): number => {
  const client = useClient()
  const receives = useSelector((state) => receivesReports(state, scope))
  useEffect(() => {
    if (!receives) return undefined
    return countReports(client, scope, (count) => counts.setState((before) => new Map(before).set(scope, count), true))
  }, [client, scope, receives])
  const count = useStore(counts, (all) => all.get(scope) ?? 0)
  return receives ? count : 0
}
