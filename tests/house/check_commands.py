#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_commands.py ROOT BIN: the commands that README.md and CONTRIBUTING.md tell people to type, as far as that can be
told without typing them: scripts exist, sections of packages.txt and presets too, the packages suffice for the presets
of the same block, and every option stands in the program's --help. Programs that were not built are passed over."""
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

# What a configuration looks for beyond [build].
TEST_PACKAGES = {"libgtest-dev", "libgmock-dev", "libzip-dev"}
BENCHMARK_PACKAGES = {"libbenchmark-dev"}


def blocks(text):
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(block):
    """Command lines as words, comments and the signs of an optional part taken off."""
    for line in block.splitlines():
        for part in line.split(" #")[0].split("&&"):
            words = shlex.split(part.replace("[", " ").replace("]", " "))
            if words and not words[0].startswith("#"):
                yield words


def sections(root):
    found, name = {}, None
    for line in (root / "packaging/packages.txt").read_text().splitlines():
        if line.startswith("["):
            name = line.split("]")[0][1:]
            found[name] = set()
        elif name and re.match(r"[a-z0-9]", line):
            found[name].add(line.split()[0])
    return found


def cache_of(presets, name):
    """Cache variables of a configure preset, inherited ones among them."""
    preset = presets[name]
    inherited = cache_of(presets, preset["inherits"]) if "inherits" in preset else {}
    return {**inherited, **preset.get("cacheVariables", {})}


def packages_needed(cache):
    needed = set()
    if cache.get("MASKSCOPE_TESTS", "ON") == "ON" and cache.get("MASKSCOPE_FUZZERS", "OFF") == "OFF":
        needed |= TEST_PACKAGES
    if cache.get("MASKSCOPE_BENCHMARKS", "OFF") == "ON":
        needed |= BENCHMARK_PACKAGES
    return needed


class Checker:
    def __init__(self, root, programs):
        self.root, self.programs = root, programs
        self.sections = sections(root)
        listed = json.loads((root / "CMakePresets.json").read_text())
        self.configure = {p["name"]: p for p in listed["configurePresets"]}
        self.presets = {"cmake": set(self.configure), "ctest": {p["name"] for p in listed["testPresets"]}}
        self.found, self.checked, self.helps = [], 0, {}

    def help_of(self, program, subcommand):
        words = [str(self.programs / program)] + ([subcommand] if subcommand else []) + ["--help"]
        if tuple(words) not in self.helps:
            environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
            done = subprocess.run(words, capture_output=True, text=True, env=environment)
            self.helps[tuple(words)] = done.stdout if done.returncode == 0 else None
        return self.helps[tuple(words)]

    def program(self, words):
        if not (self.programs / words[0]).is_file():
            return
        self.checked += 1
        subcommand = words[1] if len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]) else ""
        text = self.help_of(words[0], subcommand)
        if text is None:
            self.found.append(f"{words[0]} knows no {subcommand}")
            return
        for option in (w.split("=")[0] for w in words if w.startswith("--")):
            if not re.search(re.escape(option) + r"(?![\w-])", text):
                self.found.append(f"{' '.join(words[:2])} --help does not list {option}")

    def script(self, words):
        self.checked += 1
        path = self.root / words[0]
        if not path.is_file() or not os.access(path, os.X_OK):
            self.found.append(f"{words[0]} is no script that can be run")

    def block(self, text):
        installed, needed, names = None, set(), set()
        for words in commands(text):
            if words[0].startswith(("packaging/", "tests/")):
                self.script(words)
            if words[0] == "packaging/install.sh":
                for name in words[1:] or ["build", "run"]:
                    if name not in self.sections:
                        self.found.append(f"packages.txt has no section {name}")
                    installed = (installed or set()) | self.sections.get(name, set())
            if words[0] in self.presets and "--preset" in words:
                self.checked += 1
                preset = words[words.index("--preset") + 1]
                if preset not in self.presets[words[0]]:
                    self.found.append(f"{' '.join(words)}: there is no such preset")
                elif words[:2] == ["cmake", "--preset"]:
                    needed |= packages_needed(cache_of(self.configure, preset))
                    names.add(preset)
            if words[0] in ("maskscope", "maskscope-cli"):
                self.program(words)
        if installed is not None and needed - installed:
            self.found.append(f"preset {', '.join(sorted(names))} needs {', '.join(sorted(needed - installed))}, "
                              "which the block does not install")


def main():
    checker = Checker(Path(sys.argv[1]), Path(sys.argv[2]))
    for name in ("README.md", "CONTRIBUTING.md"):
        for block in blocks((checker.root / name).read_text()):
            before = len(checker.found)
            checker.block(block)
            checker.found[before:] = [f"{name}: {sentence}" for sentence in checker.found[before:]]
    print("\n".join(checker.found + [f"{checker.checked} commands, {len(checker.found)} faults"]))
    return 1 if checker.found or checker.checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
