import { createStore } from 'zustand/vanilla'
import { recallInTab, rememberInTab } from '../../lib/remembered-in-tab'
import { type ProvenAct, waitingAct } from './arrival'

/** A little less than the server takes a proof. */
const heldMs = 9.5 * 60_000

/** A proof that takes the place of the password, while the server takes it. */
export const proofStore = createStore<{ readonly proof: string | undefined }>(() => ({ proof: undefined }))

/** The act in the settings that waited for the proof with which the page was opened. */
let returned: Extract<ProvenAct, { act: 'settings' }> | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps a proof in the memory of this page. */
export const holdProof = (proof: string): void => {
  proofStore.setState({ proof })
  clearTimeout(timer)
  timer = setTimeout(dropProof, heldMs)
}

/** Forgets the proof, which the server no longer takes. */
export const dropProof = (): void => proofStore.setState({ proof: undefined })

/** Leads to the settings with a proof, where the act that waits for it goes on. */
export const carryProof = (proof: string): void => {
  rememberInTab('proof', proof)
  location.assign('/settings')
}

/** Takes over the proof that a provider’s way back left in this tab. */
export const receiveProof = (): void => {
  const proof = recallInTab('proof')
  if (proof === undefined) return
  const act = waitingAct()
  returned = act?.act === 'settings' ? act : undefined
  rememberInTab('proof', undefined)
  rememberInTab('proving', undefined)
  holdProof(proof)
}

/** Whether a dialog waited for the proof, and what was typed there. It opens once. */
export const takeReturned = (dialog: string): { readonly text: string } | undefined => {
  if (returned?.dialog !== dialog) return undefined
  const { text = '' } = returned
  returned = undefined
  return { text }
}
