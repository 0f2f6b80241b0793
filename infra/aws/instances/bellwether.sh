#!/bin/bash
# /usr/local/bin/bellwether of the ETL instance: `bellwether status`, `bellwether rollback`, … as root or by sudo.
set -euo pipefail
# shellcheck disable=SC2016 # the inner shell expands it
exec runuser --user bellwether -- bash -c '
  set -a
  . /etc/bellwether/environment
  cd /opt/bellwether/current
  exec .venv/bin/python -m infra.aws.instances.command "$@"
' bellwether "$@"
