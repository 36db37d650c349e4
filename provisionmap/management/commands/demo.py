"""`manage.py demo`: both demo schools, and how to sign in to them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.urls import reverse

from provisionmap.demo import build
from provisionmap.demo.audit import do_audit
from provisionmap.management.base import PlainCommand
from provisionmap.management.commands.invite import site_address
from provisionmap.management.commands.migrate import refuse_unknown
from schools.access import command_line_access
from schools.entrance.services import accept_invitation
from schools.models import Membership, School
from schools.people.services import invite
from schools.roles import Role, read_roles
from schools.uploads import Faulty
from workbook.reading import from_file
from workbook.services import import_now

# Known to everyone who reads this: given out on this machine's own demo alone, where all people are invented.
PASSWORD = "provision-map-demo"  # noqa: S105
DOORS = {
    "senco": Role.SENCO,
    "head": Role.HEAD,
    "business": Role.BUSINESS_MANAGER,
    "teacher": Role.TEACHER,
    "assistant": Role.ASSISTANT,
    "governor": Role.GOVERNOR,
    "office": Role.SYSTEM_MANAGER,
}


class Command(PlainCommand):
    """Makes the demo schools where they are not there yet; a school that is there is left as it is."""

    help = "Make the two demo schools, if they are not there, and print who can sign in and how."

    def add_arguments(self, parser: CommandParser) -> None:
        """--port, for the address that is printed; --make-room."""
        parser.add_argument("--port", default="8000", help="where the server will listen")
        parser.add_argument(
            "--make-room",
            action="store_true",
            help="only move the demo’s own database aside, where it cannot be brought up to this version",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the schools that are missing, then print who can sign in."""
        if options["make_room"]:
            self.stdout.write(f"The demo makes its data again; what it had is now in {move_database_aside()}.")
            return
        relaxed = settings.DEMO or settings.DEBUG
        for slug in get_args(build.School):
            school = School.objects.filter(slug=slug).first() or make_demo_school(slug)
            self.stdout.write(f"\n{school.name}")
            for membership in sign_ins(school):
                way_in = let_sign_in(membership) if relaxed else invitation(membership)
                line = f"  {role_of(membership).label:<20} {membership.email:<30} {way_in}"
                self.stdout.write(line.rstrip())
        if relaxed:
            self.stdout.write(f"\nEverybody’s password: {PASSWORD}")
            self.stdout.write(f"Mail that is sent lies in: {getattr(settings, 'EMAIL_FILE_PATH', 'the outbox')}")
            self.stdout.write(f"Open http://127.0.0.1:{options['port']}/   (Ctrl-C stops it)\n")


def move_database_aside() -> Path:
    """Move the demo's own database, which `migrate` refuses, out of the way; returns where it is now.

    Raises CommandError, and leaves it alone, where it can be migrated or may hold more than the invented schools.
    """
    database = settings.DATA_FOLDER / "provisionmap.sqlite3"
    own = settings.DEMO and connection.vendor == "sqlite" and Path(settings.DATABASES["default"]["NAME"]) == database
    if not own or set(School.objects.values_list("slug", flat=True)) - set(get_args(build.School)):
        raise CommandError("This is not a database of the demo alone, so it is left as it is.")
    try:
        refuse_unknown(connection)
    except CommandError:
        connection.close()
    else:
        raise CommandError("The demo’s database is of this version, so it is left as it is.")
    aside = database.with_suffix(".older.sqlite3")
    for more in ("-wal", "-shm", ""):  # SQLite takes the first two away itself, unless it was cut off
        Path(f"{aside}{more}").unlink(missing_ok=True)
        if (there := Path(f"{database}{more}")).exists():
            there.rename(f"{aside}{more}")
    return aside


def make_demo_school(slug: build.School) -> School:
    """Make one demo school through the importer that schools use, half-way through its audit. Raises CommandError with
    every fault."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}.xlsx"
        build.write(slug, path)
        try:
            school = import_now(from_file(path), school=None, slug=slug).school
        except Faulty as error:
            raise CommandError(str(error)) from error
    do_audit(school)
    return school


def sign_ins(school: School) -> list[Membership]:
    """One membership per role: those whose e-mail names the role."""
    memberships = {each.email.split("@")[0]: each for each in Membership.objects.filter(school=school)}
    return [memberships[name] for name in DOORS if name in memberships]


def role_of(membership: Membership) -> Role:
    """The role that the membership is printed for."""
    return next(role for role in Role if role in read_roles(membership.roles))


def let_sign_in(membership: Membership) -> str:
    """Let the person sign in with the demo's password, if they cannot yet."""
    if membership.user_id is None:
        access = command_line_access(membership.school)
        token = invite(by=access, email=membership.email)
        staff = getattr(membership, "staff_member", None)
        accept_invitation(token, name=staff.name if staff else membership.email, password=PASSWORD)
    return ""


def invitation(membership: Membership) -> str:
    """A one-time link to print, since on a real installation nobody gets a known password; or that the person has
    joined."""
    if membership.user_id:
        return "has joined"
    token = invite(by=command_line_access(membership.school), email=membership.email)
    return f"{site_address()}{reverse('accept_invitation', args=[token])}"
