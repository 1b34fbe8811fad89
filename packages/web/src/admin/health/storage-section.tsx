import type { Result } from '@parley/protocol'
import { useCallback, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { usePaged } from '../../people/paged'
import { PersonLine } from '../../people/person-row'
import { SettingsSection } from '../../settings/settings-section'
import { Button, Skeleton } from '../../ui'
import { Segments } from '../../ui/segments'
import { ShowMore } from '../../ui/show-more'
import { loadStorage, type StorageRow } from './storage-rows'

type Counted = Pick<Result<'admin.storage'>, 'countedAt' | 'total'>

const StorageLine = ({ row: { user, name, files, bytes } }: { readonly row: StorageRow }) => {
  const t = useT()
  const format = useFormat()
  const count = files === undefined ? '' : t('storageFiles', { count: files })
  const size = <span className="shrink-0 text-ui text-text tabular-nums">{format.bytes(bytes)}</span>
  return (
    <li className="hairline-b">
      {user ? (
        <PersonLine user={user} note={count} end={size} />
      ) : (
        <span className="flex min-h-56 items-center gap-12">
          <span className="min-w-0 flex-1">
            <bdi className="block truncate text-ui text-text">{name}</bdi>
            {count !== '' && <span className="block text-meta text-text-2">{count}</span>}
          </span>
          {size}
        </span>
      )}
    </li>
  )
}

interface LargestProps {
  readonly by: 'people' | 'chats'
  readonly onCounted: (counted: Counted) => void
}

/** The people or the chats with the most files, in pages. */
const Largest = ({ by, onCounted }: LargestProps) => {
  const t = useT()
  const client = useClient()
  const load = useCallback(
    async (after: StorageRow | undefined) => {
      const { page, counted } = await loadStorage(t, client, { by, after })
      onCounted(counted)
      return page
    },
    [t, client, by, onCounted],
  )
  const { rows: loaded, more, loading, loadMore, reload } = usePaged(load)
  // A page may come from a later count than the one before, and repeat rows of it.
  const rows = loaded && [...new Map(loaded.toReversed().map((row) => [row.id, row])).values()].toReversed()
  if (!rows)
    return loading ? (
      <Skeleton className="h-96 w-full" />
    ) : (
      <Button kind="secondary" onClick={reload}>
        {t('retry')}
      </Button>
    )
  if (rows.length === 0) return <p className="py-16 text-small text-text-2">{t('storageEmpty')}</p>
  return (
    <>
      <ul className="m-0 list-none p-0" aria-label={t('storageLargest')}>
        {rows.map((row) => (
          <StorageLine key={row.id} row={row} />
        ))}
      </ul>
      {more && <ShowMore loading={loading} onClick={loadMore} />}
    </>
  )
}

/** The room that the files of people and chats take. */
export const StorageSection = () => {
  const t = useT()
  const format = useFormat()
  const [by, setBy] = useState<'people' | 'chats'>('people')
  const [counted, setCounted] = useState<Counted>()
  const total =
    counted && counted.total.files > 0
      ? t('storageTotal', {
          count: counted.total.files,
          size: format.bytes(counted.total.bytes),
          time: format.dateTime(counted.countedAt),
        })
      : ''
  return (
    <SettingsSection title={t('adminStorage')} body={t('adminStorageBody')}>
      <Segments
        label={t('storageLargest')}
        labelHidden
        value={by}
        options={[
          { value: 'people', label: t('storageByPeople') },
          { value: 'chats', label: t('storageByChats') },
        ]}
        onChange={setBy}
      />
      {total !== '' && <p className="mt-12 text-small text-text-2">{total}</p>}
      <div className="mt-8">
        {/* Another key loads the other list. */}
        <Largest key={by} by={by} onCounted={setCounted} />
      </div>
    </SettingsSection>
  )
}
