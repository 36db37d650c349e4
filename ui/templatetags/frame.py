"""What the frame of every school page needs: `{% load frame %}`."""

from __future__ import annotations

from django import template

from ui import navigation as nav

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> tuple[nav.NavEntry, ...]:
    """The navigation of the person who is signed in, for the page that is open."""
    access = context["access"]
    return nav.navigation(
        path=context["request"].path,
        school=access.school.slug,
        may=lambda name: bool(access.can.get(name)),
    )
