/** The words of signing in, registering, settings and administration. */
export const enAccount = {
  signIn: 'Sign in',
  language: 'Language',
  theme: 'Theme',
} as const
