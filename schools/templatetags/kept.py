"""Parts of a page that are drawn once: `{% load kept %}`."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from schools.kept import kept

register = template.Library()


class Part(template.Node):
    """Draws its inside from the values that are named, and from nothing else, so that the same values give the same."""

    def __init__(self, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.name = uuid4()  # never that of another part, as its place in memory might come to be

    def render(self, context: template.Context) -> SafeString:
        """What was drawn for these values before, or the inside drawn with them."""
        values = {name: value.resolve(context) for name, value in self.values.items()}
        return kept(
            ("part", self.name, *values.values()),
            lambda: self.nodelist.render(context.new(values)),
            weight=lambda drawn: 500 + 2 * len(drawn),
            whatever_changed=True,
        )


@register.tag
def part(parser: Parser, token: Token) -> Part:
    """`{% part chip=chip base=base %}…{% endpart %}`: values are equal only where they are shown alike, which
    rows of the database are not."""
    values: dict[str, Any] = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return Part(values, nodelist)
