import type { ReactNode } from 'react'
import {
  type HistoryData,
  HistoryDataContext,
  type MessageActions,
  MessageActionsContext,
  type OutboxActions,
  OutboxActionsContext,
  type PaneNavigation,
  PaneNavigationContext,
  type PaneStores,
  PaneStoresContext,
  type RowLook,
  RowLookContext,
} from './pane-contexts'

export interface PaneValues {
  readonly look: RowLook
  readonly history: HistoryData
  readonly outbox: OutboxActions
  readonly stores: PaneStores
  readonly messages: MessageActions
  readonly navigation: PaneNavigation
}

interface PaneProvidersProps {
  readonly values: PaneValues
  readonly children: ReactNode
}

/** Provides everything that the rows, the bars and the composer of a pane read. */
export const PaneProviders = ({ values, children }: PaneProvidersProps) => (
  <RowLookContext value={values.look}>
    <HistoryDataContext value={values.history}>
      <OutboxActionsContext value={values.outbox}>
        <PaneStoresContext value={values.stores}>
          <MessageActionsContext value={values.messages}>
            <PaneNavigationContext value={values.navigation}>{children}</PaneNavigationContext>
          </MessageActionsContext>
        </PaneStoresContext>
      </OutboxActionsContext>
    </HistoryDataContext>
  </RowLookContext>
)
