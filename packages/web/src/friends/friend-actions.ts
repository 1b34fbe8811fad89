import type { Friend } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { useState } from 'react'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { useAnyName } from '../people/use-user'
import { toast } from '../ui'
import { orToast } from '../ui/problem'

type Work = 'accept' | 'decline' | 'withdraw' | 'unblock'

/** One-click actions on a person. A toast shows the result. */
export const useFriendActions = (userId: UserId) => {
  const t = useT()
  const client = useClient()
  const name = useAnyName(userId)
  const [working, setWorking] = useState<Work>()
  const run = async (work: Work, { call, done }: { call: () => Promise<Friend>; done: string }): Promise<boolean> => {
    setWorking(work)
    const row = await orToast(t, call())
    setWorking(undefined)
    if (row) toast(done)
    return row !== undefined
  }
  const answer = (accept: boolean, reply: string) => {
    const words = !isVisible(reply) ? {} : { reply: visibleText(reply) }
    return () => client.call('friends.answer', { userId, accept, ...words })
  }
  return {
    name,
    working,
    accept: (reply = '') => run('accept', { call: answer(true, reply), done: t('nowFriendsToast', { name }) }),
    decline: (reply = '') => run('decline', { call: answer(false, reply), done: t('requestDeclined') }),
    withdraw: () =>
      run('withdraw', { call: () => client.call('friends.remove', { userId }), done: t('requestWithdrawn') }),
    unblock: () =>
      run('unblock', { call: () => client.call('friends.unblock', { userId }), done: t('personUnblocked', { name }) }),
  }
}
