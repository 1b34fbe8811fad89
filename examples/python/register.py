"""Registers an account: python3 examples/python/register.py <name> <password> [http://localhost:8080]
Needs the standard library alone. The proof of work is described at /docs/accounts.challenge."""
import base64, hashlib, json, sys, urllib.error, urllib.request

name, password, server = (sys.argv[1:] + ["http://localhost:8080"])[:3] if len(sys.argv) > 2 else sys.exit(__doc__)


def call(method, **params):
    request = urllib.request.Request(f"{server}/api/{method}", json.dumps(params).encode())
    request.add_header("content-type", "application/json")
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as error:
        sys.exit(json.load(error)["error"]["message"])


def solve(challenge):
    given = challenge["parameters"]
    for counter in range(given["data"]["maxCounter"]):
        key = bytes.fromhex(given["salt"] + given["nonce"]) + counter.to_bytes(4, "big")
        for _ in range(given["cost"]):
            key = hashlib.sha256(key).digest()
        key = key[: given["keyLength"]].hex()
        if key.startswith(given["keyPrefix"]):
            solution = {"challenge": challenge, "solution": {"counter": counter, "derivedKey": key}}
            return base64.b64encode(json.dumps(solution).encode()).decode()


proof = solve(call("accounts.challenge"))
print(call("accounts.register", username=name, name=name, password=password, challenge=proof)["user"]["id"])
