"""What build/check_distribution.py refuses."""

import contextlib
import hashlib
import io
import json
import pathlib
import tempfile
import unittest
from unittest import mock

import check_distribution


class CheckDistribution(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dist = pathlib.Path(folder.name)
        (self.dist / "lib").mkdir()
        self.libraries = self.dist / "libraries.sha256"
        self.jar("modeenvoy-cli-1.jar", b"ours")
        self.jar("modeenvoy-ir-1.jar", b"ours too")
        self.jar("guava-33.jar", b"of others")
        self.call("--update")
        self.sbom("guava-33", "modeenvoy-ir-1")

    def test_the_same_bytes_pass(self):
        self.assertEqual(self.call("--sbom"), (0, ""))

    def test_a_changed_jar_is_refused(self):
        self.jar("guava-33.jar", b"changed on the way")
        self.refused("lib/guava-33.jar: sha256 ", "(expected: " + hashlib.sha256(b"of others").hexdigest())

    def test_a_jar_that_nobody_reviewed_is_refused(self):
        self.jar("stranger-1.jar", b"")
        self.refused("lib/stranger-1.jar: stands not in build/libraries.sha256")

    def test_a_missing_jar_is_refused(self):
        (self.dist / "lib/guava-33.jar").unlink()
        self.refused("lib/guava-33.jar: is missing")

    def test_a_missing_list_of_parts_is_refused(self):
        (self.dist / "modeenvoy.cdx.json").unlink()
        self.refused("modeenvoy.cdx.json: is missing", call=["--sbom"])

    def test_a_jar_of_ours_that_stands_not_in_the_list_of_parts_is_refused(self):
        self.sbom("guava-33")
        self.refused("lib/modeenvoy-ir-1.jar: stands not in modeenvoy.cdx.json", call=["--sbom"])

    def test_a_list_of_parts_of_an_earlier_build_is_refused(self):
        self.jar("modeenvoy-ir-1.jar", b"built anew")
        self.refused("lib/modeenvoy-ir-1.jar: sha256 ", call=["--sbom"])

    def jar(self, name, content):
        (self.dist / "lib" / name).write_bytes(content)

    def sbom(self, *parts):
        components = [
            {
                "name": part.rsplit("-", 1)[0],
                "version": part.rsplit("-", 1)[1],
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256((self.dist / "lib" / f"{part}.jar").read_bytes()).hexdigest()}],
            }
            for part in parts
        ]
        document = {"metadata": {"component": {"name": "modeenvoy-cli", "version": "1"}}, "components": components}
        (self.dist / "modeenvoy.cdx.json").write_text(json.dumps(document), encoding="utf-8")

    def refused(self, *words, call=()):
        code, said = self.call(*call)
        self.assertEqual(code, 3)
        for each in words:
            self.assertIn(each, said)

    def call(self, *options):
        said = io.StringIO()
        arguments = ["check_distribution.py", *options, "--libraries", str(self.libraries), str(self.dist)]
        with mock.patch("sys.argv", arguments), contextlib.redirect_stderr(said):
            return check_distribution.main(), said.getvalue()


if __name__ == "__main__":
    unittest.main()
