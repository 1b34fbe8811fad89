import type { ChatId } from '@parley/protocol'
import { useState } from 'react'
import { useT } from '../i18n'
import { Button } from '../ui'
import { SearchField } from '../ui/search-field'
import { foundNoMember, offersMemberSearch } from './member-notes'
import { useMembers } from './members'
import { VirtualMembers } from './virtual-members'

/** The members of a group, the owner and admins first, with a search field. */
export const MemberList = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const { members, count, more, loading, loadMore } = useMembers(chatId, query)
  return (
    <section data-list aria-label={t('members')}>
      <h3 className="px-20 pt-8 pb-4 text-meta font-500 text-text-3">
        {count === undefined ? t('members') : t('memberCount', { count })}
      </h3>
      {offersMemberSearch(count, query) && (
        <div className="pb-4">
          <SearchField label={t('searchMembers')} value={query} onChange={setQuery} rows="[data-person-row]" />
        </div>
      )}
      <div className="px-8">
        <VirtualMembers members={members} />
        {foundNoMember({ query, found: members.length, loading }) && (
          <p className="px-12 py-16 text-small text-text-2">{t('noMemberFound')}</p>
        )}
        {more && (
          <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
            {t('loadMoreMembers')}
          </Button>
        )}
      </div>
    </section>
  )
}
