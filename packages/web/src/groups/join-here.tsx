import type { ChatId } from '@parley/protocol'
import { useT } from '../i18n'
import { Button } from '../ui'
import { useSending } from '../use-sending'
import { follow } from './join'
import { joinProblem } from './join-problem'

/** At the address of a chat that one does not have: it may be a group that can be joined by its id. */
export const JoinHere = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { busy, problem, submit } = useSending(() => follow(t, { pane: 'chat', chatId, details: false }), joinProblem)
  return (
    <div className="mb-12 flex flex-col items-center gap-8">
      <Button busy={busy} onClick={submit}>
        {t('joinThisGroup')}
      </Button>
      {problem !== undefined && (
        <p role="alert" className="text-small text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
