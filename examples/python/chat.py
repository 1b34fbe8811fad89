# Chat in the world: python3 examples/python/chat.py <name> <password> [localhost] [7001]
# Needs the standard library alone, and an account that was made in the web client; end with Ctrl+D.
import json, os, socket, sys, threading, time

if len(sys.argv) < 3:
    sys.exit("Usage: python3 examples/python/chat.py <name> <password> [localhost] [7001]")
name, password, host, port = (sys.argv[1:] + ["localhost", "7001"][len(sys.argv) - 3 :])[:4]
WORLD = "00000000-0000-7000-8000-000000000001"
connection = socket.create_connection((host, int(port)))
waiting, names, numbers = {}, {}, iter(range(1, 1 << 60))


def uuid7():  # Milliseconds, version, variant, and chance. Sent twice, it is still one message.
    chance = os.urandom(10).hex()
    text = f"{int(time.time() * 1000):012x}7{chance[:3]}8{chance[3:18]}"
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def call(method, then=lambda answer: None, **params):
    number = next(numbers)
    waiting[number] = then
    connection.sendall(json.dumps({"id": number, "method": method, "params": params}).encode() + b"\n")


def signed_in(answer):
    if "error" in answer:
        sys.exit(answer["error"]["message"])
    names[answer["result"]["user"]["id"]] = None
    call("session.open", token=answer["result"]["session"]["token"])
    call("chats.watch", lambda _: print("You hear the world.", flush=True), chatId=WORLD)
    for run in talk, ping:
        threading.Thread(target=run, daemon=True).start()


def talk():
    for line in filter(None, map(str.strip, sys.stdin)):
        call("messages.send", id=uuid7(), chatId=WORLD, body={"type": "text", "text": line})
    connection.shutdown(socket.SHUT_WR)  # The server answers what is under way, and ends the connection.


def ping():
    while time.sleep(25) is None:  # A connection that says nothing is closed after 75 seconds.
        call("session.ping")


def show(sender, text):
    if sender not in names:
        learn = lambda answer: names.update({user["id"]: user["name"] for user in answer["result"]["users"]})
        call("users.get", lambda answer: learn(answer) or show(sender, text), ids=[sender])
    elif names[sender]:  # The own name is not in there: what was typed stands here already.
        print(f"{names[sender]}: {text}", flush=True)


call("accounts.login", signed_in, login=name, password=password)
for frame in map(json.loads, connection.makefile(encoding="utf-8", newline="\n")):
    waiting.pop(frame.get("id"), lambda answer: None)(frame)
    if frame.get("method") == "chat.delta" and frame["params"]["chatId"] == WORLD:
        for message in frame["params"].get("messages", []):
            show(message["senderId"], message["body"].get("text", message["body"]["type"]))
