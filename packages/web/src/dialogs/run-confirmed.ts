interface Confirmed {
  /** Undefined when it was refused, which was said already. */
  readonly act: () => Promise<unknown>
  readonly setBusy: (busy: boolean) => void
  readonly succeeded: () => void
}

/** Does what was confirmed; what is refused leaves the question open. */
export const runConfirmed = async ({ act, setBusy, succeeded }: Confirmed): Promise<void> => {
  setBusy(true)
  const acted = await act()
  setBusy(false)
  if (acted !== undefined) succeeded()
}
