"""The rules of sums, stated a second time: plain fractions over the rows of a school workbook, week by week.

Nothing here is imported from the application. A school is a mapping of sheets to rows, as `random_school` makes it, and
`rules` a mapping with the keys of a funding-rules file. Every figure is worked out from the week up, so that what is
slow and plain stands beside what is quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def half_up(value: Fraction, unit: str) -> Fraction:
    scale = 100 if unit == "penny" else 1
    return Fraction((value * scale * 2 + 1) // 2, scale)


def exact(value: Any) -> Fraction:
    return Fraction(str(value))


def within(row: Row, day: date, first: str = "From", last: str = "To") -> bool:
    return (row.get(first) is None or row[first] <= day) and (row.get(last) is None or day <= row[last])


@dataclass(frozen=True)
class Part:
    """A session or a staffing line of one week: what an hour costs, the hours borne, and how it is shared."""

    mark: tuple[str, int]
    role: str
    rate: Fraction
    hours: Fraction
    once: Fraction
    whole: Fraction
    halved: bool
    size: int
    day: str | None
    reason: str | None


class Statement:
    """The figures of a school over a horizon ("planned", "to-date", "full-year") on a day."""

    def __init__(self, book: dict[str, Any], rules: Row, horizon: str, on: date) -> None:
        self.book, self.rules, self.horizon, self.on = book, rules, horizon, on
        self.first, self.last = book["School"]["Year starts"], book["School"]["Year ends"]
        self.weeks = self._school_weeks()
        self.unit = "penny" if rules["stage"] == "total" else rules["unit"]
        self.known: dict[tuple[str, date], list[Part]] = {}

    def rows(self, sheet: str, **wanted: Any) -> list[Row]:
        return [row for row in self.book.get(sheet, []) if all(row.get(k) == v for k, v in wanted.items())]

    def _school_weeks(self) -> list[list[date]]:
        days = sorted(
            half["Starts"] + timedelta(days=n)
            for half in self.book["Half-terms"]
            for n in range((half["Ends"] - half["Starts"]).days + 1)
        )
        found: dict[date, list[date]] = defaultdict(list)
        for day in days:
            if day.weekday() < 5:
                found[day - timedelta(days=day.weekday())].append(day)
        return [found[monday] for monday in sorted(found)]

    # What an hour costs

    def rate(self, code: str, day: date) -> Fraction:
        rows = self.rows("Staff roles", Code=code)
        if self.rules["rates"] == "la":
            return exact(self.rules["role_rates"].get(code, rows[0]["LA rate"]))
        row = max((r for r in rows if (r["From"] or date.min) <= day), key=lambda r: r["From"] or date.min)
        weeks, days, hours = (exact(self.rules[name]) for name in ("weeks", "days", "hours"))
        basis = row["Rate basis"]
        if basis == "hourly":
            return exact(row["Rate"])
        if basis == "minute":
            return exact(row["Rate"]) * 60
        if basis == "annual per weekly hour":
            return exact(row["Rate"]) / weeks
        pay = exact(row["Annual salary"]) * (1 + exact(row["On-costs %"] or 0) / 100)
        if basis == "salary":
            return pay / weeks / days / hours
        if basis == "directed time":
            return pay / 1265
        if row["Hours worked a year"]:
            return pay / exact(row["Hours worked a year"])
        return pay / exact("52.143") / exact(row["Contract hours"])

    def kind(self, code: str) -> str:
        return str(self.rows("Staff roles", Code=code)[0]["Kind"])

    # A group's weeks, and what it does in one of them

    def tier(self, group: Row) -> str:
        return str(self.rows("Provisions", Provision=group["Provision"])[0]["Tier"])

    def run(self, group: Row) -> list[date]:
        """The first school day, within the group's dates, of each school week it runs in."""
        first, last = group["Starts"] or self.first, group["Ends"] or self.last
        firsts = (next((day for day in week if first <= day <= last), None) for week in self.weeks)
        return [day for day in firsts if day is not None]

    def costed(self, group: Row) -> list[tuple[date, Fraction]]:
        """The days that stand for the costed weeks, each with the weeks it stands for."""
        run = self.run(group)
        if not run:
            return []
        if self.horizon == "full-year":
            first, last = group["Starts"] or self.first, group["Ends"] or self.last
            return [(min(max(self.on, first), last), exact(self.rules["weeks"]))]
        one = exact(group["Weeks"]) / len(run)
        return [(day, one) for day in run if self.horizon == "planned" or day <= self.on]

    def parts(self, group: Row, day: date) -> list[Part]:
        key = (group["Group"], day)
        if key not in self.known:
            self.known[key] = self._parts(group, day)
        return self.known[key]

    def _parts(self, group: Row, day: date) -> list[Part]:
        # A full year's day may lie before the first week: what is in force then is what the first week has.
        run = self.run(group)
        day = max(day, run[0]) if run else day
        code, size = group["Group"], group["Group size"]
        lines = [(n, row) for n, row in enumerate(self.rows("Staffing", Group=code)) if within(row, day)]
        sessions = [(n, row) for n, row in enumerate(self.rows("Sessions", Group=code)) if within(row, day)]
        if not lines:
            return []
        made = [self._session(group, n, row, [line for _, line in lines], day) for n, row in sessions]
        asked: dict[str, Fraction] = defaultdict(Fraction)
        there: dict[str, Fraction] = defaultdict(Fraction)
        for _, row in lines:
            staff = exact(row["Staff"])
            asked[row["Role"]] += staff * exact(row["Sessions a week"]) * exact(row["Minutes a session"]) / 60
        for part in made:
            there[part.role] += part.whole
        if made and asked == there:
            return made
        found = []
        for n, row in lines:
            staff = exact(row["Staff"])
            hours = staff * exact(row["Sessions a week"]) * exact(row["Minutes a session"]) / 60
            role = row["Role"]
            reason = self._reason(group, role, "lesson", structured=False, left_out="")
            mark = ("line", n)
            found.append(Part(mark, role, self.rate(role, day), hours, hours, hours, False, size, None, reason))
        return found

    def _session(self, group: Row, n: int, row: Row, lines: list[Row], day: date) -> Part:
        role = row["Role"] or lines[0]["Role"]
        staff = exact(row["Staff"] or next((line["Staff"] for line in lines if line["Role"] == role), 1))
        length = exact(row["Minutes"]) / 60 * staff
        part = self._part(group, row, day)
        halved = bool(row["Week"])
        reason = self._reason(group, role, row["Band"], structured=row["Structured"] == "yes", left_out=row["Left out"])
        return Part(
            ("session", n), role, self.rate(role, day), length * part / (2 if halved else 1), length * part,
            length / (2 if halved else 1), halved, row["Pupils"] or group["Group size"], row["Day"], reason,
        )  # fmt: skip

    def _part(self, group: Row, row: Row, day: date) -> Fraction:
        """Of the person's time what this group bears: minute by minute, by pupils planned (rule 15)."""
        if not row["Together"]:
            return Fraction(1)
        beside = []
        for other in self.rows("Sessions", Together=row["Together"], Day=row["Day"], Start=row["Start"]):
            (owner,) = self.rows("Groups", Group=other["Group"])
            here = within(owner, day, "Starts", "Ends") and within(other, day)
            if here and owner is not group and not (row["Role"] and other["Role"] and row["Role"] != other["Role"]):
                beside.append((exact(other["Minutes"]), other["Pupils"] or owner["Group size"], other["Week"]))
        own, minutes = row["Pupils"] or group["Group size"], int(row["Minutes"])
        shares = []
        for week in (row["Week"],) if row["Week"] else ("A", "B"):
            there = [(lasts, pupils) for lasts, pupils, when in beside if when in ("", None, week)]
            borne = (Fraction(own, own + sum(p for lasts, p in there if lasts > at)) for at in range(minutes))
            shares.append(sum(borne, Fraction(0)) / minutes)
        return sum(shares, Fraction(0)) / len(shares)

    def _reason(self, group: Row, role: str, band: str, *, structured: bool, left_out: str) -> str | None:
        if self.tier(group) == "universal":
            return "tier"
        if self.kind(role) in self.rules["roles_not_counted"]:
            return "role"
        if band in self.rules["bands_not_counted"] and not structured:
            return "band"
        return "left-out" if left_out else None

    # Who bears what

    def share(self, group: Row, pupil: str, day: date, part: Part | None) -> Fraction:
        """A pupil's share of a part in a week (None: of the group's other costs)."""
        size = part.size if part else group["Group size"]
        here = [
            row
            for row in self.rows("Places", Group=group["Group"])
            if within(row, day, "Joined", "Left")
            and not (part and part.day and row["Days"] and part.day not in row["Days"])
        ]
        full = [row for row in here if row["Charged"] == "in full"]
        mine = [row for row in here if row["Pupil"] == pupil]
        if self.rules["charge_in_full"] and len(full) == 1:
            return Fraction(len([row for row in mine if row is full[0]]))
        if not mine:
            return Fraction(0)
        return Fraction(len(mine), len(here) if self.rules["divide_by"] == "actual" else max(size, len(here)))

    def attends(self, group: Row, pupil: str, day: date, part: Part) -> bool:
        return any(
            within(row, day, "Joined", "Left") and not (part.day and row["Days"] and part.day not in row["Days"])
            for row in self.rows("Places", Group=group["Group"], Pupil=pupil)
        )

    def groups_of(self, pupil: str) -> list[Row]:
        codes = {row["Group"] for row in self.rows("Places", Pupil=pupil)}
        return [group for group in self.book["Groups"] if group["Group"] in codes]

    def over(self, pupil: str) -> dict[tuple[str, date | None], Fraction]:
        """The pupil's unshared hours with each capped role in each week, where they are over the cap."""
        hours: dict[tuple[str, date | None], Fraction] = defaultdict(Fraction)
        for group in self.groups_of(pupil):
            for day, _ in self.costed(group):
                for part in self.parts(group, day):
                    capped = part.role in self.rules["caps"] and part.reason is None
                    if capped and self.share(group, pupil, day, part):
                        hours[part.role, self._week(day)] += part.whole
        return {key: worked for key, worked in hours.items() if worked > exact(self.rules["caps"][key[0]])}

    def _week(self, day: date) -> date | None:
        return None if self.horizon == "full-year" else day - timedelta(days=day.weekday())

    def lines(self, pupil: str) -> list[tuple[str, str | None, Fraction, Fraction]]:
        """The printed lines that cost something: group, reason, exact and printed cost."""
        found = []
        over = self.over(pupil) if self.rules["caps"] else {}
        for group in self.groups_of(pupil):
            if self.tier(group) != "universal":
                found += [(group["Group"], *line) for line in self._of_group(group, pupil, over)]
        return found

    def _of_group(
        self, group: Row, pupil: str, over: dict[tuple[str, date | None], Fraction]
    ) -> Iterator[tuple[str | None, Fraction, Fraction]]:
        every = self.costed(group)
        reasons = {part.reason for day, _ in every for part in self.parts(group, day)}
        for reason in sorted(reasons, key=str):
            for kind in ("within", "excess") if reason is None else ("within",):
                for stretch in self._stretches(group, every, reason):
                    known = shown = Fraction(0)
                    for day, weeks in stretch:
                        for part in (one for one in self.parts(group, day) if one.reason == reason):
                            one, printed = self._borne(group, pupil, day, part, over, kind)
                            known += one * weeks
                            shown += printed * weeks
                    if known:
                        cost = shown if self.rules["stage"] == "week" else known
                        yield ("cap" if kind == "excess" else reason), known, half_up(cost, self.unit)

    def _stretches(
        self, group: Row, every: list[tuple[date, Fraction]], reason: str | None
    ) -> list[list[tuple[date, Fraction]]]:
        """The weeks parted where the lines, the times or the rates of what has this reason change."""
        found: list[list[tuple[date, Fraction]]] = []
        before: object = None
        roles = {part.role for day, _ in every for part in self.parts(group, day) if part.reason == reason}
        for day, weeks in every:
            parts = [part for part in self.parts(group, day) if part.reason == reason]
            lines = [
                n
                for n, row in enumerate(self.rows("Staffing", Group=group["Group"]))
                if within(row, day) and row["Role"] in roles
            ]
            now = (
                sorted((part.mark, part.hours) for part in parts),
                [(r, self.rate(r, day)) for r in sorted(roles)],
                lines,
            )
            if now != before:
                found.append([])
            found[-1].append((day, weeks))
            before = now
        return found

    def _borne(
        self, group: Row, pupil: str, day: date, part: Part, over: dict[tuple[str, date | None], Fraction], kind: str
    ) -> tuple[Fraction, Fraction]:
        """What the pupil bears of a part in a week: exact, and with each session rounded."""
        share = self.share(group, pupil, day, part)
        held = over.get((part.role, self._week(day))) if part.reason is None and share else None
        factor = Fraction(1 if kind == "within" else 0)
        if held is not None:
            inside = exact(self.rules["caps"][part.role]) / held
            factor = inside if kind == "within" else 1 - inside
        one = half_up(part.rate * part.once * share, self.rules["unit"]) / (2 if part.halved else 1)
        return part.rate * part.hours * share * factor, one * factor

    # Other costs

    def amount(self, cost: Row, day: date) -> Fraction:
        if cost["Amount"] is not None:
            return exact(cost["Amount"])
        return self.rate(cost["Role"], day) * exact(cost["Hours a year"])

    def due(self, cost: Row) -> bool:
        return self.horizon != "to-date" or (cost["Date"] or self.first) <= self.on

    def why(self, cost: Row, tier: str = "") -> str | None:
        if cost["Payer"] != "school":
            return "payer"
        if tier == "universal":
            return "tier"
        if cost["Date"] and not self.first <= cost["Date"] <= self.last:
            return "date"
        if cost["Role"] and self.kind(cost["Role"]) in self.rules["roles_not_counted"]:
            return "role"
        return None if cost["Kind"] in self.rules["other_costs"] else "kind"

    def other_lines(self, pupil: str) -> list[tuple[str, str | None, Fraction, Fraction]]:
        found = []
        for group in self.groups_of(pupil):
            run = self.run(group)
            for cost in self.rows("Other costs", Group=group["Group"]):
                if self.due(cost):
                    why = self.why(cost, self.tier(group))
                    part = sum((self.share(group, pupil, day, None) for day in run), Fraction(0)) / max(len(run), 1)
                    worth = self.amount(cost, cost["Date"] or group["Starts"] or self.first) * part
                    found.append((cost["Description"], why, *self._shown(worth, why)))
        for cost in self.rows("Other costs", Pupil=pupil):
            if self.due(cost):
                why = self.why(cost)
                worth = self.amount(cost, cost["Date"] or self.first)
                found.append((cost["Description"], why, *self._shown(worth, why)))
        return found

    def _shown(self, worth: Fraction, why: str | None) -> tuple[Fraction, Fraction]:
        worth = Fraction(0) if why in ("payer", "tier") else worth
        return worth, half_up(worth, self.unit)

    def pupil(self, pupil: str) -> dict[str, Any]:
        """A pupil's totals, and what is short."""
        lines = self.lines(pupil) + self.other_lines(pupil)
        every = [line for line in lines if line[1] != "date"]
        counted = [line for line in lines if line[1] is None]
        place = 2 if self.rules["stage"] == "total" else 3
        end = self.rules["unit"] if self.rules["stage"] == "total" else "penny"
        total, counts = (half_up(sum((line[place] for line in some), Fraction(0)), end) for some in (every, counted))
        found: dict[str, Any] = {
            "lines": sorted((line[0], str(line[1]), line[3]) for line in lines if line[3]),
            "total": total,
            "total_counted": counts,
            "total_counted_exact": half_up(sum((line[2] for line in counted), Fraction(0)), "penny"),
            "over_threshold": None,
            "shortfall": None,
        }
        if self.horizon != "to-date":
            threshold = exact(self.rules["threshold"])
            found["over_threshold"] = counts > threshold or (self.rules["test"] == "at least" and counts == threshold)
            found["shortfall"] = max(Fraction(0), counts - threshold - self.top_up(pupil))
        return found

    # Awards

    def top_up(self, pupil: str) -> Fraction:
        granted = self.rows("Awards", Pupil=pupil, Status="granted")
        return sum((self._award(row) for row in granted), Fraction(0))

    def _award(self, row: Row) -> Fraction:
        this = int(self.book["School"]["Academic year"][:4])
        first, last = row["From"] or date(this, 9, 1), row["To"] or date(this + 1, 8, 31)
        amount, given = exact(row["Amount"]), {}
        years = [
            n for n in range(first.year - 1, last.year + 1) if first <= date(n + 1, 8, 31) and last >= date(n, 9, 1)
        ]
        for n in years[:-1]:
            days = (min(last, date(n + 1, 8, 31)) - max(first, date(n, 9, 1))).days + 1
            given[n] = half_up(amount * days / ((last - first).days + 1), "penny")
        given[years[-1]] = amount - sum(given.values(), Fraction(0))
        return Fraction(given.get(this, 0))

    # Groups and the whole school

    def group(self, group: Row) -> tuple[Fraction, Fraction]:
        """What a group costs, and what of it falls on empty places, exact."""
        if self.tier(group) == "universal" or not self.run(group):
            return Fraction(0), Fraction(0)
        pupils = {row["Pupil"] for row in self.rows("Places", Group=group["Group"])}
        whole = empty = Fraction(0)
        for day, weeks in self.costed(group):
            for part in self.parts(group, day):
                cost = part.rate * part.hours * weeks
                whole += cost
                empty += cost * (1 - sum((self.share(group, one, day, part) for one in pupils), Fraction(0)))
        run = self.run(group)
        for cost in self.rows("Other costs", Group=group["Group"]):
            if self.due(cost) and self.why(cost) not in ("payer", "date"):
                worth = self.amount(cost, cost["Date"] or group["Starts"] or self.first)
                borne = sum((self.share(group, one, day, None) for one in pupils for day in run), Fraction(0))
                whole, empty = whole + worth, empty + worth * (1 - borne / len(run))
        return whole, empty

    def item(self, row: Row) -> Fraction:
        """What a whole-school cost comes to, printed."""
        firsts = [week[0] for week in self.weeks]
        begun = [day for day in firsts if self.horizon != "to-date" or day <= self.on]
        if row["Amount"] is not None:
            return half_up(exact(row["Amount"]) * Fraction(len(begun), len(firsts)), self.unit)
        weeks = exact(self.rules["weeks"] if row["Weeks"] is None else row["Weeks"])
        rates = sum((self.rate(row["Role"], day) for day in begun), Fraction(0))
        return half_up(exact(row["Hours a week"]) * weeks * rates / len(firsts), self.unit)

    def school(self) -> dict[str, Any]:
        """The whole-school map's figures."""
        groups = {group["Group"]: self.group(group) for group in self.book["Groups"]}
        printed = {code: half_up(whole, self.rules["unit"]) for code, (whole, _) in groups.items()}
        items = {row["Description"]: self.item(row) for row in self.rows("Whole-school provision")}
        return {
            "rows": {code: (printed[code], half_up(empty, self.rules["unit"])) for code, (_, empty) in groups.items()},
            "whole_school_costs": sum(items.values(), Fraction(0)),
            "total": sum(printed.values(), Fraction(0)) + sum(items.values(), Fraction(0)),
        }

    def borne_by(self, stream: str) -> Fraction:
        """What a budget bears over the horizon."""
        school = self.school()
        groups = [school["rows"][row["Group"]][0] for row in self.rows("Groups", **{"Funding stream": stream})]
        items = [self.item(row) for row in self.rows("Whole-school provision", **{"Funding stream": stream})]
        return sum(groups + items, Fraction(0))
