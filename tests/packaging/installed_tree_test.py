#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs a build below a prefix, moves that prefix, and looks at what is there as its users would: programs, man pages and
completions against --help, what desktops read, links of documents.

    installed_tree_test.py CMAKE BUILD SOURCE
"""
import json, os, pathlib, re, shutil, struct, subprocess, sys, tempfile, unittest

CMAKE, BUILD, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
ID = "org.maskscope.Maskscope"
PROGRAMS = ("maskscope-cli", "maskscope")
# An entry of a help begins two columns in (four in a group), with its names: "  -o,--out TEXT REQUIRED".
ENTRY = re.compile(r"^ {2,4}(-\S+)")
SUBCOMMAND = re.compile(r"^  ([a-z][a-z-]*) ")


def run(*command, **settings):
    """Standard output; what fails ends the test with what the command said."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", **settings.pop("environment", {})}
    environment.pop("MASKSCOPE_RESOURCES", None)
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, **settings)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def needs(program):
    return unittest.skipUnless(shutil.which(program), f"needs {program}")


def options_of(text):
    return [name for line in text.splitlines() if (entry := ENTRY.match(line)) for name in entry.group(1).split(",")]


def subcommands_of(text):
    below = text.partition("\nSubcommands:\n")[2]
    return [match.group(1) for line in below.splitlines() if (match := SUBCOMMAND.match(line + " "))]


class InstalledTree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="maskscope-installed-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run(CMAKE, "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = cls.folder / "moved elsewhere"
        (cls.folder / "first").rename(cls.prefix)
        cls.share = cls.prefix / "share"
        cls.helps = {}  # program -> [(words of a command, its help)]
        for program in PROGRAMS:
            cls.helps[program] = cls.help_tree(program, ())

    @classmethod
    def help_tree(cls, program, words):
        text = run(cls.prefix / "bin" / program, *words, "--help")
        return [(words, text)] + [
            entry for name in subcommands_of(text) for entry in cls.help_tree(program, (*words, name))
        ]

    def test_there_is_one_version(self):
        declared = re.search(r"project\(maskscope VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text()).group(1)
        for program in PROGRAMS:
            self.assertEqual(run(self.prefix / "bin" / program, "--version"), f"{program} {declared}\n")
        heading = re.search(r"^## (.*)$", (SOURCE / "CHANGELOG.md").read_text(), re.MULTILINE).group(1)
        self.assertRegex(heading, rf"^\[{re.escape(declared)}\] - \d{{4}}-\d\d-\d\d$")
        description = (self.share / "metainfo" / f"{ID}.metainfo.xml").read_text()
        self.assertIn(f'<release version="{declared}" date="{heading[-10:]}"/>', description)

    def test_programs_search_no_folder_that_moves(self):
        for program in PROGRAMS:
            entries = run("readelf", "--dynamic", self.prefix / "bin" / program)
            for path in re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", entries):
                for element in path.split(":"):
                    self.assertTrue(element.startswith("/usr/") or element.startswith("/opt/"), f"{program}: {path}")
                    self.assertNotIn(str(BUILD), element)
            if program == "maskscope-cli":
                self.assertNotIn("libQt", entries)

    def test_a_moved_program_finds_its_resources(self):
        folder = self.share / "maskscope" / "demo"
        manifest = folder / "demo.json"
        whole = manifest.read_text()
        self.addCleanup(manifest.write_text, whole)
        demo = json.loads(whole)
        for name in demo["recordings"] + [entry[key] for entry in demo["checkpoints"] for key in entry]:
            self.assertTrue((folder / name).is_file(), name)
        manifest.write_text("no manifest")
        command = [self.prefix / "bin" / "maskscope", "figures", "--demo", "--out", self.folder / "figures"]
        with self.assertRaisesRegex(AssertionError, re.escape(str(manifest))):
            run(*command)
        demo["recordings"], demo["checkpoints"] = demo["recordings"][:1], demo["checkpoints"][-1:]
        manifest.write_text(json.dumps(demo))
        run(*command)
        self.assertTrue(list((self.folder / "figures").glob("*.svg")))

    def test_a_man_page_names_every_option(self):
        for program in PROGRAMS:
            page = self.share / "man" / "man1" / f"{program}.1.gz"
            source = subprocess.run(["gzip", "-dc", page], capture_output=True, text=True, check=True).stdout
            self.assertNotIn("@", re.sub(r'^\.\\".*$', "", source, flags=re.MULTILINE))
            parts = dict(re.findall(r"^\.SS \S+ (.*)\n((?:(?!\.S[SH]).*\n)*)", source, re.MULTILINE))
            parts[""] = source.partition("@")[0].partition(".SH COMMANDS AND OPTIONS")[2].partition("\n.SS")[0]
            for words, text in self.helps[program]:
                part = parts[r" ".join(words).replace("-", r"\-")].replace(r"\-", "-")
                for option in options_of(text):
                    self.assertIn(rf"\fB{option}\fR", part, f"{program} {words}")

    @needs("man")
    def test_man_pages_are_shown_without_warnings(self):
        for program in PROGRAMS:
            page = self.share / "man" / "man1" / f"{program}.1.gz"
            shown = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True,
                                   env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MAN_KEEP_FORMATTING": ""})
            self.assertEqual(shown.stderr, "")
            self.assertIn("EXIT STATUS", shown.stdout)

    def completed(self, program, words, current):
        words = [program, *words, current]
        script = (f"source {shlex_path('/usr/share/bash-completion/bash_completion')}; source \"$0\"; "
                  'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; '
                  f"_{program.replace('-', '_')}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        completion = self.share / "bash-completion" / "completions" / program
        return run("bash", "-c", script, completion, *words, cwd=self.share / "maskscope" / "demo").split()

    def test_a_completion_knows_every_command_and_option(self):
        if not os.path.exists("/usr/share/bash-completion/bash_completion"):
            self.skipTest("needs bash-completion")
        for program in PROGRAMS:
            for words, text in self.helps[program]:
                self.assertEqual(sorted(self.completed(program, words, "-")), sorted(options_of(text)), (program, words))
                self.assertLessEqual(set(subcommands_of(text)), set(self.completed(program, words, "")), (program, words))
        self.assertEqual(self.completed("maskscope", ("--theme",), "d"), ["dark"])
        self.assertEqual(self.completed("maskscope-cli", ("analyze", "--checkpoint"), "M1"), ["M100.projection.npy", "M100.pt"])

    @needs("desktop-file-validate")
    def test_the_desktop_entry_is_valid(self):
        entry = self.share / "applications" / f"{ID}.desktop"
        self.assertEqual(run("desktop-file-validate", entry), "")

    @needs("appstreamcli")
    def test_the_description_for_software_centres_is_valid(self):
        run("appstreamcli", "validate", "--no-net", self.share / "metainfo" / f"{ID}.metainfo.xml")

    @needs("update-mime-database")
    @needs("gio")
    def test_file_types_are_told_by_content(self):
        files = self.folder / "files"
        files.mkdir()
        head = b"\211HDF\r\n\032\n" + bytes(2072)
        (files / "results.h5").write_bytes(head + b"maskscope.result/1" + bytes(4000))
        (files / "other.h5").write_bytes(head + b"somebody.else/1" + bytes(4000))
        (files / "one.maskscope").write_text('{\n  "schema": "maskscope.session/1",\n  "inputs": []\n}\n')
        run("update-mime-database", self.share / "mime")
        types = {"XDG_DATA_HOME": str(files), "XDG_DATA_DIRS": f"{self.share}:/usr/share"}
        for name, kind in (("results.h5", "application/x-maskscope-result"), ("other.h5", "application/x-hdf"),
                           ("one.maskscope", "application/x-maskscope-session")):
            told = run("gio", "info", "--attributes=standard::content-type", files / name, environment=types)
            self.assertIn(f"standard::content-type: {kind}\n", told)

    def test_icons_have_the_sizes_of_their_folders(self):
        icons = self.share / "icons" / "hicolor"
        self.assertTrue((icons / "scalable" / "apps" / f"{ID}.svg").is_file())
        pictures = sorted(icons.glob(f"*x*/apps/{ID}.png"))
        if not pictures and not shutil.which("rsvg-convert"):
            self.skipTest("the build had no rsvg-convert")
        self.assertGreaterEqual(len(pictures), 8)
        for picture in pictures:
            size = struct.unpack(">II", picture.read_bytes()[16:24])
            self.assertEqual("{}x{}".format(*size), picture.parent.parent.name)

    def test_links_of_documents_lead_somewhere(self):
        folder = self.share / "doc" / "maskscope"
        for document in [folder / "README.md", *sorted((folder / "docs").glob("*.md"))]:
            for target in re.findall(r"\]\(([^)#\s]+)", document.read_text()):
                place = document.parent / target
                if "://" not in target and folder in (place.resolve(), *place.resolve().parents):
                    if "resources/" not in target and "tests/" not in target and target != "LICENSE":
                        self.assertTrue(place.exists(), f"{document.name}: {target}")

    def test_python_modules_run_where_they_lie(self):
        folder = self.share / "maskscope" / "python"
        self.assertEqual(sorted(path.name for path in folder.iterdir() if path.suffix == ".py"),
                         ["export_for_maskscope.py", "maskscope_results.py", "windows_to_hdf5.py"])
        python = "/usr/bin/python3"  # which has Debian's modules, if they are there
        if subprocess.run([python, "-c", "import h5py, pandas"], capture_output=True).returncode != 0:
            self.skipTest("needs python3-h5py and python3-pandas")
        code = "import maskscope_results; print(maskscope_results.__file__)"
        environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        self.assertEqual(run(python, "-c", code, environment=environment), f"{folder}/maskscope_results.py\n")
        self.assertIn("usage", run(python, folder / "windows_to_hdf5.py", "--help").lower())


def shlex_path(path):
    return "'" + path.replace("'", "'\\''") + "'"


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
