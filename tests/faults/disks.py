# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks that are full or may not be written: a sentence, the right status, and an existing output stays."""
import os
import resource
import shutil
import subprocess

from programs import Broken, digest, expect, files_below, one_sentence, parts_below

NOT_WRITTEN = (3, 4)  # 3: another output of the run was kept


class SmallDisk:
    """A folder on a file system of its own, of so many bytes."""

    def __init__(self, folder, size):
        self.folder = folder
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "none", str(folder)],
                              capture_output=True, check=False)
        if done.returncode != 0:
            folder.rmdir()
            raise OSError(done.stderr.decode().strip())

    def remount(self, options):
        subprocess.run(["mount", "-o", "remount," + options, str(self.folder)], check=True, capture_output=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        subprocess.run(["umount", str(self.folder)], check=True, capture_output=True)
        self.folder.rmdir()


def can_mount(bench):
    if os.getuid() != 0:
        return "needs root"
    try:
        with SmallDisk(bench.folder / "probe", 65536):
            return ""
    except OSError as error:
        return f"no file system can be mounted here ({error})"


def check_after(bench, run, folder, old, whole):
    """Either the run succeeded and all is whole, or it said so; what was there is as before or whole."""
    expect(run.returncode in (0, *NOT_WRITTEN), f"status {run.returncode}: {run.stderr}")
    if run.returncode != 0:
        one_sentence(run, "cannot be")
    expect(not parts_below(folder), f"left behind: {parts_below(folder)}")
    for path in files_below(folder):
        if old.get(path) != digest(path):
            bench.check_whole(path)
    for path in old:
        expect(path.exists(), f"{path.name} is gone")
    if run.returncode == 0:
        expect({path.name for path in files_below(folder)} >= whole, "status 0, but not everything was written")


def size_of_outputs(bench, command):
    """Bytes that a run without a fault writes, and the names of its files."""
    folder = bench.folder / "unlimited"
    folder.mkdir()
    expect(bench.run(command(folder)).returncode == 0, "fails without any fault")
    files = files_below(folder)
    sizes = [path.stat().st_size for path in files]
    shutil.rmtree(folder)
    return sizes, {path.name for path in files}


def summary(failed, succeeded):
    return f"{failed} refused with a sentence, {succeeded} written whole; nothing lost, no parts, no crash"


def on_small_disks(bench, table, name, command, count):
    sizes, names = size_of_outputs(bench, command)
    page = 4096
    room = sum((size // page + 2) * page for size in sizes)
    outcomes = [0, 0]
    for i in range(count):
        with SmallDisk(bench.folder / "small", page * 2 + int(room * 1.1 * (i + 1) / count)) as disk:
            if i % 2 == 1 and "out.h5" in names and has_room(disk.folder, bench.result.stat().st_size):
                shutil.copyfile(bench.result, disk.folder / "out.h5")  # a result of before
            old = {path: digest(path) for path in files_below(disk.folder)}
            run = bench.run(command(disk.folder))
            check_after(bench, run, disk.folder, old, names)
            outcomes[run.returncode == 0] += 1
    table.row("disk full", name, f"{count} sizes", summary(*outcomes))


def has_room(folder, size):
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize > size


def full(bench, table, is_full):
    reason = can_mount(bench)
    if reason:
        table.left_out("disk full", reason)
        return
    for name, command in bench.writers(is_full).items():
        try:
            on_small_disks(bench, table, name, command, 50 if is_full else 3)
        except Broken as error:
            table.broken("disk full", name, error)


def limited(bench, table, is_full):
    """The same for everybody: a limit on the size of files, as quotas and batch systems set it."""
    for name, command in bench.writers(is_full).items():
        try:
            sizes, names = size_of_outputs(bench, command)
            count, outcomes = 50 if is_full else 2, [0, 0]
            for i in range(count):
                limit = int(max(sizes) * 1.2 * i / max(1, count - 1))
                folder = bench.folder / "limited"
                folder.mkdir()
                old = {}
                if name == "analyze":
                    shutil.copyfile(bench.result, folder / "out.h5")
                    old = {folder / "out.h5": digest(bench.result)}
                run = bench.run(command(folder),
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                check_after(bench, run, folder, old, names)
                outcomes[run.returncode == 0] += 1
                shutil.rmtree(folder)
            table.row("files may not grow beyond a limit", name, f"{count} limits", summary(*outcomes))
        except Broken as error:
            table.broken("files may not grow beyond a limit", name, error)
            shutil.rmtree(bench.folder / "limited", ignore_errors=True)


def read_only(bench, table, is_full):
    reason = can_mount(bench)
    if reason:
        table.left_out("read-only disk", reason)
        return
    for name, command in bench.writers(is_full).items():
        try:
            with SmallDisk(bench.folder / "readonly", 1 << 24) as disk:
                disk.remount("ro")
                run = bench.run(command(disk.folder))
                disk.remount("rw")
                expect(run.returncode == 4, f"status {run.returncode}: {run.stderr}")
                one_sentence(run, "Read-only file system")
                expect(not files_below(disk.folder), "something was written")
            table.row("read-only disk", name, 1, "status 4 and a sentence")
        except Broken as error:
            table.broken("read-only disk", name, error)
