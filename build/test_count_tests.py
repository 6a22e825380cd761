"""What the sum of bin/test calls failed."""

import contextlib
import io
import os
import pathlib
import tempfile
import unittest
from unittest import mock

import count_tests

SOURCE = "module/src/test/java/io/modeenvoy/"
REPORT = "module/target/surefire-reports/TEST-io.modeenvoy."


class CountTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        self.write("results.txt", "passed bash -n\n")
        self.write(f"{SOURCE}PortTest.java", "final class PortTest {}")
        self.report("PortTest", "")

    def test_what_ran_and_passed_is_good(self):
        self.assertEqual(self.sum(), (0, "2 passed, 0 failed"))

    def test_no_report_at_all_is_bad(self):
        pathlib.Path(f"{REPORT}PortTest.xml").unlink()
        pathlib.Path(f"{SOURCE}PortTest.java").unlink()
        self.assertEqual(self.sum()[0], 1)

    def test_a_failure_an_error_and_a_skipped_test_are_bad(self):
        for kind in ("failure", "error", "skipped"):
            with self.subTest(kind):
                self.report("PortTest", f"<{kind} message='no'/>")
                self.assertEqual(self.sum(), (1, "1 passed, 1 failed"))

    def test_a_class_of_tests_that_did_not_run_is_bad(self):
        self.write(f"{SOURCE}HostTest.java", "final class HostTest {}")
        self.assertEqual(self.sum(), (1, "2 passed, 1 failed"))

    def test_an_integration_test_may_only_be_left_out_of_the_quick_run(self):
        self.write(f"{SOURCE}GatewayIT.java", "final class GatewayIT {}")
        self.assertEqual(self.sum()[0], 1)
        self.assertEqual(self.sum("--quick")[0], 0)

    def test_what_tests_share_needs_no_report(self):
        self.write(f"{SOURCE}SharedTest.java", "abstract class SharedTest {}")
        self.assertEqual(self.sum()[0], 0)

    def test_only_a_missing_docker_engine_excuses_a_skipped_test(self):
        self.report("PortTest", "<skipped message='cannot run here: no Docker engine: not root'/>")
        self.assertEqual(self.sum(), (0, "1 passed, 0 failed"))
        self.report("PortTest", "<skipped message='cannot run here: it rains'/>")
        self.assertEqual(self.sum(), (1, "1 passed, 1 failed"))

    def test_a_build_that_failed_is_bad_though_every_test_passed(self):
        self.assertEqual(self.sum(broken="1")[0], 1)

    def report(self, name, inside):
        self.write(f"{REPORT}{name}.xml", f"<testsuite><testcase classname='io.modeenvoy.{name}' name='a'>{inside}</testcase></testsuite>")

    @staticmethod
    def write(name, text):
        path = pathlib.Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @staticmethod
    def sum(*options, broken="0"):
        said = io.StringIO()
        with mock.patch("sys.argv", ["count_tests.py", "results.txt", broken, *options]), contextlib.redirect_stdout(said):
            code = count_tests.main()
        return code, said.getvalue().splitlines()[-1]


if __name__ == "__main__":
    unittest.main()
