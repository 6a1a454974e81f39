"""Detection of a data folder on another computer, where SQLite's write-ahead log cannot be used.

The log needs memory that all who use the file share, and locks that hold; a network share promises
neither. There we keep an ordinary journal: slower, and nothing is lost.
"""

import os
import re
from pathlib import Path

MOUNTINFO = Path("/proc/self/mountinfo")
NETWORK_FILE_SYSTEMS = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|ceph|glusterfs|lustre|gpfs|beegfs|9p|vboxsf|prl_fs|"
    r"fuse\.(sshfs|glusterfs|davfs\d?|rclone|s3fs|vmhgfs-fuse|gvfsd-fuse))"
)
OCTAL_ESCAPE = re.compile(r"\\(\d{3})")  # how the kernel writes a blank in a folder's name
DRIVE_REMOTE = 4  # what Windows calls a network drive


def is_on_network(folder: Path) -> bool:
    """Is this folder on another computer, as far as the system says so?"""
    place = folder.absolute()
    if os.name == "nt":
        return _is_network_drive(place)
    try:
        mounts = MOUNTINFO.read_text("utf-8", errors="surrogateescape")
    except OSError:  # macOS does not tell
        return False
    return bool(NETWORK_FILE_SYSTEMS.fullmatch(file_system_of(place.resolve(), mounts)))


def file_system_of(place: Path, mounts: str) -> str:
    """Return the type of the file system of ``place``, by the lines of /proc/self/mountinfo."""
    longest, kind = Path("/"), ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = Path(OCTAL_ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if place.is_relative_to(point) and len(point.parts) >= len(longest.parts):
            longest, kind = point, after.split(" ")[0]
    return kind


def _is_network_drive(place: Path) -> bool:
    if str(place).startswith("\\\\"):
        return True
    import ctypes  # its windll is there on Windows only

    drive = getattr(ctypes, "windll").kernel32.GetDriveTypeW(place.anchor)  # noqa: B009
    return drive == DRIVE_REMOTE
