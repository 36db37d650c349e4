"""The base of every page of a school (`SchoolView`) and of every page that changes something (`EditPage`)."""

from schools.views.base import SchoolView
from schools.views.editing import Data, EditPage

__all__ = ["Data", "EditPage", "SchoolView"]
