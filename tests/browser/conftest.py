"""A running demo and a real browser: the product as a person meets it."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from provisionmap.management.commands.demo import PASSWORD
from tests.databases import one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Chromium would otherwise look for its maker's hosts; nothing here calls another host.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {"desk": 1440, "laptop": 1024, "zoomed": 720, "phone": 390}  # `zoomed`: 1440 × 900 at 200 %

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file stay together on one worker, in their order; only the walks through every page are long, and
    change nothing, so that any worker takes the next."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem != "test_every_page":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's own Chromium; nothing is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs Chromium")
    return browser_type_launch_args | {"executable_path": found, "args": QUIET}


@dataclass(frozen=True)
class Site:
    """The running demo: its address, and its commands."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on the same data."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment_of(folder: Path) -> dict[str, str]:
    """The settings of a demo whose data lie in the folder."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "provisionmap.settings",
        "DEMO": "yes",
        "DEBUG": "no",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TODAY": "2026-11-23",
        "DATA_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
    }


@pytest.fixture(scope="session")
def site(shared_folder, tmp_path_factory) -> Iterator[Site]:
    """The demo, on a free port and a database of its own, for as long as the tests run. It is made once in a run; each
    worker begins with a copy."""
    made, folder = shared_folder / "demo", tmp_path_factory.mktemp("site") / "demo"
    with one_at_a_time(shared_folder):
        if not made.exists():
            half = shared_folder / "half"
            (half / "static").mkdir(parents=True)
            making = Site("", environment_of(half))
            making.manage("migrate", "--verbosity", "0")
            making.manage("demo")
            half.rename(made)
    shutil.copytree(made, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment_of(folder)
    running = Site(f"http://127.0.0.1:{port}", environment)
    server = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--log-level",
        "warning",
    ]
    with subprocess.Popen([*server, "provisionmap.wsgi"], env=environment, cwd=ROOT) as process:
        try:
            wait_for(running.address)
            yield running
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Until the server answers; its certificate may be one of our own."""
    trusting = ssl._create_unverified_context()
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/sign-in/in/", timeout=5, context=trusting)
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the demo did not start")


@pytest.fixture(scope="session")
def base_url(site) -> str:
    """Addresses in tests begin with a slash."""
    return site.address


@pytest.fixture
def sign_in(page: Page) -> Callable[..., Page]:
    """Sign in as one of the demo’s people: `sign_in("senco")`, `sign_in("head", "marlbrook")`."""

    def as_(who: str, school: str = "ashgrove") -> Page:
        page.goto("/sign-in/in/")
        page.get_by_label("E-mail").or_(page.get_by_label("Email")).first.fill(f"{who}@{school}.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/s/**")
        return page

    return as_


@pytest.fixture
def accessible(page: Page) -> Callable[..., None]:
    """Assert that axe finds nothing on the page as it stands, or in a part of it (WCAG 2.0 to 2.2, A and AA)."""

    def check(part: str = "html") -> None:
        tags = {"type": "tag", "values": STANDARDS}
        options = {"runOnly": tags, "resultTypes": ["violations"], "preload": False, "iframes": False}
        results = Axe().run(page, context=part, options=options)
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def styled(page: Page) -> Callable[[], None]:
    """Assert that the style sheets came: an unstyled page passes many checks falsely."""

    def check() -> None:
        assert "Atkinson" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0

    return check


@pytest.fixture(autouse=True)
def _no_complaints(request) -> Iterator[None]:
    """Fail where the browser refuses something (content policy), a script throws, or another host is asked."""
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if _ours(asked.url) else complaints.append(f"asked for {asked.url}"))
    yield
    expected = ["status of 403", "status of 404", "status of 409", "status of 410", "status of 422"]
    expected += [
        "htmx:afterRequest, ",
        "htmx:sendAbort, ",
    ]  # what one typed before has been overtaken by what came next
    if "cut_off" in request.keywords:
        expected += ["ERR_INTERNET_DISCONNECTED", "htmx:"]
    assert [text for text in complaints if not any(part in text for part in expected)] == []


def _ours(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "https://127.0.0.1:", "data:", "blob:"))
