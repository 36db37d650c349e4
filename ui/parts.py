"""Plain data that views pass to the template components. Values are text, ready to print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One figure in the row at the top of a page. `note` is printed small next to the value, `href` leads to the
    whole."""

    label: str
    value: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Choice:
    """A link among others of its kind: a tab, a side of a switch, a button at the head. `icon` is a Bootstrap Icon;
    `panel`: it leads to a form, which opens in the side panel."""

    label: str
    href: str
    current: bool = False
    icon: str = ""
    main: bool = False
    panel: bool = False


@dataclass(frozen=True)
class Crumb:
    """One step of the way to this page; the page itself is not among them."""

    label: str
    href: str


@dataclass(frozen=True)
class SumLine:
    """One line of "How was this worked out?": what, how much, where the input comes from and where it is set."""

    label: str
    value: str
    source: str = ""
    href: str = ""
    total: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar of a picture: its label, the length it stands for and the figure as printed."""

    label: str
    value: str
    printed: str
    area: str = ""


@dataclass(frozen=True)
class Switch:
    """A switch between sides: `name` is the part of the address it changes, `pairs` are (value, label)."""

    label: str
    name: str
    pairs: tuple[tuple[str, str], ...]
    current: str


@dataclass(frozen=True)
class Empty:
    """Shown in place of an empty list: what the list is for, and the first step where there is one."""

    heading: str
    line: str
    icon: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class PictureRow:
    """One row of a picture: what it is about, the drawing (SVG, with its message), and the same in a few words."""

    label: str
    drawing: str
    printed: str
    area: str = ""
