"""`manage.py invite EMAIL --school SLUG --role ROLE`: the first person of a new school."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.urls import reverse

from provisionmap.management.base import PlainCommand
from schools.access import command_line_access
from schools.entrance.services import INVITATION_DAYS, InvitationError
from schools.models import School
from schools.people.services import invite
from schools.roles import Role, read_roles
from schools.school.services import begin_school


class Command(PlainCommand):
    help = "Invite a person to a school and print the one-time link with which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """EMAIL, --school, --role, which can be given several times, and --name for a new school."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--school", required=True, metavar="SLUG", help="short name of the school")
        parser.add_argument(
            "--role", required=True, action="append", metavar="ROLE", help=f"one of: {', '.join(Role.values)}"
        )

        parser.add_argument("--name", metavar="NAME", help="the school's full name, to begin a school that is new here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link."""
        school = School.objects.filter(slug=options["school"]).first()
        if school is None and not options["name"]:
            raise CommandError(
                f"There is no school “{options['school']}”. Say --name “Its Full Name” to begin it, or import its "
                "workbook first, with --create."
            )
        try:
            roles = read_roles(options["role"])
            school = school or begin_school(name=options["name"], slug=options["school"])
            token = invite(by=command_line_access(school), email=options["email"], roles=roles)
        except (ValueError, InvitationError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{site_address()}{reverse('accept_invitation', args=[token])}")
        self.stderr.write(f"Give this link to {options['email']}. It works once, for {INVITATION_DAYS} days.")


def site_address() -> str:
    """Where people reach this installation, as far as the settings tell."""
    if settings.DEBUG or settings.DEMO:
        return "http://127.0.0.1:8000"
    return f"https://{settings.ALLOWED_HOSTS[0]}"
