"""Sixty people at one school for so many seconds: they read, tick, save and import, once alone and once while a hostile
file is uploaded every ten seconds. No answer may be an error, no write may be lost, and the slowest answers (p95) may
take no more than twice as long with the uploads as without."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import urlencode

from django.db import connections
from django.test import Client

from audits.models import AuditTick
from benchmarks.load import HOST, server
from benchmarks.ticks import chart_of
from provisions.models import InterventionGroup
from pupils.models import Pupil
from schools.models import Membership, School, User
from schools.roles import Role
from tests.hostile import hostile
from tests.pupils.mis_file import upn_of
from ui.sheets import write_workbook

PEOPLE, PAUSE, HOSTILE_EVERY = 60, (4.0, 8.0), 10.0
READ = ("", "map/", "groups/", "pupils/", "gaps/", "attention/", "costs/", "today/", "audit/", "papers/")
# How often of a hundred times somebody does what.
OFTEN = {"read": 70, "tick": 18, "save": 10, "import": 2}
Took = dict[str, list[float]]
Chart = tuple[str, list[dict[str, object]]]


class Form(HTMLParser):
    """What a browser would send of the first form with this id."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.name, self.within, self.area, self.values = name, False, "", {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.within = self.within or (tag == "form" and held.get("id") == self.name)
        if not self.within:
            return
        name = held.get("name") or ""
        if tag == "input" and name and (held.get("type") not in ("checkbox", "radio") or "checked" in held):
            self.values[name] = held.get("value") or ""
        elif tag in ("textarea", "select"):
            self.area, self.values[name] = name, ""
        elif tag == "option" and "selected" in held:
            self.values[self.area] = held.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.within and self.area and self.get_starttag_text().startswith("<textarea"):
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag != "form"
        self.area = "" if tag in ("textarea", "select") else self.area


class Person:
    """Somebody with a browser, a group and a pupil of their own; what they were told is saved is in `saved`."""

    def __init__(self, school: School, number: int, port: int, run: int) -> None:
        user = User.objects.create(email=f"crowd-{number}-{time.time()}@made-1.example", name=f"Person {number}")
        Membership.objects.create(school=school, user=user, email=user.email, roles=[Role.SENCO.value])
        client = Client()
        client.force_login(user)
        self.cookies = {"sessionid": client.cookies["sessionid"].value}
        self.base, self.number, self.port, self.run = f"/s/{school.slug}/", number, port, run
        self.saved: dict[str, str] = {}
        self.pupils: list[str] = []
        self.dice = random.Random(number)
        self.values = cycle(("yes", "no"))
        self.took: Took = defaultdict(list)
        self.faults: list[str] = []

    def ask(self, kind: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, text and where it leads, with the time it took."""
        line = HTTPConnection(HOST, self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.monotonic()
        sent = {"Cookie": cookies, "X-CSRFToken": self.cookies.get("csrftoken", ""), **headers}
        line.request("POST" if body is not None else "GET", path, body=body, headers=sent)
        answer = line.getresponse()
        text = answer.read().decode(errors="replace")
        self.took[kind].append(time.monotonic() - begun)
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        line.close()
        if answer.status >= 400:
            self.faults.append(f"{path}: {answer.status}")
        return answer.status, text, answer.headers.get("Location") or ""

    def post(self, kind: str, path: str, values: Mapping[str, object]) -> tuple[int, str, str]:
        return self.ask(kind, path, urlencode(values).encode(), **{"Content-Type": "application/x-www-form-urlencoded"})

    def read(self) -> None:
        self.ask("read", self.base + self.dice.choice(READ))

    def tick(self) -> None:
        value = next(self.values)
        status, _, _ = self.post("tick", self.chart, {**self.cell, "value": value})
        if status == 204:
            self.saved["tick"] = value

    def save(self) -> None:
        path = f"{self.base}groups/{self.group}/about/"
        _, page, _ = self.ask("read", path)
        words = f"Focus {self.number}.{time.time()}"
        status, _, _ = self.post("save", path, Form(page, "edit-form").values | {"focus": words})
        if status == 302:
            self.saved["focus"] = words
        else:
            self.faults.append(f"{path}: not saved ({status})")

    def upload(self, content: bytes) -> str:
        """Send a file; where its preview will stand."""
        home = f"{self.base}workbook/"
        self.ask("read", home)
        mark = "cut-here-7c1"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.ask("upload", home, body, **{"Content-Type": f"multipart/form-data; boundary={mark}"})[2]

    def bring_in(self) -> None:
        upn = upn_of(100_000 + 10_000 * self.run + self.number * 100 + len(self.pupils))
        row = [upn, f"Crowd{self.number}", "Ann", "7"]
        made = io.BytesIO()
        write_workbook(made, [("Pupils", ["UPN", "Surname", "Forename", "Year group"], [row])])
        preview = self.upload(made.getvalue())
        while "upload-waiting" in (page := self.ask("preview", preview)[1]):
            time.sleep(1)
        for _ in range(20):  # somebody else saves between looking and confirming: one looks again
            seen = re.findall(r'name="seen" value="([^"]*)"', page)
            if not seen:
                self.faults.append(f"{preview}: nothing to confirm")
                return
            before = len(self.faults)
            status, page, then = self.post("import", preview, {"seen": seen[0]})
            if status == 302:
                if "The workbook is imported." not in self.ask("read", then)[1]:
                    self.faults.append(f"{preview}: not imported")
                self.pupils.append(upn)
                return
            del self.faults[before:]
        self.faults.append(f"{preview}: never imported")

    def work(self, until: float) -> None:
        kinds = {"read": self.read, "tick": self.tick, "save": self.save, "import": self.bring_in}
        time.sleep(self.dice.uniform(0, PAUSE[1]))
        self.ask("read", self.base)
        while time.monotonic() < until:
            kinds[self.dice.choices(list(OFTEN), list(OFTEN.values()))[0]]()
            time.sleep(self.dice.uniform(*PAUSE))


def run(seconds: float) -> Iterator[tuple[str, float, float]]:
    """Name, how many times as long the slowest twentieth of a kind takes with hostile uploads, and the goal."""
    school = School.objects.get(slug="made-1")
    chart = chart_of(school)
    with server() as port, worker():
        alone = crowd(school, chart, port, seconds, bad=False)
        beside = crowd(school, chart, port, seconds, bad=True)
    for kind in OFTEN:
        print(f"  {kind}: p95 {p95(alone[kind]):.3f} s alone, {p95(beside[kind]):.3f} s beside hostile uploads")
        yield f"{kind}, p95 with hostile uploads against without", p95(beside[kind]) / p95(alone[kind]), 2


def crowd(school: School, chart: Chart, port: int, seconds: float, *, bad: bool) -> Took:
    """Let the people work; whatever failed or was lost ends the run."""
    address, cells = chart
    own = list({cell["row"]: cell for cell in cells}.values())
    groups = InterventionGroup.objects.filter(school=school).order_by("id").values_list("id", flat=True)
    people = [Person(school, number, port, bad) for number in range(PEOPLE)]
    columns = sorted({cell["provision"] for cell in cells})
    for number, person in enumerate(people):
        row, place = own[number % len(own)], number // len(own)
        person.chart, person.cell, person.group = address, {**row, "provision": columns[place]}, groups[number]
    bad_ones, until = Person(school, PEOPLE + 1, port, bad), time.monotonic() + seconds
    hands = [threading.Thread(target=person.work, args=(until,)) for person in people]
    hands += [threading.Thread(target=hurt, args=(bad_ones, until))] if bad else []
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    connections.close_all()
    faults = [fault for person in people for fault in person.faults]
    faults += [f"{person.number}: lost {what}" for person in people for what in lost(person)]
    if faults:
        raise SystemExit(f"{len(faults)} faults: " + "\n".join(faults[:20]))
    took: Took = defaultdict(list)
    for person in people:
        for kind, seen in person.took.items():
            took[kind] += seen
    print("  " + ", ".join(f"{len(seen)} × {kind}" for kind, seen in took.items()))
    return took


def lost(person: Person) -> Iterator[str]:
    """What a person was told is saved and is not there."""
    if "focus" in person.saved and InterventionGroup.objects.get(pk=person.group).focus != person.saved["focus"]:
        yield "a focus"
    chart, pupil = int(person.chart.split("/")[-3]), int(str(person.cell["row"])[1:])
    ticks = AuditTick.objects.filter(row__chart=chart, row__pupil=pupil, provision=person.cell["provision"])
    if "tick" in person.saved and ticks.exists() != (person.saved["tick"] == "yes"):
        yield "a tick"
    if Pupil.objects.filter(upn__in=person.pupils).count() != len(person.pupils):
        yield "a pupil"


def hurt(person: Person, until: float) -> None:
    """Upload one hostile file after the other."""
    for content in cycle(hostile().values()):
        if time.monotonic() > until:
            return
        person.upload(content)
        time.sleep(HOSTILE_EVERY)


def p95(seen: list[float]) -> float:
    """The time that nineteen of twenty stay below."""
    return sorted(seen)[int(len(seen) * 0.95)]


@contextmanager
def worker() -> Iterator[None]:
    """The worker that reads files, beside the server."""
    command = [sys.executable, "manage.py", "db_worker", "--verbosity", "0"]
    started = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"})
    try:
        yield
    finally:
        started.terminate()
        started.wait(60)
