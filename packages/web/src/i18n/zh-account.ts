import type { Translation } from './catalog'
import type { enAccount } from './en-account'

export const zhAccount = {
  signIn: '登录',
  language: '语言',
  theme: '主题',
} as const satisfies Translation<typeof enAccount>
