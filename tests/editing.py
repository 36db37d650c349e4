"""Sending the forms that change things, as a browser does: everything that the form holds, with what one changes."""

from __future__ import annotations

from typing import Any

from django.test import Client


def opened(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send if nothing was changed in the form at this address."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return held(answer.context)


def held(context: Any) -> dict[str, Any]:
    """What the form and the lines of a page hold."""
    data: dict[str, Any] = {}
    for part in context["formsets"] or ():
        data |= _of(part.management_form)
        for line in part.forms:
            data |= _of(line)
    return data | _of(context["form"])


def send(client: Client, path: str, **changes: Any) -> Any:
    """Open the form, change these fields and send it; a name may hold the dashes of a line as `staffing_0_role`
    only where it is given as `**{"staffing-0-role": 1}`."""
    return client.post(path, opened(client, path) | changes)


def _of(form: Any) -> dict[str, Any]:
    values = {bound.html_name: bound.field.prepare_value(bound.value()) for bound in form}
    return {name: _sent(value) for name, value in values.items() if value is not None and value is not False}


def _sent(value: Any) -> Any:
    return "on" if value is True else value
