/** The longest sentence allowed, in words. */
export const sentenceWords = 25

const ban = (form, instead) => ({ form: new RegExp(form, 'i'), instead })

/** Forms that plain English avoids, with replacements. The glossary in STYLE.md is the source of the terms. */
export const banned = [
  ban(
    String.raw`\b(?:some|no|any|every)body\b(?:'s|’s)?`,
    'name the person: a member, the caller, other users, anyone',
  ),
  ban(String.raw`\bwho(?:m)?ever\b`, 'name the person: the sender, members, callers'),
  ban(String.raw`^(?:what|whom|who(?! can\b|\s+reacted))\b(?=[^?]*$)`, 'start with a noun instead of a clause'),
  ban(
    String.raw`\b(?:those|people|others|one|he|she) who (?:may|may not|can|can't)\b`,
    'use a noun: writers, non-members, readers',
  ),
  ban(
    String.raw`\b(?:to|of|for|by|from|with|than|as|and|or) who\b`,
    'use a noun instead of a clause: writers, non-members, readers',
  ),
  ban(
    String.raw`\bone(?:'s|’s)\b|\boneself\b|(?<!\b(?:another|this|that|each|every|other|which|only|no|or|and|whether|if|when) )\bone (?:can(?:not|'t|’t)?|may|must|has to|does|sees|wants)\b`,
    'write "you", "the user" or "the caller"',
  ),
  ban(
    String.raw`\b(?:take|takes|took|taken|taking|takes? \w+ message|taken? \w+) back\b`,
    'write "retract", "undo" or "return"',
  ),
  ban(
    String.raw`\b(?:is|are|was|were|be|been) heard\b|\bhears? (?:of|from|for|nothing|it|them)\b|\bheard (?:of|for)\b`,
    'write "receives", "subscribes" or "is notified"',
  ),
  ban(String.raw`\blistens? for\b|\blistened for\b`, 'write "subscribes"'),
  ban(String.raw`\bin a circle\b`, 'write "deadlock" or "cycle"'),
  ban(String.raw`\bask(?:s|ed|ing)? for\b`, 'write "request", "fetch" or "require"'),
  ban(String.raw`\b(?:is|are|was|were|be) (?:answered|told)\b`, 'write "returns", "responds", "notifies" or "sends"'),
  ban(String.raw`\bmend(?:s|ed|ing)?\b`, 'write "fix"'),
  ban(String.raw`\banew\b`, 'write "again" or name the action: re-encode, recreate, reload'),
  ban(String.raw`\bmakes? good for\b`, 'write "compensates for" or "repairs"'),
  ban(String.raw`\b(?:name|names) of (?:one|their|your|its)(?:'s|’s)? own\b`, 'write "remark" or "nickname"'),
  ban(String.raw`\b(?:keep|keeps|kept) (?:\w+ )?from writing\b`, 'write "mute"'),
  ban(String.raw`\blog(?:s|ged|ging)? (?:in|out)\b(?! the)`, 'write "sign in" or "sign out"'),
  ban(String.raw`\b(?:needs?|without) \w+(?:'s|’s) leave\b`, 'write "permission"'),
  ban(String.raw`\botherwise than\b`, 'write "differently from"'),
  ban(String.raw`\bstands? (?:beside|once|above|behind)\b`, 'write "is"'),
  ban(String.raw`\bof which there (?:are|is)\b`, 'name the thing'),
  ban(String.raw`\b(?:is|are) (?:well|unwell)\b`, 'write "healthy", "degraded" or "disconnected"'),
  ban(String.raw`\b(?:is|are|was|were|falls?|fell) behind\b`, 'write "stale" or "out of date"'),
  ban(String.raw`\bno more\.`, 'write "no longer"'),
  ban(String.raw`\bwent back on\b|\bthe like of\b|\bthereof\b|\bwherein\b|\bwhither\b`, 'use current words'),
]
