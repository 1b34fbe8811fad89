import type { AuditAction } from '@parley/protocol'
import { ChevronDown, X } from 'lucide-react'
import { useT } from '../../i18n'
import { Button, Menu } from '../../ui'
import { Segments } from '../../ui/segments'
import type { AuditFilter } from './audit-rows'

/** Every kind of act, in the order of the menu. */
const kinds: { readonly [A in AuditAction]: true } = {
  registration_set: true,
  server_named: true,
  user_disabled: true,
  user_enabled: true,
  user_closed: true,
  user_restored: true,
  reset_link_made: true,
  second_factor_removed: true,
  passkeys_removed: true,
  admin_granted: true,
  admin_by_group: true,
  request_approved: true,
  request_declined: true,
  mail_tested: true,
  channel_changed: true,
  member_muted: true,
  message_pinned: true,
  message_unpinned: true,
  message_retracted: true,
  report_ended: true,
  limits_set: true,
  words_set: true,
  flood_muted: true,
  flood_mute_lifted: true,
  account_trusted: true,
  account_untrusted: true,
  network_blocked: true,
  network_unblocked: true,
  wave_cleaned: true,
  wave_undone: true,
  service_token_created: true,
  service_token_revoked: true,
  user_erased: true,
  user_exported: true,
  mail_domains_set: true,
}

interface AuditFiltersProps {
  readonly filter: AuditFilter
  readonly onChange: (filter: AuditFilter) => void
}

const Chip = ({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) => {
  const t = useT()
  return (
    <Button kind="secondary" size="small" aria-label={t('auditDrop', { filter: label })} onClick={onRemove}>
      <bdi className="max-w-240 truncate">{label}</bdi>
      <X size={16} strokeWidth={1.75} aria-hidden />
    </Button>
  )
}

/** The filters of the audit log: the time, the kind of act, and the people that were chosen from its entries. */
export const AuditFilters = ({ filter, onChange }: AuditFiltersProps) => {
  const t = useT()
  const { by, on, action, days } = filter
  const without = (name: keyof AuditFilter) => {
    const { [name]: _, ...rest } = filter
    onChange(rest)
  }
  const items = [
    { label: t('auditAllKinds'), checked: action === undefined, onSelect: () => without('action') },
    ...(Object.keys(kinds) as AuditAction[]).map((kind) => ({
      label: t(`audit_${kind}`),
      checked: action === kind,
      onSelect: () => onChange({ ...filter, action: kind }),
    })),
  ]
  return (
    <div className="flex flex-col gap-12">
      <Segments
        label={t('auditTime')}
        labelHidden
        value={String(days ?? '')}
        options={[
          { value: '', label: t('auditAlways') },
          ...[1, 7, 30].map((count) => ({ value: String(count), label: t('auditDays', { count }) })),
        ]}
        onChange={(value) => (value === '' ? without('days') : onChange({ ...filter, days: Number(value) }))}
      />
      <div className="flex flex-wrap gap-8">
        <Menu label={t('auditKind')} items={items}>
          {(trigger) => (
            <Button {...trigger} kind="secondary" size="small">
              {action === undefined ? t('auditAllKinds') : t(`audit_${action}`)}
              <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
            </Button>
          )}
        </Menu>
        {by && <Chip label={t('auditBy', { name: by.name })} onRemove={() => without('by')} />}
        {on && <Chip label={t('auditOn', { name: on.name })} onRemove={() => without('on')} />}
      </div>
    </div>
  )
}
