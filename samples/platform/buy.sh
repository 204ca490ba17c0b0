#!/usr/bin/env bash
# bash samples/platform/buy.sh: one purchase from beginning to end, in plain curl lines. First the owner's part, over the
# operator's API; then the buyer's, with the key that it got. Prints what was said at each step, and the usage in the end.
#
# GATE, OPERATOR: where both listen; DATA: the gate's data folder, in which the operator's token is.
set -euo pipefail
GATE=${GATE:-http://127.0.0.1:8402}
OPERATOR=${OPERATOR:-http://127.0.0.1:8403}
DATA=${DATA:-samples/platform/gardu-data}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
api=$OPERATOR/api/v1
owner=(-sS --fail-with-body -H "Authorization: Bearer $(cat "$DATA/operator.token")" -H "Content-Type: application/json")
say() { printf '\n== %s\n' "$*"; }
# The first member of that name in what comes in.
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }
# Asks until a gate has heard of a change, which takes it half a second.
until_heard() { for _ in $(seq 50); do [ "$(curl -s -o /dev/null -w '%{http_code}' "$@")" = 200 ] && return; sleep 0.1; done; return 1; }

say "The owner puts the licence on record, and a buyer accepts it"
text=$(sed ':a;N;$!ba;s/\n/\\n/g' "$here/agreement.txt")
curl "${owner[@]}" "$api/agreements" -d "{\"title\": \"Data licence\", \"versionName\": \"1\", \"text\": \"$text\"}"
licensee=$(curl "${owner[@]}" "$api/licensees" -d '{"name": "Acme AI", "email": "ann@acme.example"}' | member id)
curl "${owner[@]}" "$api/licensees/$licensee/agreements" -d '{"title": "Data licence", "by": "Ann Lee, Acme AI"}'

say "It begins on the free plan, with a key"
curl "${owner[@]}" "$api/licensees/$licensee/plans" -d '{"plan": "free"}'
secret=$(curl "${owner[@]}" "$api/licensees/$licensee/keys" -d '{"for": "ai-input"}' | member secret)
buyer=(-sS -H "Authorization: Bearer $secret" -H "Accept: application/json" -A AcmeFetch/1.0)
until_heard "${buyer[@]}" "$GATE/licensing/quote?url=$GATE/2/tweets"

say "What would a page cost?"
curl "${buyer[@]}" "$GATE/licensing/quote?url=$GATE/2/tweets/search/recent"

say "The first page of records"
page="$GATE/2/tweets/search/recent?query=the&max_results=100"
answer=$(curl "${buyer[@]}" -D - "$page")
grep -i -E '^(HTTP|crawler-charged|gardu-|ratelimit|x-rate)' <<<"$answer"
next=$(member next_token <<<"$answer")

say "The next one is more than the free plan has"
curl "${buyer[@]}" -D - "$page&next_token=$next"

say "It pays 100 USD and takes the basic plan at once"
curl "${owner[@]}" "$api/licensees/$licensee/credit" -H "Idempotency-Key: order-1" -d '{"amount": "100 USD", "note": "order 1"}'
curl "${owner[@]}" "$api/licensees/$licensee/plans" -d '{"plan": "basic", "now": true}'
until_heard "${buyer[@]}" "$page&next_token=$next"

say "It reads until the 10,000 records of the plan are used"
pages=0
while answer=$(curl "${buyer[@]}" --fail-with-body -D - "$page&next_token=$next"); do
  pages=$((pages + 1))
  next=$(member next_token <<<"$answer")
done
echo "$pages pages"
echo "$answer"

say "It tops up 5 USD and goes on, at 0.01 USD a record"
curl "${owner[@]}" "$api/licensees/$licensee/credit" -H "Idempotency-Key: order-2" -d '{"amount": "5 USD", "note": "order 2"}'
until_heard "${buyer[@]}" "$page&next_token=$next"
curl "${buyer[@]}" -o /dev/null -D - "$page&next_token=$next" | grep -i -E '^(HTTP|crawler-charged|gardu-balance|ratelimit)'

say "Usage"
curl "${owner[@]}" "$api/licensees/$licensee/usage"
