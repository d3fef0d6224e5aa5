#!/usr/bin/env bash
# Tries what is given to people without npm where it is to work: the single file on a minimal Debian 12 without Node.js and
# without a network, as a user who is nobody special; the Debian package installed, used and removed; the steps of the
# container file; and the file for Windows where there is a Wine. What cannot be tried here is left out with a word.
#
#   scripts/packages.sh            makes the packages first (npm run package linux-x64)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

say() { echo "packages: $*"; }
fail() { say "$*"; exit 1; }
leave() { say "left out, $1"; exit 0; }
[ "$(uname -sm)" = 'Linux x86_64' ] || leave 'they are tried on Linux x86_64 alone'
[ "$(id -u)" = 0 ] || leave 'it takes root'
command -v debootstrap >/dev/null && command -v chroot >/dev/null || leave 'there is no debootstrap or chroot'

scratch=$(mktemp -d)
root=$scratch/root
trap 'umount -l "$root/proc" "$root/dev" 2>/dev/null || true; rm -rf --one-file-system "$scratch"' EXIT
systems=(linux-x64)
wine=$(command -v wine64 || ls /usr/lib/wine/wine64 2>/dev/null || true)
[ -z "$wine" ] || systems+=(win-x64)
node scripts/package.ts "${systems[@]}" >"$scratch/log" 2>&1 || { tail -5 "$scratch/log"; exit 1; }
(cd dist-packages && sha256sum --quiet --check SHA256SUMS) || fail 'the sums are not those of the files'
version=$(node -p 'require("./package.json").version')
file=$PWD/dist-packages/pedigree-$version-linux-x64
debian=$PWD/dist-packages/pedigree_${version}_amd64.deb

debootstrap --variant=minbase bookworm "$root" >"$scratch/log" 2>&1 || { tail -3 "$scratch/log"; leave 'no minimal root could be made here'; }
mount -t proc proc "$root/proc" 2>/dev/null && mount --bind /dev "$root/dev" 2>/dev/null || leave 'proc and dev cannot be mounted'
away=(unshare --net)
"${away[@]}" true 2>/dev/null || { say 'with the network of this machine, which cannot be taken away'; away=(); }

# Runs a line in the root as a user, with nothing of this machine's environment.
as() {
  local user=$1 home=$2
  shift 2
  "${away[@]}" chroot --userspec="$user" "$root" /usr/bin/env -i HOME="$home" LANG=C.UTF-8 PATH=/usr/bin:/bin sh -c "$*"
}
# The loopback of a network namespace of its own is down at first; the demo talks over it.
if [ "${#away[@]}" -gt 0 ]; then away=(unshare --net -- sh -c 'ip link set lo up 2>/dev/null || true; exec "$@"' sh); fi

chroot "$root" useradd --create-home new
chroot "$root" useradd other
place="$root/home/new/a folder"
install -d -o 1000 -g 1000 "$place"
install -m 755 "$file" "$place/pedigree"
run="cd '/home/new/a folder' && ./pedigree"

say 'the single file, without Node.js, without a network, as a user, in a folder with a blank'
as new:new /home/new "$run --version" | grep -q "^pedigree $version .*linux-x64" || fail 'it does not say its version'
as new:new /home/new "$run demo" >"$scratch/log" 2>&1 || { tail -20 "$scratch/log"; exit 1; }
grep 'went as they should' "$scratch/log" || fail 'the demo does not pass'
cache=$root/home/new/.cache/pedigree
[ "$(stat -c '%a %U' "$cache" 2>/dev/null)" = "700 $(stat -c %U "$place")" ] || fail 'its cache is not its own'
native=$(ls "$cache"/*.node)
verify="$run --home pedigree-demo/hill verify pedigree-demo/labels/pack-3.png"
recalled() { # what a verify says and on stderr, of which exit 12 and the verdict are right
  local exit=0
  as new:new /home/new "$*" >"$scratch/out" 2>"$scratch/err" || exit=$?
  [ "$exit" = 12 ] && grep -q '^RECALLED' "$scratch/out" || { cat "$scratch/out" "$scratch/err"; fail "a verify ends with $exit"; }
}
recalled "$verify"
[ ! -s "$scratch/err" ] || { cat "$scratch/err"; fail 'a verify has something to say'; }

say 'its desk shows its page'
printf '%s' 'exec 3<>/dev/tcp/127.0.0.1/7499 && printf "GET / HTTP/1.0\r\nHost: 127.0.0.1:7499\r\n\r\n" >&3 && cat <&3' >"$place/get"
as new:new /home/new "cd '/home/new/a folder'; ./pedigree --home pedigree-demo/hill desk --port 7499 & desk=\$!
  for _ in \$(seq 60); do bash ./get 2>/dev/null && break; sleep 0.5; done
  kill \$desk" >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail 'the desk does not answer'; }
grep -q '^HTTP/1.1 200' "$scratch/log" && grep -q '<script ' "$scratch/log" || { cat "$scratch/log"; fail 'the desk has no page'; }

say 'it says whose work is in it, and runs no package that lies beside it'
as new:new /home/new "$run version --licences" >"$scratch/log"
for name in better-sqlite3 ZXing-C++ 'Node.js 24' 'GS1 Barcode Syntax Dictionary'; do
  grep -q "^$name" "$scratch/log" || fail "it does not name $name"
done
mkdir -p "$place/node_modules/sharp"
echo 'console.log("planted"); module.exports = () => {};' >"$place/node_modules/sharp/index.js"
printf 'RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x02\0\x34\x25\xa4\0\x03\x70\0\xfe\xfb\x94\0\0' >"$place/pack.webp"
exit=0
as new:new /home/new "$run decode pack.webp" >"$scratch/log" 2>&1 || exit=$?
[ "$exit" = 65 ] && ! grep -qE 'planted|npm' "$scratch/log" || { cat "$scratch/log"; fail 'it takes a package from the folder around it'; }

say 'a damaged or planted file in the cache is not run'
sum=$(sha256sum <"$native")
echo 'something else' >"$native"
recalled "$verify"
[ "$(sha256sum <"$native")" = "$sum" ] || fail 'it is not written again'
rm -rf "$cache"
mkdir "$root/home/elsewhere"
ln -s /home/elsewhere "$cache"
recalled "$verify"
tr -s "\n " " " <"$scratch/err" | grep -q "warning: .* /tmp/pedigree-1000" || fail 'it does not say that it unpacks elsewhere'
[ -z "$(ls "$root/home/elsewhere")" ] || fail 'it follows a link out of the cache'
[ "$(stat -c '%a' "$root/tmp/pedigree-1000")" = 700 ] || fail 'the temporary folder is open to others'
rm -rf "$cache" "$root/tmp/pedigree-1000"

say 'where the cache cannot be written and somebody else has taken the temporary name'
install -d -o "$(chroot "$root" id -u other)" -m 777 "$root/tmp/pedigree-1000"
name=$(basename "$native")
cp /bin/true "$root/tmp/pedigree-1000/$name"
chmod 666 "$root/tmp/pedigree-1000/$name"
before=$(ls "$root/tmp")
recalled "XDG_CACHE_HOME=/proc; export XDG_CACHE_HOME; $verify"
grep -q 'warning: ' "$scratch/err" || fail 'it does not say so'
cmp -s /bin/true "$root/tmp/pedigree-1000/$name" || fail 'it writes to the folder of somebody else'
[ "$(ls "$root/tmp")" = "$before" ] || fail 'it leaves something in the temporary folder'
rm -rf "$root/tmp/pedigree-1000"

say 'the Debian package, installed, used and removed'
listed() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./var/lib/dpkg -o -path ./tmp -o -path ./home \) -prune -o -print | LC_ALL=C sort); }
listed >"$scratch/before"
cp "$debian" "$root/tmp/pedigree.deb"
chroot "$root" dpkg --install /tmp/pedigree.deb >"$scratch/log" 2>&1 || { tail -5 "$scratch/log"; exit 1; }
chroot "$root" dpkg --verify pedigree || fail 'its files are not those of its sums'
for there in usr/share/bash-completion/completions/pedigree usr/share/zsh/vendor-completions/_pedigree \
  usr/share/man/man1/pedigree-verify.1.gz usr/lib/systemd/system/pedigree.service usr/share/doc/pedigree/copyright; do
  # A minimal root is told to leave documentation out, but for the papers of packages.
  [ -s "$root/$there" ] || fail "it has no /$there"
done
as pedigree:pedigree /var/lib/pedigree "pedigree --home /var/lib/pedigree/party init --name Agency --gln 9506000110004 --regulator --test" >"$scratch/log" 2>&1 ||
  { cat "$scratch/log"; fail 'its user founds no network'; }
# What the service does, in its user's place and with its environment.
units=$(sed -n 's/^Environment=//p' "$root/usr/lib/systemd/system/pedigree.service")
start=$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/pedigree.service")
install -d -o "$(chroot "$root" id -u pedigree)" -m 700 "$root/var/cache/pedigree"
as pedigree:pedigree / "env $units timeout -s TERM 20 $start --port 0" >"$scratch/log" 2>&1 || true
grep -q 'http://127.0.0.1:' "$scratch/log" || { cat "$scratch/log"; fail 'its service does not serve'; }
if command -v systemd-analyze >/dev/null; then
  # What else is not in a minimal root is no fault of the unit.
  faults=$(systemd-analyze verify --root="$root" --man=no /usr/lib/systemd/system/pedigree.service 2>&1 | grep -E 'Unknown|Invalid|nvalid value|parse' || true)
  [ -z "$faults" ] || { echo "$faults"; fail 'its unit is not right'; }
fi
chroot "$root" dpkg --remove pedigree >"$scratch/log" 2>&1
chroot "$root" dpkg --purge pedigree >>"$scratch/log" 2>&1 || { tail -5 "$scratch/log"; exit 1; }
grep -q '/var/lib/pedigree stays' "$scratch/log" || fail 'it does not say that the data stays'
listed >"$scratch/after"
left=$(comm -13 "$scratch/before" "$scratch/after" | grep -v '^\./var/lib/pedigree\(/\|$\)' | grep -vE '^\./etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$' || true)
[ -z "$left" ] || { echo "$left"; fail 'something is left'; }
[ -s "$root/var/lib/pedigree/party/ledger.db" ] || fail 'the data is gone'

say 'the steps of the container file'
# Its own user is made there; the one of the package stayed with the data.
chroot "$root" userdel pedigree
"${away[@]}" scripts/container-steps.sh "$root"

if [ -z "$wine" ]; then
  say 'the file for Windows: left out, there is no Wine'
else
  say 'the file for Windows, under Wine'
  export WINEPREFIX=$scratch/wine WINEDEBUG=-all
  if ! timeout 120 "$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f >"$scratch/log" 2>&1; then
    say 'left out, Wine does not start here'
  else
    mkdir "$scratch/windows"
    (cd "$scratch/windows" && timeout 200 "$wine" "$OLDPWD/dist-packages/pedigree-$version-win-x64.exe" demo) >"$scratch/log" 2>&1 ||
      { tail -20 "$scratch/log"; exit 1; }
    grep 'went as they should' "$scratch/log" || fail 'the demo does not pass'
    "$(dirname "$wine")/wineserver" -k 2>/dev/null || wineserver -k 2>/dev/null || true
  fi
fi
