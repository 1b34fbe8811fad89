import type { MailWords } from './mail-words'

/** The mails in Chinese. */
export const zh: MailWords = {
  verify: {
    subject: '{server} 验证码：{code}',
    lines: [
      '你正在将 {address} 绑定到账号 @{username}，请在 {server} 中输入验证码：',
      '{code}',
      '验证码 {minutes} 分钟内有效。请勿告诉他人，{server} 不会向你索要验证码。',
      '如果不是你本人操作，请忽略此邮件，该邮箱不会被绑定。',
    ],
  },
  taken: {
    subject: '你的邮箱已绑定 {server} 账号',
    lines: [
      '有人尝试将 {address} 绑定到另一个 {server} 账号。该邮箱已绑定 @{username}，因此未作任何更改。',
      '如果是你本人操作，请登录 @{username}，或先从该账号移除此邮箱。',
    ],
  },
  replaced: {
    subject: '你的 {server} 邮箱已更换',
    lines: [
      '{server} 账号 @{username} 已换绑其他邮箱，{address} 不能再用于登录或找回密码。',
      '如果不是你本人操作，请立即修改密码，并联系 {server} 管理员。',
    ],
  },
  removed: {
    subject: '你的 {server} 邮箱已移除',
    lines: [
      '{server} 账号 @{username} 已解除绑定 {address}。',
      '如果不是你本人操作，请立即修改密码，并联系 {server} 管理员。',
    ],
  },
  password: {
    subject: '你的 {server} 密码已修改',
    lines: [
      '{server} 账号 @{username} 的密码已修改。',
      '如果不是你本人操作，请在登录页通过此邮箱的验证码重设密码，并联系 {server} 管理员。',
    ],
  },
  identityLinked: {
    subject: '{server} 新增了登录方式',
    lines: [
      '一个第三方登录账号已关联到 {server} 账号 @{username}，今后可以用它登录。',
      '如果不是你本人操作，请立即修改密码，在设置中取消关联，并联系 {server} 管理员。',
    ],
  },
  identityUnlinked: {
    subject: '{server} 移除了一种登录方式',
    lines: [
      '一个第三方登录账号已不能再登录 {server} 账号 @{username}。',
      '如果不是你本人操作，请立即修改密码，并联系 {server} 管理员。',
    ],
  },
  factorOn: {
    subject: '{server} 两步验证已开启',
    lines: [
      '{server} 账号 @{username} 登录时将需要输入身份验证器中的验证码。',
      '请妥善保存恢复码，以便在手机不在身边时使用。',
      '如果不是你本人操作，请联系 {server} 管理员。',
    ],
  },
  factorOff: {
    subject: '{server} 两步验证已关闭',
    lines: [
      '{server} 账号 @{username} 现在只需密码即可登录。',
      '如果不是你本人操作，请立即修改密码，并联系 {server} 管理员。',
    ],
  },
  factorRemoved: {
    subject: '管理员已关闭你的 {server} 两步验证',
    lines: [
      '{server} 账号 @{username} 现在只需密码即可登录。',
      '如果不是你要求的，请立即修改密码，并联系 {server} 管理员。你可以在设置中重新开启两步验证。',
    ],
  },
  exportReady: {
    subject: '你在 {server} 的数据已可下载',
    lines: [
      '{server} 账号 @{username} 的数据副本已准备好，请在一周内到设置中下载。',
      '如果不是你本人操作，请立即修改密码，并在设置中退出其他设备。',
    ],
  },
  recoveryCodes: {
    subject: '{server} 恢复码已更新',
    lines: [
      '{server} 账号 @{username} 已生成新的恢复码，旧的恢复码已失效。',
      '如果不是你本人操作，请立即修改密码，并联系 {server} 管理员。',
    ],
  },
  recoveryUsed: {
    subject: '有人使用恢复码登录了 {server}',
    lines: [
      '有人使用你的恢复码登录了 {server} 账号 @{username}。每个恢复码只能使用一次。',
      '如果不是你本人操作，请立即修改密码，并在设置中重新生成恢复码。',
    ],
  },
  passkeyAdded: {
    subject: '你在 {server} 的账号添加了通行密钥',
    lines: [
      '{server} 上的账号 @{username} 新添加了一个通行密钥。使用它登录不需要密码和验证码。',
      '如果这不是你本人的操作，请在设置中移除该通行密钥，修改密码，并退出其他设备。',
    ],
  },
  passkeyRemoved: {
    subject: '你在 {server} 的账号移除了通行密钥',
    lines: [
      '{server} 上的账号 @{username} 移除了一个通行密钥，它已无法用于登录。',
      '如果这不是你本人的操作，请修改密码，并联系 {server} 的管理员。',
    ],
  },
  passkeysRemoved: {
    subject: '管理员移除了你在 {server} 的通行密钥',
    lines: [
      '{server} 上的账号 @{username} 的通行密钥已无法用于登录，仍可使用密码登录。',
      '如果这不是你申请的，请修改密码，并向 {server} 的管理员询问。你可以在设置中重新添加通行密钥。',
    ],
  },
  recover: {
    subject: '{server} 重置密码验证码：{code}',
    lines: [
      '你正在重置 @{username} 的密码，请在 {server} 中输入验证码：',
      '{code}',
      '验证码 {minutes} 分钟内有效。请勿告诉他人，{server} 不会向你索要验证码。',
      '如果不是你本人操作，请忽略此邮件，你的密码不会改变。',
    ],
  },
  test: {
    subject: '来自 {server} 的测试邮件',
    lines: ['这是一封来自 {server} 的测试邮件，邮件功能工作正常。'],
  },
}
