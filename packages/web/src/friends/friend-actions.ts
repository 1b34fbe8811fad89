import type { Friend } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { useAnyName } from '../people/use-user'
import { orToast } from '../problem'
import { toast } from '../ui'

type Work = 'accept' | 'decline' | 'withdraw' | 'unblock'

/** What can be done about a person with one press. A toast says what came of it. */
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
    const words = reply.trim() === '' ? {} : { reply: reply.trim() }
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
