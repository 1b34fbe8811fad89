import type { UserId } from '@parley/protocol'
import type { ReactNode } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import type { usePaged } from '../people/paged'
import { Button, Dialog, Skeleton } from '../ui'

interface PeoplePagesProps<Row> {
  readonly open: boolean
  readonly title: string
  /** Shown if the list is empty. */
  readonly nobody: string
  readonly pages: Pick<ReturnType<typeof usePaged<Row>>, 'rows' | 'more' | 'loading' | 'loadMore'>
  readonly children: (row: Row) => ReactNode
}

/** A dialog that lists people of a group in pages. */
export const PeoplePages = <Row extends { readonly userId: UserId }>({
  open,
  title,
  nobody,
  pages: { rows, more, loading, loadMore },
  children,
}: PeoplePagesProps<Row>) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={title} width={560}>
      {rows === undefined && <Skeleton className="h-56 w-full" />}
      {rows?.length === 0 && <p className="py-16 text-center text-small text-text-2">{nobody}</p>}
      <ul className="m-0 list-none p-0">{rows?.map(children)}</ul>
      {more && (
        <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
          {t('loadMoreMembers')}
        </Button>
      )}
    </Dialog>
  )
}
