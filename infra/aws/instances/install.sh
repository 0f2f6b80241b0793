#!/bin/bash
# Install the bundle that this script lies in, as root: its environment and the units of one kind of instance. Nothing
# comes from a package index. Running it again is harmless.
#   infra/aws/instances/install.sh etl|dashboard
set -euo pipefail
umask 022

kind=${1:-}
case $kind in
  etl | dashboard) ;;
  *) echo "usage: $0 etl|dashboard" >&2; exit 2 ;;
esac
here=$(dirname "$(readlink -f "$0")")
cd "$here/../../.."

install_wheels() {
  "${PYTHON:-python3.12}" -m venv "$2"
  "$2/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --only-binary :all: \
    --require-hashes --requirement "wheels/$1.txt"
}
install_wheels "$kind" .venv
.venv/bin/python -m compileall -q extract_load dashboard infra

install -m 0644 "$here/units/$kind"/* /etc/systemd/system/
systemctl daemon-reload

if [ "$kind" = etl ]; then
  install -m 0755 "$here/bellwether.sh" /usr/local/bin/bellwether
  systemctl enable bellwether-prepare.service
  # anew, if it is this bundle's turn: an earlier one may have prepared less
  systemctl restart bellwether-prepare.service
  . /etc/bellwether/environment
  if [ -n "${SOURCES_HERE:-}" ]; then
    systemctl enable --now bellwether-extract.timer
  fi
  systemctl enable --now bellwether-due.timer
else
  # the docs page is written there, by the unit that fetches it
  chown bellwether dashboard/static
  . /etc/bellwether/environment
  if [ "${CERTBOT:-false}" = true ]; then
    install_wheels certbot /opt/bellwether/certbot
  fi
  install -d -m 0700 /etc/bellwether/tls
  install -m 0644 "$here/nginx.conf" /etc/nginx/nginx.conf
  # nginx starts with whatever certificate there is; certbot's failure is in the unit's log, and it tries again
  systemctl start bellwether-certificate.service || true
  nginx -t
  systemctl enable --now bellwether-dashboard.service nginx.service
  systemctl enable --now bellwether-certificate.timer bellwether-docs.timer bellwether-health.timer
fi
