"""What a file keeps when another takes its place: owner, group, permissions; on Linux also its access list and people's attributes.

Only the system's administrator may give a file to somebody else, and who is no member of a group can not give one to it. Then the
file is whoever's the run is, and may be read and written by no more people than before. Labels that the system itself puts on files
(SELinux, capabilities) are made anew by its own rules.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

_ACCESS_LIST = "system.posix_acl_access"
"""POSIX.1e draft 17, as Linux has it (acl(5))."""


def keep(target: Path, beside: Path) -> None:
    """Gives a file that will take the place of another what that has, as far as the system allows; nothing if there is no other.

    Args:
        target: The file that goes.
        beside: The one that comes; its bytes stay.

    Raises:
        OSError: Its permissions can not be set.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    new = beside.stat()
    mode = stat.S_IMODE(old.st_mode)
    given = _give(beside, old, new)
    if not given:
        # Its group is another one, whose members had the rights of everybody.
        mode = (mode & ~stat.S_IRWXG & ~stat.S_ISGID) | ((mode & stat.S_IRWXO) << 3)
    if mode != stat.S_IMODE(beside.stat().st_mode):
        beside.chmod(mode)
    _copy_attributes(target, beside, access_list=given)


def _give(beside: Path, old: os.stat_result, new: os.stat_result) -> bool:
    """Gives a file the owner and group of another, else the group alone; tells if it has that group."""
    if (old.st_uid, old.st_gid) == (new.st_uid, new.st_gid) or not hasattr(os, "chown"):
        return True
    for owner in (old.st_uid, -1):  # -1: as it is
        with contextlib.suppress(OSError):
            os.chown(beside, owner, old.st_gid)
            return True
    return old.st_gid == new.st_gid


def _copy_attributes(target: Path, beside: Path, *, access_list: bool) -> None:
    if not hasattr(os, "listxattr"):
        return
    with contextlib.suppress(OSError):  # a file system without them
        for name in os.listxattr(target):
            if name.startswith("user.") or (access_list and name == _ACCESS_LIST):
                with contextlib.suppress(OSError):
                    os.setxattr(beside, name, os.getxattr(target, name))
