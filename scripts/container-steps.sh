#!/usr/bin/env bash
# Does in a root what an engine does with container/Containerfile, one step after the other, and then what it does with the image:
# a read-only root, a volume, and a /tmp that runs no programs. `scripts/container-steps.sh ROOT`: a minimal Debian 12, which it changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$1
user=root
environment=(PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin)
fail() { echo "container: $*"; exit 1; }
within() { chroot --userspec="$user:$user" "$root" /usr/bin/env -i "${environment[@]}" "$@"; }

# The values of ARG stand in for their names; nothing else is filled in.
declare -A arguments
health='' entry=() command=()
while IFS= read -r line; do
  for name in "${!arguments[@]}"; do line=${line//\$\{$name\}/${arguments[$name]}}; done
  rest=${line#* }
  case ${line%% *} in
  '' | '#'* | FROM | EXPOSE) ;;
  ARG) arguments[${rest%%=*}]=${rest#*=} ;;
  COPY)
    read -r _ from to <<<"$rest"
    install -m 755 "$from" "$root$to"
    ;;
  RUN) within sh -c "$rest" || fail "a step fails: $rest" ;;
  USER) user=$rest ;;
  ENV) environment+=("$rest") ;;
  VOLUME) volume=$rest ;;
  HEALTHCHECK) health=${rest#* CMD } ;;
  ENTRYPOINT) mapfile -t entry < <(node -p "($rest).join('\n')") ;;
  CMD) mapfile -t command < <(node -p "($rest).join('\n')") ;;
  *) fail "this line is not known: $line" ;;
  esac
done < <(sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}' container/Containerfile)

image=$(mktemp -d)
trap 'umount -l "$image/dev" "$image/proc" "$image/tmp" "$image$volume" "$image" 2>/dev/null || true; rmdir "$image"' EXIT
mount --bind "$root" "$image" && mount -o remount,ro,bind "$image" || fail 'the root cannot be made read-only'
mount -t proc proc "$image/proc" && mount --bind /dev "$image/dev"
mount -t tmpfs -o noexec,mode=1777 tmpfs "$image/tmp"
mount --bind "$root$volume" "$image$volume"
root=$image
within sh -c 'echo >/usr/here' 2>/dev/null && fail 'the root is not read-only'

init=(init --name Agency --gln 9506000110004 --regulator --test)
said=$(within "${entry[@]}" "${init[@]}" 2>&1) || fail "no party: $said"
case $said in *warning*) fail "it warns: $said" ;; esac
# As a process of its own, which a signal reaches.
chroot --userspec="$user:$user" "$root" /usr/bin/env -i "${environment[@]}" "${entry[@]}" "${command[@]}" >/dev/null 2>&1 &
server=$!
healthy=no
for _ in $(seq 60); do
  if within sh -c "$health"; then healthy=yes && break; fi
  sleep 0.5
done 2>/dev/null
kill "$server" 2>/dev/null || true
wait "$server" 2>/dev/null || true
[ "$healthy" = yes ] || fail 'it is not healthy'
if within sh -c "$health" 2>/dev/null; then fail 'it is healthy without a server'; fi
echo 'container: built, a party made on a read-only root, served and healthy'
