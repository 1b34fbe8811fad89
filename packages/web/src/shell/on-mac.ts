/** Keys are other ones on a Mac. */
export const onMac = /Mac|iPhone|iPad/.test(navigator.platform)
