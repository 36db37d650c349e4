"""The fields of forms that change things, each with its control, hint and error messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.forms.widgets import ChoiceWidget

from ui.days import EARLIEST, LATEST, TOO_EARLY, TOO_LATE
from ui.folding import seen

Choices = Iterable[tuple[Any, Any]]
NO_CHOICE = "What was chosen is no longer on offer. Choose again from the list."
NUMBER = "Type a number, as 12 or 12.50."
AMOUNT = re.compile(r"(?=.*\d)£?\s*-?£?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y"]
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%H%M"]


def row_number(text: str) -> int | None:
    """A row number from an address or a hidden field; None where the text cannot be one. Rows are counted from 1."""
    return (int(text) or None) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


class Words(forms.CharField):
    """One line of text; space around it is dropped."""

    def __init__(self, label: str, *, longest: int = 150, required: bool = False, hint: str = "", **more: Any) -> None:
        super().__init__(label=label, max_length=longest, required=required, help_text=hint, **more)

    def to_python(self, value: Any) -> str:
        """The text without control characters, which pasting brings along."""
        return str(super().to_python(re.sub(r"\s*[\r\n\t]\s*", " ", printable(value))))


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, label: str, *, rows: int = 3, hint: str = "", required: bool = False, **more: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, required=required, help_text=hint, widget=area, max_length=20_000, **more)

    def to_python(self, value: Any) -> str:
        """The text without control characters, which pasting brings along."""
        return str(super().to_python(printable(value)))


class WebAddress(forms.URLField):
    """A web address, with or without https:// in front."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(
            label=label, required=False, help_text=hint, max_length=200, assume_scheme="https",
            error_messages={"invalid": "Write a web address such as https://example.org/page."},
        )  # fmt: skip
        others = [one for one in self.validators if not isinstance(one, URLValidator)]
        self.validators = [URLValidator(schemes=["http", "https"]), *others]


class Email(forms.EmailField):
    """An e-mail address."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(
            label=label, required=False, help_text=hint, max_length=254,
            error_messages={"invalid": "Type the whole e-mail address, such as name@school.example."},
        )  # fmt: skip


class Day(forms.DateField):
    """A date, by the browser's own calendar or typed as 03/09/2026."""

    def __init__(self, label: str, *, required: bool = False, hint: str = "", **more: Any) -> None:
        control = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            label=label, required=required, help_text=hint, widget=control, input_formats=DATES,
            error_messages={"invalid": "Write the date as 03/09/2026."},
            validators=[
                MinValueValidator(EARLIEST, TOO_EARLY),
                MaxValueValidator(LATEST, TOO_LATE),
            ],
            **more,
        )  # fmt: skip


class Clock(forms.TimeField):
    """A time of day, as 09:15."""

    def __init__(self, label: str, *, required: bool = True, hint: str = "", **more: Any) -> None:
        control = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(
            label=label, required=required, help_text=hint, widget=control, input_formats=TIMES,
            error_messages={"invalid": "Write the time as 09:15."}, **more,
        )  # fmt: skip


class Amount(forms.DecimalField):
    """A number that may have decimals, such as pounds, hours or weeks. `above`: it must be more than 0."""

    def __init__(
        self, label: str, *, required: bool = False, hint: str = "", places: int = 2, digits: int = 12,
        above: bool = False, most: str | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label, required=required, help_text=hint, decimal_places=places, max_digits=digits,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "figure", "autocomplete": "off"}),
            error_messages={"invalid": NUMBER, **more.pop("error_messages", {})},
            validators=[
                MinValueValidator(Decimal("0.01"), "This must be more than 0.")
                if above
                else MinValueValidator(Decimal(0), "This cannot be less than 0."),
                *([MaxValueValidator(Decimal(most), f"This must be at most {most}.")] if most else []),
            ],
            **more,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """A stored figure as people write it: 38, 17.50, 12.345, without the zeros of its column's scale."""
        if not isinstance(value, Decimal):
            return value
        short = value.normalize()
        return format(value.quantize(Decimal("0.01")) if short.as_tuple().exponent == -1 else short, "f")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, which may have a pound sign and commas between thousands. 1,5 is refused, not read as 15."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        if len(value) > 40 or not AMOUNT.fullmatch(value.strip()):
            raise forms.ValidationError(NUMBER, code="invalid")
        return super().to_python(value.replace("£", "").replace(",", "").strip())


class Count(forms.IntegerField):
    """A whole number."""

    def __init__(
        self, label: str, *, required: bool = False, hint: str = "", least: int = 1, most: int = 400, **more: Any
    ) -> None:
        super().__init__(
            label=label, required=required, help_text=hint,
            error_messages={"invalid": "Type a whole number.", **more.pop("error_messages", {})},
            validators=[
                MinValueValidator(least, f"This must be at least {least}."),
                MaxValueValidator(most, f"This must be at most {most}."),
            ],
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "figure", "autocomplete": "off"}), **more,
        )  # fmt: skip


def printable(value: Any) -> str:
    """Text as it is stored, without control characters, which neither database nor workbook can hold; line breaks and
    tabs stay."""
    return "" if value is None else seen(CONTROL.sub("", str(value)))


class YesNo(forms.BooleanField):
    """A box to tick."""

    def __init__(self, label: str, *, hint: str = "", **more: Any) -> None:
        super().__init__(label=label, required=False, help_text=hint, **more)


class Perhaps(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, label: str, *, hint: str = "", unknown: str = "Not said") -> None:
        super().__init__(
            label=label, required=False, help_text=hint, choices=[("", unknown), ("yes", "Yes"), ("no", "No")],
            coerce=lambda value: value == "yes", empty_value=None,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """A stored yes or no as the control has it."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Pick(forms.TypedChoiceField):
    """One of several: a link by its number (the value is the number, or None), or with `of=str` a word."""

    def __init__(
        self, label: str, choices: Choices, *, required: bool = False, hint: str = "", blank: str = "Not chosen",
        of: Callable[[Any], Any] = int, **more: Any,
    ) -> None:  # fmt: skip
        held = list(choices)
        first = [] if required and more.get("initial") is not None else [("", blank if not required else "Choose …")]
        super().__init__(
            label=label, required=required, help_text=hint, choices=[*first, *held], coerce=of,
            empty_value=None if of is int else "", **more,
        )  # fmt: skip
        self.error_messages["invalid_choice"] = more.get("error_messages", {}).get("invalid_choice", NO_CHOICE)


class CheckList(ChoiceWidget):
    """A list to tick, with a search box above a long one. A widget of our own, because crispy-forms draws Django's
    checkbox list with its own template."""

    allow_multiple_selected = True
    input_type = "checkbox"
    template_name = "components/check_list.html"
    option_template_name = "django/forms/widgets/checkbox_option.html"
    use_fieldset = True

    def __init__(self, *, search: str = "Find by name", inline: bool = False) -> None:
        super().__init__()
        self.search, self.inline = search, inline

    def use_required_attribute(self, initial: Any) -> bool:
        """False: the browser must not insist on one particular box."""
        return False

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """False: a list with no box ticked sends nothing, and means none."""
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The box's own id; none for the list as a whole, which has a legend."""
        return "" if index is None else super().id_for_label(id_, index)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the search box where there are more than twelve choices."""
        context = super().get_context(name, value, attrs)
        many = sum(len(group) for _, group, _ in context["widget"]["optgroups"]) > 12
        context["widget"] |= {"search": self.search if many and not self.inline else "", "inline": self.inline}
        return context


class PickMany(forms.TypedMultipleChoiceField):
    """Several of many, by ticking: the value is a list of numbers (or, with `of=str`, of words)."""

    def __init__(
        self, label: str, choices: Choices, *, required: bool = False, hint: str = "", inline: bool = False,
        search: str = "Find by name", of: Callable[[Any], Any] = int, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label, required=required, help_text=hint, choices=list(choices), coerce=of, empty_value=[],
            widget=CheckList(search=search, inline=inline), **more,
        )  # fmt: skip
        self.error_messages["invalid_choice"] = more.get("error_messages", {}).get("invalid_choice", NO_CHOICE)
