#!/bin/bash
# Initialise Terraform on the state in a bucket of a region: init.sh BUCKET REGION [options of terraform init].
set -euo pipefail

cd "$(dirname "$0")"
exec terraform init -input=false -reconfigure -backend-config=bucket="$1" -backend-config=region="$2" \
  -backend-config=key=bellwether/production.tfstate -backend-config=use_lockfile=true "${@:3}"
