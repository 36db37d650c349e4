"""Schools made at random, as rows of a school workbook, with every feature that a sum reads."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
HALF_TERMS = (
    ("Autumn 1", date(2026, 9, 3), date(2026, 10, 23)),
    ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 1", date(2027, 1, 5), date(2027, 2, 12)),
    ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
    ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2", date(2027, 6, 7), date(2027, 7, 20)),
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
ROLES = ("TA", "LM", "SENCO", "T")
KINDS = {"TA": "other", "LM": "other", "SENCO": "SENCO", "T": "class teacher"}
BANDS = ("lesson", "lunch", "break", "registration")
COST_KINDS = ("equipment", "licence", "training", "professional", "meeting", "other")


class RandomSchool:
    """A school's workbook (`book`) and the rules it is costed under (`rules`)."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.rules = self._rules()
        self.pupils = [f"P{n}" for n in range(self.dice.randint(2, 6))]
        self.book = self._book()

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.dice.randint(0, (last - first).days))

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.dice.random() < chance else None

    def _rules(self) -> Row:
        dice = self.dice
        return {
            "weeks": dice.choice([38, 39, 37.5]), "days": 5, "hours": dice.choice([6, 6.5]),
            "rates": dice.choice(["school", "school", "la"]),
            "role_rates": {"TA": dice.choice(["19.99", "21.3"])} if dice.random() < 0.5 else {},
            "divide_by": dice.choice(["planned", "actual"]), "charge_in_full": dice.random() < 0.7,
            "roles_not_counted": dice.choice([["class teacher", "SENCO"], ["SENCO"]]),
            "bands_not_counted": dice.choice([[], ["break", "lunch"]]),
            "caps": {"TA": dice.choice([1, 2, "2.5"])} if dice.random() < 0.4 else {},
            "other_costs": dice.choice([list(COST_KINDS), ["equipment", "licence"]]),
            "threshold": dice.choice([300, 900, 6000]), "test": dice.choice(["more than", "at least"]),
            "unit": dice.choice(["penny", "penny", "penny", "pound"]),
            "stage": dice.choice(["line", "line", "week", "total"]),
        }  # fmt: skip

    def rules_sheet(self) -> list[Row]:
        """The rules as rows of the sheet Funding rules."""
        fields: dict[str, Any] = {"name": "Random rules"}
        for name, value in self.rules.items():
            if name in ("role_rates", "caps"):
                fields |= {f"{name}.{role}": number for role, number in value.items()}
            elif isinstance(value, list):
                fields[name] = ", ".join(value)
            else:
                field = {"test": "threshold_test", "unit": "rounding.unit", "stage": "rounding.stage"}.get(name, name)
                fields[field] = ("yes" if value else "no") if isinstance(value, bool) else value
        return [{"Key": "random", "Field": field, "Value": value} for field, value in fields.items()]

    def _book(self) -> dict[str, Any]:
        groups = [self._group(n) for n in range(self.dice.randint(2, 5))]
        lines = [line for group in groups for line in self._staffing(group)]
        sessions = [row for group in groups for row in self._sessions(group, lines)]
        return {
            "School": {
                "Name": "Random School", "Academic year": "2026/27", "Year starts": FIRST, "Year ends": LAST,
                "Funding rules": "random",
            },
            "Funding rules": self.rules_sheet(),
            "Half-terms": [{"Name": name, "Starts": starts, "Ends": ends} for name, starts, ends in HALF_TERMS],
            "Staff roles": [row for code in ROLES for row in self._role(code)],
            "Pupils": [
                {"Admission number": pupil, "Surname": "Ash", "Forename": pupil, "Year group": "3", "SEN status": "K"}
                for pupil in self.pupils
            ],
            "Funding streams": [{"Stream": "Core", "Amount": 9000}],
            "Provisions": [
                {"Provision": tier, "Area of need": "C&L", "Tier": tier} for tier in ("universal", "targeted")
            ],
            "Groups": groups,
            "Staffing": lines,
            "Sessions": sessions,
            "Places": [row for group in groups for row in self._places(group)],
            "Other costs": [self._cost(n, groups) for n in range(self.dice.randint(0, 5))],
            "Whole-school provision": [self._whole(n) for n in range(self.dice.randint(0, 3))],
            "Awards": [self._award(n) for n in range(self.dice.randint(0, 3))],
        }  # fmt: skip

    def _role(self, code: str) -> list[Row]:
        rows = [self._pay(code, None)]
        if self.dice.random() < 0.5:
            rows.append(self._pay(code, self.day(date(2026, 9, 14), date(2027, 7, 1))))
        return rows

    def _pay(self, code: str, day: date | None) -> Row:
        dice = self.dice
        basis = dice.choice(["salary", "hourly", "annual per weekly hour", "minute", "contract hours", "directed time"])
        row: Row = {
            "Code": code, "Name": code, "Kind": KINDS[code], "Rate basis": basis, "LA rate": 18.75, "From": day,
            **dict.fromkeys(("Annual salary", "On-costs %", "Rate", "Contract hours", "Hours worked a year")),
        }  # fmt: skip
        if basis in ("hourly", "annual per weekly hour", "minute"):
            row["Rate"] = {"hourly": dice.randint(1200, 4000) / 100, "minute": dice.choice([0.31, 0.45])}.get(
                basis, dice.randint(400, 900)
            )
            return row
        row |= {"Annual salary": dice.randint(18_000, 52_000), "On-costs %": dice.choice([None, 25, 27.5])}
        if basis == "contract hours":
            row["Contract hours"] = 32.5
            row["Hours worked a year"] = self.maybe(950)
        return row

    def _group(self, n: int) -> Row:
        dice = self.dice
        starts = self.maybe(self.day(date(2026, 8, 24), date(2027, 3, 1)), 0.6)
        ends = starts + timedelta(days=dice.choice([6, 40, 90, 160])) if starts else None
        if dice.random() < 0.08:
            starts, ends = date(2027, 2, 13), date(2027, 2, 20)
        return {
            "Group": f"G{n}", "Provision": "universal" if dice.random() < 0.1 else "targeted", "Year groups": "3",
            "Group size": dice.randint(1, 5), "Weeks": dice.choice([6, 10, 12.5, 38, 39]), "Starts": starts,
            "Ends": ends, "Funding stream": self.maybe("Core"),
        }  # fmt: skip

    def _staffing(self, group: Row) -> list[Row]:
        dice, found = self.dice, []
        for _ in range(dice.choice([1, 1, 1, 2])):
            line: Row = {
                "Group": group["Group"], "Role": dice.choice(ROLES), "Staff": dice.choice([1, 1, 2]),
                "Sessions a week": dice.choice([0.5, 1, 2, 3]), "Minutes a session": dice.choice([20, 25, 30, 60]),
                "From": None, "To": None,
            }  # fmt: skip
            found.append(line)
            if dice.random() < 0.4:
                turn = self.day(date(2026, 9, 14), date(2027, 5, 1))
                line["To"] = turn
                later = {**line, "From": turn + timedelta(days=dice.choice([1, 1, 20])), "To": None}
                found.append({**later, "Role": dice.choice(ROLES), "Minutes a session": dice.choice([30, 45])})
        return found

    def _sessions(self, group: Row, lines: list[Row]) -> list[Row]:
        """Sessions that mostly agree with the group's staffing; few of them are led with other groups'."""
        dice, found = self.dice, []
        mine = [line for line in lines if line["Group"] == group["Group"]]
        if dice.random() < 0.4:
            return []
        for n, line in enumerate(mine):
            many = int(line["Sessions a week"]) or 1
            for day in dice.sample(DAYS, many):
                found.append(  # noqa: PERF401 - a row a day, spelt out
                    {
                        "Group": group["Group"], "Week": "A" if line["Sessions a week"] == 0.5 else None, "Day": day,
                        "Start": f"{9 + n:02}:30", "Minutes": line["Minutes a session"], "Band": dice.choice(BANDS),
                        "Structured": self.maybe("yes", 0.3), "Role": line["Role"], "Staff": line["Staff"],
                        "Pupils": self.maybe(dice.randint(1, 4), 0.3), "Left out": self.maybe("Trial", 0.15),
                        "Together": self.maybe("hall", 0.4), "From": line["From"], "To": line["To"],
                    }
                )  # fmt: skip
        if dice.random() < 0.15:
            found.pop()
        return found

    def _places(self, group: Row) -> list[Row]:
        dice, found = self.dice, []
        for pupil in dice.sample(self.pupils, dice.randint(0, len(self.pupils))):
            joined = self.maybe(self.day(date(2026, 9, 1), date(2027, 4, 1)), 0.4)
            left = self.maybe((joined or date(2026, 9, 20)) + timedelta(days=dice.randint(0, 200)), 0.4)
            full = dice.random() < 0.15
            row = {
                "Group": group["Group"], "Pupil": pupil, "Joined": joined, "Left": left,
                "Days": self.maybe(", ".join(sorted(dice.sample(DAYS, 2), key=DAYS.index)), 0.2),
                "Charged": "in full" if full else "shared", "Reason": "Set up for this pupil" if full else None,
            }  # fmt: skip
            found.append(row)
            if left and dice.random() < 0.3:
                back = left + timedelta(days=dice.randint(1, 60))
                found.append({**row, "Joined": back, "Left": None})
        return found

    def _cost(self, n: int, groups: list[Row]) -> Row:
        dice = self.dice
        of_group, hours = dice.random() < 0.5, dice.random() < 0.3
        return {
            "Description": f"Cost {n}", "Kind": dice.choice(COST_KINDS),
            "Group": dice.choice(groups)["Group"] if of_group else None,
            "Pupil": None if of_group else dice.choice(self.pupils),
            "Amount": None if hours else dice.randint(100, 90_000) / 100, "Role": dice.choice(ROLES) if hours else None,
            "Hours a year": 7.5 if hours else None,
            "Date": self.maybe(self.day(date(2026, 6, 1), date(2027, 12, 1)), 0.6),
            "Payer": dice.choice(["school", "school", "school", "health"]),
        }  # fmt: skip

    def _whole(self, n: int) -> Row:
        hours = self.dice.random() < 0.7
        return {
            "Description": f"Whole {n}", "Kind": "resources", "Amount": None if hours else 777.77,
            "Role": self.dice.choice(ROLES) if hours else None, "Hours a week": 2.5 if hours else None,
            "Weeks": self.dice.choice([None, 13, 38, 45]) if hours else None, "Funding stream": self.maybe("Core"),
        }  # fmt: skip

    def _award(self, n: int) -> Row:
        first = self.maybe(self.day(date(2025, 1, 1), date(2028, 1, 1)), 0.8)
        last = (first or FIRST) + timedelta(days=self.dice.choice([30, 364, 900])) if first else self.maybe(LAST)
        return {
            "Pupil": self.pupils[n % len(self.pupils)], "Kind": "top-up",
            "Amount": self.dice.choice([500, 3650, 99.99]),
            "Status": self.dice.choice(["granted", "granted", "applied", "refused"]), "From": first, "To": last,
        }  # fmt: skip
