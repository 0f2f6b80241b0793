#!/bin/bash
# /usr/local/bin/bellwether of the ETL instance: `bellwether status`, `bellwether rollback`, … as root or by sudo.
set -euo pipefail
# shellcheck disable=SC2016 # the inner shell expands it
exec runuser --user bellwether -- bash -c '
  set -a
  . /etc/bellwether/environment
  # where the unit has them: the release itself is not to be written to
  DBT_TARGET_PATH=/var/lib/bellwether/target DBT_LOG_PATH=/var/lib/bellwether/logs
  cd /opt/bellwether/current
  exec .venv/bin/python -m infra.aws.instances.command "$@"
' bellwether "$@"
