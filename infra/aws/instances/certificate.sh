#!/bin/bash
# Put a certificate where nginx.conf has it, and let nginx take it: one of Let's Encrypt, proven through Route 53,
# where a domain in a hosted zone is given (CERTBOT=true), else, or until there is one, one that this machine has
# signed itself.
set -euo pipefail
umask 077

folder=${BELLWETHER_TLS:-/etc/bellwether/tls}
name=${DASHBOARD_DOMAIN:-bellwether}
mkdir -p "$folder"

# one that a person has put there is a person's to renew
is_own_and_old() {
  local subject issuer
  subject=$(openssl x509 -noout -subject -in "$folder/certificate.pem")
  issuer=$(openssl x509 -noout -issuer -in "$folder/certificate.pem")
  [ "${subject#subject}" = "${issuer#issuer}" ] \
    && ! openssl x509 -checkend 2592000 -noout -in "$folder/certificate.pem" >/dev/null
}

if [ ! -e "$folder/key.pem" ] || { [ "${CERTBOT:-false}" != true ] && is_own_and_old; }; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
fi

if [ "${CERTBOT:-false}" = true ]; then
  /opt/bellwether/certbot/bin/certbot certonly --dns-route53 --non-interactive --agree-tos --keep-until-expiring \
    --email "$CERTBOT_EMAIL" --domain "$DASHBOARD_DOMAIN" --cert-name bellwether
  cp -L /etc/letsencrypt/live/bellwether/fullchain.pem "$folder/certificate.pem"
  cp -L /etc/letsencrypt/live/bellwether/privkey.pem "$folder/key.pem"
fi

if systemctl is-active --quiet nginx 2>/dev/null; then
  systemctl reload nginx
fi
