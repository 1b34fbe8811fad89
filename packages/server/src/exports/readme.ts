/** The explanation in the archive, in the languages of the interface. */
export const readme = (username: string, at: number): string => `Your data, @${username}
${new Date(at).toISOString()}

Open index.html in a browser. It works without a network.
The .json files hold the same data for programs. Times are in UTC.

profile.json                 your profile, settings and e-mail address
sessions-*.json              your signed-in devices
friends-*.json               friends, friend requests, blocked people, and your nicknames for them
invite-links-*.json          your invite links
join-requests-*.json         your requests to join groups
reports-*.json               what you reported
acts-of-administrators-about-you-*.json   what administrators changed about your account, and when
acts-as-administrator-*.json              what you did as an administrator
reactions-*.json, hidden-messages-*.json, played-voice-messages-*.json
chats/<id>/                  your chats: in direct chats and groups all messages that you can read,
                             in channels your own messages
media/<id>/                  files and pictures that you uploaded

Passwords, codes and other secrets are not in this archive. Messages that you deleted for yourself are not, either.
Other people's files stay in the chats. Keep this archive safe: it holds messages that others sent you.


你的数据，@${username}

请用浏览器打开 index.html，无需联网。.json 文件以便于程序读取的形式保存相同的数据，时间均为 UTC。
chats/<id>/ 中有你的聊天：私聊和群聊包含你能看到的全部消息，频道只包含你自己的消息。
media/<id>/ 中有你上传的文件和图片。
密码、验证码等机密信息不在其中，你为自己删除的消息也不在其中。
请妥善保管此压缩包：其中含有他人发给你的消息。
`
