/** What every dialog of the shell takes. */
export interface ShellDialogProps {
  readonly open: boolean
}
