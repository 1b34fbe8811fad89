import type { Message } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { ChatLine, PersonLine } from '../people/place-lines'
import { Tick } from '../people/tick'
import { Button, cx, Dialog, TextField } from '../ui'
import { useActionContext } from '../ui/action-context'
import { sendForwards } from './forward-send'
import { type Target, targetKey, targetName, targetsMax } from './forward-targets'
import { useForwardTargets } from './use-forward-targets'

const lineOf = (target: Target): ReactNode =>
  target.kind === 'chat' ? <ChatLine chatId={target.chatId} /> : <PersonLine userId={target.userId} />

const Chip = ({ target, onRemove }: { readonly target: Target; readonly onRemove: () => void }) => {
  const t = useT()
  const name = useSelector((state) => targetName(state, target, t))
  return (
    <li className="flex min-h-32 items-center gap-6 rounded-full bg-selected ps-12 text-small text-text">
      <bdi className="max-w-96 truncate">{name}</bdi>
      <button
        type="button"
        aria-label={t('removePerson', { name })}
        onClick={onRemove}
        className="grid size-32 place-items-center rounded-full pointer-coarse:size-44 text-text-2 hover:text-text"
      >
        <X size={14} strokeWidth={2} aria-hidden />
      </button>
    </li>
  )
}

interface PickerProps {
  readonly picked: readonly Target[]
  readonly onChange: (picked: readonly Target[]) => void
  /** Called on Ctrl+Enter. */
  readonly onSend: () => void
}

const isIn = (targets: readonly Target[], target: Target): boolean =>
  targets.some((one) => targetKey(one) === targetKey(target))

/** Finds and selects chats and people. Arrow keys move, Enter selects. */
const TargetPicker = ({ picked, onChange, onSend }: PickerProps) => {
  const t = useT()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const targets = useForwardTargets(query)
  const full = picked.length >= targetsMax
  const toggle = (target: Target | undefined) => {
    if (!target) return
    if (isIn(picked, target)) onChange(picked.filter((one) => targetKey(one) !== targetKey(target)))
    else if (!full) onChange([...picked, target])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      const next = (targets.length + at + step) % Math.max(1, targets.length)
      setAt(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key !== 'Enter') return
    else if (event.ctrlKey || event.metaKey) onSend()
    else toggle(targets[at])
    event.preventDefault()
  }
  return (
    <div>
      <input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={targets[at] && `${listId}-${at}`}
        aria-label={t('forwardSearch')}
        placeholder={t('forwardSearch')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        className="h-44 w-full rounded-10 bg-hover px-16 text-ui text-text outline-none focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      {picked.length > 0 && (
        <ul className="m-0 flex list-none flex-wrap gap-6 p-0 pt-8" aria-label={t('forwardPicked')}>
          {picked.map((target) => (
            <Chip key={targetKey(target)} target={target} onRemove={() => toggle(target)} />
          ))}
        </ul>
      )}
      <div
        role="listbox"
        id={listId}
        aria-multiselectable
        aria-label={t('forwardSearch')}
        className="-mx-12 mt-8 h-[min(40dvh,264px)] overflow-y-auto [scrollbar-gutter:stable]"
      >
        {targets.map((target, index) => (
          <button
            key={targetKey(target)}
            type="button"
            role="option"
            id={`${listId}-${index}`}
            tabIndex={-1}
            aria-selected={isIn(picked, target)}
            aria-disabled={(full && !isIn(picked, target)) || undefined}
            onPointerDown={(event) => event.pointerType === 'mouse' && event.preventDefault()}
            onClick={() => {
              setAt(index)
              toggle(target)
            }}
            className={cx(
              'flex h-44 w-full items-center gap-12 rounded-10 px-12 text-start text-ui text-text',
              index === at ? 'bg-selected [--dot-ring:var(--color-selected)]' : 'hover:bg-hover',
            )}
          >
            {lineOf(target)}
            <Tick on={isIn(picked, target)} />
          </button>
        ))}
        {targets.length === 0 && <p className="px-12 py-16 text-small text-text-2">{t('noMatchTitle')}</p>}
      </div>
      {full && (
        <p role="status" className="pt-8 text-small text-text-2">
          {t('forwardMost', { count: targetsMax })}
        </p>
      )}
    </div>
  )
}

interface ForwardDialogProps extends ShellDialogProps {
  readonly messages: readonly Message[]
  readonly done: (() => void) | undefined
}

/** Selects where to forward messages, with or without the names of their senders. */
export const ForwardDialog = ({ open, messages, done }: ForwardDialogProps) => {
  const context = useActionContext()
  const { t } = context
  const [picked, setPicked] = useState<readonly Target[]>([])
  const [withName, setWithName] = useState(true)
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (picked.length === 0 || busy) return
    setBusy(true)
    const left = await sendForwards(context, { messages, targets: picked, withName, comment })
    setBusy(false)
    setPicked(left)
    if (left.length > 0) return
    closeDialog()
    done?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return
    event.preventDefault()
    void send()
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('forwardTitle', { count: messages.length })}
      width={560}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button busy={busy} disabled={picked.length === 0} onClick={() => void send()}>
            {picked.length === 0 ? t('forwardMessage') : t('forwardToCount', { count: picked.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-12">
        <TargetPicker picked={picked} onChange={setPicked} onSend={() => void send()} />
        <label className="flex cursor-pointer items-center gap-12 pointer-coarse:min-h-44">
          <input
            type="checkbox"
            checked={withName}
            onChange={(event) => setWithName(event.target.checked)}
            className="m-0 size-20 shrink-0 accent-accent-solid"
          />
          <span className="text-ui text-text">{t('forwardWithName')}</span>
        </label>
        <TextField
          label={t('forwardComment')}
          autoComplete="off"
          maxLength={limits.textMaxChars}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
    </Dialog>
  )
}
