# A shop with its own users, and a chat in a corner: python3 examples/embed/shop.py
# PARLEY_URL is the address of the server, PARLEY_TOKEN a service token, PORT that of the shop. Needs the standard library alone.
import json, os, re, secrets, time, urllib.error, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PARLEY_URL = os.environ.get("PARLEY_URL", "http://localhost:8080")
PARLEY_TOKEN = os.environ["PARLEY_TOKEN"]  # See examples/embed/README.md.
PORT = int(os.environ.get("PORT", "3000"))

# A real shop has them in its database, with hashes of the passwords.
USERS = {
    "anna": {"name": "Anna", "password": "apple"},
    "ben": {"name": "Ben", "password": "banana"},
    "sam": {"name": "Sam from the shop", "password": "strawberry"},
}
PAGE = (Path(__file__).parent / "shop.html").read_bytes()
signed_in = {}  # The users who are signed in, and the sessions of their chats, by the value of their cookie.
greetings = {}  # The ids of the greetings, so that a repeated call sends nothing twice. A real shop stores them.


def parley(method, **params):
    headers = {"Authorization": f"Bearer {PARLEY_TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{PARLEY_URL}/api/{method}", json.dumps(params).encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method}: {json.load(error)['error']['message']}") from error


def uuid7():  # The time in milliseconds, then chance.
    chance = secrets.token_hex(10)
    text = f"{int(time.time() * 1000):012x}7{chance[:3]}8{chance[3:18]}"
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def chat_of(user):  # The address of the user's chat with Sam; for Sam, of the chat with Anna.
    peer = "anna" if user == "sam" else "sam"
    parley("service.upsertUsers", users=[{"externalId": one, "name": USERS[one]["name"]} for one in (user, peer)])
    chat = parley("service.openDirect", externalIds=[user, peer])
    if user != "sam":
        body = {"type": "text", "text": "Hello! How can I help you?"}
        greeting = greetings.setdefault(user, uuid7())
        parley("service.sendMessage", **{"as": "sam", "id": greeting, "chatId": chat["id"], "body": body})
    return {"name": USERS[user]["name"], "chat": f"{PARLEY_URL}/embed/{chat['id']}"}


def token_of(user, reason):  # Pages that are loaded again get the same token while its session lasts.
    if reason == "ended" or user.get("session", {}).get("expiresAt", 0) < time.time() * 1000 + 60_000:
        user["session"] = parley("service.createSession", externalId=user["id"], ttlMs=3_600_000)["session"]
    return {"token": user["session"]["token"]}


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply(200, PAGE, {"Content-Type": "text/html"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = re.search(r"shop=(\w+)", self.headers.get("Cookie", ""))
        secret = found and found[1]
        if self.path == "/sign-in":
            return self.sign_in(json.loads(body))
        user = signed_in.get(secret)
        if user is None:
            return self.json(401, {})
        if self.path == "/sign-out":
            return self.json(200, {"done": signed_in.pop(secret, None) is not None})
        if self.path not in ("/chat", "/chat-token"):
            return self.json(404, {})
        try:
            self.json(200, chat_of(user["id"]) if self.path == "/chat" else token_of(user, json.loads(body)["reason"]))
        except (RuntimeError, OSError) as error:
            self.log_error("%s", error)
            self.json(502, {})

    def sign_in(self, given):
        user = given["name"]
        if user not in USERS or USERS[user]["password"] != given["password"]:
            return self.json(403, {})
        secret = secrets.token_hex(24)
        signed_in[secret] = {"id": user}
        self.json(200, {}, {"Set-Cookie": f"shop={secret}; HttpOnly; SameSite=Lax; Path=/"})

    def json(self, status, value, headers={}):
        self.reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **headers})

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


server = ThreadingHTTPServer(("127.0.0.1", PORT), Shop)
print(f"The shop is at http://127.0.0.1:{PORT}", flush=True)
server.serve_forever()
