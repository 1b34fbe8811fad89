interface Confirmed {
  /** Resolves to undefined if it failed. It has shown the error already. */
  readonly act: () => Promise<unknown>
  readonly setBusy: (busy: boolean) => void
  readonly succeeded: () => void
}

/** Runs a confirmed action. If it fails, the dialog stays open. */
export const runConfirmed = async ({ act, setBusy, succeeded }: Confirmed): Promise<void> => {
  setBusy(true)
  const acted = await act()
  setBusy(false)
  if (acted !== undefined) succeeded()
}
