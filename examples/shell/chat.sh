#!/bin/sh
# Chat in the world: sh examples/shell/chat.sh <name> <password> [http://localhost:8080] [localhost] [7001]
# Needs curl and nc, and an account that was made in the web client; end with Ctrl+D.
set -eu
[ $# -ge 2 ] || { echo 'Usage: sh examples/shell/chat.sh <name> <password> [http://localhost:8080] [localhost] [7001]' >&2; exit 1; }
name=$1 password=$2 url=${3:-http://localhost:8080} host=${4:-localhost} port=${5:-7001}
world=00000000-0000-7000-8000-000000000001

post() { curl -sS "$url/api/$1" -H 'content-type: application/json' -d "$2"; }
# The first text under a key of a JSON object.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
# A text as JSON has it, without the quotes around.
json() { printf '%s' "$1" | tr -d '\000-\037' | sed 's/[\\"]/\\&/g'; }

answer=$(post accounts.login "{\"login\":\"$name\",\"password\":\"$(json "$password")\"}")
token=$(printf '%s\n' "$answer" | field token)
me=$(printf '%s\n' "$answer" | sed -n 's/^{"user":{"id":"\([^"]*\)".*/\1/p')
[ -n "$token" ] || { printf '%s\n' "$answer" >&2; exit 1; }

# Twelve digits of milliseconds, the version, the variant, and chance: a UUIDv7. Sent twice, it is still one message.
uuid7() {
  printf '%012x%s' "$(($(date +%s) * 1000))" "$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')" |
    sed 's/^\(.\{8\}\)\(.\{4\}\)\(.\{3\}\)\(.\{3\}\)\(.\{12\}\).*/\1-\2-7\3-8\4-\5/'
}

say() {
  printf '{"id":"said","method":"messages.send","params":{"id":"%s","chatId":"%s","body":{"type":"text","text":"%s"}}}\n' \
    "$(uuid7)" "$world" "$(json "$1")"
}

talk() {
  printf '{"id":"open","method":"session.open","params":{"token":"%s"}}\n' "$token"
  printf '{"id":"watch","method":"chats.watch","params":{"chatId":"%s"}}\n' "$world"
  # A connection that says nothing is closed after 75 seconds.
  while sleep 25 >/dev/null; do echo '{"id":"ping","method":"session.ping"}'; done </dev/null 2>/dev/null &
  while IFS= read -r line; do [ -z "$line" ] || say "$line"; done
  kill $!
  echo '{"id":"close","method":"session.close"}'
}

listen() {
  while IFS= read -r line; do
    case $line in
      *'"error":'*) printf '%s\n' "$line" >&2 ;;
      *'"id":"watch"'*) echo 'You hear the world.' ;;
      *"\"senderId\":\"$me\""*) ;;
      *'"method":"chat.delta"'*"$world"*) printf '%s\n' "$line" | sed -n 's/.*"text":"\(.*\)"},"countable.*/\1/p' ;;
    esac
  done
}

talk | nc "$host" "$port" | listen
