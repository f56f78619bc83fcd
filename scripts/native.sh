#!/bin/sh
# See to what pip cannot bring.
#
#   native.sh build   the shared libraries that WeasyPrint loads
#   native.sh test    these and the programs that the tests hold results against
#   native.sh long    all these and the programs of the tests that take minutes
#
# All there: says nothing, exit code 0. Something missing: installs it with apt-get when it may
# (root, or sudo that asks for no password), else prints the one command to run, exit code 1.
# PYTHON names the interpreter that will load the libraries (python3 if unset).
set -eu

# WeasyPrint's libraries and their packages, the same names in Debian 12 and 13.
# The other libraries it loads (GObject, HarfBuzz, Fontconfig) are dependencies of these.
LIBRARIES='
libpango-1.0.so.0       libpango-1.0-0
libpangoft2-1.0.so.0    libpangoft2-1.0-0
libharfbuzz-subset.so.0 libharfbuzz-subset0
'

# Packages whose library the dynamic loader of $PYTHON does not find, one to a line.
missing_libraries() {
    "${PYTHON:-python3}" -IS -c '
import ctypes, sys
words = sys.argv[1].split()
for library, package in zip(words[::2], words[1::2]):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
' "$LIBRARIES"
}

# What tests call, and the packages that bring it.
PROGRAMS='
chromium chromium
qpdf     qpdf
pdfinfo  poppler-utils
gs       ghostscript
nginx    nginx-light
apache2  apache2-bin
exiftool libimage-exiftool-perl
node     nodejs
'

# What the long tests call besides: other browsers, the systems that portals run, and an office with a face like Times.
LONG_PROGRAMS='
firefox-esr firefox-esr
npm         npm
php         php-cli
java        default-jre-headless
soffice     libreoffice-writer-nogui fonts-liberation
localc      libreoffice-calc-nogui
'

# Packages of the commands in a table that are not there. Servers lie where only root looks for programs.
missing_programs() {
    PATH=$PATH:${SBIN:-/usr/sbin}
    echo "$1" | while read -r command package; do
        if [ -n "$command" ] && ! command -v "$command" >/dev/null; then
            echo "$package"
        fi
    done
}

missing() {
    missing_libraries
    case "$1" in
        test) missing_programs "$PROGRAMS" ;;
        long) missing_programs "$PROGRAMS$LONG_PROGRAMS" ;;
    esac
}

# install [sudo -n]: with the package lists as they are, and once more with new ones if they are too old.
install() {
    set -- "$@" env DEBIAN_FRONTEND=noninteractive apt-get -q
    "$@" -y --no-install-recommends install $packages || {
        "$@" update
        "$@" -y --no-install-recommends install $packages
    }
}

# The one command to type: Debian has no sudo where root was given a password.
advise() {
    command="apt-get install $packages"
    echo "Missing on this computer: $packages. To install, run:" >&2
    if command -v sudo >/dev/null; then
        echo "  sudo $command" >&2
    else
        echo "  su -c '$command'" >&2
    fi
    exit 1
}

case "${1:-}" in
    build | test | long) ;;
    *)
        echo "usage: native.sh build|test|long" >&2
        exit 2
        ;;
esac

found=$(missing "$1")
[ -n "$found" ] || exit 0
packages=$(echo $found)

if ! command -v apt-get >/dev/null; then
    echo "Missing on this computer, by their names in Debian: $packages." >&2
    echo "There is no apt-get here: install what corresponds to them with this system's own means, then run make again." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    install >&2 || advise
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    install sudo -n >&2 || advise
else
    advise
fi

found=$(missing "$1")
if [ -n "$found" ]; then
    echo "Still missing although apt-get has installed its packages:" $found >&2
    exit 1
fi
