"""What the whole school costs: amounts of the year, and hours a week of a role spread evenly over its school weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from costing.engine.calendar import school_weeks, year_label
from costing.engine.errors import CostingError
from costing.engine.facts import Calendar, Horizon, Role, Rules, WholeSchoolItem
from costing.engine.quantities.expressions import Quantity, given, total
from costing.engine.quantities.figures import written_out
from costing.engine.rates import hourly_cost, pay_days
from costing.engine.results import Remark

Kept = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class WholeSchool:
    """What whole-school costs are worked out under."""

    roles: Mapping[str, Role]
    rules: Rules
    calendar: Calendar
    horizon: Horizon = Horizon.PLANNED

    @property
    def in_part(self) -> bool:
        """Whether the weeks begun by the calendar's day are costed, rather than the year."""
        return self.horizon in (Horizon.TO_DATE, Horizon.DELIVERED)

    @property
    def weeks(self) -> tuple[date, ...]:
        """The first school day of each school week of the year."""
        return tuple(days[0] for days in school_weeks(self.calendar.half_terms))

    def cost(self, item: WholeSchoolItem, kept: Kept | None = None) -> Quantity:
        """The exact cost over the horizon, of the school weeks that `kept` says alone. Raises CostingError for a role
        without a rate, and where the year lacks the half-terms to count its weeks by."""
        if item.amount is not None:
            amount = given(item.amount, "£", item.description, "entered for the whole school")
            return self._of_the_weeks(amount, kept)
        return self._hours(item, kept)

    def remarks(self, item: WholeSchoolItem) -> tuple[Remark, ...]:
        """That more weeks are entered than there are."""
        every = len(self.weeks)
        if item.amount is not None or item.weeks is None or not 0 < every < item.weeks:
            return ()
        told = f"{written_out(item.weeks)} weeks are entered, and the year has {every} school weeks"
        return (Remark("whole-school-weeks", f"{item.description}: {told}. The weeks entered are used."),)

    def _hours(self, item: WholeSchoolItem, kept: Kept | None) -> Quantity:
        if item.role not in self.roles:
            raise CostingError(
                f"{item.description}: {item.role} is not among the staff roles. Add it in Costs › Staff roles."
            )
        role, every = self.roles[item.role], self.weeks
        first = every[0] if every else self.calendar.starts
        rate = hourly_cost(role, self.rules, first, year_label(self.calendar))
        hours = given(item.hours, "h", "Hours a week", "whole-school provision")
        entered = self.rules.weeks if item.weeks is None else item.weeks
        weeks = given(entered, "weeks", "Weeks", "whole-school provision")
        last = every[-1] if every else self.calendar.ends
        turns = sorted(day for day in pay_days(role, self.rules) if first < day <= last)
        if not turns:
            return self._of_the_weeks(rate * hours * weeks, kept)
        self._need_weeks(f"{item.description}: the rate of {role.code} changes inside the year")
        terms = []
        for start, end in zip([first, *turns], [*turns, date.max], strict=True):
            count = sum(start <= day < end for day in self._chosen(kept))
            if count:
                named = given(count, "weeks", "School weeks at this rate")
                terms.append(hourly_cost(role, self.rules, start, year_label(self.calendar)) * named)
        spread = total(terms or [rate * given(0, "weeks", "School weeks")])
        return spread * hours * weeks / given(len(every), "", "School weeks of the year")

    def _of_the_weeks(self, cost: Quantity, kept: Kept | None) -> Quantity:
        """A year's cost, or the part of it that falls on the weeks begun and kept."""
        if not (self.in_part or kept):
            return cost
        self._need_weeks("The cost of a part of the year")
        count = given(len(self._chosen(kept)), "", "School weeks counted")
        return cost * count / given(len(self.weeks), "", "School weeks of the year")

    def _chosen(self, kept: Kept | None) -> list[date]:
        last = (self.calendar.on or self.calendar.ends) if self.in_part else date.max
        return [day for day in self.weeks if day <= last and (kept is None or kept(day))]

    def _need_weeks(self, what: str) -> None:
        if not self.calendar.half_terms:
            raise CostingError(
                f"{what}, and its weeks are counted by the school calendar: enter the half-terms of "
                f"{year_label(self.calendar)} in Settings › School year."
            )
