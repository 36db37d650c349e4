"""Who may open the pages that change costs: rows of the access matrix."""

from costing.models import RolePay, SchoolFundingRules, StaffRole
from costing.rules_files import load_rules, to_mapping
from provisions.models import Award, FundingStream, OtherCost, WholeSchoolProvision
from tests.access.matrix.rows import LEADERS, MONEY, Row
from tests.access.world import Full
from tests.factories import PayPointFactory


def first(model: type) -> Row:
    """A page about the first row of a model that the school has."""
    return Row(MONEY, lambda full: {"pk": model.objects.filter(school=full.school).order_by("pk").first().pk})  # type: ignore[attr-defined]


def shipped(full: Full) -> dict[str, str]:
    """Rules that ship."""
    return {"key": "39-week-timetable"}


def own_rules(full: Full) -> dict[str, int]:
    """A copy of the school's own."""
    content = to_mapping(load_rules("39-week-timetable")) | {"key": "own-1", "name": f"{full.mark} rules"}
    row, _ = SchoolFundingRules.objects.get_or_create(
        school=full.school, key="own-1", defaults={"name": f"{full.mark} rules", "content": content}
    )
    return {"pk": row.pk}


def own_scale(full: Full) -> dict[str, str]:
    """A scale of the school's own."""
    point = PayPointFactory(school=full.school, scale=f"{full.mark} scale")
    return {"area": point.area, "scale": point.scale}


def scale_in_use(full: Full) -> dict[str, str]:
    """A scale that a role of the school is paid on."""
    found = own_scale(full)
    rows = RolePay.objects.filter(school=full.school, from_date=None).order_by("pk")
    RolePay.objects.filter(pk=rows[0].pk).update(basis="salary", rate=None, scale=found["scale"])
    return found


MATRIX: dict[str, list[Row]] = {
    "costs/role/new/": [Row(MONEY)],
    "costs/role/rate/": [Row(MONEY, ok=405)],
    "costs/role/<int:pk>/edit/": [first(StaffRole)],
    "costs/role/<int:pk>/remove/": [first(StaffRole)],
    "costs/role/<int:pk>/pay/": [first(StaffRole)],
    "costs/role/pay/<int:pk>/edit/": [first(RolePay)],
    "costs/role/pay/<int:pk>/remove/": [first(RolePay)],
    "costs/pay/raise/": [Row(MONEY)],
    "costs/pay/raise/<slug:area>/<path:scale>/": [Row(MONEY, scale_in_use)],
    "costs/scales/new/": [Row(MONEY)],
    "costs/scales/<slug:area>/<path:scale>/edit/": [Row(MONEY, own_scale)],
    "costs/other/": [Row(LEADERS)],
    **{f"costs/{kind}/new/": [Row(MONEY)] for kind in ("whole-school", "other", "budgets", "awards")},
    "costs/whole-school/<int:pk>/edit/": [first(WholeSchoolProvision)],
    "costs/whole-school/<int:pk>/remove/": [first(WholeSchoolProvision)],
    "costs/other/<int:pk>/edit/": [first(OtherCost)],
    "costs/other/<int:pk>/end/": [first(OtherCost)],
    "costs/budgets/<int:pk>/edit/": [first(FundingStream)],
    "costs/budgets/<int:pk>/remove/": [first(FundingStream)],
    "costs/awards/<int:pk>/edit/": [first(Award)],
    "costs/awards/<int:pk>/remove/": [first(Award)],
    "rules/<str:key>/use/": [Row(MONEY, shipped)],
    "rules/<str:key>/adapt/": [Row(MONEY, shipped)],
    "rules/own/<int:pk>/use/": [Row(MONEY, own_rules)],
    "rules/own/<int:pk>/edit/": [Row(MONEY, own_rules)],
    "rules/own/<int:pk>/remove/": [Row(MONEY, own_rules)],
}
