"""Signed out means gone, over HTTPS: Back shows nothing of a child, also from the browser's own memory."""

from __future__ import annotations

import base64
import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from provisionmap.management.commands.demo import PASSWORD
from tests.browser.conftest import QUIET, ROOT, Site, wait_for

pytestmark = pytest.mark.slow


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def https(site: Site, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The demo over HTTPS: its address, and the print of the key that the browser is to trust."""
    folder: Path = tmp_path_factory.mktemp("https")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate),
    )  # fmt: skip
    public = openssl(
        "pkey", "-pubin", "-outform", "der", given=openssl("x509", "-in", str(certificate), "-pubkey", "-noout")
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "warning",
        "--keyfile", str(key), "--certfile", str(certificate), "provisionmap.wsgi",
    ]  # fmt: skip
    with subprocess.Popen(command, env=site.environment, cwd=ROOT) as process:
        try:
            wait_for(f"https://127.0.0.1:{port}")
            print_of_key = base64.b64encode(hashlib.sha256(public).digest()).decode()
            yield SimpleNamespace(address=f"https://127.0.0.1:{port}", key=print_of_key)
        finally:
            process.terminate()


@pytest.fixture
def context(https, playwright, browser_type_launch_args, tmp_path) -> Iterator[BrowserContext]:
    """A browser as people have it: with its memory of pages (back-forward cache), which Playwright switches off."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=browser_type_launch_args["executable_path"],
        args=[*QUIET, f"--ignore-certificate-errors-spki-list={https.key}"],
        ignore_default_args=["--disable-back-forward-cache"],
        base_url=https.address,
        ignore_https_errors=True,
    )
    context.add_init_script("addEventListener('pageshow', (event) => { window.fromMemory = event.persisted; })")
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


def sign_in(page: Page, who: str = "senco") -> None:
    page.goto("/sign-in/in/")
    page.get_by_label("E-mail").fill(f"{who}@ashgrove.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/**")


def open_a_child(page: Page) -> str:
    """Open the first pupil of the list; returns the name at the head of the page."""
    page.goto("/s/demo/pupils/?status=K")
    page.locator("#results .row-link").first.click()
    page.wait_for_url("**/pupils/*/")
    return page.locator("h1").inner_text()


def sign_out(page: Page) -> None:
    page.locator(".side").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/in/**")


def nothing_is_shown(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert name not in page.content()


def go_back(page: Page) -> None:
    """Go back; what is gone to may leave by itself before it has come, which Playwright calls aborted."""
    with suppress(Error):
        page.go_back(wait_until="commit")


def test_back_after_signing_out_shows_nothing_twice(page):
    sign_in(page)
    name = open_a_child(page)
    sign_out(page)
    for _ in range(2):
        go_back(page)
        nothing_is_shown(page, name)


def test_a_second_tab_is_gone_when_one_comes_back_to_it(context, page):
    sign_in(page)
    name = open_a_child(page)
    second = context.new_page()
    second.goto("/s/demo/pupils/")
    second.goto(page.url)
    expect(second.locator("h1")).to_have_text(name)
    sign_out(page)
    second.bring_to_front()
    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # a browser without a screen sends none
    nothing_is_shown(second, name)
    go_back(second)
    nothing_is_shown(second, name)


def test_a_page_from_the_browsers_own_memory_is_gone(context, page):
    """The page is sent without `no-store`, so that the browser surely keeps it; what is held is the script alone."""

    def keepable(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "cache-control": "max-age=600"})

    sign_in(page)
    page.route("**/pupils/*/", keepable)
    name = open_a_child(page)
    page.unroute("**/pupils/*/")
    page.goto("/s/demo/school/")
    page.go_back(wait_until="commit")
    expect(page.locator("h1")).to_have_text(name)
    assert page.evaluate("window.fromMemory"), "the browser has no memory of pages, so this proves nothing"
    page.goto("/s/demo/school/")
    other = context.new_page()
    other.goto("/s/demo/")
    sign_out(other)
    go_back(page)
    nothing_is_shown(page, name)


def test_another_person_who_signs_in_does_not_find_the_page_of_the_first(context, page):
    sign_in(page)
    name = open_a_child(page)
    other = context.new_page()
    other.goto("/s/demo/")
    sign_out(other)
    sign_in(other, "governor")
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url(lambda address: "/sign-in/" in address or address.endswith("/pupils/") is False)
    expect(page.get_by_role("heading", name="This page is not for your role")).to_be_visible()
    assert name not in page.content()
