"""An OpenID Connect provider that lets everybody in as Ada, without asking."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CLIENT = "bellwether"


class Provider(ThreadingHTTPServer):
    """Knows for which nonce each code was given."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.nonces: dict[str, str] = {}


class Handler(BaseHTTPRequestHandler):
    """Discovery, keys, the redirect with a code, and the code's exchange for a token."""

    server: Provider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            self._let_in({name: values[0] for name, values in parse_qs(asked.query).items()})
        elif asked.path == "/keys":
            self._say({"keys": [KEY.as_dict(private=False)]})
        else:
            self._say(self._metadata())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        code = parse_qs(body)["code"][0]
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.server.url,
            "aud": CLIENT,
            "sub": "1",
            "email": "ada@example.com",
        }
        claims |= {"iat": now, "exp": now + 600, "nonce": self.server.nonces.pop(code)}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def log_message(self, *_: object) -> None:
        pass

    def _let_in(self, asked: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        self.server.nonces[code] = asked["nonce"]
        self.send_response(302)
        self.send_header(
            "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        )
        self.end_headers()

    def _metadata(self) -> dict[str, Any]:
        url = self.server.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider() -> Iterator[str]:
    """The address of a running one."""
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.url
        server.shutdown()
