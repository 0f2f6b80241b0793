"""`bellwether-docs`: fetches the docs page, which the ETL instance makes, to where the dashboard links to."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

_PAGE = Path("dashboard/static/docs.html")
_NOT_THERE = {"403", "404"}
"""Who may not list a bucket is told 403 of what is not in it."""


def main() -> int:
    """Fetch it, whole or not at all; before the first one has been made there is nothing to do."""
    address = urlsplit(os.environ["DOCS_URL"])
    draft = _PAGE.with_suffix(".new")
    try:
        boto3.client("s3").download_file(address.netloc, address.path.lstrip("/"), str(draft))
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_THERE:
            raise
        sys.stdout.write(f"no docs page has been made yet, or {os.environ['DOCS_URL']} may not be read\n")
        return 0
    draft.replace(_PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
