"""Becomes another program that dies with its parent: `python -I -S launch.py OPTIONS -- PROGRAM ARGUMENT…`.

Standard library only and run as a script, so that it starts in a few milliseconds and needs no fork hooks. As
root it can drop to an unprivileged user; where that user could not reach the files (a checkout below /root),
it keeps the one Linux capability to pass closed directories, and nothing else.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522


def main() -> None:
    """Read the options, arrange for the end, become the program."""
    separator = sys.argv.index("--")
    options = dict(option.split("=", 1) for option in sys.argv[1:separator])
    program = sys.argv[separator + 1 :]
    if "user" in options:
        drop_root(int(options["user"]), keep_reach=options.get("reach") == "all")
    # After the change of user: that change would clear it.
    die_with_parent(int(options["parent"]), signal.Signals[options["signal"]])
    os.execv(program[0], program)  # noqa: S606 - becoming the given program is the purpose


def die_with_parent(parent: int, with_signal: signal.Signals) -> None:
    """Have the kernel send a signal to this process as soon as its parent is gone (Linux only)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


def drop_root(user: int, *, keep_reach: bool) -> None:
    """Become an unprivileged user for good."""
    libc = ctypes.CDLL(None, use_errno=True)
    if keep_reach:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    if keep_reach and not any(
        keep(libc, capability) for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE)
    ):
        sys.exit("launch: the unprivileged user cannot reach the files")


def keep(libc: ctypes.CDLL, capability: int) -> bool:
    """Keep one capability only, also for the program we become; say whether that worked."""
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    bit = 1 << capability
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable; low words first
    if libc.capset(ctypes.byref(header), ctypes.byref(sets)) != 0:
        return False
    return bool(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) == 0)


if __name__ == "__main__":
    main()
