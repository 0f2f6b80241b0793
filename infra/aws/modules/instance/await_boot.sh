#!/bin/bash
# Wait until an instance has written how its first boot went to SIGNAL: 0, or the exit code that it failed with.
set -euo pipefail

deadline=$((SECONDS + 60 * MINUTES))
until said=$(aws s3 cp --quiet "$SIGNAL" - 2>/dev/null); do
  if ((SECONDS >= deadline)); then
    echo "the instance has not told within $MINUTES minutes how its first boot went: see the log group $LOG" >&2
    exit 1
  fi
  sleep "${PAUSE:-10}"
done
if [ "$said" != 0 ]; then
  echo "the instance's first boot failed with exit code $said: see the log group $LOG" >&2
  exit 1
fi
