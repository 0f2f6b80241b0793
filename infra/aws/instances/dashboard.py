"""`bellwether-dashboard`: becomes Streamlit, with the reader's password and, where chosen, its login."""

import json
import os
import sys
from pathlib import Path

from infra.aws.instances.secrets_manager import SecretMissing, login, read

_PROVIDER = ("client_id", "client_secret", "server_metadata_url", "cookie_secret")


def main() -> None:
    """Replace this process by Streamlit's."""
    env = {**os.environ, "BELLWETHER_READER_PASSWORD": login("READER_SECRET_ARN")["PGPASSWORD"]}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", *_login_options()]
    os.execve(command[0], command, env)  # noqa: S606 - our own command


def _login_options() -> list[str]:
    """What makes Streamlit ask for a login: its secrets file, where the unit's own user alone can read it."""
    if not os.environ.get("OIDC_SECRET_ARN"):
        return []
    secret = read("OIDC_SECRET_ARN", *_PROVIDER)
    redirect = {"redirect_uri": secret.get("redirect_uri") or _redirect_uri()}
    values = {**{key: secret[key] for key in _PROVIDER}, **redirect}
    # a JSON string is a TOML string
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()]
    path = Path(os.environ["RUNTIME_DIRECTORY"]) / "secrets.toml"
    path.touch(mode=0o600)
    path.write_text("[auth]\n" + "".join(lines))
    return ["--secrets.files", str(path)]


def _redirect_uri() -> str:
    domain = os.environ.get("DASHBOARD_DOMAIN")
    if not domain:
        raise SecretMissing(
            "a login needs an address to come back to: give dashboard_domain, or put redirect_uri "
            "(https://…/oauth2callback) into the secret of OIDC_SECRET_ARN"
        )
    return f"https://{domain}/oauth2callback"


if __name__ == "__main__":
    main()
