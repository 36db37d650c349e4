"""The base of every page of a school (`SchoolView`), of every page that changes something (`EditPage`), and acts as
rows of a table (`Act`)."""

from schools.views.acts import Act, ActPage
from schools.views.base import SchoolView
from schools.views.editing import Data, EditPage

__all__ = ["Act", "ActPage", "Data", "EditPage", "SchoolView"]
