#!/bin/sh
# Mints the packs of an order, once however often it runs.   mint-order.sh ORDER GTIN LOT EXPIRY COUNT OUT
set -u
order=$1 gtin=$2 lot=$3 expiry=$4 count=$5 out=$6

mint() {
  pedigree mint --once "$order" --gtin "$gtin" --lot "$lot" --expiry "$expiry" --count "$count" "$@"
}

# What would be refused is refused before anything is recorded.
mint --dry-run --quiet
expected=$?
if [ "$expected" -ne 0 ]; then
  echo "order $order cannot be minted (exit $expected)" >&2
  exit "$expected"
fi

mint --out "$out" --json
code=$?
case $code in
  0) echo "order $order: $count serials in $out" >&2 ;;
  2) echo "order $order: another request bears this key" >&2 ;;
  74) echo "order $order: the disk, or the folder" >&2 ;;
  75) echo "order $order: busy, try again" >&2 ;;
  77) echo "order $order: not allowed" >&2 ;;
  *) echo "order $order: exit $code" >&2 ;;
esac
exit "$code"
