"""Forms of signing in, of the school itself and of its calendar."""

from schools.forms.calendar import BandLine, BandsForm, HalfTermLine, YearForm
from schools.forms.entrance import AcceptForm
from schools.forms.school import SchoolForm

__all__ = ["AcceptForm", "BandLine", "BandsForm", "HalfTermLine", "SchoolForm", "YearForm"]
