export interface ShellDialogProps {
  readonly open: boolean
}
